# -o: formats by ending or by prefix, several at once, never over an existing file, never half.
run() {
    dpmlog --year 2026 fixtures/healthy "$@"
    echo "-> $?"
}
cd "$TMP" && ln -s "$OLDPWD/fixtures" fixtures || exit
run -o a.txt -o a.json -o json:plain
head -n 1 a.txt a.json
cmp a.json plain
run -f json -o other
cmp a.json other
echo kept >b.txt
run -o b.txt
cat b.txt
run -o b.txt --force
cmp a.txt b.txt
run -o - -o json:c | head -n 1
cmp a.json c
cp fixtures/healthy/FS01/DPMRACurr.errlog log.errlog
dpmlog --force -o text:log.errlog log.errlog
echo "-> $?"
cmp fixtures/healthy/FS01/DPMRACurr.errlog log.errlog
mkdir folder.txt
run -o folder.txt
(umask 027 && run -o mode.txt)
stat -c %a mode.txt
ls
