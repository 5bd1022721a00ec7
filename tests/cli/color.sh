# Colour only where it is asked for: standard output is no terminal here.
log=fixtures/network-saturated
count() { grep -c "$(printf '\033')"; }
dpmlog --year 2026 $log | count
dpmlog --year 2026 --color never $log | count
dpmlog --year 2026 --color always $log -o "$TMP/file.txt" && count <"$TMP/file.txt"
NO_COLOR=1 dpmlog --year 2026 $log | count
dpmlog --year 2026 --color always $log | sed -n 1p | cat -v | cut -c 1-40
