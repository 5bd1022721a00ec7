# The report of fixtures/rpc-unavailable.
dpmlog --year 2016 fixtures/rpc-unavailable
echo
dpmlog --top 10 --year 2016 fixtures/rpc-unavailable
