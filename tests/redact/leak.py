#!/usr/bin/env python3
"""Nothing that was planted is left in what --redact writes: leak.py DPMLOG [--names N] [--seed S] [--keep DIR]

Names of 26 classes are made of syllables that no word has, and planted in messages, columns, continuation lines, and names of
folders, files, archives and members. Every command then writes every format, and neither its output nor what it says on
standard error may hold one of them. Prints TAP and a line for each class."""
import argparse
import collections
import io
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import zipfile

CONSONANTS, VOWELS = "bdfgklmnprstvz", "aeiou"
TASK = "8AE83798-7A85-466A-80CA-22CA66582965"


class Names:
    """Makes names; `secrets` of one are the parts that must not be seen."""

    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.seen = set()

    def core(self, syllables=4):
        while True:
            word = "q" + "".join(self.rng.choice(CONSONANTS) + self.rng.choice(VOWELS) for _ in range(syllables))
            if word not in self.seen and word not in "sqlite":
                self.seen.add(word)
                return word

    def digits(self, count):
        return "".join(self.rng.choice("0123456789") for _ in range(count))

    def hexes(self, count):
        return "".join(self.rng.choice("0123456789abcdef") for _ in range(count))

    def guid(self):
        return "-".join(self.hexes(n) for n in (8, 4, 4, 4, 12))

    def case(self, word):
        return self.rng.choice([word.upper(), word.capitalize(), word])


def host(n):
    core = n.core(2).upper()
    return n.rng.choice([core + n.digits(2), core + "-SQL" + n.digits(2), core, "SRV-" + core]), [core]


def plain_host(n):  # only words that DPM knows, as machines are often called
    word = n.rng.choice(["SQL", "BACKUP", "FILE", "SERVER", "HOST", "EXCHANGE", "DPM", "CLUSTER", "NODE", "STORAGE"])
    digits = n.digits(4)
    name = n.rng.choice([word + "-" + digits, word + digits, "DPM-" + word + digits])
    return name, [name]


def fqdn(n):
    a, b = n.core(2), n.core(3)
    return f"{a}.{b}.{n.rng.choice(['com', 'local', 'cloud', 'internal', 'co.uk'])}", [a, b]


def domain_user(n):
    a, b = n.core(2), n.core(3)
    return n.case(a) + "\\" + n.case(b) + n.rng.choice(["", "$", "-adm", ".x"]), [a, b]


def mail(n):
    a, b, c = n.core(2), n.core(2), n.core(3)
    return f"{a}{n.rng.choice('.+-_')}{b}@{c}.com", [a, b, c]


def person(n):
    a, b = n.core(2), n.core(3)
    return n.rng.choice([f"{a.title()} {b.title()}", f"{b.title()}, {a.title()}", f"{a[0].upper()}. {b.title()}"]), [b]


def umlauts(n):
    a, b = n.core(2), n.core(2)
    return f"{a.title()}ä{b} Müß{b}", [a, b]


def sid(n):
    parts = [n.digits(9) for _ in range(3)]
    head = n.rng.choice(["S-1-5-21-", "S-1-12-1-", "s-1-5-21-", "SID_S-1-5-21-", "S-1-5-80-"])
    return head + "-".join("3" + p for p in parts) + "-1105", ["3" + p for p in parts]


def ipv4(n):
    text = ".".join(str(n.rng.randint(11, 250)) for _ in range(4))
    return text + n.rng.choice(["", ":5718", "/24"]), [text]


def ipv6(n):
    a, b, c = n.hexes(4), n.hexes(4), n.hexes(4)
    text, secret = n.rng.choice([(f"fd{a[2:]}:{b}::{c}", f"{b}::{c}"), (f"2001:db8:{a}:{b}:{c}:0:0:1", f"{a}:{b}"), (f"fe80::{a}:{b}:{c}%12", f"{a}:{b}"),
                                 (f"[fd00:{a}::{b}]:5718", f"{a}::{b}")])
    return text, [secret]


def mac(n):
    parts = [n.hexes(2) for _ in range(6)]
    return n.rng.choice([":".join(parts), "-".join(parts).upper(), n.hexes(4) + "." + parts[0] + parts[1] + "." + n.hexes(4)]), None


def drive_path(n):
    a, b = n.core(2), n.core(3)
    return n.rng.choice("CDE") + ":\\" + n.rng.choice(
        [f"Users\\{a}\\{b}.docx", f"Shares\\{a} {b}\\letter of {b}.docx", f"Shares\\HR ({a})\\x {b}", f"{a} {b}",
         f"Data/{a}/{b} x.mdf", f"Program Files\\{a}\\{b}"]), [a, b]


