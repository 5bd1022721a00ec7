# The Python module over the shared library: the five lines of docs/python.md, and the ten lines of C that ask the same.
# shellcheck disable=SC2016 # nothing is to be expanded
build=$(dirname "$(command -v dpmlog)")
if grep -q -- -fsanitize "$build/flags"; then exec cat tests/cli/python.out; fi # Python itself knows nothing of sanitizers
export DPMLOG_LIBRARY=$build/libdpmlog.so PYTHONPATH=bindings/python PYTHONDONTWRITEBYTECODE=1
python3 docs/example.py fixtures/bundle
diff <(sed -n '/^```python/,/^```/p' docs/python.md | sed '1d;$d') docs/example.py && echo "the page has the same lines"
read -ra compile <"$build/flags"
"${compile[@]}" -Werror docs/incidents.c -L"$build" -ldpmlog -Wl,-rpath,"$build" -o "$TMP/incidents"
"$TMP/incidents" fixtures/bundle | cmp - <(dpmlog incidents -f csv --server SQL01 fixtures/bundle) && echo "C says the same as dpmlog incidents"
python3 - <<'PYTHON'
import datetime, json, subprocess, sys
import dpmlog
run = lambda *words: subprocess.run(["dpmlog", "-q", *words], capture_output=True, text=True).stdout
report = dpmlog.analyze("fixtures/bundle")
assert report.data == json.loads(run("-f", "json", "fixtures/bundle")) and report.complete
assert [job.id for job in report.incidents] == list(range(1, 7))
first = report.incidents[0]
assert first.first == datetime.datetime(2016, 6, 24, 2, 40, 33, 204000, datetime.timezone.utc) and first.dpm_id == 43 and first.cls == "crash"
assert run("show", "-C", "0", first.evidence[0].address).startswith("> ")
assert report.causes[0].id == "agent-crash" and report.causes[0].fix["kb"] and report.causes[0].evidence[0].line == 12
assert any(source.last_success is None for source in report.datasources)
lines = [json.loads(line) for line in run("events", "-f", "jsonl", "fixtures/bundle").splitlines()]
events = list(dpmlog.events(["fixtures/bundle"]))
assert [(event.line, event.path, event.message) for event in events] == [(line["line"], line["path"], line["message"]) for line in lines] and events
for bad in (lambda: dpmlog.analyze("/none"), lambda: dpmlog.analyze("fixtures/bundle", rules=["/none"])):
    try:
        bad()
    except dpmlog.DpmlogError as error:
        print(error)
print(dpmlog.version())
PYTHON
