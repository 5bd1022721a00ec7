# Nothing could be read: a message each, no report in text, and one in JSON that says so.
dpmlog "$TMP/one.errlog" "$TMP/two.errlog"
echo "-> $?"
dpmlog -q "$TMP/one.errlog"
echo "-> $?"
dpmlog -f json "$TMP/one.errlog" | grep -A 12 '"coverage"'
echo "-> ${PIPESTATUS[0]}"
dpmlog analize
