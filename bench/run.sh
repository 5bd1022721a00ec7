#!/usr/bin/env bash
# bench/run.sh BUILD SIZE: dpmlog against searchers over generated logs, by turns, RUNS=5 times with the page cache warm; the page is
# written to build/bench/results.md. The searchers only search; dpmlog reads, classifies, correlates and ranks. Each must find the same
# number of events, or the run fails. BENCH_GROWTH=1 adds a log of eight times the size, and a zip with a member of four times.
set -eu
build=$1 size=$2 runs=${RUNS:-5}
bench=$(dirname "$build")/bench
bytes=$(numfmt --from=iec "$size")
work=$bench/work rows=$bench/rows.tsv literals=$bench/literals.txt known=$bench/known.txt
mkdir -p "$work"
: >"$rows"
differ=0

# What a searcher is given: all literals of the event rules; and, for who knows already what broke, those of the thirteen failures
# that loggen writes.
codes=(800706BA 800706BE 8099090E 809909B0 80990A51 80072746 8007274D 80070079 80070005 8007173D 800423F4 80070070)
bench/literals.sh >"$literals"
{
    echo 'ID 308'
    for code in "${codes[@]}"; do printf '0x%s\n' "$code" "${code,,}"; done
} >"$known"
# shellcheck disable=SC2016 # no expansion is meant
pattern() { sed 's/[][\.*^$()+?{}|\\]/\\&/g' "$1" | paste -sd'|'; } # FILE of literals: a regular expression for them
known_pattern=$(pattern "$known")

# Every line of the corpora is one record, no record is there twice, and the literals stand in no line but those that loggen means to
# be failures. So the lines that a searcher counts are the records that dpmlog has to call events, of whatever class.
count_of() { # NAME OUTPUT
    case $1 in
        dpmlog*) jq '[.events[]] | add' "$2" ;;
        lnav*) tail -n 1 "$2" | tr -dc 0-9 ;;
        *) awk -F: '{ sum += $NF } END { print sum + 0 }' "$2" ;; # one number, or one of each member behind its name
    esac
}

# CORPUS BYTES RUNS NAME COMMAND...: appends to rows.tsv: corpus, bytes, name, seconds, times dpmlog -j2, CPU seconds, peak KiB, events.
# With AGAINST=1 the first command, dpmlog, is there for comparison alone.
compare() {
    local corpus=$1 size=$2 times=$3 nr=0 events expected='' name wall ratio cpu peak code
    shift 3
    "$bench/measure" "$times" "$work" "$@" >"$work/measured"
    while IFS=$'\t' read -r name wall ratio cpu peak code; do
        nr=$((nr + 1))
        events=$(count_of "$name" "$work/$nr")
        expected=${expected:-$events}
        if [ "$code" -ne 0 ] || [ "$events" != "$expected" ] || [ "$events" -eq 0 ]; then
            echo "bench: $corpus: '$name' ended with $code and counts $events events; '${4:-dpmlog -j2}' counts $expected" >&2
            differ=1
        fi
        [ "${AGAINST:-0}" = 1 ] && [ $nr -eq 1 ] && continue
        printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$corpus" "$size" "$name" "$wall" "$ratio" "$cpu" "$peak" "$events" | tee -a "$rows"
    done <"$work/measured"
}

dpmlog() { # FILE: our commands, in `ours`
    ours=("dpmlog -j2" "$build/dpmlog" analyze -j2 -f json --year 2016 "$1"
        -- "dpmlog -j1" "$build/dpmlog" analyze -j1 -f json --year 2016 "$1")
}

# SHELL COMMAND for $0 = a file and $1 = literals
piped() { shell=(sh -c "$1" "$2" "$3"); }

with_pcre=rg
rg --pcre2-version >/dev/null 2>&1 || with_pcre=ugrep

# The expressions for all literals take a minute a gigabyte: one run, against dpmlog in the same.
slowly() { # CORPUS BYTES FILE NAME COMMAND...
    AGAINST=1 compare "$1" "$2" 1 "dpmlog -j2" "$build/dpmlog" analyze -j2 -f json --year 2016 "$3" -- "${@:4}"
}

plain() { # CORPUS FILE BYTES
    dpmlog "$2"
    local peers=(-- "rg -c" rg -c -F -f "$literals" "$2"
        -- "ugrep -c" ugrep -c -F -f "$literals" "$2"
        -- "rg -c, 13 literals" rg -c -F -f "$known" "$2"
        -- "ugrep -c, 13 literals" ugrep -c -F -f "$known" "$2"
        -- "$with_pcre -c -P, 13 literals" "$with_pcre" -c -P "$known_pattern" "$2")
    case $1 in
        *-16) ;;
        *) peers+=(-- "ugrep -c -P, 13 literals" ugrep -c -P "$known_pattern" "$2"
            -- "grep -cP, 13 literals" env LC_ALL=C grep -cP "$known_pattern" "$2") ;;
    esac
    compare "$1" "$3" "$runs" "${ours[@]}" "${peers[@]}"
    slowly "$1" "$3" "$2" "$with_pcre -c -P" "$with_pcre" -c -P "$(pattern "$literals")" "$2"
}

