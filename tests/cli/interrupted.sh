# What was complete when the interruption came is printed and said to be partial.
{ cat fixtures/healthy/FS01/DPMRACurr.errlog; sleep 5; } |
    timeout --preserve-status -s INT 2 dpmlog --year 2026 -o "$TMP/a.txt" -o "$TMP/a.json" -
echo "-> ${PIPESTATUS[1]}"
head -n 1 "$TMP/a.txt"
grep -e '"complete"' -e interrupted "$TMP/a.json"
