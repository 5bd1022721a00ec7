# dpmlog redact: logs with pseudonyms, their columns kept; two sites with one key give the same names.
cd "$TMP" || exit
line() { printf '180C\t280C\t06/01\t20:5%s:55.393\t09\ta.cpp(1)\t[000000001A12E3F0]\t8AE83798-7A85-466A-80CA-22CA66582965\tWARNING\t%s\r\n' "$1" "$2"; }
mkdir -p logs/FS01/Temp logs/CLUSTER logs/old/FS01
{
    echo 'text before any record names Quill'
    line 1 'Failed: Hr: = [0x800706BA] : server CLUSTER for CONTOSO\anna'
    printf '   at CVolumeUtil::GetVolume(C:\\Users\\anna)\r\n'
} >logs/FS01/Temp/DPMRACurr.errlog
line 2 'Task failed for server fs01.contoso.com' | iconv -t UTF-16 >logs/CLUSTER/MSDPMCurr.errlog.2016-06-01_20-52-55.Crash
line 3 'tenant 11111111-2222-3333-4444-555555555555 of quill' >logs/old/FS01/QUILL-DPMRACurr.errlog
line 4 'the same machine, another log' >logs/old/FS01/DPMRACurr.errlog
printf 'a key that two sites have\n' >key
run() {
    dpmlog "$@"
    echo "-> $?"
}
run redact --redact-key key --redact map -o out logs
run redact --redact-key key --keep-guids -o again logs
(cd out && find . -type f | sort && find . -type f | sort | xargs cat)
grep -rc . again --include=QUILL* | sort
grep -rho '11111111-2222[0-9-]*' out again
diff -r out again >/dev/null || echo 'they differ in the GUID'
stat -c %y out/*/*.Crash | cut -c 1-19
dpmlog -f json out | jq -c '.coverage.sources[] | [.host, .process, .records]'
run redact -o out logs
run redact -o - logs
run redact -o new - </dev/null
run events --redact-key key logs
printf 'short\n' >small
run redact --redact-key small -o new logs
printf 'key\t%064d\n' 7 >other
run redact --redact-key key --redact other -o new logs
run redact --redact-key key -o new logs/QUILL
run analyze --redact map logs/QUILL.errlog
