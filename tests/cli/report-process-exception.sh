# The report of fixtures/process-exception.
dpmlog --year 2016 fixtures/process-exception
