# Standard descriptors that were closed: nothing else takes their place. The report stays whole, the exit code tells.
dpmlog --year 2016 -f json -o "$TMP/r.json" fixtures/healthy missing 2>&-
echo "stderr closed: $?"
python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["schema"])' "$TMP/r.json"
dpmlog -q - <&-
echo "stdin closed: $?"
dpmlog -q fixtures/healthy >&- 2>/dev/null
echo "stdout closed: $?"
