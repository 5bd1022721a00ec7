# Archives as people hand them in (synthetic): names that are not ASCII, zeros behind the archive, programs that unpack themselves,
# frames to be skipped, formats that are not read. Behind each name: exit code and records.
. tests/support/needs_libarchive.sh
python3 -B tests/support/field_archives.py fixtures/port-taken/SQL01/DPMRACurr.errlog "$TMP" || exit
cd "$TMP" || exit
{
    printf '\120\052\115\030\004\0\0\0abcd'
    zstd -q -c "$OLDPWD/fixtures/port-taken/SQL01/DPMRACurr.errlog"
    printf '\137\052\115\030\0\0\0\0'
    zstd -q -c "$OLDPWD/fixtures/port-taken/SQL01/DPMRACurr.errlog"
} >pzstd.errlog.zst
printf '\122\052\115\030\002\0\0\0xy\004\042\115\030' >skipped-lz4.errlog
dpmlog ls --year 2016 names.7z | tail -n 3
for file in *.* foreign/*; do
    dpmlog -j 1 --year 2016 -f json "$file" >report 2>told
    code=$?
    echo "$file: exit $code, $(grep -o -m 1 '"records": [0-9]*' report | tr -dc 0-9) records"
    sed 's/^dpmlog: /    /' told
    grep -o '[0-9]* bytes follow[^"]*' report | sort -u
    rm -f report told
done
for folder in volumes spanned missing; do
    dpmlog ls --year 2016 "$folder"
    dpmlog --year 2016 -f json "$folder" >report
    echo "$folder: exit $?, $(grep -o -m 1 '"records": [0-9]*' report | tr -dc 0-9) records"
    grep -o '"[^"]*joined from[^"]*"' report | sort -u
done
dpmlog ls --year 2016 spanned/*
dpmlog ls --year 2016 missing/logs.7z.*
dpmlog show --year 2016 'volumes/logs.7z.002!SQL01/DPMRACurr.errlog:3' | head -n 2
mv spanned/logs.z02 spanned/logs.z03 .
dpmlog ls --year 2016 spanned
mv spanned/logs.zip .
dpmlog ls spanned
dpmlog -q foreign >report
echo "a folder of these: exit $?"
grep 'skipped' report
true
