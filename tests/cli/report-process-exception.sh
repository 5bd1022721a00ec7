# The report of fixtures/process-exception.
dpmlog --year 2016 fixtures/process-exception
echo
dpmlog --top 10 --year 2016 fixtures/process-exception
