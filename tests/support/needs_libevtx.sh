# For scripts of tests/cli that read Windows event logs: where dpmlog was built without libevtx, it must say so, and then what the test
# expects is taken for seen.
: >"$TMP/probe.evtx"
if dpmlog -q "$TMP/probe.evtx" | tr -s ' \n' ' ' | grep -q 'are read by libevtx, which this dpmlog was built without'; then
    [ ! -e "${0%.sh}.out" ] || cat "${0%.sh}.out"
    [ ! -e "${0%.sh}.err" ] || cat "${0%.sh}.err" >&2
    exit "$(cat "${0%.sh}.exit" 2>/dev/null || echo 0)"
fi
rm "$TMP/probe.evtx"
