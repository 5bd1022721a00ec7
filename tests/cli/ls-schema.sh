# The JSON of ls keeps docs/listing.schema.json.
zip -qr "$TMP/logs.zip" fixtures/Temp fixtures/bad
echo none >"$TMP/broken.zip"
dpmlog ls -f json "$TMP" fixtures "$TMP/nothing" | python3 -B tests/support/check_schema.py docs/listing.schema.json
dpmlog ls -f json fixtures/../docs/ | python3 -B tests/support/check_schema.py docs/listing.schema.json
