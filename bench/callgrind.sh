#!/usr/bin/env bash
# bench/callgrind.sh [PROFILE] [ENCODING]: instructions per byte of log that dpmlog spends on a small slice, and where. Unlike times,
# they are the same on every run.
set -eu
profile=${1:-typical} encoding=${2:-utf-8}
build=${BUILD:-build}
make --no-print-directory BUILD="$build" V=release all "$build/bench/loggen" >/dev/null
folder=$build/bench/callgrind
mkdir -p "$folder"
slice() { # MiB: instructions
    "$build/bench/loggen" --size "$1M" --seed 1 --profile "$profile" --encoding "$encoding" --crlf -o "$folder/DPMRACurr.errlog"
    valgrind --tool=callgrind --callgrind-out-file="$folder/out.$1" "$build/release/dpmlog" analyze -j1 -f json --year 2016 "$folder/DPMRACurr.errlog" 2>&1 >/dev/null |
        awk '/Collected/ {print $4}'
}
# two sizes, so that what starting costs (loading and checking the rules) falls out
small=$(slice 2)
large=$(slice 10)
awk -v a="$small" -v b="$large" -v p="$profile $encoding" 'BEGIN {
    printf "%s: %.2f instructions per byte, %.1f million to start\n", p, (b - a) / (8 * 1048576), (a - (b - a) / 4) / 1e6 }'
callgrind_annotate "$folder/out.10" | sed -n '/Ir/,$p' | head -n "${LINES_SHOWN:-30}"
