# Each test that the page of threats names is there.
# shellcheck disable=SC2016 # these are backquotes of Markdown
sed -n 's/.*| \(`tests.*\) |$/\1/p' docs/threats.md | grep -o '`tests/[^` ]*`' | tr -d '`' | sort -u >"$TMP/named"
while read -r path; do
    [ -e "$path" ] || echo "$path is not there"
done <"$TMP/named"
[ "$(wc -l <"$TMP/named")" -gt 20 ] && echo "every test is there"
