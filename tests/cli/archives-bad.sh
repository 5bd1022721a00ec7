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
    head -n 4 told | sed 's/^dpmlog: /    /; s/after [0-9]* bytes/after N bytes/; s/; 1 place is no valid utf-16le//; s/needed [0-9]* bytes, only [0-9]* available/needed more/'
    rm -f report told
done
