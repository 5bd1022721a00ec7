# Limits hold for everything that unpacks, over the whole run, whatever the order of the arguments; each is told with its option, and
# what hits one, or does not fit its checksums, is exit code 4.
. tests/support/needs_libarchive.sh
mkdir "$TMP/a"
python3 -B tests/support/make_limits.py fixtures/access-denied/SQL01/DPMRACurr.errlog "$TMP/a" || exit
cd "$TMP/a" || exit
run() {
    dpmlog --no-progress --year 2016 -f json "$@" 2>told >report
    echo "$*: exit $?"
    sed 's/^dpmlog: /    /; s/after [0-9]* bytes/after N bytes/; s/, [0-9]* NUL.*//; s/; [0-9]* NUL.*//' told
}
for archive in *; do
    run "$archive"
done
echo 'over the run:'
run hole-64.tar hole-65.tar
cp report first
run hole-65.tar hole-64.tar
cmp first report
run --max-ratio 1000000 nul.tar.xz
run --max-memory 100M memory-65.errlog.xz memory-second.errlog.xz
run --max-expand 15K crc.tar.gz length.tar.gz
cp report first
run --max-expand 15K length.tar.gz crc.tar.gz
cmp first report
zip -q ../many.zip c* && cd ..
run --max-members 3 many.zip
{ cat many.zip >/dev/null; sleep 2; } | dpmlog --max-time 1s -q --year 2016 - 2>"$TMP/told" >/dev/null
code=${PIPESTATUS[1]}
cat "$TMP/told"
echo "in time: exit $code"
