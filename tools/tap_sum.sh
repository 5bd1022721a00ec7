#!/usr/bin/env bash
# Adds up the TAP files of a folder: shows what failed, then a count for each suite, then `N passed, N failed` alone on the last line.
set -u
cd "$1" || exit 2
shopt -s nullglob
files=(*.tap)
if [ ${#files[@]} -eq 0 ]; then
    echo "no test ran"
    echo "0 passed, 1 failed"
    exit 1
fi
exec awk '
    FNR == 1 { show = 0; suite = FILENAME; sub(/\.tap$/, "", suite); suites[++n] = suite }
    /^ok/ { passed[suite]++; show = 0; next }
    /^not ok/ { failed[suite]++; show = 1 }
    show { print suite ": " $0 }
    END {
        for (i = 1; i <= n; i++) {
            s = suites[i]
            printf "%-24s %4d passed %4d failed\n", s, passed[s], failed[s]
            p += passed[s]; f += failed[s]
        }
        if (p + f == 0) { print "no test ran"; f = 1 }
        printf "%d passed, %d failed\n", p, f
        exit f > 0
    }' "${files[@]}"
