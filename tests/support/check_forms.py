#!/usr/bin/env python3
"""One report and its events in every form, each read by a reader that is not ours: check_forms.py FOLDER PATH... All must tell the same
number of events of each class, of incidents, of causes and of the incidents of each cause. jq reads the JSON forms, the sqlite3 shell the
database, Python's csv and html.parser the rest; text is read by its words. Files are written into FOLDER."""
import collections
import csv
import html.parser
import json
import os
import re
import subprocess
import sys

ENVIRONMENT = {**os.environ, "LC_ALL": "C"}


def run(*args):
    done = subprocess.run(args, capture_output=True, check=False, env=ENVIRONMENT)
    if done.returncode not in (0, 4) or (args[0] != "dpmlog" and done.returncode):
        sys.exit(f"{args}: exit {done.returncode}: {done.stderr.decode()}")
    return done.stdout.decode("utf-8")


def jq(program, file, *options):
    return json.loads(run("jq", "-c", *options, program, file))


def sql(database, query):
    return [line.split("|") for line in run("sqlite3", "-batch", database, query).splitlines()]


def number(text):
    return int(text.replace(",", ""))


# ---- what each form says: {"events": {class: n}, "incidents": n, "causes": {id: incidents}}; a form may know less ----

def of_json(name):
    return jq('{events: .events, incidents: .incidents, causes: (.causes | map({(.id): .incidents}) | add // {})}', name + ".json")


def of_text(name):
    with open(name + ".txt", encoding="utf-8") as file:
        text = file.read()
    (incidents, rest), = re.findall(r"^([\d,]+) incidents?; ((?:[^;\n]|\n  )*)", text, re.M)
    events = {words: number(n) for n, words in re.findall(r"([\d,]+)\s+([a-z-]+)", rest.split(":", 1)[1])} if ":" in rest else {}
    causes = dict(re.findall(r"^    \w+ \| [a-z-]+ \| score [\d.]+ \| (\S+)\n    ([\d,]+) incident", text, re.M))
    return {"events": events, "incidents": number(incidents), "causes": {cause: number(n) for cause, n in causes.items()}}


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.events, self.causes, self.incidents = {}, {}, None
        self.cause = self.cls = None
        self.counting, self.words = False, ""

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        names = (attributes.get("class") or "").split()
        if "cause" in names:
            self.cause = attributes["id"][len("cause-"):]
        self.cls = True if tag == "div" and names[:2] == ["lane", "class"] else self.cls
        self.counting = tag == "span" and names == ["n"]

    def handle_data(self, data):
        self.words += data
        if self.counting and self.cause and self.cause not in self.causes:
            self.causes[self.cause] = number(data)
        elif self.counting and isinstance(self.cls, str):
            self.events[self.cls], self.cls = number(data), None
        elif self.cls is True and data.strip():
            self.cls = data.strip()
        self.counting = False


def of_html(name):
    page = Page()
    with open(name + ".html", encoding="utf-8") as file:
        page.feed(file.read())
    told = re.search(r"explains [\d,]+ of ([\d,]+) incident", page.words)
    return {"events": page.events, "causes": page.causes, **({"incidents": number(told.group(1))} if told else {})}


def of_csv(name):
    with open(name + ".csv", encoding="utf-8", newline="") as file:
        return {"causes": {row["id"]: int(row["incidents"]) for row in csv.DictReader(file, strict=True)}}


def of_sqlite(name):
    name += ".sqlite"
    return {
        "events": {cls: int(n) for cls, n in sql(name, "SELECT class, events FROM class_counts")},
        "incidents": int(sql(name, "SELECT value FROM report WHERE key = 'incidents'")[0][0]),
        "causes": {cause: int(n) for cause, n in sql(name, "SELECT id, incidents FROM causes")},
    }


def of_events(program):
    return lambda name: {"events": dict(collections.Counter(jq(f"[inputs | {program}]", name, "-n")))}


def of_events_csv(name):
    with open(name, encoding="utf-8", newline="") as file:
        return {"events": dict(collections.Counter(row["class"] for row in csv.DictReader(file, strict=True)))}


def of_events_text(name):
    with open(name, encoding="utf-8") as file:
        return {"events": dict(collections.Counter(line.split()[3] for line in file))}


REPORTS = {"txt": of_text, "html": of_html, "csv": of_csv, "sqlite": of_sqlite}
OTLP = '.resourceLogs[].scopeLogs[].logRecords[].attributes[] | select(.key == "dpm.class") | .value.stringValue'
EVENTS = {
    "jsonl": (["-f", "jsonl"], of_events(".class")),
    "ecs": (["--schema", "ecs"], of_events(".dpm.class")),
    "otlp": (["--schema", "otlp"], of_events(OTLP)),
    "csv": (["-f", "csv"], of_events_csv),
    "text": (["-f", "text"], of_events_text),
}


def compare(path, form, told, truth):
    for key, value in told.items():
        wanted = {cls: n for cls, n in truth["events"].items() if n} if key == "events" else truth[key]
        seen = {cls: n for cls, n in value.items() if n} if key == "events" else value
        if seen != wanted:
            yield f"{path}: {key} of {form} are {seen}, in JSON {wanted}"


def check(folder, index, path):
    name = os.path.join(folder, f"form{index}")
    common = ["-q", "--year", "2026", path]
    run("dpmlog", *common, "--top", "1000", *(word for end in ("json", *REPORTS) for word in ("-o", f"{name}.{end}")))
    truth = of_json(name)
    faults = [fault for end, reader in REPORTS.items() for fault in compare(path, end, reader(name), truth)]
    for form, (options, reader) in EVENTS.items():
        file = f"{name}-events.{form}"
        with open(file, "w", encoding="utf-8") as out:
            out.write(run("dpmlog", "events", *common, *options))
        faults += compare(path, "events as " + form, reader(file), truth)
    return faults, sum(truth["events"].values()), truth["incidents"], len(truth["causes"])


def main():
    results = [check(sys.argv[1], index, path) for index, path in enumerate(sys.argv[2:])]
    faults = [fault for result in results for fault in result[0]]
    counts = [sum(result[i] for result in results) for i in (1, 2, 3)]
    if min(counts) < 20:
        faults.append(f"hardly anything was compared: {counts}")
    print("\n".join(faults[:20]) if faults else
          f"{len(REPORTS) + 1} forms of the report and {len(EVENTS)} of the events tell the same events, incidents and causes")
    sys.exit(1 if faults else 0)


main()
