#!/usr/bin/env bash
# bench/run.sh BUILD SIZE: dpmlog against searchers over generated logs, by turns, RUNS=5 times with the page cache warm: the rows
# of bench/rows.tsv, start-up, `events`, and the grid. Writes build/bench/results.md with the goals of bench/goals.tsv; a missed
# goal is no failure, a command that ends badly is. BENCH_ROWS="churn-16 storm" measures these rows alone, BENCH_GROWTH=0 leaves
# out the row of eight times SIZE.
# shellcheck disable=SC2154,SC2034 # bench/lib.sh gives and uses them
set -eu
build=$1 size=$2 runs=${RUNS:-5}
bench=$(dirname "$build")/bench
bytes=$(numfmt --from=iec "$size")
work=$bench/work rows=$bench/rows.tsv figures=$bench/figures.tsv failed=0
mkdir -p "$work"
: >"$rows"
: >"$figures"
. bench/lib.sh

speed() { # ROW PEER-NAME: how many times as fast
    figure "$1.speed" "$(of "$1" "$2" 8)" "$(of "$1" "$2" 9)"
}

# ROW BYTES: what else is asked of it
figures_of() {
    local wall cpu worst name=$peer_name
    speed "$1" "$name"
    wall=$(of "$1" "dpmlog -j2" 3) cpu=$(of "$1" "dpmlog -j1" 5)
    worst=$(calculate "$(of "$1" "dpmlog -j2" 4)" "$(of "$1" "$name" 3)" 'a / b')
    figure "$1.wall" "$(calculate "$wall" "$(of "$1" "$name" 3)" 'a / b')" "$worst"
    figure "$1.byte" "$(calculate "$cpu" "$start" '(a > b ? a - b : 0) * 1e9 / c' "$2")"
    figure "$1.gigabyte" "$(calculate "$wall" "$2" 'a * 1e9 / b')"
    figure "$1.record" "$(calculate "$cpu" "$start" '(c > 0 ? (a - b) * 1e9 / c : 0)' "$(jq '.coverage | .records + .duplicate_records' "$work/2")")"
}

row() { # NAME SHARE PACK PEER SWITCH...
    local name=$1 kind=$4 pack=$3 path logged threads2
    logged=$(bytes_of "$2")
    shift 4
    path=$(bench/corpus.sh "$bench/loggen" "$bench/corpus" "$logged" "$pack" --seed 1 "$@")
    analyze 2 "$path"
    threads2=("${command[@]}")
    analyze 1 "$path"
    peer "$kind" "$path"
    compare "$name" "dpmlog -j2" "${threads2[@]}" -- "dpmlog -j1" "${command[@]}" -- "$peer_name" "${peer_command[@]}"
    figures_of "$name" "$logged"
}

# eight times as much log, in turns with one time as much
growth() { # SHARE SWITCH...
    local share=$1 small large
    shift
    small=$(bench/corpus.sh "$bench/loggen" "$bench/corpus" "$bytes" log --seed 1 "$@")
    large=$(bench/corpus.sh "$bench/loggen" "$bench/corpus-large" $((bytes * share)) log --seed 1 "$@")
    analyze 2 "$small"
    local first=("${command[@]}")
    analyze 2 "$large"
    compare growth "dpmlog -j2, once" "${first[@]}" -- "dpmlog -j2" "${command[@]}"
    figure growth.time "$(of growth "dpmlog -j2" 8)"
    rm -rf "$bench/corpus-large"
}

startup() {
    local ten=$work/ten.errlog code
    "$bench/loggen" --size 2K --profile churn-typical --crlf -o "$ten"
    sed -i 10q "$ten"
    analyze 1 "$ten"
    peer rg "$ten"
    compare start "rg -c" "${peer_command[@]}" -- "dpmlog -j1" "${command[@]}" \
        -- "dpmlog code" "$build/dpmlog" code 0x800706BA
    start=$(of start "dpmlog -j1" 5) code=$(of start "dpmlog code" 5)
    figure start.ten "$(calculate "$start" "$(of start "rg -c" 5)" 'a / b')"
    figure start.code "$(calculate "$code" "$(of start "rg -c" 5)" 'a / b')"
}

events() { # what writing costs beyond analyzing
    local path count base
    path=$(bench/corpus.sh "$bench/loggen" "$bench/corpus" $((bytes / 16)) log --seed 1 --profile storm --crlf)
    analyze 1 "$path"
    compare events "dpmlog -j1" "${command[@]}" \
        -- "dpmlog events jsonl" "$build/dpmlog" events -j1 -f jsonl --year 2016 "$path" \
        -- "dpmlog events csv" "$build/dpmlog" events -j1 -f csv --year 2016 "$path"
    count=$(wc -l <"$work/2") base=$(of events "dpmlog -j1" 5)
    figure events.jsonl "$(calculate "$(of events "dpmlog events jsonl" 5)" "$base" '(a - b) * 1e6 / c' "$count")"
    figure events.csv "$(calculate "$(of events "dpmlog events csv" 5)" "$base" '(a - b) * 1e6 / c' "$count")"
}

# The cells: a sixteenth of SIZE each, but what start-up does not drown.
grid() {
    local each=$((bytes / 16))
    [ $each -ge $((16 << 20)) ] || each=$((16 << 20))
    bench/grid.sh "$build" $each "$runs" || failed=1
    sort -t$'\t' -k5,5g "$bench/grid.tsv" >"$work/sorted"
    figure grid.worst "$(tail -n 1 "$work/sorted" | cut -f 5)" "$(tail -n 1 "$work/sorted" | cut -f 6)"
    figure grid.median "$(awk -F'\t' '{ v[NR] = $5 } END { print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }' \
        "$work/sorted")"
}

last_figures() {
    local slowest attack
    slowest=$(cut -f 8 "$bench/grid.tsv" | sort -g | tail -n 1)
    attack=$(awk -F'\t' '$1 ~ /^attack-.*[.]byte$/ && $2 > most { most = $2 } END { print most + 0 }' "$figures")
    figure attack.worst "$(calculate "$attack" "${slowest:-1}" 'b > 0 ? a / b : 0')"
    figure peak.memory "$({
        awk -F'\t' '$2 ~ /^dpmlog/ { print $7 }' "$rows"
        cut -f 9 "$bench/grid.tsv"
    } | sort -g | tail -n 1 | awk '{ print $1 / 1024 }')"
}

all_rows() {
    local name share pack kind switches
    while IFS=$'\t' read -r name share pack kind switches; do
        [[ $name != \#* ]] || continue
        [[ " ${BENCH_ROWS:-$name} " = *" $name "* ]] || continue
        # shellcheck disable=SC2086 # switches are words
        if [ "$name" != growth ]; then
            row "$name" "$share" "$pack" "$kind" $switches
        elif [ "${BENCH_GROWTH:-1}" = 1 ]; then growth "$share" $switches; fi
    done <bench/rows.tsv
}

startup
all_rows
events
grid
last_figures
rm -rf "$bench/corpus"
bench/page.sh "$build" "$size" "$runs" "$failed" >"$bench/results.md"
sed -n '/^Worst cell/p; /^## Goals/,/^## Rows/p' "$bench/results.md" | sed '$d'
echo "written: $bench/results.md"
exit $failed
