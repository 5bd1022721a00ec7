# An empty log was read: that is no error.
: >"$TMP/DPMRACurr.errlog"
dpmlog "$TMP/DPMRACurr.errlog" | head -n 1
echo "-> ${PIPESTATUS[0]}"
dpmlog - </dev/null | head -n 1
echo "-> ${PIPESTATUS[0]}"
