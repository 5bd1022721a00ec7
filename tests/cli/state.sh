# --state: what has not changed is not read again, the report is the same; what is gone stays for a while; a state that cannot be used is
# told, and everything is read. tests/fleet/state.py has a thousand rounds of a writer.
cd "$TMP" || exit
root=$OLDPWD
cp -r "$root/fixtures/story" logs
find logs -type f -exec touch -d 2026-06-24T08:00Z {} +
run() {
    dpmlog analyze -q -f json "$@" logs
    echo "-> $?"
}
run >full
run --state s >first
run --state s >second
cmp full first && cmp full second && echo "the same report"
dpmlog merge -q -f json s >merged && cmp <(sed '$d' full) merged && echo "a state is a summary"
echo "== what is not changed is not read"
log=$(find logs -name 'DPMRACurr.errlog' | sort | head -n 1)
python3 - "$log" <<'P'
import sys
text = open(sys.argv[1], "rb").read()[2:].decode("utf-16-le")
with open(sys.argv[1], "wb") as out:
    out.write(b"\xff\xfe" + (text * 5).encode("utf-16-le"))
P
touch -d 2026-06-24T08:00Z "$log"
run --state s >second
python3 - "$log" <<'P'
import sys
data = bytearray(open(sys.argv[1], "rb").read())
data[6000:12000] = bytes(6000)
open(sys.argv[1], "wb").write(data)
P
touch -d 2026-06-24T08:00Z "$log"
run --state s >third
cmp second third && echo "the middle of a log of the same size, time and ends was not looked at"
mv "$log" "${log%Curr.errlog}7.errlog"
run --state s | jq -cn 'input | [.coverage.sources[].path] | sort' 2>/dev/null
mv "${log%Curr.errlog}7.errlog" "$log"
echo "== what is gone"
mkdir away && mv logs/* away && cp -r "$root/fixtures/healthy/." logs
dpmlog check --state s --keep 9999d logs
echo "-> $?"
dpmlog check --state s --keep 9999d logs
echo "-> $?"
dpmlog check --state s logs
echo "-> $?"
echo "== a state that cannot be used"
run -q --state s >before
head -c 3000 s >cut.part && mv cut.part s
run --state s | cmp - before && echo "everything was read"
run --state s | cmp - before && echo "and the next state is whole"
sed '1s/\t[^\t]*$/\tOTHER/' s >other && mv other s
run --state s | cmp - before
echo 'no state' >log.txt
dpmlog check --state log.txt logs
echo "-> $?"
cat log.txt
dpmlog check --state logs logs
echo "-> $?"
: >empty
run --state empty | cmp - before && echo "an empty file becomes a state"
echo "== words"
run --state s --since 2026-06-01
run --state none/such/s
dpmlog analyze --keep soon --state s logs
echo "-> $?"
dpmlog summarize --redact map --state s logs
echo "-> $?"
echo "== two at a time"
python3 - <<'P' &
import fcntl, os, time
file = open("s.lock", "w")
fcntl.lockf(file, fcntl.LOCK_EX)
open("locked", "w").close()
time.sleep(20)
P
while [ ! -e locked ]; do sleep 0.05; done
run --state s 2>&1 | sed "s/process $! /process N /"
kill $! && wait 2>/dev/null
