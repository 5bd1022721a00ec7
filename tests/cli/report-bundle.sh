# Two DPM servers and three agents in one zip of the collector: the same report as of the logs unpacked, but for the paths.
report() {
    dpmlog -q -f json "$@" | python3 -c '
import json, re, sys
text = json.dumps(json.load(sys.stdin), indent=1)
text = re.sub(r"fixtures/(story/|bundle/night.zip!)(\w+?)(/|_DPM_Error_Logs.zip!)", r"\2/", text)
print(text.replace("\"mtime\"", "YEAR").replace("\"option\"", "YEAR"))'
}
report fixtures/bundle/night.zip >"$TMP/bundle.json"
report --year 2016 fixtures/story >"$TMP/story.json"
cmp "$TMP/bundle.json" "$TMP/story.json" && grep -c '"id"' "$TMP/bundle.json"
dpmlog task 20E5B5FC fixtures/bundle/night.zip | head -3
