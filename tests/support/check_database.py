#!/usr/bin/env python3
"""Holds `-f sqlite` and `-f csv` of the paths named against `-f json` and the JSON lines of the events, with Python's own readers.
check_database.py FOLDER PATH...: files are written into FOLDER."""
import csv
import json
import os
import sqlite3
import subprocess
import sys

wrong = []


def run(*args):
    done = subprocess.run(["dpmlog", *args, "--year", "2026", "-q"], capture_output=True, check=False)
    if done.returncode not in (0, 3, 4):
        sys.exit(f"{args}: exit {done.returncode}: {done.stderr.decode()}")
    return done.stdout.decode("utf-8"), done.returncode


def expect(good, what):
    if not good:
        wrong.append(what)


def guarded(text):
    return "'" + text if text[:1] in "=+-@" and text else text


def check_tables(path, db, report, events):
    db.row_factory = sqlite3.Row

    def rows(sql):
        return [dict(row) for row in db.execute(sql)]

    expect(rows("PRAGMA integrity_check") == [{"integrity_check": "ok"}] and not rows("PRAGMA foreign_key_check"), f"{path}: integrity")
    counts = {row["class"]: row["events"] for row in rows("SELECT class, events FROM class_counts")}
    expect({name: counts.get(name, 0) for name in report["events"]} == report["events"], f"{path}: {counts}")
    seen = rows("SELECT time, class, rule, code, code_name, level, pid, tid, module, source, object, task, host, process, path, line,"
                " \"offset\", message, dpm_id FROM event_list ORDER BY id")
    expect([dict(row, time=row["time"] or "") for row in seen] == events, f"{path}: events differ")
    expect(sum(row["events"] for row in rows("SELECT events FROM hours")) == len(events), f"{path}: hours")
    sources = rows("SELECT path, bytes, records, status FROM sources ORDER BY path")
    wanted = [{key: s[key] for key in ("path", "bytes", "records", "status")} for s in report["coverage"]["sources"]]
    expect(sources == sorted(wanted, key=lambda s: s["path"]), f"{path}: sources")
    causes = rows("SELECT id, rank, class, title, incidents, events, tasks FROM causes ORDER BY rank")
    expect(causes == [{key: c[key] for key in ("id", "rank", "class", "title", "incidents", "events", "tasks")} for c in report["causes"]],
           f"{path}: causes")
    places = rows("SELECT cause_id, path, line FROM evidence JOIN sources ON sources.id = source_id ORDER BY cause_id, number")
    expect(places == [{"cause_id": c["id"], "path": e["path"], "line": e["line"]}
                      for c in sorted(report["causes"], key=lambda c: c["id"]) for e in c["evidence"]], f"{path}: evidence")
    known = {c["id"]: c["incidents"] for c in report["causes"]}
    for row in rows("SELECT cause_id, sum(incidents) AS n FROM incidents GROUP BY 1"):
        expect(row["n"] <= known[row["cause_id"]], f"{path}: incidents of {row}")
    tasks = rows("SELECT task, events FROM tasks")
    expect(all(len(row["task"]) == 36 for row in tasks), f"{path}: tasks")
    return len(seen), len(tasks)


def check_csv(path, name, report):
    with open(name, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    keys = ("id", "class", "title", "confidence", "first", "last", "explanation")
    expect([[row[key] for key in keys] for row in rows] == [[guarded(c[key]) for key in keys] for c in report["causes"]], f"{path}: CSV")
    for row, cause in zip(rows, report["causes"]):
        expect([row["rank"], row["incidents"], row["events"], row["tasks"]] ==
               [str(cause[key]) for key in ("rank", "incidents", "events", "tasks")], f"{path}: numbers of CSV")
        expect(row["hosts"].split() == cause["hosts"] and row["kb"] == cause["fix"]["kb"], f"{path}: hosts of CSV")
        expect(float(row["score"]) == cause["score"], f"{path}: score of CSV")


def check(folder, number, path):
    name = os.path.join(folder, str(number))
    _, code = run(path, "-o", name + ".sqlite", "-o", name + ".csv", "-o", name + ".json")
    with open(name + ".json", encoding="utf-8") as file:
        report = json.load(file)
    events = [json.loads(line) for line in run("events", "-f", "jsonl", path)[0].splitlines()]
    db = sqlite3.connect(name + ".sqlite")
    db.text_factory = lambda raw: raw.decode("utf-8", "replace")
    counts = check_tables(path, db, report, events)
    db.close()
    check_csv(path, name + ".csv", report)
    return counts


def main():
    folder, paths = sys.argv[1], sys.argv[2:]
    counts = [check(folder, number, path) for number, path in enumerate(paths)]
    expect(sum(c[0] for c in counts) > 100 and sum(c[1] for c in counts) > 10, "hardly anything was compared")
    print("\n".join(wrong[:20]) if wrong else "databases and tables agree with the reports and the events")
    sys.exit(1 if wrong else 0)


main()
