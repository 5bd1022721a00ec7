# The page has three lines on each side of the records that it shows, whatever the line ends, the encoding and the archives around.
line() { printf '0AB0\t0E6C\t06/22\t07:40:%02d.010\t20\tworkitem.cpp(310)\t\t\t%s\t%s\n' "$1" "$2" "$3"; }
{
    line 1 NORMAL one
    line 2 FATAL 'Task failed for server FS01.contoso.com (ID 308 Details: The RPC server is unavailable (0x800706BA))'
    for i in 3 4 5 6 7; do line $i NORMAL "number $i"; done
    line 8 FATAL 'Task failed for server HV01.contoso.com (ID 60 Details: Internal error code: 0x809909B0)'
    echo "  which goes on"
    line 9 NORMAL last
} >"$TMP/lf.errlog"
tr '\n' '\r' <"$TMP/lf.errlog" >"$TMP/cr.errlog"
sed 's/$/\r/' "$TMP/lf.errlog" >"$TMP/crlf.errlog"
{ printf '\xFF\xFE'; iconv -t UTF-16LE "$TMP/crlf.errlog"; } >"$TMP/wide.errlog"
gzip -k "$TMP/wide.errlog"
(cd "$TMP" && zip -q inner.zip cr.errlog && zip -q outer.zip inner.zip)
around() { # the times of the lines around each record, and what else is there
    python3 -c '
import html, re, sys
page = sys.stdin.read()
seen = set()
for near in re.findall(r"<details class=\"near\">(.*?)</details>", page, re.S):
    blocks = [html.unescape(b) for b in re.findall(r"<pre[^>]*>(.*?)</pre>", near, re.S)]
    text = " | ".join(" ".join(re.findall(r":(\d\d)\.010|(goes on)", b) and ["".join(m) for m in re.findall(r":(\d\d)\.010|(goes on)", b)] or [b[:11]]) for b in blocks)
    if text not in seen:
        seen.add(text)
        print(" ", text)'
}
for file in lf.errlog cr.errlog crlf.errlog wide.errlog wide.errlog.gz outer.zip; do
    echo "$file"
    dpmlog -f html --year 2016 "$TMP/$file" | around
done
echo "standard input, which has passed"
dpmlog -f html --year 2016 - <"$TMP/lf.errlog" | around
echo "redacted: no name of a server"
printf 'key\t%064d\n' 7 >"$TMP/map"
dpmlog -f html --redact "$TMP/map" --year 2016 "$TMP/lf.errlog" | grep -c 'class="near"'
dpmlog -f html --redact "$TMP/map" --year 2016 "$TMP/lf.errlog" | grep -c 'FS01\|HV01'
