# The report of fixtures/hang.
dpmlog --year 2016 fixtures/hang
echo
dpmlog --top 10 --year 2016 fixtures/hang
