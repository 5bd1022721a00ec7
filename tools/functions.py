#!/usr/bin/env python3
"""functions.py BUILD: fails for a function of src/ of more than 60 lines, and for one that no other object of BUILD uses though it is
not static. Prints how long functions and files are."""
import glob
import os
import re
import subprocess
import sys

LINES_MAX = 60


def functions(path):
    """Name and lines of each function: in the house's format its body is a `{` and a `}` alone at the start of a line."""
    with open(path, encoding='utf-8') as file:
        lines = file.read().split('\n')
    for at, line in enumerate(lines):
        if line == '{' and lines[at - 1][-1:] in (')',):
            head = at - 1
            while head > 0 and lines[head][:1] in (' ', '\t'):
                head -= 1
            yield lines[head].split('(')[0].split()[-1].lstrip('*'), lines.index('}', at) - head + 1


def symbols(path, *options):
    listed = subprocess.run(['nm', *options, path], check=True, capture_output=True, text=True).stdout
    return {line.split()[-1] for line in listed.splitlines()}


def unused(build):
    """Functions that one object defines for others, and no object of the program, the library or the tests takes."""
    objects = glob.glob(f'{build}/obj/**/*.o', recursive=True)
    wanted = {o: symbols(o, '-u') for o in objects}
    everything = set().union(*wanted.values())
    # not in every build, or tables that name functions
    for path in glob.glob("bench/*.c") + glob.glob("tests/**/*.c", recursive=True) + glob.glob("src/cli/*.def"):
        with open(path, encoding='utf-8') as file:
            everything |= set(re.findall(r'\w+', file.read()))
    for path in objects:
        if '/obj/src/' in path and os.path.exists(path.split('/obj/')[1][:-2] + '.c'):
            listed = subprocess.run(['nm', '-g', '--defined-only', path], check=True, capture_output=True, text=True).stdout
            for line in listed.splitlines():
                kind, name = line.split()[-2:]
                if kind == 'T' and name != 'main' and not name.startswith('dpm_') and name not in everything:
                    yield f'{path.split("/obj/")[1]}: {name} is used by no other file: make it static, or delete it'


def shown(lengths):
    lengths = sorted(lengths)
    return f'median {lengths[len(lengths) // 2]}, 90th percentile {lengths[len(lengths) * 9 // 10]}, longest {lengths[-1]}'


def main():
    files = sorted(glob.glob('src/**/*.[ch]', recursive=True))
    found = [(length, name, path) for path in files for name, length in functions(path)]
    faults = [f'{path}: {name} has {length} lines, more than {LINES_MAX}' for length, name, path in found if length > LINES_MAX]
    faults += sorted(unused(sys.argv[1]))
    for fault in faults:
        print(fault)
    lengths = [sum(1 for _ in open(path, encoding='utf-8')) for path in files]
    print(f'functions: {len(found)} in {len(files)} files; lines of a function: {shown([f[0] for f in found])}; of a file: {shown(lengths)}')
    sys.exit(bool(faults))


main()
