#!/usr/bin/env python3
"""Each public article's failures, as small logs in words of our own: articles.py DPMLOG [--only CASE] [--tap] [--keep FOLDER] [--doc FILE].
A case is right when the causes of its row are named first, with the confidence of the row or more (weak: exactly). --doc: compare FILE
with the table that the rows make, or write it where it is not there."""
import argparse
import concurrent.futures
import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "support")]

from errlog_writer import Dice, Log, encode, write_bytes  # noqa: E402

SERVERS = ["SQL01", "FS02", "HV03", "EX04"]
START = datetime(2024, 6, 14, 2, 40, 0)
STRENGTHS = ["weak", "medium", "strong"]


def rows(name):
    with open(os.path.join(HERE, name), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def articles():
    return rows("articles.tsv")


def cases():
    """Case name to its rows, in the order of the file."""
    found = {}
    for row in rows("article_cases.tsv"):
        found.setdefault(row["case"], []).append(row)
    return found


def named(message, domain="contoso.com"):
    for i, server in enumerate(SERVERS):
        message = message.replace("{server%d}" % (i + 1), "%s.%s" % (server, domain))
    return message.replace("{server}", "%s.%s" % (SERVERS[0], domain)).replace("\\t", "\t")


def agent_restarts(logs, time):
    """The agent's process is gone, and another one begins."""
    log = logs.setdefault((SERVERS[0], "DPMRA"), Log(10))
    for offset, pid, message in ((-600, 0x0A10, "Backup Progress: Preparing started."), (-2, 0x0A10, "Half of the changes read"), (40, 0x0B44, "Ready for commands"), (4000, 0x0B44, "Heartbeat")):
        log.add(time + timedelta(seconds=offset), (pid, 0x1000), "31", "worker.cpp(88)", "NORMAL", message)


def build(case, folder):
    dice, logs, time = Dice(7), {}, START
    task = dice.guid()
    for row in case:
        message = named(row["message"])
        if message == "+":  # another job works meanwhile
            logs[("DPM01", "MSDPM")].add(time, (0x1F38, 0x0C64), "16", "JobManager.cs(420)", "NORMAL", "Job succeeded.", dice.guid())
        elif message == "pid":
            agent_restarts(logs, time - timedelta(seconds=30))
        else:
            host = SERVERS[0] if row["process"] == "DPMRA" else "DPM01"
            own = task if row["process"] != "MSDPM" else dice.guid()
            logs.setdefault((host, row["process"]), Log(10)).add(time, (0x1F38, 0x0E40), "16", row["source"], row["level"], message, own)
        time += timedelta(seconds=30)
    for (host, process), log in logs.items():
        write_bytes("%s/%s/%sCurr.errlog" % (folder, host, process), encode(log.lines(), "utf-16-le", True))


def judge(dpmlog, name, case, keep):
    folder = os.path.join(keep or tempfile.mkdtemp(prefix="dpmlog-article-"), name)
    shutil.rmtree(folder, ignore_errors=True)
    try:
        build(case, folder)
        done = subprocess.run([dpmlog, "-q", "--no-progress", "--year", "2024", "-f", "json", folder], capture_output=True, timeout=60, check=False)
        if done.returncode:
            return name, "exit %d: %s" % (done.returncode, done.stderr.decode(errors="replace").strip())
        report = json.loads(done.stdout)
        return name, verdict(case[0], report["causes"])
    finally:
        if not keep:
            shutil.rmtree(os.path.dirname(folder), ignore_errors=True)


def verdict(row, causes):
    """Empty: right."""
    expected = [] if row["causes"] == "-" else row["causes"].split("+")
    found = [(c["id"], c["confidence"]) for c in causes]
    first = found[:len(expected)]
    if sorted(c[0] for c in first) != sorted(expected) or (not expected and found):
        return "named: %s" % (", ".join("%s (%s)" % c for c in found) or "nothing")
    least = row["confidence"]
    for cause, confidence in first:
        if least == "weak" and len(expected) <= 2 and confidence != "weak":
            return "%s is %s, not weak" % (cause, confidence)
        if least and STRENGTHS.index(confidence) < STRENGTHS.index(least):
            return "%s is %s, not %s" % (cause, confidence, least)
    return ""


def document():
    """docs/articles.md: what was read, and which case shows what."""
    by_article = {}
    for name, case in cases().items():
        by_article.setdefault(case[0]["article"], []).append((name, case[0]["causes"]))
    lines = ["# The public articles, and what dpmlog says of their failures", "",
             "Every article that was read, with the causes that its failures are given to. A *case* is a small log in words of our own, with the",
             "IDs, codes and names that the article prints; `tests/scenarios/articles.py` runs all of them in `make check` and writes this table.",
             "`make articles` runs them alone. A case named `again-` is of a second set, which was written from the articles alone, without a look at",
             "the rules: in other languages and on other levels, with columns left empty, and often with no more than the numbers of the article.", ""]
    shown = sum(1 for a in articles() if a["article"] in by_article)
    lines += ["%d articles; %d of them have failures that show in a log, in %d cases. All cases name the cause of their article first; where one" % (len(articles()), shown, len(cases())),
              "record fits two articles, both are named. The other articles describe what no log shows.", "", "| article | about | causes | cases |", "|---|---|---|---|"]
    for a in articles():
        found = by_article.get(a["article"], [])
        names = sorted({cause for _, causes in found for cause in causes.split("+") if cause != "-"})
        lines.append("| [%s](%s) | %s | %s | %s |" % (a["article"], a["url"], a["about"], ", ".join("`%s`" % n for n in names) or "shows in no log", ", ".join(n for n, _ in found)))
    return "\n".join(lines) + "\n"


def same_document(path):
    if not os.path.exists(path):
        with open(path, "w", encoding="utf-8") as file:
            file.write(document())
    with open(path, encoding="utf-8") as file:
        return file.read() == document()


def main():
    options = argparse.ArgumentParser()
    options.add_argument("dpmlog")
    options.add_argument("--only")
    options.add_argument("--tap", action="store_true")
    options.add_argument("--keep")
    options.add_argument("--doc")
    args = options.parse_args()
    chosen = [(n, c) for n, c in cases().items() if args.only in (None, n)]
    with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        results = list(pool.map(lambda item: judge(os.path.abspath(args.dpmlog), item[0], item[1], args.keep), chosen))
    wrong = ["%s: %s" % (name, why) for name, why in results if why]
    if args.doc and not same_document(args.doc):
        wrong.append("%s is not what the rows make: delete it and run again" % args.doc)
    if args.tap:
        print("%s - articles: each failure is given to the cause of its article" % ("not ok" if wrong else "ok"))
        print("".join("  %s\n" % line for line in wrong), end="")
        return 0
    print("\n".join(wrong + ["%d of %d cases are right" % (len(results) - sum(1 for _, why in results if why), len(results))]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
