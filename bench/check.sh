#!/usr/bin/env bash
# bench/check.sh BUILD [--record]: instructions on a byte of log against those of bench/instructions.tsv: more than 5 % above them fails.
# Another compiler or processor makes other code: then there is nothing to compare with, and that is said. --record writes the file.
set -eu
build=$1 recorded=bench/instructions.tsv
now=$(dirname "$build")/bench/instructions.now
mkdir -p "$(dirname "$now")"
bench/callgrind.sh "$build" >"$now"
if [ "${2:-}" = --record ]; then
    cut -f 1,2,4 "$now" | tee "$recorded"
    exit 0
fi
awk -F'\t' '
    FILENAME ~ /instructions.tsv$/ { before[$1] = $2; made[$1] = $3; next }
    !($1 in before) { printf "%-18s %8.3f instructions a byte; none recorded\n", $1, $2; bad = 1; next }
    made[$1] != $4 { printf "%-18s %8.3f instructions a byte; not compared: recorded with %s, this is %s\n", $1, $2, made[$1], $4; next }
    {
        change = ($2 / before[$1] - 1) * 100
        rose = change > 5
        bad = bad || rose
        printf "%-18s %8.3f instructions a byte, recorded %8.3f: %+.1f %%%s\n", $1, $2, before[$1], change, rose ? "  ROSE" : ""
        if (change < -5) fell = 1
    }
    END {
        if (fell) print "Some fell by more than 5 %: make bench-record, and commit it with the change."
        if (bad) print "More than 5 % up: explain it in the commit and make bench-record, or mend it."
        exit bad
    }' "$recorded" "$now"
