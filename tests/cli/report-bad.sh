# The report of fixtures/bad.
dpmlog --year 2016 fixtures/bad
