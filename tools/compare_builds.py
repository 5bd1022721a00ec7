#!/usr/bin/env python3
"""Holds the outputs of two builds against each other: compare_builds.py OLD NEW [--words FILE] [--seeds N] [--corpus FILE...].
OLD and NEW are programs. Every command below runs over every fixture, over simulated sites (tests/scenarios, N seeds) and over the
files that --corpus names. What differs in output, message or exit code is printed, and makes the exit code 1.
--words: lines `old<TAB>new`, Python regular expressions that are applied to OLD's text: the wordings that were meant to change."""
import argparse
import concurrent.futures
import difflib
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "tests", "scenarios"), os.path.join(HERE, "..", "tests", "support")]

# {} is the input, {out} a file of the command's own
REPORTS = [
    "analyze {}",
    "analyze -v {}",
    "analyze -v -j4 --tz +02:00 {}",
    "analyze --color always --width 80 {}",
    "analyze -f json {}",
    "analyze -f csv {}",
    "analyze -f html {}",
    "analyze -f html -v {}",
    "analyze --redact {out} -f json {}",
    "analyze --redact {out} -v {}",
    "analyze -o {out}.sqlite {}",
    "analyze --since 2016-06-01 --until 2016-06-02T12:00 {}",
    "analyze --class vss --class timeout {}",
    "ls -f json {}",
    "ls {}",
    "events {}",
    "events -f jsonl {}",
    "events -f jsonl --schema ecs {}",
    "events -f jsonl --schema otlp {}",
    "events -f csv {}",
    "task 8AE8 {}",
    "task 00000000 {}",
]
ALONE = ["code 0x800706BA", "code 308", "code -2147023174 -f json", "rules list", "rules check grammars", "--version", "fix network-saturated",
         "fix rpc-unavailable", "analyze nowhere", "code nonsense", "--nonsense"]
VOLATILE = [(re.compile(rb"""("rules(?:_hash)?": ?"|, rules |holds; hash |VALUES\('rules',')[0-9a-f]{16}"""), rb"\1-")]


def dump_database(path):
    script = "import sqlite3,sys\nfor l in sqlite3.connect(sys.argv[1]).iterdump(): print(l)"
    return subprocess.run([sys.executable, "-c", script, path], capture_output=True, check=False).stdout


def run(program, words, target, folder):
    out = os.path.join(folder, "out")
    if "--redact" in words:
        with open(out, "w", encoding="utf-8") as names:
            names.write("key\t%064d\n" % 7)  # pseudonyms hang on the map's key
    line = [word.replace("{out}", out) if word != "{}" else target for word in words]
    env = dict(os.environ, LC_ALL="C", TZ="UTC", PATH=os.environ["PATH"])
    done = subprocess.run([program] + line, capture_output=True, stdin=subprocess.DEVNULL, env=env, timeout=1200, check=False)
    parts = {"out": done.stdout, "err": done.stderr, "exit": b"%d\n" % done.returncode}
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        if name.endswith(".sqlite"):
            parts[name] = dump_database(path)
        else:
            with open(path, "rb") as file:
                parts[name] = file.read()
        os.unlink(path)
    for name, text in parts.items():
        for pattern, replacement in VOLATILE:
            text = pattern.sub(replacement, text)
        parts[name] = text.replace(folder.encode(), b"FOLDER")
    return parts


def differences(old, new, wordings):
    for name in sorted(set(old) | set(new)):
        a, b = old.get(name, b""), new.get(name, b"")
        for pattern, replacement in wordings:
            a = pattern.sub(replacement, a)
        if a != b:
            yield name, [line.decode("utf-8", "replace") for line in a.splitlines()], [line.decode("utf-8", "replace") for line in b.splitlines()]


def fixtures():
    names = sorted(os.listdir("fixtures"))
    yield from (os.path.join("fixtures", name) for name in names if name != "README.md")
    for group in ("bad", "archives", "bundle", "encodings", "pasted"):
        folder = os.path.join("fixtures", group)
        if os.path.isdir(folder):
            yield from (os.path.join(folder, name) for name in sorted(os.listdir(folder)))


def sites(seeds, folder):
    from accuracy import build, scenarios  # pylint: disable=import-outside-toplevel
    for index, scenario in enumerate(scenarios(300, seeds, None)):
        path = os.path.join(folder, "site%d" % index)
        build(scenario, path)
        yield path


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("old")
    parser.add_argument("new")
    parser.add_argument("--words", help="a file of wordings that were meant to change")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--corpus", nargs="*", default=[], help="large logs: reports only")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    options = parser.parse_args()
    wordings = []
    if options.words:
        with open(options.words, encoding="utf-8") as file:
            for line in file:
                if "\t" in line and not line.startswith("#"):
                    a, b = line.rstrip("\n").split("\t")
                    wordings.append((re.compile(a.encode()), b.encode()))
    work = tempfile.mkdtemp(prefix="dpmlog-compare-")
    try:
        jobs = [(command.split(), "") for command in ALONE]
        jobs += [(command.split(), path) for path in fixtures() for command in REPORTS]
        jobs += [(command.split(), path) for path in sites(options.seeds, work) for command in REPORTS[:4] + REPORTS[4:8:2]]
        jobs += [(command.split(), path) for path in options.corpus for command in ("analyze -v {}", "analyze -j2 -f json {}", "analyze -j1 -f html {}")]

        def compare(job):
            words, target = job
            folder = tempfile.mkdtemp(dir=work)
            found = list(differences(run(options.old, words, target, folder), run(options.new, words, target, folder), wordings))
            os.rmdir(folder)
            return job, found

        different = 0
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            for (words, target), found in pool.map(compare, jobs):
                for name, a, b in found:
                    different += 1
                    print("differs: dpmlog %s: %s" % (" ".join(words).replace("{}", target), name))
                    for line in list(difflib.unified_diff(a, b, lineterm="", n=0))[2:14]:
                        print("    " + line[:300])
        print("compare: %d runs, %d outputs differ" % (len(jobs), different))
        return 1 if different else 0
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
