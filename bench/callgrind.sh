#!/usr/bin/env bash
# bench/callgrind.sh BUILD [NAME...]: instructions that dpmlog spends on a byte of log, counted by callgrind on a slice: unlike times, they
# are the same on every run. TAB-separated: name, instructions a byte, millions to start, what they depend on. SHOW=30 adds the
# functions that cost most; build/bench/callgrind/NAME.out is for callgrind_annotate.
set -eu
build=$1
shift
[ $# -gt 0 ] || set -- typical-utf-8 storm-utf-8 typical-utf-16le typical-zip
loggen=$(dirname "$build")/bench/loggen
folder=$(dirname "$build")/bench/callgrind
mkdir -p "$folder"

made_with=$("${CC:-gcc}" -dumpfullversion)-$(uname -m)-$(grep -qw avx2 /proc/cpuinfo && echo avx2 || echo plain)

input() { # NAME MIB: a slice; prints its file
    local profile=${1%%-*} form=${1#*-} log=$folder/$1-$2/FS01/DPMRACurr.errlog
    mkdir -p "${log%/*}"
    "$loggen" --size "$2M" --seed 1 --profile "$profile" --encoding "${form/zip/utf-8}" --crlf -o "$log"
    if [ "$form" = zip ]; then
        (cd "$folder/$1-$2" && rm -f FS01.zip && zip -qrX FS01.zip FS01)
        log=$folder/$1-$2/FS01.zip
    fi
    echo "$log"
}

count() { # NAME MIB
    local log
    log=$(input "$1" "$2")
    valgrind --tool=callgrind --callgrind-out-file="$folder/$1.out" "$build/dpmlog" analyze -j1 -f json --year 2016 "$log" 2>&1 >/dev/null |
        awk '/Collected/ { print $4 }'
}

for name in "$@"; do
    # two sizes, so that what starting costs falls out
    small=$(count "$name" 2)
    large=$(count "$name" 6)
    awk -v a="$small" -v b="$large" -v name="$name" -v with="$made_with" 'BEGIN {
        each = (b - a) / (4 * 1048576)
        printf "%s\t%.3f\t%.1f\t%s\n", name, each, (a - each * 2 * 1048576) / 1e6, with }'
    [ -z "${SHOW:-}" ] || callgrind_annotate "$folder/$name.out" | sed -n '/Ir/,$p' | head -n "$SHOW"
done
