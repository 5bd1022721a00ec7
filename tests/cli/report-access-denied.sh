# The report of fixtures/access-denied.
dpmlog --year 2016 fixtures/access-denied
echo
dpmlog --top 10 --year 2016 fixtures/access-denied
