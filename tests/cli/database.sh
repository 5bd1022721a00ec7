# Databases and CSV hold what the JSON report and the events hold; what goes wrong with a database leaves nothing behind.
shopt -s extglob
python3 -B tests/support/check_database.py "$TMP" fixtures/!(pasted|*.md) fixtures/bad/control-characters.errlog fixtures/bad/empty.errlog
rm -f "$TMP"/*
run() {
    dpmlog --year 2026 fixtures/network-saturated "$@"
    echo "-> $?"
}
run -f sqlite
run -o sqlite:-
run -o sqlite:/dev/full
run -f sqlite -o "$TMP/plain"
sqlite3 "$TMP/plain" 'SELECT class, events FROM class_counts WHERE class = "timeout"'
run -o "$TMP/a.sqlite" --class timeout -q
sqlite3 "$TMP/a.sqlite" 'SELECT class, events FROM class_counts'
run -o "$TMP/a.sqlite"
run -o "$TMP/a.sqlite" --force -q
sqlite3 "$TMP/a.sqlite" 'SELECT count(*) FROM class_counts; SELECT name FROM sqlite_schema WHERE name NOT LIKE "sqlite_%" ORDER BY 1'
run -o "$TMP/none/a.sqlite"
(ulimit -f 16 && dpmlog -o "$TMP/b.sqlite" --year 2026 fixtures/network-saturated)
echo "-> $?"
stat -c %a "$TMP/a.sqlite"
ls "$TMP"
