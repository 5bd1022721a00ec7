# The report of fixtures/hang.
dpmlog --year 2016 fixtures/hang
