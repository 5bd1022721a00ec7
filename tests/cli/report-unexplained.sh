# The report of fixtures/unexplained.
dpmlog --year 2016 fixtures/unexplained
