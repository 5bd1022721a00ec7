"""Law of wrapping: compare_wrapped.py FOLDER WRAPPED OPTION...: dpmlog's report on FOLDER and on each way of WRAPPED
(make_bundles.py) must be one and the same, but for the paths. Prints a line for each way. A dpmlog that
was built without libarchive has to say so instead."""
import json
import os
import subprocess
import sys


def plain(path, name):
    """The path of a log from its folder on, without the archives around it and endings of compression."""
    path = path[path.index(name + '/'):] if name + '/' in path else path
    return path[:-3] if path.endswith('.gz') else path


def normal(value, name):
    if isinstance(value, dict):
        return {k: plain(v, name) if k == 'path' else normal(v, name) for k, v in value.items()}
    if isinstance(value, list):
        return [normal(v, name) for v in value]
    return value


def report(path, name, options):
    made = subprocess.run(['dpmlog', '-q', '-f', 'json', *options, path], capture_output=True, check=False)
    if made.returncode != 0:
        told = json.loads(made.stdout)['coverage']['skipped'] if made.stdout else []
        return f'exit {made.returncode} {made.stderr.decode()} {told}'
    return normal(json.loads(made.stdout), name)


def difference(a, b, where=''):
    if isinstance(a, dict) and isinstance(b, dict) and a.keys() == b.keys():
        return next(filter(None, (difference(a[k], b[k], f'{where}.{k}') for k in a)), None)
    if isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        return next(filter(None, (difference(x, y, f'{where}[{i}]') for i, (x, y) in enumerate(zip(a, b)))), None)
    return None if a == b else f'{where}: {str(a)[:200]} but {str(b)[:200]}'


def main(folder, wrapped, *options):
    name = os.path.basename(folder)
    whole = report(folder, name, options)
    for way in sorted(os.listdir(wrapped)):
        for jobs in ('1', '4'):
            other = report(os.path.join(wrapped, way), name, ['-j', jobs, *options])
            if other != whole and 'which this dpmlog was built without' not in str(other):
                print(f'{way} -j {jobs}: {difference(whole, other)}')
                break
        else:
            print(f'{way}: as it should be')


if __name__ == '__main__':
    main(*sys.argv[1:])
