# A fix as a registry file, as commands for a version, as steps; and what is refused.
run() {
    echo "\$ dpmlog $*"
    dpmlog "$@" 2>&1 | tr -d '\r'
    echo "-> ${PIPESTATUS[0]}"
}
run fix network-saturated
run fix firewall-agent-install --dpm-version 2016
run fix firewall-agent-install --dpm-version=4.2.1254.0 | grep -c 4.2.1254.0
run fix firewall-agent-install
run fix firewall-agent-install --dpm-version 1999
run fix agent-crash
run fix nothing
run fix
