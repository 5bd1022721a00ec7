# The report of fixtures/firewall-agent-install.
dpmlog --year 2016 fixtures/firewall-agent-install