zipped() { # CORPUS FILE BYTES
    dpmlog "$2"
    # shellcheck disable=SC2016 # the inner shell expands
    piped 'unzip -p "$0" | rg -c -F -f "$1"' "$2" "$literals"
    compare "$1" "$3" "$runs" "${ours[@]}" -- "ugrep -z -c" ugrep -z -c -F -f "$literals" "$2" -- "unzip -p, rg -c" "${shell[@]}"
    # shellcheck disable=SC2016
    piped "unzip -p \"\$0\" | $with_pcre -c -P \"\$1\"" "$2" "$(pattern "$literals")"
    slowly "$1" "$3" "$2" "unzip -p, $with_pcre -c -P" "${shell[@]}"
}

gzipped() { # CORPUS FILE BYTES
    dpmlog "$2"
    # shellcheck disable=SC2016
    piped 'gzip -dc "$0" | rg -c -F -f "$1"' "$2" "$literals"
    compare "$1" "$3" "$runs" "${ours[@]}" -- "ugrep -z -c" ugrep -z -c -F -f "$literals" "$2" \
        -- "rg -z -c" rg -z -c -F -f "$literals" "$2" -- "gzip -dc, rg -c" "${shell[@]}"
    slowly "$1" "$3" "$2" "$with_pcre -z -c -P" "$with_pcre" -z -c -P "$(pattern "$literals")" "$2"
}

slice() { # CORPUS FILE BYTES
    local where="log_body REGEXP '$known_pattern'"
    compare "$1" "$3" "$runs" "dpmlog -j2" "$build/dpmlog" analyze -j2 -f json --year 2016 "$2" \
        -- "lnav -n" env HOME="$work" TERM=dumb lnav -n -I bench/lnav -c ";SELECT count(*) AS events FROM dpm_errlog WHERE $where" "$2"
}

bench/corpora.sh "$bench/corpora-$size" "$bytes" >"$work/corpora" # all of them before the first is measured
while IFS=$'\t' read -r corpus file logged; do
    case $corpus in
        zip-*) zipped "$corpus" "$file" "$logged" ;;
        gz) gzipped "$corpus" "$file" "$logged" ;;
        slice) slice "$corpus" "$file" "$logged" ;;
        *) plain "$corpus" "$file" "$logged" ;;
    esac
done <"$work/corpora"

if [ "${BENCH_GROWTH:-0}" = 1 ]; then
    IFS=$'\t' read -r _ small _ < <(bench/corpora.sh "$bench/corpora-$size" "$bytes" typical)
    IFS=$'\t' read -r _ large logged < <(bench/corpora.sh "$bench/corpora-$size" "$bytes" growth)
    "$bench/measure" "$runs" "$work" "dpmlog -j2" "$build/dpmlog" analyze -j2 -f json --year 2016 "$small" \
        -- "dpmlog -j2" "$build/dpmlog" analyze -j2 -f json --year 2016 "$large" >"$work/measured"
    awk -F'\t' -v OFS='\t' -v bytes="$bytes" -v more="$logged" \
        '{ print (NR == 1 ? "one" : "growth"), (NR == 1 ? bytes : more), $1, $2, $3, $4, $5, "-" }' "$work/measured" | tee -a "$rows"
    IFS=$'\t' read -r _ large logged < <(bench/corpora.sh "$bench/corpora-$size" "$bytes" member)
    compare member "$logged" 1 "dpmlog -j2" "$build/dpmlog" analyze -j2 -f json --year 2016 "$large"
    rm -rf "$bench/corpora-$size/growth" "$bench/corpora-$size/member"
fi
bench/callgrind.sh "$build" >"$bench/instructions.tsv"

{
    echo "# Benchmark"
    echo
    echo "\`make bench BENCH_SIZE=$size$([ "${BENCH_GROWTH:-0}" != 1 ] || echo " BENCH_GROWTH=1")\`, $runs runs by turns, page cache warm." \
        "$(date -u +%Y-%m-%d)."
    echo
    echo "Machine: $(lscpu | sed -n 's/^Model name: *//p' | head -n 1), $(nproc) cores, $(free -g | awk '/^Mem/ { print $2 }') GB," \
        "Linux $(uname -r | cut -d- -f1), gcc $(gcc -dumpfullversion); $("$build/dpmlog" --version)," \
        "$(rg --version | head -n 1 | cut -d' ' -f1,2), $(ugrep --version | head -n 1 | cut -d' ' -f1,2)," \
        "$(grep --version | sed -n '1s/.*) /grep /p'), $(lnav -V | sed -n 1p), $(unzip -v | sed -n '1s/UnZip \([0-9.]*\).*/unzip \1/p')."
    [ $differ -eq 0 ] || printf '\n**The counts of events differ: these figures compare nothing.**\n'
    [ "$with_pcre" = rg ] || printf '\nThis ripgrep has no PCRE2: ugrep -P stands in for rg -P.\n'
    bench/goals.sh "$rows"
    bench/table.sh "$rows" "$bench/instructions.tsv"
} >"$bench/results.md"
echo "written: $bench/results.md"
exit $differ
