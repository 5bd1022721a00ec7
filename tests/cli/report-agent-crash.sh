# The report of fixtures/agent-crash.
dpmlog --year 2016 fixtures/agent-crash
echo
dpmlog --top 10 --year 2016 fixtures/agent-crash