def unc(n):
    a, b, c = n.core(2), n.core(2), n.core(3)
    return n.rng.choice([f"\\\\{a}\\{b}$\\{c} x", f"\\\\{a}.{b}.local\\{c}", f"\\\\?\\UNC\\{a}\\{b}\\{c}", f"//{a}/{b}/{c}"]), [a, b, c]


def url(n):
    a, b, c = n.core(2), n.core(2), n.core(3)
    return n.rng.choice([f"https://{a}.{b}.net/{c}?sig={n.core(4)}", f"http://{a}:8080/{b}/{c}", f"ldap://{a}.{b}/CN={c}",
                         f"www.{a}.{b}/{c}"]), [a, b, c]


def connection(n):
    a, b, c, d = n.core(2), n.core(2), n.core(3), n.core(3)
    return f"Data Source={a}\\{b};Initial Catalog={c};User ID={d};Password={n.core(4)}!x", [a, b, c, d]


def tenant(n):
    text = n.guid()
    return n.rng.choice([text, "{" + text + "}", text.replace("-", ""), text.upper()]), [text.replace("-", "")[:12], text[:18]]


def subscription(n):
    text, a = n.guid(), n.core(3)
    return f"/subscriptions/{text}/resourceGroups/{a}/providers/Microsoft.RecoveryServices/vaults/{a}", [text[:18], a]


def vm(n):
    a, b = n.core(2), n.core(3)
    return n.rng.choice([f"\\Backup Using Child Partition Snapshot\\{a.title()} {b}", f"{a} ({b})", f"{a}_{b}.vhdx", f"vm-{a}-{b}"]), [a, b]


def database(n):
    a, b = n.core(2), n.core(3)
    return n.rng.choice([f"{a}\\{b}", f"WSS_Content_{b}", f"[{a}].[dbo].[{b}]", f"{a}_{b}_DB", f"{a}{b.title()}"]), [b]


def company(n):
    a, b = n.core(3), n.core(2)
    return n.rng.choice([f"{a.title()} & {b.title()} GmbH", f"{a.title()}-{b.title()} Inc.", f"{a.upper()}"]), [a]


def group(n):
    a = n.core(3)
    return n.rng.choice([f"PG_{a}_Daily", f"Protection Group {a.title()}", f"'{a} servers'", f"PG-{a}"]), [a]


def dn(n):
    a, b, c = n.core(2), n.core(3), n.core(3)
    return f"CN={a.title()} {b.title()},OU={c},DC={c},DC=com", [a, b, c]


def token(n):
    a = n.core(5)
    return n.rng.choice([f"eyJ{a}.{a}.{a}-_", f"AccountKey={a}+/{a}==", f"pwd={a}!", f"sig={a}%2B{a}%3D"]), [a]


def encoded(n):
    a, b = n.core(3), n.core(2)
    return n.rng.choice([f"C%3A%5CUsers%5C{a}%20{b}", f"&lt;Name&gt;{a}&amp;{b}&lt;", f'<User name="{a}" d=\'{b}\'/>',
                         f'{{"{a}":"{b}\\u00e4"}}', f"{a}\u00b7{b}"]), [a, b]


def unicode_name(n):
    a = n.core(3)
    return n.rng.choice([f"ДПМ-{a}", f"{a}東京", f"\u200b{a}\u202e", f"Žlu{a}"]), [a]


def mailbox(n):
    a, b = n.core(3), n.core(2)
    return n.rng.choice([f"/o={a}/ou=Exchange Administrative Group/cn={b}", f"Mailbox - {a} {b}", f"SMTP:{a}@{b}.com"]), [a, b]


def camel(n):
    a = n.core(3).title()
    return n.rng.choice([f"{a}Server", f"Backup{a}", f"Get{a}Name", f"C{a}::Run", f"Contoso.{a}.Agent.Start()"]), [a]


CLASSES = [host, plain_host, fqdn, domain_user, mail, person, umlauts, sid, ipv4, ipv6, mac, drive_path, unc, url, connection, tenant,
           subscription, vm, database, company, group, dn, token, encoded, unicode_name, mailbox, camel]
SENTENCES = [
    "Task failed for %s (ID 308 Details: The RPC server is unavailable (0x800706BA))",
    "Failed: Hr: = [0x80070005] : access to %s was denied",
    "Failed: Hr: = [0x800706BA] : server %s", "server %s failed", "user %s failed with 0x8007052e", "the virtual machine %s cannot be backed up",
    "database '%s' is offline (0x80990A3F)", "Exception Message = %s of type System.FormatException, process will terminate after generating dump",
    "open(%s) failed", "owner=%s; state=3", "%s", "nothing known of [%s] here, or of x%s", "name:%s|Params: {Server: = %s ...}",
    "==>%s", "Synchronization of %s for server %s failed", "line one\n   at %s\n   <x>%s</x>",
    "the group \"%s\" and computer \"%s\" (%s)", "Backup Progress: %s started.", "%s: No such file", "for_%s_and", "job of %s's"]
