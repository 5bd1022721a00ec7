# The report of fixtures/healthy.
dpmlog --year 2016 fixtures/healthy
