#!/usr/bin/env python3
"""How often dpmlog names the cause that was injected: accuracy.py DPMLOG [--first N] [--seeds N] [--only CAUSE] [--tap] [--keep FOLDER].
Each scenario is a folder of simulated logs; dpmlog runs once over it and is asked for JSON. --tap: print one TAP line instead of
the table, failing below the goals."""
import argparse
import concurrent.futures
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "support")]

from faults import EFFECTS, FAULTS, inject  # noqa: E402
from plant import Plant  # noqa: E402

GOAL_TOP1, GOAL_TOP3 = 98.0, 100.0
HEALTHY_PER_SEED = 4


def scenarios(first, seeds, only):
    """(kind, cause, effect, seed)"""
    for seed in range(first, first + seeds):
        for cause in FAULTS:
            if only in (None, cause):
                yield "alone", cause, None, seed
                yield "noise", cause, None, seed
        for cause, effects in EFFECTS.items():
            for effect in effects:
                if only in (None, cause):
                    yield "pair", cause, effect, seed
        for i in range(HEALTHY_PER_SEED if only in (None, "healthy") else 0):
            yield "healthy", None, None, seed * HEALTHY_PER_SEED + i


def build(scenario, folder):
    kind, cause, effect, seed = scenario
    plant = Plant(zlib.crc32(repr(scenario).encode()) + seed, kind in ("noise", "healthy") or (kind == "pair" and seed % 2 == 0))
    if cause:
        inject(plant, cause, effect)
    if kind == "healthy" and seed % 4 in (1, 2):  # one side's logs alone
        plant.hidden.update([plant.dpm] if seed % 4 == 1 else plant.servers)
    plant.finish()
    plant.write(folder)


def judge(dpmlog, scenario, keep):
    name = "-".join(str(part) for part in scenario if part is not None)
    folder = os.path.join(keep or tempfile.mkdtemp(prefix="dpmlog-scenario-"), name)
    shutil.rmtree(folder, ignore_errors=True)
    try:
        build(scenario, folder)
        done = subprocess.run([dpmlog, "-q", "--no-progress", "-f", "json", folder], capture_output=True, timeout=120, check=False)
        if done.returncode not in (0, 4):
            return scenario, None, "exit %d: %s" % (done.returncode, done.stderr.decode(errors="replace").strip())
        return scenario, [(c["id"], c["confidence"], c["incidents"]) for c in json.loads(done.stdout)["causes"]], ""
    finally:
        if not keep:
            shutil.rmtree(os.path.dirname(folder), ignore_errors=True)


class Tally:
    def __init__(self):
        self.runs = self.first = self.third = 0
        self.reciprocal = 0.0

    def add(self, place):
        self.runs += 1
        self.first += place == 1
        self.third += 0 < place <= 3
        self.reciprocal += 1 / place if place else 0

    def row(self):
        runs = self.runs or 1
        return 100 * self.first / runs, 100 * self.third / runs, self.reciprocal / runs


def edges_of_rules():
    """The edges `explains` of grammars/causes.yaml: the simulator must know each of them."""
    edges, cause = {}, None
    with open(os.path.join(HERE, "..", "..", "grammars", "causes.yaml"), encoding="utf-8") as file:
        for line in file:
            named = re.match(r"  - id: (\S+)", line)
            cause = named.group(1) if named else cause
            listed = re.match(r"    explains: \[(.*)\]", line)
            if listed:
                edges[cause] = [effect.strip() for effect in listed.group(1).split(",")]
    return edges


def report(results, out):
    kinds, causes, wrong, false, strays, broken = {}, {}, {}, [], 0, []
    for (kind, cause, effect, seed), found, error in results:
        if found is None:
            broken.append("%s %s %s %d: %s" % (kind, cause, effect, seed, error))
            continue
        if kind == "healthy":
            bad = [c for c in found if c[1] != "weak"]
            false += bad
            strays += bool(found)
            kinds.setdefault(kind, Tally()).runs += 1
            continue
        ids = [c[0] for c in found]
        place = ids.index(cause) + 1 if cause in ids else 0
        kinds.setdefault(kind, Tally()).add(place)
        causes.setdefault(cause, Tally()).add(place)
        if place != 1:
            label = cause if not effect else "%s > %s" % (cause, effect)
            wrong.setdefault((kind, label, ids[0] if ids else "(nothing)"), []).append(seed)
    whole = Tally()
    for kind in ("alone", "noise", "pair"):
        if kind in kinds:
            for field in ("runs", "first", "third", "reciprocal"):
                setattr(whole, field, getattr(whole, field) + getattr(kinds[kind], field))
    out.append("%-28s %6s %8s %8s %7s" % ("", "runs", "top-1 %", "top-3 %", "MRR"))
    for name, t in [(k, kinds[k]) for k in ("alone", "noise", "pair") if k in kinds] + [("all", whole)]:
        out.append("%-28s %6d %8.2f %8.2f %7.4f" % ((name, t.runs) + t.row()))
    out.append("healthy logs: %d, causes above weak: %d, with any cause: %d" % (kinds["healthy"].runs if "healthy" in kinds else 0, len(false), strays))
    for cause, confidence, incidents in false[:20]:
        out.append("  false: %s (%s, %d)" % (cause, confidence, incidents))
    out.append("")
    out.append("causes below 100 %:")
    for cause, t in sorted(causes.items()):
        if t.first != t.runs:
            out.append("  %-26s %6d %8.2f %8.2f %7.4f" % ((cause, t.runs) + t.row()))
    out.append("confusion (kind, injected > effect -> named first: seeds):")
    for (kind, label, named), seeds in sorted(wrong.items(), key=lambda item: (-len(item[1]), item[0])):
        out.append("  %-6s %-44s -> %-24s %3d: %s" % (kind, label, named, len(seeds), " ".join(map(str, seeds[:8]))))
    out += ["broken: " + line for line in broken]
    top1, top3, _ = whole.row()
    return not broken and not false and (whole.runs == 0 or (top1 >= GOAL_TOP1 and top3 >= GOAL_TOP3))


def main():
    options = argparse.ArgumentParser()
    options.add_argument("dpmlog")
    options.add_argument("--seeds", type=int, default=20)
    options.add_argument("--first", type=int, default=0, help="the first seed")
    options.add_argument("--only")
    options.add_argument("--tap", action="store_true")
    options.add_argument("--keep")
    args = options.parse_args()
    unknown = [(a, b) for a, list_ in edges_of_rules().items() for b in list_ if b not in EFFECTS.get(a, [])]
    with concurrent.futures.ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        waiting = [pool.submit(judge, os.path.abspath(args.dpmlog), s, args.keep) for s in scenarios(args.first, args.seeds, args.only)]
        results = [w.result() for w in waiting]
    out = []
    good = report(results, out) and not unknown
    out += ["an edge that no scenario plays: %s explains %s" % edge for edge in unknown]
    if args.tap:
        print("%s - scenarios: the injected cause is named first" % ("ok" if good else "not ok"))
        out = [] if good else ["  " + line for line in out]
    print("\n".join(out), end="\n" if out else "")
    return 0 if good or args.tap else 1


if __name__ == "__main__":
    sys.exit(main())
