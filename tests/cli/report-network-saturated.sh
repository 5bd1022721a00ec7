# The report of fixtures/network-saturated.
dpmlog --year 2016 fixtures/network-saturated
