#!/usr/bin/env bash
# bench/page.sh BUILD SIZE RUNS FAILED: what run.sh measured, as Markdown: goals, rows, grid.
# shellcheck disable=SC2016 # the back quotes are Markdown
set -eu
build=$1 size=$2 runs=$3 failed=$4
bench=$(dirname "$build")/bench

version() { "$@" 2>/dev/null | head -n 1 | cut -d' ' -f1,2; }

head_of_page() {
    printf '# Benchmark\n\n'
    printf '`make bench BENCH_SIZE=%s`, RUNS=%s by turns, page cache warm. %s.\n\n' "$size" "$runs" "$(date -u +%Y-%m-%d)"
    echo "Machine: $(lscpu | sed -n 's/^Model name: *//p' | head -n 1), $(nproc) cores," \
        "$(free -g | awk '/^Mem/ { print $2 }') GB," \
        "Linux $(uname -r | cut -d- -f1), gcc $(gcc -dumpfullversion); load $(cut -d' ' -f1 /proc/loadavg) at the end;" \
        "$("$build/dpmlog" --version | head -n 1), $(version rg --version), $(version ugrep --version)," \
        "$(version bsdtar --version)."
    [ "$failed" -eq 0 ] || printf '\n**A command ended badly: these figures are not to be used.**\n'
}

worst_beside_median() {
    sort -t$'\t' -k5,5g "$bench/grid.tsv" | awk -F'\t' '
        { cell[NR] = $1; times[NR] = $5; each[NR] = $7 }
        END {
            if (NR == 0) exit
            printf "\nWorst cell of the grid: %s, %.1f times the peer'\''s CPU, %.0f ns a record.", cell[NR], times[NR], each[NR]
            printf " Median of %d cells: %.1f times.\n", NR, (times[int((NR + 1) / 2)] + times[int(NR / 2) + 1]) / 2
        }'
}

goals() {
    printf '\n## Goals\n\n| what | measured | worst run | unit | at least | aim | |\n|---|---|---|---|---|---|---|\n'
    awk -F'\t' '
        FNR == NR { value[$1] = $2; worst[$1] = $3; next }
        /^#/ { next }
        {
            v = value[$1]
            met = $4 == "more" ? v >= $5 : v <= $5
            aimed = $4 == "more" ? v >= $6 : v <= $6
            verdict = v == "" ? "" : aimed ? "aim met" : met ? "met" : "**missed**"
            shown = v == "" ? "not measured" : sprintf("%.2f", v)
            slowest = worst[$1] == "" ? "" : sprintf("%.2f", worst[$1])
            printf "| %s | %s | %s | %s | %s | %s | %s |\n", $2, shown, slowest, $3, $5, $6, verdict
        }' "$bench/figures.tsv" bench/goals.tsv
}

rows() {
    printf '\n## Rows\n\nSeconds are medians, `worst` is the slowest run. The last columns compare runs of one round:\n'
    printf 'above 1, dpmlog with two threads is that many times as fast. Rows `start`, `events` and `growth` compare with\n'
    printf 'their first command.\n\n'
    printf '| row | command | s | worst s | CPU s | peak MiB | times as fast | least |\n|---|---|---|---|---|---|---|---|\n'
    awk -F'\t' '{ printf "| %s | `%s` | %.4f | %.4f | %.4f | %.0f | %.2f | %.2f |\n", $1, $2, $3, $4, $5, $7 / 1024, $8, $9 }' \
        "$bench/rows.tsv"
    printf '\n| row | ns a record, -j1 | ns a byte, -j1 | s a GB, -j2 |\n|---|---|---|---|\n'
    awk -F'\t' '
        { dot = match($1, /[.][a-z]+$/); row = substr($1, 1, dot - 1); value[$1] = $2 }
        $1 ~ /[.]byte$/ { names[++count] = row }
        END {
            for (i = 1; i <= count; i++)
                printf "| %s | %s | %.2f | %.2f |\n", names[i],
                    names[i] ~ /^attack/ ? "-" : sprintf("%.0f", value[names[i] ".record"]),
                    value[names[i] ".byte"], value[names[i] ".gigabyte"]
        }' "$bench/figures.tsv"
}

grid() {
    printf '\n## Grid\n\nCPU of `dpmlog analyze -j1 -f json` beside that of `rg -c` (zip: `ugrep -z -c`), both less\n'
    printf 'their start; the dearest cell first.\n\n'
    printf '| cell | times its CPU | worst run | ns a record | ns a byte | dpmlog, CPU s | peer, CPU s | peak MiB |\n'
    printf '|---|---|---|---|---|---|---|---|\n'
    sort -t$'\t' -k5,5gr "$bench/grid.tsv" |
        awk -F'\t' '{ printf "| %s | %.1f | %.1f | %.0f | %.2f | %.4f | %.4f | %.0f |\n", $1, $5, $6, $7, $8, $3, $4, $9 / 1024 }'
    awk -F'\t' '$7 > most { most = $7; cell = $1 } END { printf "\nMost ns a record: %.0f (%s).\n", most, cell }' \
        "$bench/grid.tsv"
}

head_of_page
worst_beside_median
goals
rows
grid
