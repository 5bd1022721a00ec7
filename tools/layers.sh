#!/usr/bin/env bash
# layers.sh DOCUMENT: holds the includes of src/ against the table in the document, which stands between the lines
# `<!-- layers -->` and `<!-- /layers -->`:
#     | place | may include | libraries |
#     |---|---|---|
#     | src/input | base os record | zlib |
# "may include" names folders of src/, single headers (discover/source.h), `all` or nothing; a folder may always include itself and
# the public headers. "libraries" are those whose headers it may include, and `posix`, `windows` for the system's own.
# A file may have a row of its own (src/api/session.c). Prints what reaches up, and file names that are not unique.
set -u
document=$1
[ -f "$document" ] || { echo "layers: there is no $document"; exit 1; }

table=$(awk '/<!-- layers -->/ {on = 1; next} /<!-- \/layers -->/ {on = 0} on && /^\|/' "$document" | tr -d '`' | tail -n +3)
[ -n "$table" ] || { echo "layers: $document has no table between <!-- layers --> and <!-- /layers -->"; exit 1; }

includes() { # FILE<TAB>LINE<TAB>HEADER, "own" headers in quotes and others in <>
    grep -rnE '^[[:space:]]*#[[:space:]]*include' src --include='*.c' --include='*.h' |
        sed -E 's/^([^:]*):([0-9]*):[^"<]*(["<])([^">]*).*/\1\t\2\t\3\4/'
}

{
    echo "$table" | sed -E 's/^\| *//; s/ *\|$//; s/ *\| */\t/g; s/^/table\t/'
    includes | sed 's/^/include\t/'
} | awk -F'\t' '
    function library(header) {
        if (header ~ /^zlib\.h|^zconf\.h/) return "zlib"
        if (header ~ /^yaml\.h/) return "yaml"
        if (header ~ /^pcre2\.h/) return "pcre2"
        if (header ~ /^archive/) return "libarchive"
        if (header ~ /^lzma\.h/) return "lzma"
        if (header ~ /^libevtx/) return "libevtx"
        if (header ~ /isa-?l|igzip/) return "isa-l"
        if (header ~ /^sqlite3/) return "sqlite"
        if (header ~ /^jansson/) return "jansson"
        if (header ~ /^(windows|io|fcntl_win|winsock2|direct|process)\.h/) return "windows"
        if (header ~ /^(sys\/|unistd|fcntl|dirent|pthread|poll|dlfcn|termios|getopt|strings|langinfo|pwd)/) return "posix"
        return ""
    }
    # a table that goes in circles has no up and no down: take away what needs nothing that is left, until nothing is
    function circles(place, folder, left, before, n, parts, i, needs) {
        for (place in inner) left[place] = 1
        for (before = -1; n != before;) {
            before = n; n = 0
            for (place in left) {
                needs = split(inner[place], parts, " ")
                for (i = 1; i <= needs && left[place]; i++) {
                    folder = "src/" parts[i]; sub(/\/[^\/]*\.h$/, "", folder)
                    if (folder in left && folder != place && left[folder]) { n++; break }
                }
                if (i > needs) left[place] = 0
            }
        }
        for (place in left) if (left[place]) print "layers: the table goes in a circle through " place
        return n > 0
    }
    $1 == "table" { inner[$2] = " " $3 " "; libs[$2] = " " $4 " "; next }
    {
        file = $2; header = $4; kind = substr(header, 1, 1); header = substr(header, 2)
        place = file
        if (!(place in inner)) sub(/\/[^\/]*$/, "", place)
        used[place] = 1
        if (!(place in inner)) {
            if (!told[place]++) { print "layers: " place " has no row in the table"; bad = 1 }
            next
        }
        if (kind == "\"") {
            if (header ~ /^dpmlog(\/|\.h)/) next
            if (index(inner[place], " " header " ")) next
            for (folder = header; sub(/\/[^\/]*$/, "", folder);) {
                if (place == "src/" folder || index(inner[place], " " folder " ")) next
            }
            print file ":" $3 ": " place " may not include \"" header "\""; bad = 1
        } else {
            lib = library(header)
            if (lib == "" || index(libs[place], " " lib " ")) next
            print file ":" $3 ": " place " may not use " lib " (<" header ">)"; bad = 1
        }
    }
    END {
        if (circles()) bad = 1
        for (place in inner) if (!(place in used)) { print "layers: " place " is in the table but has no file"; bad = 1 }
        exit bad
    }'
status=$?

twice=$(find src tests tools bench -name '*.[ch]' -printf '%f\n' | sort | uniq -d)
if [ -n "$twice" ]; then
    echo "layers: file names that stand twice: $twice"
    status=1
fi
[ $status -eq 0 ] && echo "layers: no include reaches up, all file names are unique"
exit $status
