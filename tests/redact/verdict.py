#!/usr/bin/env python3
"""Logs that `dpmlog redact` wrote are judged as the logs were: verdict.py DPMLOG [--scenarios EVERY] [--show N]

Over all fixtures, and of the scenarios with one fault every EVERY-th. The causes, their order, confidence and counts must be the
same, and the number of incidents, of records by level and of events by class."""
import argparse
import itertools
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "scenarios"), os.path.join(HERE, "..", "support")]

from accuracy import build, scenarios  # noqa: E402

# not logs of DPM, or deliberately broken: pastes of web pages and the like have no columns that could be kept
LEFT_OUT = {"bad"}
# their rules look into paths, which go as a whole
BY_PATHS = {"dedup-secondary", "sql-double-backslash"}


def verdict(dpmlog, path):
    done = subprocess.run([dpmlog, "-q", "--no-progress", "-f", "json", path], capture_output=True, timeout=300, check=False)
    if not done.stdout:
        return None
    r = json.loads(done.stdout)
    return {"causes": [(c["id"], c["confidence"], c["incidents"], c["events"], len(c["hosts"])) for c in r["causes"]],
            "incidents": r["incidents"], "levels": r["levels"], "events": r["events"], "crashes": len(r["crashes"]),
            "span": r["span"]["first"][:19] + r["span"]["last"][:19], "hosts": len({s["host"] for s in r["coverage"]["sources"]})}


def compare(dpmlog, path, work):
    """The differences, as text; empty: none."""
    target = os.path.join(work, "out")
    subprocess.run(["rm", "-rf", target], check=True)
    done = subprocess.run([dpmlog, "redact", "-q", "-o", target, path], capture_output=True, timeout=300, check=False)
    before = verdict(dpmlog, path)
    if not os.path.isdir(target):
        return "" if before is None or not before["incidents"] else f"nothing was written: {done.stderr!r}"
    after = verdict(dpmlog, target)
    return "; ".join(f"{key}: {before[key]} became {after[key]}" for key in before if before[key] != after[key])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("dpmlog")
    parser.add_argument("--scenarios", type=int, default=12)
    parser.add_argument("--show", type=int, default=10)
    o = parser.parse_args()
    dpmlog, bad, count = os.path.abspath(o.dpmlog), [], 0
    with tempfile.TemporaryDirectory() as work:
        for name in sorted(os.listdir("fixtures")):
            path = os.path.join("fixtures", name)
            if os.path.isdir(path) and name not in LEFT_OUT:
                count += 1
                bad += [(path, text) for text in [compare(dpmlog, path, work)] if text]
        alone = (s for s in scenarios(1, 1, None) if s[0] in ("alone", "two", "healthy") and s[1] not in BY_PATHS)
        for scenario in itertools.islice(alone, 0, None, o.scenarios):
            folder = os.path.join(work, "site")
            subprocess.run(["rm", "-rf", folder], check=True)
            build(scenario, folder)
            count += 1
            bad += [(str(scenario), text) for text in [compare(dpmlog, folder, work)] if text]
    for what, text in bad[:o.show]:
        print(f"# {what}: {text}"[:1500])
    print(f"{'not ok' if bad else 'ok'} - redacted logs are judged as the logs were: {count} sites, {len(bad)} differ")


main()
