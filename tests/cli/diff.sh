# Two reports side by side: summaries or logs, text and JSON, with an exit code for scripts.
dpmlog summarize --year 2016 fixtures/agent-crash >"$TMP/before" && dpmlog summarize --year 2016 fixtures/bundle >"$TMP/after"
dpmlog diff "$TMP/before" "$TMP/after"
echo "-> $?"
dpmlog diff --year 2016 fixtures/agent-crash fixtures/bundle | cmp - <(dpmlog diff "$TMP/before" "$TMP/after") && echo "logs say the same"
dpmlog diff "$TMP/after" "$TMP/before" -f json | jq -c '.schema, .before.incidents, .changes[]'
echo "-> ${PIPESTATUS[0]}"
dpmlog diff "$TMP/after" "$TMP/after" | tail -n 3
dpmlog diff fixtures/healthy fixtures/healthy | tail -n 1
echo "-> ${PIPESTATUS[0]}"
sed '1s/2/9/' "$TMP/before" >"$TMP/newer"
dpmlog diff "$TMP/newer" "$TMP/after"
echo "-> $?"
dpmlog diff "$TMP/none" "$TMP/after"
echo "-> $?"
dpmlog diff "$TMP/after"
echo "-> $?"
