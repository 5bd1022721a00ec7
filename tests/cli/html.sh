# -f html: one page for every fixture, well-formed, with nothing that is loaded or steers; the same bytes for every -j and order.
for folder in fixtures/*/; do
    dpmlog -q --year 2026 -f html -o "$TMP/$(basename "$folder").html" "$folder" >>"$TMP/said" 2>&1
done
dpmlog -q --year 2026 -o "$TMP/all.html" fixtures
echo "-> $?"
# a site on whose every server everything fails for ten days: the page stays small (check_html.py has the limit)
mkdir "$TMP/crowded" && python3 -B tests/support/make_crowded.py "$TMP/crowded" 60 700
dpmlog -q --year 2016 -o "$TMP/crowded.html" "$TMP/crowded"
echo "-> $?"
python3 -B tests/support/check_html.py "$TMP"/*.html && echo "well-formed, each under 1 MB"
dpmlog -q --year 2026 -j 1 -f html fixtures/network-saturated/DPM01 fixtures/network-saturated/HV01 >"$TMP/one"
dpmlog -q --year 2026 -j 4 -f html fixtures/network-saturated/HV01 fixtures/network-saturated/DPM01 >"$TMP/four"
cmp "$TMP/one" "$TMP/four" && echo "the same bytes"
dpmlog --year 2026 --tz +02:00 -f html fixtures/network-saturated | sed 's|<[^>]*>||g' | grep -o '2026-06-07 02:02 - 2026-06-08 01:33 UTC+02:00'
sh -c 'ulimit -f 8; trap "" XFSZ; exec dpmlog -q --year 2026 -o "$1/cut.html" fixtures/network-saturated' sh "$TMP"
echo "-> $?"
compgen -G "$TMP/*cut*" || echo "nothing half-written"
