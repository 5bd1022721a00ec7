# The report of fixtures/port-taken.
dpmlog --year 2016 fixtures/port-taken
