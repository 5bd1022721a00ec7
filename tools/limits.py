#!/usr/bin/env python3
"""Holds the table "What is bounded" in ARCHITECTURE.md against src/base/limits.h, from whose comments it is made; --write makes it.
The defaults that the help of options names are held against the code, too."""
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


# the option, the file and the name of its default
DEFAULTS = (('max-depth', HEADER, 'NESTING_DEFAULT'), ('max-expand', HEADER, 'EXPAND_DEFAULT'), ('max-ratio', HEADER, 'METER_RATIO_DEFAULT'),
            ('max-members', HEADER, 'MEMBERS_RUN_DEFAULT'), ('max-memory', HEADER, 'METER_MEMORY_DEFAULT'),
            ('top', 'src/output/text/text_report.h', 'TEXT_TOP'), ('context', 'src/cli/cmd_show.c', 'CONTEXT_DEFAULT'))


def check_defaults():
    with open('src/cli/flags.def', encoding='utf-8') as file:
        flags = file.read()
    for option, path, name in DEFAULTS:
        with open(path, encoding='utf-8') as file:
            value = value_of(re.search(rf'\b{name} = ([^,;}}/]+)', file.read())[1].strip(), {})
        said = re.search(rf'"{option}", .*\(default (\d+)([KMG]?)\)', flags)
        if not said or int(said[1]) << {'': 0, 'K': 10, 'M': 20, 'G': 30}[said[2]] != value:
            sys.exit(f'src/cli/flags.def: the default of --{option} is {value} ({name} in {path})')


def main():
    check_defaults()
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
