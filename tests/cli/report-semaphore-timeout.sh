# The report of fixtures/semaphore-timeout.
dpmlog --year 2016 fixtures/semaphore-timeout
echo
dpmlog --top 10 --year 2016 fixtures/semaphore-timeout
