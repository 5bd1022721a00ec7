# What lies outside the time that was asked for is not called missing.
dpmlog --since 2030-01-01 --process DPMRA fixtures/Temp
echo "-> $?"
dpmlog --since 2016-06-01T20:00 --until 2016-06-01T21:00 -q fixtures/Temp | head -4
# one record, in the singular
dpmlog --top 10 --until 2016-06-02T22:04:42Z fixtures/Temp | grep "outside the requested"
