# For scripts of tests/cli that read what libarchive reads: where dpmlog was built without, it must say so, and then what the test
# expects is taken for seen.
tar -cf "$TMP/probe.tar" -C fixtures/healthy FS01
if dpmlog ls "$TMP/probe.tar" | grep -q 'tar is read by libarchive, which this dpmlog was built without; unpack it first'; then
    [ ! -e "${0%.sh}.out" ] || cat "${0%.sh}.out"
    [ ! -e "${0%.sh}.err" ] || cat "${0%.sh}.err" >&2
    exit "$(cat "${0%.sh}.exit" 2>/dev/null || echo 0)"
fi
rm "$TMP/probe.tar"
