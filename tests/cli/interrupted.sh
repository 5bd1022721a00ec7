# What was complete when the interruption came is printed and said to be partial.
# --foreground: timeout would send the signal twice, to dpmlog and to its group, and a second one ends dpmlog at once.
{ cat fixtures/healthy/FS01/DPMRACurr.errlog; sleep 5; } |
    timeout --foreground --preserve-status -s INT 2 dpmlog --year 2026 -o "$TMP/a.txt" -o "$TMP/a.json" -
echo "-> ${PIPESTATUS[1]}"
head -n 1 "$TMP/a.txt"
grep -e '"complete"' -e interrupted "$TMP/a.json"
