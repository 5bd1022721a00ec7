# What has changed since an earlier report, in each form, with redaction, and what is no baseline.
root=$PWD
cd "$TMP" || exit
before=monday.json
dpmlog analyze -f json --year 2016 "$root/fixtures/agent-crash" >"$before"
dpmlog summarize --year 2016 "$root/fixtures/agent-crash" >monday.summary
dpmlog analyze -f json --year 2016 "$root/fixtures/bundle" >friday.json
echo "== text: the first screen, then all"
dpmlog --baseline "$before" --year 2016 "$root/fixtures/bundle" | grep -A 3 ^Since
dpmlog -v --baseline friday.json --year 2016 "$root/fixtures/agent-crash" | grep -A 4 ^Since
dpmlog --baseline friday.json --year 2016 "$root/fixtures/bundle" | grep ^Since
echo "== JSON: of a report and of a summary the same, and it fits the schema"
dpmlog analyze -f json --baseline "$before" --year 2016 "$root/fixtures/bundle" >now.json
dpmlog analyze -f json --baseline monday.summary --year 2016 "$root/fixtures/bundle" >too.json
jq -c '.baseline | .name = "" | .changes[]' now.json
cmp <(jq '.baseline.name = ""' now.json) <(jq '.baseline.name = ""' too.json) && echo "a summary says the same"
python3 -c 'import json, jsonschema, sys
jsonschema.validate(json.load(open(sys.argv[1])), json.load(open(sys.argv[2]))); print("valid")' now.json "$root/docs/report.schema.json"
dpmlog diff now.json friday.json | tail -n 3 # a report that was itself compared
echo "== HTML"
dpmlog analyze -f html --baseline "$before" --year 2016 "$root/fixtures/bundle" | grep -c 'id="changes"'
dpmlog diff -f html "$before" friday.json >changes.html
grep -c '<tr class="item"' changes.html
grep -o "script[^;]*;" changes.html || echo "no script is in it, and none is allowed"
echo "== exit codes"
dpmlog --baseline "$before" --fail-on new --year 2016 "$root/fixtures/bundle" >out; echo "-> $?"
dpmlog --baseline friday.json --fail-on new --year 2016 "$root/fixtures/bundle" >out; echo "-> $?"
dpmlog merge --baseline monday.summary --fail-on new monday.summary >out; echo "-> $?"
dpmlog check --baseline friday.json --year 2016 "$root/fixtures/bundle" | cut -d ' ' -f 1-2
dpmlog check --baseline "$before" --year 2016 "$root/fixtures/bundle" | cut -d ' ' -f 1-2
echo "== redacted: a baseline with names, and one without"
printf 'key\t%064d\n' 7 >map
dpmlog --redact map --baseline "$before" --year 2016 "$root/fixtures/bundle" >plain.txt
dpmlog analyze -f json --redact map --year 2016 "$root/fixtures/agent-crash" >veiled.json
dpmlog --redact map --baseline veiled.json --year 2016 "$root/fixtures/bundle" >veiled.txt
grep -A 3 ^Since plain.txt
cmp <(sed 1,/^Since/d plain.txt) <(sed 1,/^Since/d veiled.txt) && echo "they say the same"
grep -c SQL01 plain.txt veiled.txt
echo "== what is no baseline"
printf '{"schema": "dpmlog.report/1"' >cut.json
printf '{"schema": "dpmlog.report/9"}' >newer.json
printf '[1, 2]' >list.json
jq '.incident_list[0].incidents = -1' "$before" >negative.json
jq '.incident_list[0].server = 7' "$before" >number.json
jq '.span.first = "2016-02-30T00:00:00.000Z"' "$before" >date.json
jq 'del(.incident_list)' "$before" >old.json
head -c 300 monday.summary >half.summary
: >empty
for file in cut.json newer.json list.json negative.json number.json date.json old.json half.summary empty none; do
    dpmlog --baseline "$file" "$root/fixtures/healthy" >out 2>err
    echo "$? $(cat err)"
    [ ! -s out ] || echo "something was written"
done
dpmlog --fail-on new "$root/fixtures/healthy"
echo "-> $?"
