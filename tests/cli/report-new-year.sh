# The report of fixtures/new-year.
dpmlog --year 2016 fixtures/new-year
