# Every JSON report keeps docs/report.schema.json, whatever was read.
for path in fixtures/*/ fixtures/bad/* fixtures/pasted/*; do
    dpmlog -q -f json --year 2026 "$path" 2>"$TMP/err" | python3 -B tests/support/check_schema.py >"$TMP/verdict" || {
        echo "$path"
        cat "$TMP/verdict" "$TMP/err"
    }
done
cat "$TMP/verdict"
