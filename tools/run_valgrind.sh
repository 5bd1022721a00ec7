#!/usr/bin/env bash
# Runs dpmlog under valgrind over some fixtures: an invalid access, an uninitialised value or a leak fails.
# shellcheck disable=SC2016 # the child expands in its turn
set -u
build=$1
results=$build/valgrind
rm -rf "$results"
mkdir -p "$results"
export LC_ALL=C TZ=UTC
check() { # NAME ARGUMENT...
    local name=$1 status
    shift
    timeout 300 valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=all "$build/dpmlog" "$@" >"$results/$name.out" 2>"$results/$name.err"
    status=$?
    if [ $status -le 4 ]; then
        echo "ok - valgrind::$name"
    else
        echo "not ok - valgrind::$name (exit $status)"
        tail -n 40 "$results/$name.err" | sed 's/^/  /'
    fi >"$results/$name.tap"
}
export build results
export -f check
{
    for folder in Temp encodings bad pasted new-year; do
        echo "$folder analyze --year 2016 -f json fixtures/$folder"
    done
    echo code code 0x800706BA
    echo rules rules list
} | xargs -L 1 -P "$(nproc)" bash -c 'check "$@"' check
tools/tap_sum.sh "$results"
