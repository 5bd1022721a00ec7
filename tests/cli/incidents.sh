# The table of failed jobs: in each form the same rows, read by readers that know nothing of us; filters; what is in files.
dpmlog incidents --cause agent-crash fixtures/bundle
dpmlog incidents --tz +02:00 --server SQL01 --id 42 -v fixtures/bundle/night.zip
dpmlog incidents -f json fixtures/bundle >"$TMP/all.json"
dpmlog incidents -f jsonl fixtures/bundle | jq -s . | diff - <(jq . "$TMP/all.json") && echo "JSON lines are the same"
dpmlog -f json fixtures/bundle | jq .incident_list | diff - <(jq . "$TMP/all.json") && echo "the report has the same"
dpmlog incidents -f csv fixtures/bundle | python3 -c '
import csv, json, sys
rows = list(csv.DictReader(sys.stdin, strict=True))
for row, one in zip(rows, json.load(open(sys.argv[1])), strict=True):
    assert row["job"] == one["job"] and row["dpm_id"] == str(one["dpm_id"] or "") and row["code"] == (one["code"] or ""), row
    assert row["evidence"].split(" ")[0] == "%s:%s" % (one["evidence"][0]["path"], one["evidence"][0]["line"])
print(len(rows), "rows of CSV are the same")' "$TMP/all.json"
dpmlog -q -o "$TMP/x.sqlite" fixtures/bundle
sqlite3 "$TMP/x.sqlite" 'SELECT json_group_array(job || id || coalesce(dpm_id, 0) || first) FROM incident_list' |
    diff <(jq -c '[.[] | .job + (.id | tostring) + (.dpm_id // 0 | tostring) + .first]' "$TMP/all.json") - && echo "so has SQLite"
sqlite3 "$TMP/x.sqlite" "SELECT server, name, last_success, failures FROM datasources WHERE failures > 0 ORDER BY failures DESC LIMIT 2"
dpmlog -f html fixtures/bundle | grep -c '<tr class="item incident"'
# one row for each incident, and no other
for path in fixtures/*/; do
    dpmlog -q -f json --year 2026 "$path" 2>"$TMP/err" |
        jq -e '.incidents == ([.incident_list[].incidents] | add // 0) and (.incident_list | map(.first) | . == sort)' >"$TMP/same" || echo "$path"
done
# merging puts them together
dpmlog summarize fixtures/bundle >"$TMP/a" && dpmlog summarize fixtures/agent-crash >"$TMP/b"
dpmlog merge -f json "$TMP/a" "$TMP/b" | jq -c '[(.incident_list | length), .incident_list[-1].id, .datasources[0].server]'
printf 'key\t%064d\n' 7 >"$TMP/map" # a key of its own, so that the names are always the same
dpmlog incidents --redact "$TMP/map" -f jsonl --server HV01 fixtures/bundle
dpmlog incidents --redact "$TMP/map" -f jsonl fixtures/bundle | grep -ic 'contoso\|"server":"[a-z]*0\|on SQL01\|C:.*Data'
# bad questions
dpmlog incidents --server NONE fixtures/bundle
echo "-> $?"
dpmlog incidents --code maybe fixtures/bundle
echo "-> $?"
dpmlog incidents --class vss --code 0x8007173D -f csv fixtures/bundle | wc -l
