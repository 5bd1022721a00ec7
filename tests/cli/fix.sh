# A fix whole, as a registry file, as commands for a version, filled in from logs; and what is refused.
run() {
    echo "\$ dpmlog $*" | sed "s|$TMP|TMP|g"
    dpmlog "$@" 2>&1 | tr -d '\r'
    echo "-> ${PIPESTATUS[0]}"
}
firewall=fixtures/firewall-agent-install
run fix network-saturated
run fix firewall-agent-install --dpm-version 2016
run fix agent-crash
echo "names and times come from logs"
run fix agent-crash fixtures/agent-crash | head -12
run fix firewall-agent-install "$firewall" | grep 'On:'
run fix network-saturated "$firewall" | grep 'On:'
echo "a version by its year or its number"
for version in 2010 '2012 R2' 2019 2022 10.19.260.0 4.2.1254.0; do
    echo "$version: $(dpmlog fix firewall-agent-install --dpm-version "$version" | grep -o 'AC\\[0-9.]*' | sort -u | tr '\n' ' ')"
done
run fix firewall-agent-install --dpm-version 1999
run analyze --dpm-version 1999 "$firewall"
echo "files"
run fix network-saturated -o "$TMP/fix.reg"
od -An -c -N 32 "$TMP/fix.reg"
iconv -f UTF-16 -t UTF-8 "$TMP/fix.reg" | tr '\r' '~'
run fix firewall-agent-install --dpm-version 2019 -o "$TMP/fix.cmd"
tr '\r' '~' < "$TMP/fix.cmd"
tr -d '[:print:]\r\n' < "$TMP/fix.cmd" | wc -c
run fix firewall-agent-install --dpm-version 2019 -o "$TMP/fix.txt"
cmp <(dpmlog fix firewall-agent-install --dpm-version 2019) "$TMP/fix.txt" && echo same
run fix firewall-agent-install -o "$TMP/wrong.reg"
run fix network-saturated "$firewall" -o "$TMP/all.cmd"
head -12 "$TMP/all.cmd" | tr '\r' '~'
run fix agent-crash -o "$TMP/wrong.reg"
run fix nothing
run fix
