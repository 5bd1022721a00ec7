# The report of fixtures/port-taken.
dpmlog --year 2016 fixtures/port-taken
echo
dpmlog --top 10 --year 2016 fixtures/port-taken
