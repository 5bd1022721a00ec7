# Forms for other places: each is read by a strict reader, for every fixture and for text that would break out of it.
printf '180C\t280C\t06/01\t20:54:55.393\t09\ta.cs(1)\t\t\tFATAL\tTask failed for server <b>|`"\\\\X.contoso.com (ID 43 Details: *_[x](http://y) </td><script> \xff (0x8099090E))\r\n' >"$TMP/MSDPMCurr.errlog"
for form in md mail prom sarif; do
    for path in fixtures/*/ fixtures/bad/* "$TMP/MSDPMCurr.errlog"; do
        dpmlog -q --year 2026 -f $form "$path" 2>"$TMP/err" >"$TMP/out"
        [ ! -s "$TMP/out" ] || python3 -B tests/support/check_places.py $form <"$TMP/out" >"$TMP/said" || echo "$form: $path"
    done
    dpmlog -f $form fixtures/bundle | python3 -B tests/support/check_places.py $form
done
dpmlog -f md fixtures/bundle | sed -n 1,10p
dpmlog -q -o "$TMP/r.md" -o "$TMP/r.prom" -o "$TMP/r.sarif" -o "mail:$TMP/r.html" fixtures/bundle && cmp "$TMP/r.prom" <(dpmlog -f prom fixtures/bundle)
grep -c '<body' "$TMP/r.html"
dpmlog summarize fixtures/bundle | dpmlog merge -f md - | sed -n 1p
# monitors: one line and one of four states
for path in fixtures/bundle fixtures/healthy fixtures/unexplained fixtures/bad "$TMP/none"; do
    dpmlog check --year 2026 "$path" 2>"$TMP/err" | sed 's/records=.*/.../'
    echo "-> ${PIPESTATUS[0]}"
done
dpmlog check --fail-on vss fixtures/agent-crash | cut -c 1-30
echo "-> ${PIPESTATUS[0]}"
dpmlog check --no-such-option
echo "-> $?"
dpmlog check --top 3
echo "-> $?"
# a file: the first sentence and its name on standard output, nothing with -q
dpmlog -o "$TMP/a.json" -o "$TMP/b.html" fixtures/bundle
dpmlog -q --force -o "$TMP/a.json" fixtures/bundle
printf 'key\t%064d\n' 7 >"$TMP/map" # a key of its own, so that the names are always the same
dpmlog --redact "$TMP/map" --force -o "$TMP/a.json" fixtures/bundle
