# Every form of the events is read by foreign readers and says the same, with the counts of the report.
shopt -s extglob
python3 -B tests/support/check_events.py fixtures/!(pasted|*.md) fixtures/bad/* fixtures/pasted/* | sed 's/^[0-9]* events/All events/'
for path in fixtures/!(pasted|*.md); do
    dpmlog events -q -f jsonl --year 2026 "$path"
done >"$TMP/all.jsonl"
python3 -B tests/support/check_schema.py docs/event.schema.json --lines <"$TMP/all.jsonl"
jq -r 'select(.class == "crash") | [.process, .level, .source] | @tsv' "$TMP/all.jsonl" | sort -u
