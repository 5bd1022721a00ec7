# The report of fixtures/healthy.
dpmlog --year 2016 fixtures/healthy
echo
dpmlog --top 10 --year 2016 fixtures/healthy
