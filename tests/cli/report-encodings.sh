# The report of fixtures/encodings.
dpmlog --year 2016 fixtures/encodings