PLACES = ["message", "object", "source", "module", "task", "pid"]


def plant(n, count):
    """Rows of a log, and what was planted: (class, text, secrets, place)."""
    rows, planted = [], []
    for i in range(count):
        make = CLASSES[i % len(CLASSES)]
        text, secrets = make(n)
        secrets = [text] if secrets is None else secrets
        place = "message" if n.rng.random() < 0.85 else n.rng.choice(PLACES[1:])
        cells = {"object": "", "source": "a.cpp(1)", "module": "09", "task": n.rng.choice(["", TASK]), "pid": "180C"}
        message = n.rng.choice(SENTENCES)
        if place == "task" and make is tenant:
            place = "object"  # a GUID in the column of tasks is a task's, and those stand
        if place == "message":
            message = message.replace("%s", text)
        else:
            cells[place] = text + ("(19)" if place == "source" else "")
            message = message.replace("%s", "it")
        t = i % 86400
        rows.append("%s\t280C\t06/01\t%02d:%02d:%02d.%03d\t%s\t%s\t%s\t%s\t%s\t%s\r\n" % (
            cells["pid"], t // 3600, t // 60 % 60, t % 60, i % 1000, cells["module"], cells["source"], cells["object"], cells["task"],
            n.rng.choice(["WARNING", "FATAL", "NORMAL", "CRITICAL"]), message.replace("\n", "\r\n")))
        planted.append((make.__name__, text, secrets, place))
    return rows, planted


def write(path, rows, encoding="utf-8"):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as out:
        out.write("".join(rows).encode(encoding, "surrogatepass"))


def name_for_file(n, planted, what):
    core = n.core(3)
    planted.append((what, core, [core], what))
    return core


def make_site(n, folder, count):
    """A folder with logs, archives, a job history and damaged files, each with planted names in its own name, too."""
    rows, planted = plant(n, count)
    quarter = len(rows) // 4
    anna = name_for_file(n, planted, "folder name")
    base = os.path.join(folder, "of " + anna)
    for i in range(3):
        machine = name_for_file(n, planted, "host folder").upper() + str(i)
        write(os.path.join(base, machine, "Temp", "DPMRACurr.errlog"), rows[i * quarter:(i + 1) * quarter], ["utf-8", "utf-16", "utf-8"][i])
    write(os.path.join(base, name_for_file(n, planted, "prefix of a log").upper() + "-MSDPMCurr.errlog"), rows[3 * quarter:])
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as z:
        z.writestr(name_for_file(n, planted, "member folder") + "/CBEngineCurr.errlog", "".join(rows[:40]))
        z.writestr(name_for_file(n, planted, "member").upper() + "7-DPMRACurr.errlog", "".join(rows[40:80]))
    with zipfile.ZipFile(os.path.join(base, name_for_file(n, planted, "archive").upper() + "1_DPM_Error_Logs.zip"), "w") as z:
        z.writestr(name_for_file(n, planted, "archive in an archive") + "_DPM_Error_Logs.zip", inner.getvalue())
    with tarfile.open(os.path.join(base, name_for_file(n, planted, "tar") + ".tar"), "w") as t:
        bad = tarfile.TarInfo(name_for_file(n, planted, "damaged member") + ".zip")
        bad.size = 50
        t.addfile(bad, io.BytesIO(b"PK\3\4" + b"x" * 46))
    for what, tail in (("damaged zip", ".zip"), ("damaged gzip", ".errlog.gz"), ("empty log", ".errlog")):
        data = {".zip": b"PK\3\4" + b"y" * 60, ".errlog.gz": b"\x1f\x8b\x08" + b"z" * 30, ".errlog": b""}[tail]
        with open(os.path.join(base, name_for_file(n, planted, what) + tail), "wb") as out:
            out.write(data)
    return base, planted


def run(dpmlog, args, outputs, name, cwd, stop=False):
    command = [dpmlog, *args]
    if stop:
        child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=cwd)
        try:
            child.wait(3)
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGINT)
        out, err = child.communicate()
    else:
        done = subprocess.run(command, capture_output=True, cwd=cwd, timeout=600)
        out, err = done.stdout, done.stderr
        if done.returncode not in (0, 1, 3, 4) and "usage" not in name and name != "check":
            print(f"not ok - {name}: exit {done.returncode}: {err[-300:]!r}")
    outputs[name] = out.decode("utf-8", "replace")
    outputs[name + " (stderr)"] = err.decode("utf-8", "replace")


