#!/usr/bin/env python3
"""state.py DPMLOG ROUNDS [--seed N]: a run with --state reports what a full read does.

A writer appends to logs, rotates, truncates, replaces, deletes and copies them, and now and then damages the state; after each
change the report with --state --keep 0 is compared byte by byte with that of a run without. Then, with the default --keep, what
has rotated away must still be there. Prints each difference."""
import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "scenarios"), os.path.join(HERE, "..", "support")]

from accuracy import build, scenarios  # noqa: E402


def records(path):
    """The records of a log, each with the lines that continue it."""
    data = open(path, "rb").read()
    text = data[2:].decode("utf-16-le", "replace") if data[:2] == b"\xff\xfe" else data.decode("utf-8", "replace")
    return [line + "\n" for line in text.splitlines() if line]


class Writer:
    """A server that logs: one folder for each machine, fed with the records of a scenario."""

    def __init__(self, rng, site, folder):
        self.rng, self.folder, self.rest, self.clock = rng, folder, {}, 1790000000
        for where, _, names in os.walk(site):
            for name in names:
                if name.endswith("Curr.errlog"):
                    to = os.path.join(folder, os.path.relpath(where, site))
                    os.makedirs(to, exist_ok=True)
                    self.rest[os.path.join(to, name)] = records(os.path.join(where, name))
        self.serial = 0

    def stamp(self, path):
        self.clock += 1
        os.utime(path, (self.clock, self.clock))

    def write(self, path, lines, mode):
        with open(path, mode) as out:
            if mode == "wb":
                out.write(b"\xff\xfe")
            out.write("".join(lines).encode("utf-16-le"))
        self.stamp(path)

    def append(self, path):
        some = self.rng.randrange(1, 30)
        lines, self.rest[path] = self.rest[path][:some], self.rest[path][some:]
        if lines:
            self.write(path, lines, "ab" if os.path.exists(path) else "wb")

    def rotate(self, path):
        if os.path.exists(path):
            self.serial += 1
            os.rename(path, path.replace("Curr.errlog", f"{self.serial}.errlog"))

    def truncate(self, path):
        if os.path.exists(path):
            size = os.path.getsize(path)
            os.truncate(path, self.rng.randrange(0, size // 2 + 1) * 2)
            self.stamp(path)

    def replace(self, path):
        self.write(path, self.rest[path][:self.rng.randrange(1, 20)], "wb")

    def delete(self, path):
        if os.path.exists(path):
            os.remove(path)

    def copy(self, path):
        if os.path.exists(path):
            self.serial += 1
            to = path + f".2026-06-{1 + self.serial % 28:02}_20-55-{self.serial % 60:02}.Crash"
            shutil.copy2(path, to)

    def same_size(self, path):
        """Other bytes, the same length."""
        if os.path.exists(path) and os.path.getsize(path) > 200:
            data = bytearray(open(path, "rb").read())
            at = self.rng.randrange(100, len(data) // 2) * 2
            data[at:at + 2] = "7".encode("utf-16-le")
            open(path, "wb").write(data)
            self.stamp(path)

    def step(self):
        path = self.rng.choice(sorted(self.rest))
        what = self.rng.choices([self.append, self.rotate, self.truncate, self.replace, self.delete, self.copy, self.same_size],
                                [60, 10, 3, 3, 2, 3, 3])[0]
        what(path)
        return what.__name__


def run(dpmlog, *args):
    done = subprocess.run([dpmlog, "-q", "--year", "2026", "-f", "json", *args], capture_output=True, timeout=120, check=False)
    return done.returncode, done.stdout


def damage(rng, state):
    if os.path.exists(state) and rng.random() < 0.02:
        data = bytearray(open(state, "rb").read())
        if rng.random() < 0.5:
            data = data[:rng.randrange(len(data))]
        else:
            data[rng.randrange(len(data))] ^= 1
        open(state, "wb").write(data)


def rounds(dpmlog, count, rng, work):
    different, folder, state = 0, os.path.join(work, "logs"), os.path.join(work, "state")
    names = {}
    kinds = [s for s in scenarios(1, 1, None) if s[0] in ("alone", "two", "healthy")]
    writer = None
    for number in range(count):
        if number % 100 == 0:
            shutil.rmtree(folder, ignore_errors=True)
            site = os.path.join(work, "site")
            shutil.rmtree(site, ignore_errors=True)
            build(rng.choice(kinds), site)
            os.makedirs(folder)
            writer = Writer(rng, site, folder)
        what = writer.step()
        names[what] = names.get(what, 0) + 1
        damage(rng, state)
        whole = run(dpmlog, folder)
        told = run(dpmlog, "--state", state, "--keep", "0", folder)
        if whole != told:
            different += 1
            print(f"# round {number}: differs after {what}: exit {whole[0]}, {told[0]}")
    print("# " + ", ".join(f"{n} x {name}" for name, n in sorted(names.items())))
    return different


def kept(dpmlog, rng, work):
    """What is deleted stays in the report."""
    folder, state = os.path.join(work, "logs2"), os.path.join(work, "state2")
    shutil.copytree("fixtures/agent-crash", folder)
    before = run(dpmlog, "--state", state, "--keep", "9999d", folder)
    for where, _, files in os.walk(folder):
        for name in files:
            os.remove(os.path.join(where, name))
    open(os.path.join(folder, "DPMRACurr.errlog"), "wb").write(b"")
    after = run(dpmlog, "--state", state, "--keep", "9999d", folder)
    return before[1].count(b"agent-crash") > 0 and after[1].count(b"agent-crash") > 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("dpmlog")
    parser.add_argument("rounds", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tap", action="store_true")
    o = parser.parse_args()
    rng, dpmlog = random.Random(o.seed), os.path.abspath(o.dpmlog)
    with tempfile.TemporaryDirectory() as work:
        different = rounds(dpmlog, o.rounds, rng, work)
        good = kept(dpmlog, rng, work)
    what = f"{o.rounds} rounds, {different} different; what rotated away is {'kept' if good else 'lost'}"
    bad = different != 0 or not good
    print(f"{'not ok' if bad else 'ok'} - a run with a state is a full run: {what}" if o.tap else what)
    return bad


if __name__ == "__main__":
    sys.exit(main())
