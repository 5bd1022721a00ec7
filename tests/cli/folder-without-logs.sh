# A named folder without logs beside one that has some: "clean" is not claimed.
mkdir "$TMP/nologs"
dpmlog --year 2016 fixtures/healthy "$TMP/nologs"
