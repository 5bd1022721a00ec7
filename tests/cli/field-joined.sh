# Logs as they are joined and written on (synthetic): byte order marks inside, encodings that change, dates that do not exist, clocks
# that were set back, years of joined logs. Behind each name: exit code, records, what is said of it.
cd "$TMP" || exit
put() { # DATE TIME MESSAGE
    printf '0AB0\t0974\t%s\t%s\t31\tcsvapi.cpp(400)\t\t8AE83798-7A85-466A-80CA-22CA66582901\tWARNING\tFailed: Hr: = [0x8007173d] : %s\r\n' "$1" "$2" "$3"
}
three() {
    put 06/02 "$1:00:00.000" one
    put 06/02 "$1:01:00.000" Protokoll-Größe
    put 06/02 "$1:02:00.000" three
}
wide() { printf '\377\376'; iconv -f utf-8 -t utf-16le; }
{ three 10 | wide; three 12 | wide; } >bom-inside.errlog
{ printf '\357\273\277'; three 10; printf '\357\273\277'; three 12; } >bom-inside-utf8.errlog
{ three 10; three 12 | wide; } >powershell-appends.errlog
{ three 10 | iconv -f utf-8 -t windows-1252; three 12 | iconv -f utf-8 -t utf-16le; three 14 | iconv -f utf-8 -t windows-1252; } >both-ways.errlog
{ three 10 | wide; three 12 | iconv -f utf-8 -t windows-1252; } >cmd-appends.errlog
{ three 10 | wide; printf '\r'; three 12 ; } >cmd-appends-behind-half-a-character.errlog
{ put 06/02 10:01:00.000 one; put 13/02 10:02:00.000 two; put 06/02 24:00:00.000 three; put 06/02 23:05:00.000 four; } >impossible.errlog
{ put 06/02 10:01:00.000 one; put 02/30 10:02:00.000 two; put 00/00 '' three; printf '   at Some.Frame()\r\n'; } >impossible-too.errlog
{ put 06/05 12:00:00.000 one; put 06/03 12:00:00.000 two; put 06/04 12:00:00.000 three; } >clock-set-back.errlog
{ put 12/30 12:00:00.000 one; put 01/03 12:00:00.000 two; put 11/30 12:00:00.000 three; put 01/01 12:00:00.000 four; } >two-new-years.errlog
{ put 06/02 10:00:01.000 one; put 06/02 09:00:00.000 two; put 06/02 09:30:00.000 three; } >hour-back.errlog
for file in *.errlog; do
    dpmlog -j 1 --year 2024 -v "$file" >report 2>&1
    echo "$file: exit $?"
    sed -n '/^Coverage/,$p' report | sed '1d'
done
dpmlog ls --year 2024 hour-back.errlog clock-set-back.errlog two-new-years.errlog
