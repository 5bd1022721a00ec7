# One bad input does not stop the others, but nothing is called clean then.
dpmlog --year 2026 -j 1 fixtures/healthy "$TMP/none.errlog" | head -n 1
exit "${PIPESTATUS[0]}"
