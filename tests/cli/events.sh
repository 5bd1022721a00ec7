# Classified events in order, filters, forms, and what does not go together.
run() {
    dpmlog events "$@"
    echo "-> $?"
}
run fixtures/Temp
run fixtures/network-saturated --year 2026 --class timeout --host HV01 --tz +02:00
run fixtures/Temp --since 2016-06-01T20:00 --until 2016-06-01T20:55:45Z -f jsonl
run fixtures/Temp --level CRITICAL -f csv
run fixtures/Temp --process cbengine
run fixtures/Temp --schema otlp --level CRITICAL
run fixtures/Temp --schema ecs -f csv
run fixtures/Temp -f json
run fixtures/Temp -o "$TMP/a.html"
run fixtures/Temp -o "$TMP/a.jsonl" -o "$TMP/a.csv" -o "$TMP/a.txt" -o - | head -n 1
wc -l <"$TMP/a.jsonl"
run fixtures/Temp -o "$TMP/a.jsonl"
run fixtures/Temp/none
run - --year 2016 <fixtures/Temp/MSDPMCurr.errlog | tail -n 2
run - -j 1 -f jsonl --year 2026 <fixtures/bad/control-characters.errlog
dpmlog events fixtures/Temp >/dev/full
echo "-> $?"
run fixtures/Temp -o text:/dev/full
cmp <(dpmlog events -j 1 -f jsonl fixtures/network-saturated) <(dpmlog events -j 8 -f jsonl fixtures/network-saturated) && echo same
