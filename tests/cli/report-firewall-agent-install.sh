# The report of fixtures/firewall-agent-install.
dpmlog --year 2016 fixtures/firewall-agent-install
echo
dpmlog --top 10 --year 2016 fixtures/firewall-agent-install
