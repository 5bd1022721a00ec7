# The report of fixtures/connection-reset.
dpmlog --year 2016 fixtures/connection-reset
echo
dpmlog --top 10 --year 2016 fixtures/connection-reset
