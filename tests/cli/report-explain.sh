# --explain: the terms of each score, and which other causes fit and why they lost.
dpmlog --explain --year 2016 fixtures/network-saturated | sed "/^Process inst/,\$d"