def collect(dpmlog, sites, work):
    """What every command writes, by the command and the format."""
    outputs = {}
    site, other = sites
    redact = ["--redact", "map"]

    def go(name, *args, **more):
        run(dpmlog, [*args, "-q"] if name.startswith("show") else list(args), outputs, name, work, **more)

    for form in ("text", "json", "csv", "html", "md", "mail", "prom", "sarif"):
        go("analyze " + form, "analyze", "-v", "-f", form, *redact, site)
    go("analyze sqlite", "analyze", "-o", "x.sqlite", *redact, site)
    outputs["database"] = "\n".join(sqlite3.connect(os.path.join(work, "x.sqlite")).iterdump())
    go("summarize", "summarize", *redact, site)
    with open(os.path.join(work, "a.summary"), "w", encoding="utf-8") as out:
        out.write(outputs["summarize"])
    subprocess.run([dpmlog, "summarize", "-q", "-o", "b.summary", site], cwd=work, check=False)
    go("merge", "merge", "-f", "json", "-v", *redact, "b.summary", os.path.join(work, "quzagone.summary"))
    for form in ("text", "csv"):
        go("events " + form, "events", "-v", "-f", form, *redact, site)
    for schema in ("dpmlog", "ecs", "otlp"):
        go("events " + schema, "events", "-f", "jsonl", "--schema", schema, *redact, site)
    for form in ("text", "json", "jsonl", "csv"):
        go("incidents " + form, "incidents", "-v", "-f", form, *redact, site)
    go("incidents nobody", "incidents", "--server", "nobody", *redact, site)
    for form in ("text", "jsonl", "csv"):
        go("task " + form, "task", "-f", form, *redact, TASK, site)
    go("check", "check", *redact, site)
    for form in ("text", "json"):
        go("diff " + form, "diff", "-f", form, *redact, site, other)
        go("ls " + form, "ls", "-f", form, *redact, site)
    address = next(os.path.join(d, f) for d, _, files in os.walk(site) for f in files if f == "DPMRACurr.errlog")
    for line in ("1", "40", "999999"):
        go("show " + line, "show", "-C", "30", *redact, address + ":" + line)
    go("follow", "follow", *redact, site, stop=True)
    go("missing", "analyze", *redact, os.path.join(site, "quzagone.errlog"), site + "/quzagone.zip")
    go("unwritable usage", "analyze", *redact, "-o", os.path.join(site, "quzagone", "x.json"), site)
    go("redact", "redact", *redact, "-o", "logs", site)
    for folder, _, files in os.walk(os.path.join(work, "logs")):
        for name in files:
            with open(os.path.join(folder, name), "rb") as log:
                outputs["log " + os.path.join(folder, name)[len(work):]] = log.read().decode("utf-8", "replace")
    return outputs


def judge(outputs, planted):
    """(class, text, secret, output) of each that is seen. Names in the files of redacted logs count, too."""
    everything = {name: (name.replace(" (stderr)", "") + "\n" if name.startswith("log ") else "") + text for name, text in outputs.items()}
    everything = {name: text.lower() for name, text in everything.items()}
    one = "\n".join(everything.values())
    leaks = []
    for kind, text, secrets, place in planted:
        for secret in secrets:
            low = secret.lower()
            if low in one:
                where = [name for name, text_ in everything.items() if low in text_]
                leaks.append((kind, place, text, secret, where))
    return leaks


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("dpmlog")
    parser.add_argument("--names", type=int, default=540)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=20)
    parser.add_argument("--keep")
    o = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        work = o.keep or temporary
        os.makedirs(work, exist_ok=True)
        n = Names(o.seed)
        sites, planted = [], []
        for name in ("before", "after"):
            base, some = make_site(n, os.path.join(work, name), o.names // 2)
            sites.append(base)
            planted += some
        planted.append(("operand", "quzagone", ["quzagone"], "operand"))
        outputs = collect(os.path.abspath(o.dpmlog), sites, work)
        if not all(outputs[name] for name in ("analyze json", "events dpmlog", "incidents json", "task text", "diff text", "show 1")):
            print("not ok - an output is empty")
        leaks = judge(outputs, planted)
    count = collections.Counter(kind for kind, *_ in planted)
    leaked = collections.defaultdict(set)
    for kind, _, text, _, _ in leaks:
        leaked[kind].add(text)
    for kind in count:
        print(f"{'not ok' if leaked[kind] else 'ok'} - {kind}: {count[kind]} planted, {len(leaked[kind])} seen")
    for kind, place, text, secret, where in leaks[:o.show]:
        print(f"# {kind} in {place}: {text!r}: {secret!r} in {', '.join(where[:4])} ({len(where)})")
    total = sum(len(texts) for texts in leaked.values())
    print(f"# {sum(count.values())} names of {len(count)} classes in {len(outputs)} outputs, {total} seen")


main()
