# What a spreadsheet would run as a formula is text in CSV.
line() { printf '180C\t280C\t06/01\t20:54:55.393\t09\t%s\t\t8AE83798-7A85-466A-80CA-22CA66582965\tWARNING\t%b\r\n' "$1" "$2"; }
{
    line '=cmd.cs(1)' "=cmd|' /C calc'!A0 Hr: = [0x800706BA]"
    line '+a.cs(1)' '@SUM(1) Hr: = [0x800706BA]'
    line '-a.cs(1)' ' -2+3 Hr: = [0x800706BA]'
    line 'a.cs(1)' 'say "x", Hr: = [0x800706BA]\r\ncontinued; \001'
    line 'a.cs(1)' '\t=1 </script> Hr: = [0x800706BA]'
} >"$TMP/DPMRACurr.errlog"
dpmlog events -f csv --year 2016 "$TMP/DPMRACurr.errlog" | cat -v
dpmlog events -f csv --year 2016 "$TMP/DPMRACurr.errlog" | python3 -c '
import csv, sys
rows = list(csv.DictReader(sys.stdin, strict=True))
print(len(rows), all(not value[:1] in tuple("=+-@\t\r") for row in rows for value in row.values()))'
