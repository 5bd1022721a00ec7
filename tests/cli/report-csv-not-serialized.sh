# The report of fixtures/csv-not-serialized.
dpmlog --year 2016 fixtures/csv-not-serialized
echo
dpmlog --top 10 --year 2016 fixtures/csv-not-serialized
