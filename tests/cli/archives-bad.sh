# Archives that are empty, odd, damaged or made to deceive: what could be read is, and what could not is said. Behind the name: the
# exit code (0 whole, 3 nothing could be read, 4 not all), and how many records. How much of a cut one can be read hangs on how
# well it was compressed: that is not told.
. tests/support/needs_libarchive.sh
python3 -B tests/support/make_bad_archives.py fixtures/network-saturated "$TMP" || exit
cd "$TMP" || exit
for archive in *; do
    dpmlog -j 1 --year 2016 -f json "$archive" >report 2>told
    code=$?
    records=$(grep -o -m 1 '"records": [0-9]*' report | tr -dc 0-9)
    case $archive in cut*) [ "$records" -gt 0 ] && records=some ;; esac
    echo "$archive: exit $code, $records records"
    head -n 4 told | sed 's/^dpmlog: /    /; s/after [0-9]* bytes/after N bytes/; s/; 1 place is not valid utf-16le//; s/needed [0-9]* bytes, only [0-9]* available/needed more/'
    # on standard input the same is found, but for what hangs on the name: hosts, and what it is said to be
    dpmlog -j 1 -q --year 2016 -f json - <"$archive" >report 2>told
    again=$?
    input=$(grep -o -m 1 '"records": [0-9]*' report | tr -dc 0-9)
    case $archive in
        cut*) [ $again -eq $code ] && [ "$input" -gt 0 ] ;;
        *) [ $again -eq $code ] && [ "$input" = "$records" ] ;;
    esac || echo "    on standard input: exit $again, $input records"
    rm -f report told
done
echo '42.zip to its bottom:'
dpmlog --max-depth 6 --max-ratio 1000000 --max-expand 200M 42.zip 2>&1 >report | sed 's/.*42.zip.*: /    /' | sort -u
