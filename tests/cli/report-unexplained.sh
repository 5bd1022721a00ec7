# The report of fixtures/unexplained.
dpmlog --year 2016 fixtures/unexplained
echo
dpmlog --top 10 --year 2016 fixtures/unexplained
