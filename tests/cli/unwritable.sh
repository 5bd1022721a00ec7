# A folder that one may not write to: exit code 2, and what was there stays.
if [ "$(id -u)" -eq 0 ]; then
    # root may do everything: without this capability, what it may not
    limited() { setpriv --bounding-set=-dac_override --inh-caps=-dac_override "$@"; }
else
    limited() { "$@"; }
fi
mkdir "$TMP/closed"
echo kept >"$TMP/closed/old.txt"
chmod 555 "$TMP/closed"
for options in "-o new.txt" "-o old.txt --force" "-o new.html -o new.sqlite"; do
    # shellcheck disable=SC2086,SC2016 # words; sh expands in its turn
    (limited sh -c 'cd "$1" && shift && exec dpmlog -q --year 2026 "$@"' sh "$TMP/closed" "$PWD/fixtures/healthy" $options)
    echo "-> $?"
done
(limited dpmlog events -q -o "$TMP/closed/new.jsonl" fixtures/Temp)
echo "-> $?"
(limited dpmlog task -q -o "$TMP/closed/new.csv" 8AE83798 fixtures/Temp)
echo "-> $?"
ls "$TMP/closed" && cat "$TMP/closed/old.txt"
chmod 755 "$TMP/closed"
