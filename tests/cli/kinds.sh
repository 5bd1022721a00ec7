# ls names every kind of file; "everything was read" is said only where nothing was passed over in which a witness may be.
mkdir -p "$TMP/case/sub"
cp fixtures/healthy/FS01/DPMRACurr.errlog fixtures/healthy/DPM01/MSDPMCurr.errlog "$TMP/case"
cd "$TMP/case" || exit
touch -d 2016-06-07T12:00:00Z ./*.errlog
for name in MEMORY.DMP dpmra.mdmp sub/DPMDB.bak sub/net.etl dpm.cer setup.exe screen.PNG report.xlsx unknown.qqq notes.txt; do
    printf 'x\0y' >"$name"
done
ln -s sub link
printf '\004\042\115\030' >a.errlog.lz4
printf 'LZIP\001' >b.errlog.lz
printf 'Rar!\032\007\001' >c.rar
printf 'MSWIM\000\000\000' >d.wim
printf 'alert (ID 3106 Details: 0x80070005)\n' >alert.txt
cd .. || exit
dpmlog ls --year 2016 case
echo "exit $?"
rm case/*.lz* case/c.rar case/d.wim case/alert.txt
echo "== every log was read, but not every file"
dpmlog -q --year 2016 case
echo "exit $?"
dpmlog --year 2016 -f json case | python3 -B -c 'import json, sys; c = json.load(sys.stdin)["coverage"]; print(c["complete"], c["passed"])'
dpmlog --year 2016 -f prom case | grep -E '^dpmlog_(complete|passed)'
dpmlog summarize --year 2016 -o one.sum case 2>/dev/null
dpmlog merge -f json one.sum one.sum 2>/dev/null | python3 -B -c 'import json, sys; print(json.load(sys.stdin)["coverage"]["passed"])'
echo "== nothing was passed over"
rm case/*.DMP case/*.mdmp case/sub/* case/*.xlsx case/link
dpmlog -q --year 2016 case
