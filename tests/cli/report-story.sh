# The report of fixtures/story: two DPM servers, three agents, one night.
dpmlog --year 2016 fixtures/story
echo
dpmlog --top 10 --year 2016 fixtures/story
