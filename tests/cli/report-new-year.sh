# The report of fixtures/new-year.
dpmlog --year 2016 fixtures/new-year
echo
dpmlog --top 10 --year 2016 fixtures/new-year
