# The report of fixtures/agent-crash.
dpmlog --year 2016 fixtures/agent-crash
