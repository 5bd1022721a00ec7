# Logs in the form in which people hand them on (synthetic): CSV of either kind, blanks of web pages, mails that wrap, and what findstr,
# grep and Select-String print. Behind each name: exit code; then the records with their lines.
cd "$TMP" || exit
mkdir -p pasted
tabs() { # HOST of the message
    printf '0AB0\t0974\t06/02\t10:0%d:00.000\t31\tcsvapi.cpp(400)\t\t8AE83798-7A85-466A-80CA-22CA6658290%d\tWARNING\tFailed: Hr: = [0x8007173d] : "%s", attempt %d\n' \
        1 1 "$1" 1 2 2 "$1" 2
}
tabs one | sed 's/"/""/g; s/\t/,/g; s/WARNING,\(.*\)$/WARNING,"\1"/' >pasted/comma.csv
tabs two | sed 's/"/""/g; s/^/"/; s/\t/";"/g; s/$/"/' >pasted/all-quoted.csv
printf '"0AB0";"0974";"06/02";"10:01:00.000";"31";"csvapi.cpp(400)";"";"";"WARNING";"Failed: Hr: = [0x8007173d]\r\n  at Frame()"\r\n' | iconv -f utf-8 -t utf-16 >pasted/lines-in-field.csv
{ echo 'PID,TID,Date,Time'; echo '990,974,2-Jun,10:01:12,31,csvapi.cpp(400),,,WARNING,"Failed: Hr: = [0x8007173d]"'; } >pasted/excel-dates.csv
tabs three | sed 's/\t/\xc2\xa0 \xc2\xa0/g' >pasted/nbsp.txt
tabs four | sed 's/\t/\xe3\x80\x80/g; s/ : /\xe2\x80\xaf: /' >pasted/ideographic.txt
tabs five | sed 's/\t/\xa0 /g' >pasted/nbsp-ansi.txt
tabs six | tr '\t' ' ' | sed 's/ WARNING/\nWARNING/; s/^/> /' >pasted/wrapped-mail.txt
for file in pasted/*; do
    dpmlog -q --year 2024 "$file" >report
    echo "$file: exit $?"
    dpmlog events --year 2024 -v "$file" | sed 's/^/    /' | cut -c 1-190
done
{ tabs a | sed 's/^/N1-DPMRACurr.errlog:/'; tabs b | sed 's/^/N2-MSDPMCurr.errlog:/'; } >findstr.txt
{ tabs a; printf '   at Some.Frame()\n'; } | sed 's/^/N1-DPMRACurr.errlog:/' | cat -n | sed 's/^ *\([0-9]*\)\t\([^:]*\):/\2:\1:/' >grep-n.txt
tabs a | sed 's/^/C:\\logs\\FS01\\DPMRACurr.errlog:/' | iconv -f utf-8 -t utf-16 >select-string.txt
dpmlog ls --year 2024 findstr.txt grep-n.txt select-string.txt
dpmlog events --year 2024 -v findstr.txt grep-n.txt | cut -c 1-100,180-
