#!/usr/bin/env python3
"""Reads the events of the paths named with foreign readers (Python's json and csv) in every form, and holds them against each
other and against the counts of `dpmlog analyze -f json`. Prints how many agreed, or what did not and exits with 1."""
import collections
import csv
import io
import json
import re
import subprocess
import sys

wrong = []
KEYS = ("time class rule code code_name level pid tid module source object task host process path line offset message dpm_id").split()
SEVERITY = {"CRITICAL": 21, "FATAL": 17, "WARNING": 13, "NORMAL": 9}


def run(*args):
    done = subprocess.run(["dpmlog", *args, "--year", "2026", "-q"], capture_output=True, check=False)
    if done.returncode not in (0, 3, 4):  # 3: a file that is no log
        sys.exit(f"{args}: exit {done.returncode}: {done.stderr.decode()}")
    return done.stdout.decode("utf-8")  # strictly


def expect(good, what):
    if not good:
        wrong.append(what)


def value(attribute):
    (kind, inner), = attribute["value"].items()
    expect(isinstance(inner, str) and kind in ("stringValue", "intValue"), f"OTLP value {attribute}")
    expect(kind != "intValue" or inner.isdigit(), f"OTLP number {attribute}")
    return inner


def attributes(items):
    keys = [item["key"] for item in items]
    expect(len(keys) == len(set(keys)), f"OTLP attributes twice: {keys}")
    return {item["key"]: value(item) for item in items}


def check_otlp(line, event):
    data = json.loads(line)
    (resource_logs,) = data["resourceLogs"]
    (scope_logs,) = resource_logs["scopeLogs"]
    (record,) = scope_logs["logRecords"]
    resource, more = attributes(resource_logs["resource"]["attributes"]), attributes(record["attributes"])
    allowed = {"timeUnixNano", "observedTimeUnixNano", "severityNumber", "severityText", "body", "attributes", "traceId"}
    expect(data.keys() == {"resourceLogs"} and record.keys() <= allowed, f"OTLP members {record.keys()}")
    expect(isinstance(record.get("timeUnixNano", "0"), str) and record.get("timeUnixNano", "0").isdigit(), "OTLP timeUnixNano")
    expect(record.get("observedTimeUnixNano") == record.get("timeUnixNano"), "OTLP observedTimeUnixNano")
    expect(record.get("severityNumber") == SEVERITY.get(event["level"]), "OTLP severityNumber")
    trace = event["task"].replace("-", "").lower()
    expect(record.get("traceId", "") == trace and re.fullmatch("([0-9a-f]{32})?", trace), f"OTLP traceId {trace}")
    expect(record["body"] == {"stringValue": event["message"]}, "OTLP body")
    expect(record["severityText"] == event["level"] and more["dpm.class"] == event["class"], "OTLP words")
    expect(more["log.file.path"] == event["path"] and int(more["log.file.line"]) == event["line"], "OTLP place")
    expect(resource.get("host.name", "") == event["host"] and int(resource["process.pid"]) == int(event["pid"], 16), "OTLP resource")


def check_ecs(line, event):
    ecs = json.loads(line)
    expect(ecs.get("@timestamp") == event["time"] and ecs["message"] == event["message"], "ECS base")
    expect(ecs["log"]["level"] == event["level"] and ecs["log"]["file"]["path"] == event["path"], "ECS log")
    expect(ecs.get("host", {"name": ""})["name"] == event["host"] and ecs["process"]["pid"] == int(event["pid"], 16), "ECS host")
    expect(ecs.get("trace", {"id": ""})["id"] == event["task"].lower(), "ECS trace")
    expect(ecs.get("error", {"code": ""})["code"] == event["code"] and ecs["event"]["action"] == event["rule"], "ECS event")
    expect(ecs["rule"] == {"id": event["rule"]} and ecs["event"]["outcome"] == "failure", "ECS rule")
    expect(ecs["dpm"]["class"] == event["class"] and ecs["dpm"]["offset"] == event["offset"], "ECS dpm")


def plain(text):
    """As CSV has it: guarded against formulas, without control characters."""
    text = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "\ufffd", text)
    return "'" + text if re.match("[ \n]*[=+\\-@\t\r]", text) else text


def check(path):
    report = json.loads(run("analyze", "-f", "json", path))
    text = run("events", "-f", "jsonl", path)
    events = [json.loads(line) for line in text.splitlines()]
    counts = collections.Counter(event["class"] for event in events)
    expect(all(list(event) == KEYS for event in events), f"{path}: members")
    expect({name: counts[name] for name in report["events"]} == report["events"], f"{path}: {counts} but analyze {report['events']}")
    for form, compare in (("ecs", check_ecs), ("otlp", check_otlp)):
        lines = run("events", "--schema", form, path).splitlines()
        expect(len(lines) == len(events), f"{path}: {len(lines)} lines of {form}, {len(events)} events")
        for line, event in zip(lines, events):
            compare(line, event)
    raw = run("events", "-f", "csv", path)
    rows = list(csv.reader(io.StringIO(raw, newline=""), strict=True))
    expect(raw.endswith("\r\n") and rows[0] == KEYS, f"{path}: head of CSV")
    expect(rows[1:] == [["" if event[key] is None else plain(str(event[key])) for key in KEYS] for event in events], f"{path}: CSV differs")
    expect(len(run("events", path).splitlines()) == len(events), f"{path}: lines of text")
    for name in (name for name in report["events"] if counts[name]):
        lines = run("events", "-f", "jsonl", "--class", name, path).splitlines()
        expect(len(lines) == counts[name], f"{path}: --class {name}")
    return len(events)


def main():
    total = sum(check(path) for path in sys.argv[1:])
    print("\n".join(wrong[:20]) if wrong else f"{total} events agree in jsonl, ecs, otlp, csv and text, and with analyze")
    sys.exit(1 if wrong else 0)


main()
