# The same as JSON: keys in order, every reading.
dpmlog code -f json 0x800706BA 43 >"$TMP/json"
python3 -c '
import json, sys
report = json.load(sys.stdin)
print(list(report), report["schema"])
for code in report["codes"]:
    print(list(code), code["input"])
    for reading in code["readings"]:
        print(list(reading), reading["code"], reading["known"], reading["class"])
        assert all(list(cause) == ["id", "title", "fix"] for cause in reading["causes"])
' <"$TMP/json"
dpmlog code -f json nonsense
