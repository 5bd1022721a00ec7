# The report of fixtures/rpc-unavailable.
dpmlog --year 2016 fixtures/rpc-unavailable
