#!/usr/bin/env bash
# Runs dpmlog under valgrind over some fixtures: an invalid access, an uninitialised value or a leak fails.
set -u
build=$1
results=$build/valgrind
rm -rf "$results"
mkdir -p "$results"
export LC_ALL=C TZ=UTC
check() { # NAME ARGUMENT...
    local name=$1
    shift
    timeout 300 valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=all "$build/dpmlog" "$@" >"$results/out" 2>"$results/err"
    local status=$?
    if [ $status -le 4 ]; then
        echo "ok - valgrind::$name"
    else
        echo "not ok - valgrind::$name (exit $status)"
        tail -n 40 "$results/err" | sed 's/^/  /'
    fi
}
{
    for folder in Temp encodings bad pasted new-year; do
        check "$folder" analyze --year 2016 -f json "fixtures/$folder"
    done
    check code code 0x800706BA
    check rules rules list
} >"$results/valgrind.tap"
tools/tap_sum.sh "$results"
