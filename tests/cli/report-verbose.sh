# All terms of a report: -v on two servers and a JSON report byte for byte.
dpmlog -v --year 2016 fixtures/agent-crash
dpmlog -f json --year 2016 fixtures/csv-not-serialized | sed 's/"rules": "[0-9a-f]*"/"rules": "HASH"/'
