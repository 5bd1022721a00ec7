# The report of fixtures/Temp: the year comes from the .Crash name, although the file times are those of the checkout.
dpmlog fixtures/Temp
echo
dpmlog --top 10 fixtures/Temp
