# shellcheck shell=bash disable=SC2154,SC2034 # the script that reads this gives and uses them
# bench/lib.sh: what run.sh, grid.sh and check.sh share. It needs $build, $bench and, for `compare`, $work, $rows and $runs.

# The searchers are given what loggen's thirteen failures have in their messages.
literals=bench/literals.txt

# SHARE of BENCH_SIZE or a fixed size: bytes. $bytes is BENCH_SIZE.
bytes_of() {
    case $1 in
        *[KMG]) numfmt --from=iec "$1" ;;
        */*) echo $((bytes * ${1%/*} / ${1#*/})) ;;
        *) echo $((bytes * $1)) ;;
    esac
}

analyze() { # THREADS PATH: the command, in `command`
    command=("$build/dpmlog" analyze "-j$1" -f json --year 2016 "$2")
}

# shellcheck disable=SC2016 # the inner shell expands
# PEER PATH: its name in `peer_name`, its command in `peer_command`
peer() {
    case $1 in
        ugrep) peer_name="ugrep -z -c" peer_command=(ugrep -z -c -F -f "$literals" "$2") ;;
        rg-folder) peer_name="rg -c, the folder" peer_command=(rg -c -F -f "$literals" "${2%/*}/tree") ;;
        bsdtar) peer_name="bsdtar -xO, wc -c" peer_command=(sh -c 'bsdtar -xOf "$0" | wc -c' "$2") ;;
        *) peer_name="rg -c" peer_command=(rg -c -F -f "$literals" "$2") ;;
    esac
}

# Whether the command may end so: a searcher says 1 where it finds nothing; dpmlog has to end with 0, and says 4 where an attacker
# damaged the log.
ended_well() { # ROW NAME CODE
    case $1/$2 in
        attack-*/dpmlog*) [ "$3" -eq 0 ] || [ "$3" -eq 4 ] ;;
        */dpmlog*) [ "$3" -eq 0 ] ;;
        *) [ "$3" -le 1 ] ;;
    esac
}

# ROW COMMAND...: measures by turns, as measure.c says, and appends to $rows: row, command, wall, longest wall, CPU, most CPU,
# peak KiB, times as fast as the first command, least of it.
compare() {
    local row=$1 name wall ratio cpu peak code most least most_cpu measured
    shift
    "$bench/measure" "$runs" "$work" "$@" >"$work/measured"
    while IFS=$'\t' read -r name wall ratio cpu peak code most least most_cpu; do
        measured=("$row" "$name" "$wall" "$most" "$cpu" "$most_cpu" "$peak" "$ratio" "$least")
        if ! ended_well "$row" "$name" "$code"; then
            echo "bench: $row: '$name' ended with $code" >&2
            failed=1
        fi
        (IFS=$'\t' && echo "${measured[*]}") | tee -a "$rows"
    done <"$work/measured"
}

# ROW NAME COLUMN: one figure of $rows; 3 wall, 5 CPU, 7 peak, 8 ratio
of() { awk -F'\t' -v row="$1" -v name="$2" -v column="$3" '$1 == row && $2 == name { print $column; exit }' "$rows"; }

figure() { printf '%s\t%s\t%s\n' "$1" "$2" "${3:-}" >>"$figures"; } # NAME VALUE [WORST]
calculate() { awk -v a="$1" -v b="$2" -v c="${4:-0}" -v d="${5:-0}" "BEGIN { print ($3) }"; } # A B FORMULA [C D]
