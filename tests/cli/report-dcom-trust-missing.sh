# The report of fixtures/dcom-trust-missing.
dpmlog --year 2016 fixtures/dcom-trust-missing
echo
dpmlog --top 10 --year 2016 fixtures/dcom-trust-missing
