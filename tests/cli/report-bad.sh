# The report of fixtures/bad.
dpmlog --year 2016 fixtures/bad
echo
dpmlog --top 10 --year 2016 fixtures/bad
