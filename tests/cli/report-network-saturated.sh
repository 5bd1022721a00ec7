# The report of fixtures/network-saturated.
dpmlog --year 2016 fixtures/network-saturated
echo
dpmlog --top 10 --year 2016 fixtures/network-saturated
