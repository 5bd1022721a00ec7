# --redact: nothing that the map holds is left in any output; the map is private, kept and used again.
umask 022
line() { printf '180C\t280C\t06/01\t20:5%s:55.393\t09\ta.cpp(1)\t\t8AE83798-7A85-466A-80CA-22CA66582965\t%s\t%s\r\n' "$1" "$2" "$3"; }
mkdir -p "$TMP/logs/FS01"
{
    line 1 WARNING 'Failed: Hr: = [0x800706BA] : server SQL01.contoso.com (10.1.2.3) for CONTOSO\anna, C:\Users\anna\x.txt'
    line 2 FATAL 'Task failed for server SQL01.contoso.com (ID 308 Details: The RPC server is unavailable (0x800706BA)) on SQL01'
    line 3 WARNING 'something nobody knows about sql01 and anna@contoso.com at \\FS01\share\y'
} >"$TMP/logs/FS01/DPMRACurr.errlog"
cd "$TMP" || exit
printf 'key\t%064d\n' 7 >map && chmod 600 map # so that the words are the same each time
run() {
    dpmlog "$@" --year 2016 --redact map
    echo "-> $?"
}
run events logs
run logs -o a.txt -o a.json -o a.csv -o a.html -o a.sqlite
run task 8AE83798 logs >a.task
timeout --foreground -s INT --preserve-status 3 dpmlog follow --year 2016 --redact map logs >a.follow
run events --schema otlp logs >a.otlp
run summarize logs >a.summary
run events -f csv logs >a-events.csv
sqlite3 a.sqlite .dump >a.dump
stat -c %a map
cat map
for secret in FS01 SQL01 contoso anna 10.1.2.3 'logs/'; do
    grep -i -l -F -e "$secret" a.txt a.json a.csv a.html a.dump a.task a.follow a.otlp a-events.csv a.summary
done
jq -r '.causes[0] | .hosts[], .evidence[0].path, .evidence[0].text' a.json
printf 'host-3\tHV01\nnonsense\n' >wrong
dpmlog events --redact wrong logs
echo "-> $?"
dpmlog events --redact "$TMP" logs
echo "-> $?"
dpmlog events --redact none/map logs >/dev/null
echo "-> $?"
ls
