#!/usr/bin/env bash
# bench/run.sh BUILD SIZE: dpmlog against searchers over generated logs, by turns, medians of RUNS=5 runs with the page cache warm.
# Writes build/bench/results.md beside the corpora. The searchers only search; dpmlog reads, classifies and ranks.
set -eu
build=$1 size=$2 runs=${RUNS:-5}
bench=$(dirname "$build")/bench
results=$bench/results.md

# The thirteen failures that the corpora hold: what someone who knows them would search for.
codes=(800706BA 800706BE 8099090E 809909B0 80990A51 80072746 8007274D 80070079 80070005 8007173D 800423F4 80070070)
known=(-e 'ID 308')
for code in "${codes[@]}"; do known+=(-e "0x$code" -e "0x${code,,}"); done
bench/literals.sh >"$bench/literals.txt"

corpus() { # PROFILE ENCODING
    local file=$bench/$1-$2-$size/FS01/DPMRACurr.errlog
    if [ ! -e "$file" ]; then
        mkdir -p "${file%/*}"
        "$bench/loggen" --size "$size" --seed 1 --profile "$1" --encoding "$2" --crlf -o "$file"
    fi
    cat "$file" >/dev/null # into the page cache
    echo "$file"
}

{
    echo "# Benchmark"
    echo
    echo "\`make bench BENCH_SIZE=$size\`, $runs runs each by turns, medians; bytes are those of the file. $(date -u +%Y-%m-%d)."
    echo
    echo "Machine: $(lscpu | sed -n 's/^Model name: *//p' | head -n 1), $(nproc) cores, $(free -g | awk '/^Mem/{print $2}') GB, Linux $(uname -r | cut -d- -f1)," \
        "$(gcc -dumpfullversion | sed 's/^/gcc /'), $(rg --version | head -n 1 | cut -d' ' -f1,2), $("$build/dpmlog" --version | head -n 1)"
    echo
    echo "| corpus | command | s | GB/s | peak MiB | times dpmlog -j2 |"
    echo "|---|---|---|---|---|---|"
} >"$results"

for encoding in utf-8 utf-16le; do
    for profile in typical storm; do
        file=$(corpus $profile $encoding)
        bytes=$(stat -c %s "$file")
        commands=("dpmlog -j2" "$build/dpmlog" analyze -j2 -f json --year 2016 "$file"
            -- "dpmlog -j1" "$build/dpmlog" analyze -j1 -f json --year 2016 "$file"
            -- "rg -c -F, 13 literals" rg -c -F "${known[@]}" "$file"
            -- "rg -c -F, all literals of the rules" rg -c -F -f "$bench/literals.txt" "$file")
        if [ $encoding = utf-8 ]; then
            pattern=$(printf '%s\n' "${known[@]}" | grep -v '^-e' | paste -sd'|')
            ! rg --pcre2-version >/dev/null 2>&1 || commands+=(-- "rg -c -P" rg -c -P "$pattern" "$file")
            commands+=(-- "grep -cP" env LC_ALL=C grep -cP "$pattern" "$file")
            ! command -v ugrep >/dev/null 2>&1 || commands+=(-- "ugrep -c -F, 13 literals" ugrep -c -F "${known[@]}" "$file")
        fi
        "$bench/measure" "$runs" "${commands[@]}" | awk -F'\t' -v bytes="$bytes" -v corpus="$profile $encoding" '
            NR == 1 { ours = $2 }
            { printf "| %s | `%s`%s | %.3f | %.2f | %.0f | %.2f |\n", corpus, $1, (($5 > 4) ? " (exit " $5 ")" : ""), $2, bytes / $2 / 1e9, $4 / 1024, $2 / ours }' |
            tee -a "$results"
    done
done
echo >>"$results"
echo "The last column: above 1, dpmlog with two threads is that many times as fast." >>"$results"
echo "written: $results"
