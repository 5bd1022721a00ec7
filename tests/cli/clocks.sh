# Clocks that differ: an agent's records of jobs that the engine began and ended lie outside of these. Told in the report, as a range.
shift_log() { # of hours, in place
    python3 - "$1" "$2" <<'P'
import datetime, os, re, sys
path, hours = sys.argv[1], float(sys.argv[2])
times = os.stat(path)
raw = open(path, "rb").read()
def later(m):
    at = datetime.datetime(2026, *(int(m[i]) for i in range(1, 6)), int(m[6]) * 1000) + datetime.timedelta(hours=hours)
    return at.strftime("\t%m/%d\t%H:%M:%S.") + "%03d\t" % (at.microsecond // 1000)
text = re.sub(r"\t(\d\d)/(\d\d)\t(\d\d):(\d\d):(\d\d)\.(\d\d\d)\t", later, raw[2:].decode("utf-16-le"))
open(path, "wb").write(raw[:2] + text.encode("utf-16-le"))
os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
P
}
for hours in 0 0.01 -4 -0.1 0.5 3; do
    rm -rf "$TMP/site"
    cp -r fixtures/healthy "$TMP/site"
    shift_log "$TMP/site/FS01/DPMRACurr.errlog" "$hours"
    echo "$hours h: $(dpmlog -q -v --year 2026 "$TMP/site" | tr '\n' ' ' | grep -o 'the clock of.*compared')"
done
dpmlog summarize -q --year 2026 -o "$TMP/a" "$TMP/site/FS01" && dpmlog summarize -q --year 2026 -o "$TMP/b" "$TMP/site/DPM01"
dpmlog merge -q -f json "$TMP/a" "$TMP/b" | grep -o 'the clock of[^,]*'
