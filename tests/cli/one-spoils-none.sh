# A path that does not exist, an empty folder and a file of another product change no verdict; a host that no log is of is told, with those that exist.
mkdir "$TMP/empty"
echo 'a letter' >"$TMP/letter.txt"
verdict() {
    dpmlog -q "$@" 2>/dev/null >"$TMP/report"
    echo "exit $?: $(sed -n 2p "$TMP/report")"
}
verdict fixtures/agent-crash
verdict fixtures/agent-crash "$TMP/empty"
verdict fixtures/agent-crash "$TMP/none"
verdict fixtures/agent-crash "$TMP/letter.txt"
head -c 7001 fixtures/agent-crash/SQL01/DPMRACurr.errlog | gzip | head -c 300 >"$TMP/cut.errlog.gz"
verdict fixtures/agent-crash "$TMP/cut.errlog.gz"
dpmlog --host HV09 fixtures/story
