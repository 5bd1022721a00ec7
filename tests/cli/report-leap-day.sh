# The report of fixtures/leap-day.
dpmlog --year 2016 fixtures/leap-day
