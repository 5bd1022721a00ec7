# -v: the terms of each score, and which other causes fit and why they lost.
dpmlog -v --year 2016 fixtures/network-saturated | sed "/^Process inst/,\$d"
