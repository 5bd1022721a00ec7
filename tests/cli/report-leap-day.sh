# The report of fixtures/leap-day.
dpmlog --year 2016 fixtures/leap-day
echo
dpmlog --top 10 --year 2016 fixtures/leap-day
