# Several sites: servers of one name at two customers stay apart; a table, worst site first, and the report of each by its name.
cd "$TMP" || exit
root=$OLDPWD
run() {
    dpmlog merge "$@"
    echo "-> $?"
}
one() { dpmlog summarize -q --year 2026 --site "$1" -o "$1.summary" "$root/fixtures/$2"; }
one NORTHWIND network-saturated
one FABRIKAM agent-crash
one ADATUM healthy
one CONTOSO agent-crash
echo "== the table"
run ./*.summary
echo "== a site's report is that of its logs"
dpmlog -q --year 2026 -f json "$root/fixtures/agent-crash" >whole.json
run -f json --site FABRIKAM ./*.summary | sed '$d' | cmp - whole.json && echo same
run --site NOBODY ./*.summary
run --site FABRIKAM --site CONTOSO ./*.summary
echo "== in any order, and through a summary of summaries"
dpmlog merge -f json ./*.summary >table.json
dpmlog merge -f json NORTHWIND.summary CONTOSO.summary FABRIKAM.summary ADATUM.summary | cmp - table.json && echo same
dpmlog merge -f summary NORTHWIND.summary CONTOSO.summary >two
dpmlog merge -f json FABRIKAM.summary ADATUM.summary two | cmp - table.json && echo same
gzip -c FABRIKAM.summary >FABRIKAM.gz
cat NORTHWIND.summary CONTOSO.summary ADATUM.summary | dpmlog merge -f json - FABRIKAM.gz | cmp - table.json && echo same
part=0
for name in FABRIKAM NORTHWIND ADATUM CONTOSO; do # a key in front, as engines sort by: docs/fleet.md
    part=$((part + 1))
    awk -v key="$name.$part" '{ printf "%s.%010d\t%s\n", key, NR, $0 }' "$name.summary" >>keyed
done
shuf keyed | LC_ALL=C sort | cut -f 2- | dpmlog merge -f json | cmp - table.json && echo same
jq -c '.schema, .servers, .incidents, [.sites[] | [.name, .servers, .failing, .incidents, .complete, .silent, (.causes | map(.id))]], .incident_list[0]' table.json
run -f csv ./*.summary
echo "== what is expected and missing, what is new"
printf '# sites\nADATUM\n\nLITWARE\nNORTHWIND\n' >sites
run --expect sites ./*.summary | tail -n 4
dpmlog merge -f json ADATUM.summary NORTHWIND.summary >before.json
run --baseline before.json --fail-on new ./*.summary | tail -n 4
run --baseline table.json --fail-on new ./*.summary | tail -n 3
run --fail-on crash ADATUM.summary NORTHWIND.summary | tail -n 1
echo "== a name that is given wins"
run -f csv --site LITWARE=FABRIKAM.summary ADATUM.summary | cut -d , -f 1-4
run -q --site ADATUM=CONTOSO.summary ADATUM.summary | head -n 1
run FABRIKAM.summary FABRIKAM.summary | head -n 1
echo "== damage stays where it is"
head -c 9000 CONTOSO.summary >cut.summary.part
run ADATUM.summary cut.summary.part
echo 'no summary' >none.txt
run ADATUM.summary FABRIKAM.summary none.txt
echo "== pages"
run -q -o fleet.html -o fleet.csv -o fleet.txt ./*.summary
python3 -B "$root/tests/support/check_html.py" fleet.html && grep -c '<tr class="site"' fleet.html
run -f md ./*.summary
run --redact map ./*.summary
echo "== words"
run --expect none.such ./*.summary
dpmlog summarize --site A --site B "$root/fixtures/hang" >both
echo "-> $?"
dpmlog summarize --site "$(printf 'a\tb')" "$root/fixtures/hang" >tab
echo "-> $?"
