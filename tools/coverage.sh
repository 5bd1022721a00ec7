#!/usr/bin/env bash
# coverage.sh BUILD: lines run by the tests, file by file, least covered first, from the .gcda files of a cov build.
set -u
build=$1
for file in src/*.c src/*/*.c; do
    data=$build/obj/${file%.c}.gcda
    [ -e "$data" ] && gcov -n -o "$data" "$file" 2>/dev/null | awk -v want="$file" '
        /^File / { file = $2; gsub(/\047/, "", file) }
        /^Lines executed/ && file == want { split($2, part, /[:%]/); printf "%6.2f %% of %4d  %s\n", part[2], $4, want; file = "" }'
done | sort -n | awk '{ print; lines += $4; run += $1 * $4 / 100 } END { if (lines) printf "%6.2f %% of %d lines\n", 100 * run / lines, lines }'
