# SQL01=PATH says whose logs a path holds, for a file, a folder and an archive; a name that says another is told. A file of that name
# is read as it is; what is no name of a machine, or leads to nothing, is a path that does not exist.
mkdir -p "$TMP/q/Desktop" "$TMP/FS01" && cd "$TMP" || exit
cp "$OLDPWD/fixtures/port-taken/SQL01/DPMRACurr.errlog" q/Desktop
cp "$OLDPWD/fixtures/port-taken/SQL01/DPMRACurr.errlog" FS01
cp "$OLDPWD/fixtures/port-taken/SQL01/DPMRACurr.errlog" A=B.errlog
dpmlog ls --year 2016 q
dpmlog ls --year 2016 SQL07=q
dpmlog ls --year 2016 sql08.contoso.com=q/Desktop/DPMRACurr.errlog SQL09=FS01 A=B.errlog
dpmlog --year 2016 -f json SQL09=FS01 >report
echo "exit $?"
grep -o '"[^"]*was given[^"]*"' report
dpmlog --year 2016 SQL07=q | head -n 1
for path in SQL07=nothing "not a host=q" =q SQL07=; do
    dpmlog "$path"
    echo "$path: exit $?"
done
