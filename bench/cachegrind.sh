#!/usr/bin/env bash
# bench/cachegrind.sh BUILD [CELL...]: what dpmlog spends on a record of a cell of bench/grid.tsv, counted by cachegrind on a
# slice. Unlike times, instructions are the same on every run; misses of a first-level cache of 32 KiB and a last-level cache of 1
# MiB (the second level of a server's core) tell of the waiting that instructions hide. TAB-separated: cell, instructions, D1
# misses, LL misses a record, what they depend on. SHOW=30 adds the functions that cost most; build/bench/cachegrind/CELL.out is
# for cg_annotate.
set -eu
build=$1
shift
[ $# -gt 0 ] || set -- quiet centre records-1 matched-90-churn critical-90 distinct-all utf-16le zip-6
bench=$(dirname "$build")/bench
folder=$bench/cachegrind
mkdir -p "$folder"

made_with=$("${CC:-gcc}" -dumpfullversion)-$(uname -m)-$(grep -qw avx2 /proc/cpuinfo && echo avx2 || echo plain)

lines_in() { # FOLDER: of the logs there; each record is one line
    find "$1" -name '*.errlog' -exec cat {} + | wc -l
}

count() { # CELL MIB PACK SWITCH...: records, instructions, D1 and LL misses
    local cell=$1 mib=$2 pack=$3 path slice=$folder/$1-$2
    shift 3
    path=$(bench/corpus.sh "$bench/loggen" "$slice" $((mib << 20)) "$pack" --seed 1 --profile centre --crlf "$@")
    valgrind --tool=cachegrind --cache-sim=yes --I1=32768,8,64 --D1=32768,8,64 --LL=1048576,16,64 \
        --cachegrind-out-file="$folder/$cell.out" "$build/dpmlog" analyze -j1 --year 2016 "$path" 2>&1 >/dev/null |
        tr -d , | awk -v records="$(lines_in "$slice")" -v OFS='\t' '
            / I +refs:/ { refs = $NF }
            / D1 +misses:/ { d1 = $4 }
            / LL +misses:/ { ll = $4 }
            END { print records, refs, d1, ll }'
    rm -rf "$slice"
}

# two sizes, so that what starting costs falls out
cell() { # CELL PACK SWITCH...
    {
        count "$1" 2 "${@:2}"
        count "$1" 6 "${@:2}"
    } | awk -v cell="$1" -v with="$made_with" '
        NR == 1 { records = $1; refs = $2; d1 = $3; ll = $4; next }
        { n = $1 - records; printf "%s\t%.0f\t%.2f\t%.2f\t%s\n", cell, ($2 - refs) / n, ($3 - d1) / n, ($4 - ll) / n, with }'
    [ -z "${SHOW:-}" ] || cg_annotate "$folder/$1.out" | sed -n '/Ir/,$p' | head -n "$SHOW"
}

# several cells: each by a process of its own, as many at once as there are processors
if [ $# -gt 1 ]; then
    # shellcheck disable=SC2016 # the child expands in its turn
    printf '%s\0' "$@" | xargs -0 -n 1 -P "$(nproc)" sh -c '"$0" "$1" "$3" >"$2/$3.row"' "$0" "$build" "$folder"
    for name in "$@"; do cat "$folder/$name.row"; done
    exit 0
fi

name=$1
IFS=$'\t' read -r _ pack switches < <(awk -F'\t' -v name="$name" '$1 == name' bench/grid.tsv) || {
    echo "cachegrind.sh: bench/grid.tsv has no cell $name" >&2
    exit 2
}
# shellcheck disable=SC2086 # switches are words
cell "$name" "$pack" $switches
