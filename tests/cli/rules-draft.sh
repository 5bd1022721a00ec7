# The draft of a rule for each signature that no rule explains: saved to a file it loads, and it takes its line.
for log in fixtures/unexplained fixtures/encodings fixtures/process-exception; do
    dpmlog -q -f json --year 2016 $log >"$TMP/report.json"
    python3 - "$TMP" <<'PYTHON'
import json, re, sys
folder = sys.argv[1]
report = json.load(open(folder + "/report.json"))
for number, unknown in enumerate(report["unknown"]):
    open("%s/draft%d.yaml" % (folder, number), "w").write(unknown["rule"])
    sample = re.search(r'- line: "(.*)"', unknown["rule"]).group(1)
    text = sample.replace("\\t", "\t").replace("\\n", "\n").replace('\\"', '"').replace("\\\\", "\\")
    open("%s/draft%d.line" % (folder, number), "w").write(text)
PYTHON
    for draft in "$TMP"/draft*.yaml; do
        process=$(sed -n "s/.*process: '\(.*\)'/\1/p" "$draft")
        id=$(sed -n 's/.*- id: //p' "$draft")
        echo "$log: $id: $(dpmlog rules check "$draft" 2>&1 | cut -d , -f 1 | sed 's/ok: [0-9]* rules/ok/' | sed "s|$TMP/||")"
        dpmlog rules explain "$(cat "${draft%.yaml}.line")" "$id" --rules "$draft" --process "${process:-DPMRA}"
    done
    rm "$TMP"/draft*
done
# with the rule, the signature is explained: it is an event of its own and no unknown any more
dpmlog -q -f json --year 2016 fixtures/unexplained | python3 -c 'import json,sys; print(json.load(sys.stdin)["unknown"][0]["rule"])' >"$TMP/mine.yaml"
dpmlog --top 10 --year 2016 --rules "$TMP/mine.yaml" fixtures/unexplained | sed -n '/^Failures that/,/^$/p'
# nothing of a machine's name is left in a draft of a redacted report
dpmlog -q -f json --year 2016 --redact="$TMP/map" fixtures/process-exception | grep -c 'contoso'
