# The report of fixtures/encodings.
dpmlog --year 2016 fixtures/encodings
echo
dpmlog --top 10 --year 2016 fixtures/encodings
