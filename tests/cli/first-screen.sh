# The first screen has at most 24 lines of 80 columns, whatever was found; -v and --top print all; files hold all.
for path in fixtures/*/ fixtures/bad/* fixtures/pasted/*; do
    dpmlog --year 2026 "$path" >"$TMP/screen" 2>"$TMP/said"
    [ "$(fold -w 80 "$TMP/screen" | wc -l)" -le 24 ] || { echo "$path: too long" && cat "$TMP/screen"; }
done
dpmlog fixtures/bundle
TZ=Etc/GMT-2 dpmlog --top 1 fixtures/bundle >"$TMP/all"
dpmlog --tz +02:00 fixtures/bundle | sed -n 1,2p
TZ=Etc/GMT-2 dpmlog fixtures/bundle | sed -n 2,3p
dpmlog -q -o "$TMP/all.txt" fixtures/bundle && [ "$(wc -l <"$TMP/all.txt")" -gt 40 ] && [ "$(wc -l <"$TMP/all")" -gt 40 ] && echo "the rest is there"
python3 -B tests/support/terminal.py 120 20 dpmlog --no-progress fixtures/bundle | sed -n 1,12p
