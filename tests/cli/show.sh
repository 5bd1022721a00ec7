# An address of a report leads to its record and the ones around it, from any depth of archive; what does not, is told.
deep='fixtures/bundle/night.zip!SQL01_DPM_Error_Logs.zip!DPMRACurr.errlog'
dpmlog show "$deep:12" -C 1
dpmlog show -C 0 -f jsonl "$deep:12" | jq -c '[.line, .offset, .text // .message]'
dpmlog show -C 0 -f csv "$deep:12" | python3 -c 'import csv, sys; print([row["line"] for row in csv.DictReader(sys.stdin, strict=True)])'
# every address in a report leads to the record that it quotes
dpmlog -f json fixtures/bundle | jq -r '.incident_list[].evidence[] | "\(.path):\(.line)\t\(.time)\t\(.text[:40])"' | while IFS=$'\t' read -r address time text; do
    dpmlog show -C 0 -f jsonl "$address" | jq -e --arg t "$time" --arg x "$text" '.time == $t and (.message | startswith($x))' >"$TMP/same" || echo "$address"
done
dpmlog show -C 0 --redact "$TMP/map" "$deep:12" | grep -c 'SQL01 DPMRA'
# lines that continue a record belong to it; the first, the last, and past the end
printf '180C\t280C\t06/01\t20:54:55.393\t09\ta.cs(1)\t\t\tWARNING\tfirst\r\nmore of it\r\n180C\t280C\t06/01\t20:54:56.393\t09\ta.cs(1)\t\t\tWARNING\tsecond\r\n' >"$TMP/x.errlog"
for line in 1 2 3 4 0; do
    dpmlog show --year 2016 "$TMP/x.errlog:$line" -C 1 | cut -d "(" -f 1,2
    echo "-> ${PIPESTATUS[0]}"
done
dpmlog show 'fixtures/bundle/night.zip!DPMRACurr.errlog:12'
echo "-> $?"
dpmlog show "$TMP/none.errlog:1"
echo "-> $?"
dpmlog show "$deep"
echo "-> $?"
