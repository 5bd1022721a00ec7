#!/usr/bin/env python3
"""law.py DPMLOG TRIALS [--seed N] [--scenarios EVERY] [SITE...]: the law of summaries.

However the logs of a site are cut into summaries, in whatever order and tree these are merged, and however often one of them
is there, merge prints what one analysis of all the logs prints. A trial takes one site, cuts some of its logs in two at a record
as a rotation does, deals the files out at random, merges at random, and compares one form of report byte by byte. With
--scenarios, every EVERY-th scenario of tests/scenarios is a site, too. Prints each difference, and how many trials there were.

Where logs of a site repeat each other's records, as a .Crash copy does, and are cut apart, a summary does not hold what would show
that the harmless ones among these are the same, and merge says so: then only what is judged has to be the same, not the counts
of records. Half of the trials keep the logs of a folder together.
"""
import argparse
import itertools
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "scenarios"), os.path.join(HERE, "..", "support")]

FORMS = ["json", "text", "html", "csv"]
# logs that repeat each other in folders that name no machine
NO_HOST = {"encodings", "archives"}
# of a report in JSON: what is judged
JUDGED = ["incidents", "causes", "unknown", "crashes", "absences", "tasks", "codes", "events", "overrides", "checked"]


def run(args, folder):
    """Relative paths: the folders in them name the machines."""
    return subprocess.run(args, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=300, check=False)


def without_neighbours(page):
    """A page of logs shows the lines around records, too: a merge has no logs to read."""
    return re.sub(rb'<details class="near">.*?</details>', b"", page, flags=re.S)


def files_of(site):
    """The files of a site, archives and witnesses among them."""
    found = []
    for folder, _, names in os.walk(site):
        found += [os.path.join(folder, name) for name in names]
    return sorted(found)


def cut_log(rng, path):
    """Rotate: the older half of a log gets a name of its own. UTF-16 with TAB-separated records only."""
    data = open(path, "rb").read()
    if not data.startswith(b"\xff\xfe"):
        return
    text = data[2:].decode("utf-16-le", "surrogatepass") if len(data) % 2 == 0 else ""
    lines = text.split("\n")
    begins = [i for i, line in enumerate(lines) if re.match(r"[0-9A-F]{4,8}\t[0-9A-F]{4,8}\t\d\d/\d\d\t", line)]
    if len(begins) < 4:
        return
    at = rng.choice(begins[1:])
    times = os.stat(path)
    older = re.sub(r"Curr\.errlog$", f"{rng.randrange(1, 9)}.errlog", path)
    if older == path or os.path.exists(older):
        return
    for name, some in ((older, lines[:at]), (path, lines[at:])):
        tail = "\n" if some is not lines[at:] and some else ""
        with open(name, "wb") as out:
            out.write(b"\xff\xfe" + ("\n".join(some) + ("\n" if name == older else "")).encode("utf-16-le", "surrogatepass"))
        os.utime(name, ns=(times.st_atime_ns, times.st_mtime_ns))


def parts_of(rng, files, together):
    count = rng.choice([1, 2, 2, 3, 4, max(1, len(files))])
    parts = [[] for _ in range(count)]
    home = {}
    for name in files:
        key = os.path.dirname(name) if together else name
        if key not in home:
            home[key] = rng.choice(parts)
        home[key].append(name)
    return [part for part in parts if part]


class Trial:
    def __init__(self, dpmlog, year, rng, folder):
        self.dpmlog, self.year, self.rng, self.folder = dpmlog, year, rng, folder
        self.serial = 0

    def name(self, what):
        self.serial += 1
        return f"{what}{self.serial}.summary"

    def run(self, *args):
        return run([self.dpmlog, *args], self.folder)

    def tree(self, paths):
        """Merge some of the summaries into one, until few are left."""
        while len(paths) > 1 and self.rng.random() < 0.5:
            self.rng.shuffle(paths)
            some, paths = paths[:2], paths[2:]
            joined = self.name("joined")
            self.run("merge", "-q", "-f", "summary", "-o", joined, *some)
            paths.append(joined)
        return paths

    def parts(self, files, together):
        paths = []
        for part in parts_of(self.rng, files, together):
            path = self.name("part")
            self.run("summarize", "-q", *self.year, "-o", path, *part)
            if os.path.exists(os.path.join(self.folder, path)):
                paths.append(path)
        if paths and self.rng.random() < 0.3:
            paths.append(self.rng.choice(paths))
        return self.tree(paths)

    def judged(self, args):
        told = self.run(*args, "-q", "-v", "-f", "json")
        report = json.loads(told.stdout) if told.stdout else {}
        return told.returncode, [report.get(key) for key in JUDGED], report.get("coverage", {}).get("duplicate_records", 0)

    def same(self, form, files, together):
        if not together or self.apart:
            code, facts, repeated = self.judged([*self.year, *files])
            if repeated:
                self.form = "what is judged"
                return (code, facts) == self.judged(["merge", *self.parts(files, False)])[:2]
        whole = self.run("-q", *self.year, "-v", "-f", form, *files)
        paths = self.parts(files, together)
        self.rng.shuffle(paths)
        told = self.run("merge", "-q", "-v", "-f", form, *paths)
        with open(os.path.join(self.folder, "whole"), "wb") as out:
            out.write(whole.stdout)
        return (whole.returncode, without_neighbours(whole.stdout)) == (told.returncode, without_neighbours(told.stdout))


def sites_of(o, work):
    for path in o.sites:
        yield path.rstrip("/"), ["--year", "2026"]
    if o.scenarios:
        from accuracy import build, scenarios
        for number, scenario in enumerate(itertools.islice(scenarios(o.seed, 1, None), 0, None, o.scenarios)):
            folder = os.path.join(work, f"site{number}")
            build(scenario, folder)
            yield folder, []


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("dpmlog")
    parser.add_argument("trials", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tap", action="store_true")
    parser.add_argument("--scenarios", type=int, default=0)
    parser.add_argument("--keep", help="a folder for what made the first difference")
    parser.add_argument("sites", nargs="*")
    o = parser.parse_intermixed_args()
    dpmlog, different = os.path.abspath(o.dpmlog), 0
    with tempfile.TemporaryDirectory() as work:
        sites = list(sites_of(o, work))
        for number in range(o.trials):
            rng = random.Random(o.seed * 1000003 + number)
            path, year = sites[number % len(sites)]
            with tempfile.TemporaryDirectory() as folder:
                here = os.path.join(folder, "site")
                shutil.copytree(path, here)
                for name in files_of(here):
                    if rng.random() < 0.4:
                        cut_log(rng, name)
                form = rng.choice(FORMS)
                one = Trial(dpmlog, year, rng, folder)
                one.form, one.apart = form, os.path.basename(path) in NO_HOST
                if not one.same(form, [os.path.relpath(name, folder) for name in files_of(here)], rng.random() < 0.5):
                    different += 1
                    print(f"# {path}: {one.form} differs in trial {number}")
                    if o.keep and not os.path.exists(o.keep):
                        shutil.copytree(folder, o.keep)
    what = f"{o.trials} trials over {len(sites)} sites, {different} different"
    print(f"{'not ok' if different else 'ok'} - merged summaries are one analysis: {what}" if o.tap else what)
    return different != 0


if __name__ == "__main__":
    sys.exit(main())
