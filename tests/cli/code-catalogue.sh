# Every ID, code and name of the tables in each spelling that people use: all give the entry of the table.
cat >"$TMP/walk.py" <<'PYTHON'
import json, subprocess, sys

def rows(name):
    lines = [l.rstrip("\n").split("\t") for l in open("grammars/" + name, encoding="utf-8") if l.strip() and l[0] != "#"]
    return [dict(zip(lines[0], (c if c != "-" else "" for c in l))) for l in lines[1:]]

def ask(spellings):
    """What is read of each spelling, in order."""
    answers = []
    for i in range(0, len(spellings), 2000):
        run = subprocess.run(["dpmlog", "code", "-f", "json", "--"] + spellings[i:i + 2000], capture_output=True, check=False)
        codes = json.loads(run.stdout or '{"codes": []}')["codes"]
        answers += [code["readings"] for code in codes]
    assert len(answers) == len(spellings), (len(answers), len(spellings))
    return answers

wrong = 0
def check(what, expected, spellings):
    """`expected` and `spellings` are lists of the same length; some reading must have all that is expected."""
    global wrong
    bad = [s for e, s, a in zip(expected, spellings, ask(spellings)) if not any(all(r[k] == v for k, v in e.items()) for r in a)]
    wrong += len(bad)
    print("%s: %d, wrong: %d %s" % (what, len(spellings), len(bad), bad[:3] if bad else ""))

ids = rows("dpm_ids.tsv")
expected = [{"code": "ID " + r["id"], "known": True, "name": r["name"], "kind": r["kind"], "action": r["action"]} for r in ids]
print("%d IDs" % len(ids))
for what, form in (("ID n", "ID %s"), ("n", "%s"), ("Error n", "Error %s"), ("(ID: n)", "(ID: %s)"), ("id=n", "id=%s"), ("Error n:", "Error %s:"),
                   ("a sentence", "Auf FS01 ging etwas schief (ID %s Details: 0x80070005)."), ("another", "Something (ID: %s) failed"),
                   ("Russian", "\u041e\u0448\u0438\u0431\u043a\u0430 %s:"), ("Japanese", "\uff08ID\uff1a%s\uff09"), ("Italian", "Errore %s:"), ("German", "Fehler-ID %s")):
    check(what, expected, [form % r["id"] for r in ids])
check("meaning", [dict(e, meaning=r["meaning"]) for e, r in zip(expected, ids)], [r["id"] for r in ids])
print("without a meaning: %d" % sum(not r["meaning"] for r in ids))
named = [(e, r) for e, r in zip(expected, ids) if r["name"]]
check("internal name", [{"name": r["name"]} for _, r in named], [r["name"] for _, r in named])
cloud = [(e, r) for e, r in zip(expected, ids) if int(r["id"]) >= 100000]
check("cloud hex", [e for e, _ in cloud], ["0x%X" % int(r["id"]) for _, r in cloud])
check("internal service error", [e for e, _ in cloud], ["internal service error [0x%X]" % int(r["id"]) for _, r in cloud])

codes = rows("hresults.tsv")
known = [{"code": r["code"], "known": True, "name": r["name"], "meaning": r["meaning"], "action": r["action"]} for r in codes]
print("%d codes" % len(codes))
values = [int(r["code"], 16) for r in codes]
check("0x hex", known, [r["code"] for r in codes])
check("lower case", known, [r["code"].lower() for r in codes])
high = [(k, v) for k, v in zip(known, values) if v >> 31]
check("no 0x", [k for k, _ in high], ["%08x" % v for _, v in high])
check("signed", [k for k, _ in high], [str(v - (1 << 32)) for _, v in high])
check("unsigned", [k for k, _ in high], [str(v) for _, v in high])
check("in text", [k for k, _ in high], ["Fehler: Hr: = [0x%08x] : (%s)" % (v, "x") for _, v in high])
win32 = [(k, v & 0xFFFF) for k, v in zip(known, values) if v >> 16 == 0x8007]
check("Win32 number", [k for k, _ in win32], [str(v) for _, v in win32])
names = [(k, r["name"]) for k, r in zip(known, codes) if r["name"]]
check("symbol", [k for k, _ in names], [n for _, n in names])
check("symbol in text", [k for k, _ in names], ["it ended with %s." % n for _, n in names])

exceptions = rows("exceptions.tsv")
known = [{"name": r["name"], "meaning": r["meaning"], "known": True} for r in exceptions]
print("%d exceptions" % len(exceptions))
check("name", known, [r["name"] for r in exceptions])
check("FMException", known, ["FMException: [ErrorCode:%s, DetailedCode:-2146233079]" % r["name"] for r in exceptions])
check("last part", known, [r["name"].split(".")[-1] for r in exceptions])
winerror = rows("winerror.tsv")
print("%d names of Windows" % len(winerror))
check("name", [{"code": r["code"], "known": True} for r in winerror], [r["name"] for r in winerror])
sys.exit(wrong > 0)
PYTHON
python3 -B "$TMP/walk.py"
