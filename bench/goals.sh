#!/usr/bin/env bash
# bench/goals.sh ROWS: each goal with what was measured (rows.tsv of run.sh) and whether it is met. The speeds are those of bench/goals.tsv.
set -eu
cat <<'MD'

## Goals

`dpmlog analyze -j2`, whole runs. The searchers look for the literals of our event rules (`bench/literals.sh`).

| goal | measured | |
|---|---|---|
MD
awk -F'\t' '
    function say(goal, measured, met) { printf "| %s | %s | %s |\n", goal, measured, measured ~ /not measured/ ? "" : met ? "met" : "**missed**" }
    FILENAME ~ /goals.tsv$/ { if ($0 !~ /^#/) { goal[++goals] = $1; corpus[goals] = $2; peer[goals] = $3; least[goals] = $4 }; next }
    { ratio[$1, $3] = $5; seconds[$1, $3] = $4; peak[$1, $3] = $7 }
    $3 ~ / -c -P$/ && (worst == "" || $5 < worst) { worst = $5; where = $1 }
    $3 == "dpmlog -j2" && $7 > most { most = $7; most_of = $1 }
    END {
        for (i = 1; i <= goals; i++) {
            r = ratio[corpus[i], peer[i]]
            say(goal[i], r == "" ? "not measured" : sprintf("%.2f times", r), r >= least[i])
        }
        say("any of them: 12 times as fast as `rg -c -P`", worst == "" ? "not measured" : sprintf("%.1f times at least (%s)", worst, where), worst >= 12)
        say("memory: at most 96 MiB with two threads", sprintf("%.0f MiB at most (%s)", most / 1024, most_of), most <= 96 * 1024)
        grown = ratio["growth", "dpmlog -j2"]
        large = peak["growth", "dpmlog -j2"] / 1024
        small = peak["one", "dpmlog -j2"] / 1024
        measured = sprintf("%.2f times; %.0f MiB and %.0f MiB", grown, large, small)
        say("growth: 8 GB in at most 8.3 times the time of 1 GB, in the same memory (10 % more at most)",
            grown == "" ? "not measured (BENCH_GROWTH=1)" : measured, grown <= 8.3 && large <= small * 1.1)
    }' bench/goals.tsv "$1"
