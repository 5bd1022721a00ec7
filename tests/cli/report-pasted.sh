# The report of each pasted form of fixtures/pasted, named as a file.
for f in fixtures/pasted/*; do
    echo "== $f"
    dpmlog --year 2016 --top 1 "$f" | head -4
done
