# One task over all logs; a GUID that matches nothing, or more than one; forms for machines.
run() {
    dpmlog task "$@"
    echo "-> $?"
}
run 5AF2FAE9 --year 2026 fixtures/hang
run 17eac0bb-6009-48fe --year 2026 --tz +02:00 fixtures/hang
run 8AE83798-7A85-466A-80CA-22CA66582965 fixtures/Temp
dpmlog task 8AE83798 fixtures/Temp -f jsonl | python3 -B tests/support/check_schema.py docs/event.schema.json --lines
dpmlog task 8AE83798 fixtures/Temp -f csv -o "$TMP/a.csv" -o "$TMP/a.jsonl" && python3 -c '
import csv, json, sys
rows = list(csv.DictReader(open(sys.argv[1] + "/a.csv", newline="")))
lines = [json.loads(line) for line in open(sys.argv[1] + "/a.jsonl")]
print(len(rows), [row["time"] for row in rows] == [line["time"] for line in lines] == sorted(row["time"] for row in rows))' "$TMP"
run 00000000 fixtures/Temp
run 8AE8 fixtures/Temp
run 8AE8379X fixtures/Temp
run
run 8AE83798 "$TMP/none"
line() { printf '180C\t280C\t06/01\t20:54:5%s.393\t09\ta.cs(1)\t\t8AE83798-%s-466A-80CA-22CA66582965\tNORMAL\tone\r\n' "$1" "$2"; }
{
    line 1 7A85
    line 2 7A86
    line 3 7A85
} >"$TMP/DPMRACurr.errlog"
run 8AE83798 --year 2016 "$TMP/DPMRACurr.errlog"
run 8AE83798-7A86 --year 2016 "$TMP/DPMRACurr.errlog"
run 8AE83798-7A86 --year 2016 - <"$TMP/DPMRACurr.errlog" | tail -n 2
