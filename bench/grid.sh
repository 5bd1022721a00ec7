#!/usr/bin/env bash
# bench/grid.sh BUILD BYTES RUNS: each cell of bench/grid.tsv, BYTES of log: CPU of `dpmlog analyze -j1` beside that of the
# searcher, both less what they need on ten lines. Writes build/bench/grid.tsv: cell, records, CPU and the peer's, times the
# peer's, most of it, ns a record, ns a byte, peak KiB. BENCH_CELLS="centre disorder" measures these alone.
# shellcheck disable=SC2154,SC2034 # bench/lib.sh gives and uses them
set -eu
build=$1 bytes=$2 runs=$3
bench=$(dirname "$build")/bench
work=$bench/work rows=$bench/grid-rows.tsv cells=$bench/grid.tsv failed=0
mkdir -p "$work"
: >"$rows"
: >"$cells"
. bench/lib.sh

ten_lines() {
    "$bench/loggen" --size 2K --profile churn-typical --crlf -o "$work/ten.errlog"
    sed -i 10q "$work/ten.errlog"
    analyze 1 "$work/ten.errlog"
    peer rg "$work/ten.errlog"
    compare start "dpmlog -j1" "${command[@]}" -- "$peer_name" "${peer_command[@]}" >&2
}

records_in() { jq '.coverage | .records + .duplicate_records' "$work/1"; }

cell() { # NAME PACK SWITCH...
    local name=$1 pack=$2 path kind=rg
    shift 2
    path=$(bench/corpus.sh "$bench/loggen" "$bench/cell" "$bytes" "$pack" --seed 1 --profile centre "$@")
    case $pack in zip:*) kind=ugrep ;; esac
    analyze 1 "$path"
    peer $kind "$path"
    compare "$name" "dpmlog -j1" "${command[@]}" -- "$peer_name" "${peer_command[@]}" >/dev/null
    awk -F'\t' -v OFS='\t' -v cell="$name" -v records="$(records_in)" -v bytes="$bytes" '
        function rest(row, i, cpu) { return cpu > start[i] ? cpu - start[i] : 1e-6 }
        $1 == "start" { start[++starts] = $5 }
        $1 == cell { i++; cpu[i] = rest(cell, i, $5); most[i] = rest(cell, i, $6); if (i == 1) peak = $7 }
        END {
            print cell, records, cpu[1], cpu[2], cpu[1] / cpu[2], most[1] / cpu[2], records ? 1e9 * cpu[1] / records : 0,
                1e9 * cpu[1] / bytes, peak
        }' "$rows" | tee -a "$cells"
}

ten_lines
while IFS=$'\t' read -r name pack switches; do
    [[ $name != \#* ]] || continue
    [[ " ${BENCH_CELLS:-$name} " = *" $name "* ]] || continue
    # shellcheck disable=SC2086 # switches are words
    cell "$name" "$pack" $switches
done <bench/grid.tsv
rm -rf "$bench/cell"
exit $failed
