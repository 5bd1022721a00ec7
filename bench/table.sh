#!/usr/bin/env bash
# bench/table.sh ROWS INSTRUCTIONS: what run.sh and callgrind.sh measured, as Markdown.
set -eu
awk -F'\t' '
    BEGIN {
        split("typical storm typical-16 storm-16 zip-1 zip-8 gz slice one growth member", names, " ")
        count = split("typical, UTF-8;storm, UTF-8;typical, UTF-16LE;storm, UTF-16LE;zip, one member;zip, 8 members;gzip;" \
            "typical, a slice;typical;typical, 8 times as much;zip, one member 4 times as large", texts, ";")
        for (i = 1; i <= count; i++) label[names[i]] = texts[i]
        print "\n## All figures\n"
        print "Seconds are the median, GB/s are bytes of log, unpacked. The last column compares runs of one round: above 1, dpmlog with two"
        print "threads is that many times as fast. Where searchers and dpmlog have the same events, they count the same: every line is one"
        print "record, and the literals stand in no record that is no event.\n"
        print "| corpus | command | s | GB/s | CPU s | peak MiB | events | times dpmlog -j2 |"
        print "|---|---|---|---|---|---|---|---|"
    }
    {
        printf "| %s | `%s` | %.3f | %.2f | %.2f | %.0f | %s | %.2f |\n", label[$1], $3, $4, $2 / $4 / 1e9, $6, $7 / 1024, $8, $5
        if ($3 !~ /^dpmlog/ && $5 < 1) lost = lost sprintf("- %s: `%s` takes %.2f of our time\n", label[$1], $3, $5)
    }
    END {
        print "\n## Where we lose\n"
        printf "%s", lost == "" ? "Nowhere in this run.\n" : lost
    }' "$1"
cat <<'MD'

## Instructions

Spent on a byte of log as it is stored (zip: unpacked), by callgrind on a slice, one thread; starting (loading and proving the rules) apart.

| input | instructions a byte | millions to start |
|---|---|---|
MD
awk -F'\t' '{ printf "| %s | %.2f | %.1f |\n", $1, $2, $3 }' "$2"
