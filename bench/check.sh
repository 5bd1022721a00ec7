#!/usr/bin/env bash
# bench/check.sh BUILD [--record]: instructions and cache misses of a record against those of bench/instructions.tsv. More than 5
# % above in instructions fails, and so do 10 % and half a miss in misses, which the layout of memory moves a little. Another
# compiler or processor makes other code: then there is nothing to compare with, and that is said. --record writes the file.
set -eu
build=$1 recorded=bench/instructions.tsv
now=$(dirname "$build")/bench/instructions.now
mkdir -p "$(dirname "$now")"
bench/cachegrind.sh "$build" >"$now"
if [ "${2:-}" = --record ]; then
    tee "$recorded" <"$now"
    exit 0
fi
awk -F'\t' '
    function percent(column) { return before[$1, column] > 0 ? ($column / before[$1, column] - 1) * 100 : 0 }
    function rose(column) { return percent(column) > (column == 2 ? 5 : 10) && (column == 2 || $column - before[$1, column] > 0.5) }
    BEGIN { what[2] = "instructions"; what[3] = "D1 misses"; what[4] = "LL misses" }
    FNR == NR { for (i = 2; i <= 4; i++) before[$1, i] = $i; made[$1] = $5; next }
    !($1 in made) {
        printf "%-18s %s instructions, %s and %s misses a record; none recorded\n", $1, $2, $3, $4
        bad = 1
        next
    }
    made[$1] != $5 {
        printf "%-18s %s instructions, %s and %s misses a record; not compared: recorded with %s, this is %s\n",
            $1, $2, $3, $4, made[$1], $5
        next
    }
    {
        line = sprintf("%-18s", $1)
        for (i = 2; i <= 4; i++) {
            line = line sprintf(" %8s %s %+.1f %%%s", $i, what[i], percent(i), rose(i) ? " ROSE" : "")
            if (rose(i)) bad = 1
        }
        if (percent(2) < -5 || percent(4) < -10) fell = 1
        print line
    }
    END {
        if (fell) print "Some fell: make bench-record, and commit it with the change."
        if (bad) print "Some rose: explain it in the commit and make bench-record, or mend it."
        exit bad
    }' "$recorded" "$now"
