#!/usr/bin/env python3
"""Holds the table "What is bounded" in ARCHITECTURE.md against src/base/limits.h, from whose comments it is made; --write makes it."""
import re
import sys

HEADER = 'src/base/limits.h'
DOCUMENT = 'ARCHITECTURE.md'
BEGIN, END = '<!-- limits -->\n', '<!-- /limits -->\n'
ROW = re.compile(r'(?:const uint64_t )?\b([A-Z_]+) = ([^,;/]+?)[,;]?\s*/\* (.+?): (.+?) \*/', re.S)


def value_of(text, known):
    text = re.sub(r'UINT64_C\((\d+)\)', r'\1', text)
    if not re.fullmatch(r'[A-Z_0-9 ()*+<]+', text):
        sys.exit(f'{HEADER}: what is {text}?')
    return eval(text, {'__builtins__': {}}, known)


def shown(value, unit):
    if unit == 'bytes':
        for step, word in ((1 << 30, 'GiB'), (1 << 20, 'MiB'), (1 << 10, 'KiB')):
            if value >= step:
                return f'{value / step:.3g} {word}'
    return f'{value:,}' + (f' {unit}' if unit else '')


def table():
    known, rows = {}, ['| what | bound | when there is more | in `src/base/limits.h` |', '|---|---|---|---|']
    with open(HEADER, encoding='utf-8') as file:
        text = file.read()
    for name, expression, what, then in ROW.findall(text):
        known[name] = value_of(expression, known)
        what, then = (re.sub(r'\s*\n\s*\*\s*', ' ', part) for part in (what, then))
        unit = re.search(r' \((bytes|KiB)\)', what)
        what = what.replace(unit[0], '') if unit else what
        rows.append(f'| {what} | {shown(known[name], unit and unit[1])} | {then} | `{name}` |')
    unsaid = set(re.findall(r'^\s+([A-Z_]+) = ', text, re.M)) - set(known)
    if unsaid:
        sys.exit(f'{HEADER}: no comment says what is bounded by {", ".join(sorted(unsaid))}')
    return '\n'.join(rows) + '\n'


def main():
    with open(DOCUMENT, encoding='utf-8') as file:
        document = file.read()
    head, rest = document.split(BEGIN, 1)
    before, tail = rest.split(END, 1)
    made = table()
    if sys.argv[1:] == ['--write']:
        with open(DOCUMENT, 'w', encoding='utf-8') as file:
            file.write(head + BEGIN + made + END + tail)
    elif before != made:
        sys.exit(f'{DOCUMENT}: the table of bounds is not that of {HEADER}; write it anew: tools/limits.py --write')
    print(f'limits: {made.count(chr(10)) - 2} bounds, each with what happens when there is more')


main()
