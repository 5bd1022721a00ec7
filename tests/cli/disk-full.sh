# What cannot be written is said, exits with 2, and leaves nothing behind.
dpmlog --year 2026 fixtures/healthy >/dev/full
echo "-> $?"
dpmlog -f json --year 2026 fixtures/healthy >/dev/full
echo "-> $?"
dpmlog help >/dev/full
echo "-> $?"
dpmlog -o text:/dev/full --year 2026 fixtures/healthy
echo "-> $?"
(ulimit -f 1 && exec dpmlog -o "$TMP/a.json" --year 2026 fixtures/network-saturated)
echo "-> $?"
ls "$TMP"
