# summarize and merge: one summary gives the report that it was made of, in every form; many give one report, whatever their order; what is no
# summary is told, stands in the report, and stops nothing.
for path in fixtures/{Temp,bad,hang,network-saturated,pasted,story}; do # law_summary.c has more
    name=$(basename "$path")
    dpmlog summarize -q --year 2026 -o "$TMP/$name.summary" "$path" 2>/dev/null
    for form in text json html csv; do
        dpmlog -q --year 2026 -f $form -v "$path" >"$TMP/told" 2>/dev/null
        dpmlog merge -q -f $form -v "$TMP/$name.summary" >"$TMP/merged" 2>/dev/null
        # a page of logs has the lines around its records, too: a merge has no logs to read
        perl -0pi -e 's|<details class="near">.*?</details>||gs' "$TMP/told"
        cmp "$TMP/told" "$TMP/merged" || echo "$path: $form"
    done
done
cd "$TMP" || exit
run() {
    dpmlog merge "$@"
    echo "-> $?"
}
dpmlog merge -q -f json story.summary network-saturated.summary hang.summary >one
cat hang.summary story.summary network-saturated.summary | dpmlog merge -q -f json >other
cmp one other && echo "the same in any order, and through a pipe"
python3 -B "$OLDPWD/tests/support/check_schema.py" "$OLDPWD/docs/report.schema.json" <one
jq -c '[.incidents, (.causes | map([.rank, .id, .score, .incidents])), .coverage.complete]' one
dpmlog merge -q -f summary story.summary network-saturated.summary | dpmlog merge -q -f json - hang.summary | jq -c '[.incidents, (.causes | length)]'
run -q -o fleet.html -o fleet.csv -o fleet.summary story.summary hang.summary
python3 -B "$OLDPWD/tests/support/check_html.py" fleet.html && cut -f 1,2 fleet.summary | sed -n 1p
run -q --fail-on crash story.summary hang.summary | tail -n 1

# what goes wrong
head -c 1000 story.summary >cut.summary
echo '{"schema": "dpmlog.report/1"}' >json.summary
printf 'dpmlog.summary/1 0b12dbba\nx\n' >old.summary
sed '1s/[0-9a-f]*\t$/0000000000000000\t/' story.summary >other-rules.summary
: >empty.summary
echo 'no log' >none.txt
dpmlog summarize -q -o nothing.summary none.txt 2>/dev/null || echo "summarize -> $?"
run -f json cut.summary hang.summary json.summary old.summary none.summary . | tee seen | jq -c '.coverage.skipped[]' 2>/dev/null
run -q -f json other-rules.summary | jq -c '.coverage.skipped[]' 2>/dev/null
tail -n 1 seen
run cut.summary empty.summary
run -f json hang.summary hang.summary | jq -c '.coverage.skipped[]' 2>/dev/null
run nothing.summary
run -f sqlite -o a.sqlite hang.summary
run --since -1h hang.summary
run -o fleet.csv hang.summary
run </dev/null
dpmlog summarize -f json "$OLDPWD/fixtures/hang"
echo "-> $?"
dpmlog -f summary "$OLDPWD/fixtures/hang"
echo "-> $?"
