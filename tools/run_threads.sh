#!/usr/bin/env bash
# Runs the thread programs and parallel analyses of a ThreadSanitizer build.
set -u
build=$1
shift
export TSAN_OPTIONS="exitcode=66:halt_on_error=1:second_deadlock_stack=1" LC_ALL=C TZ=UTC
results=$build/results
rm -rf "$results"
mkdir -p "$results"
for program in "$@"; do
    name=${program##*/}
    if timeout 300 "$program" >"$results/$name.log" 2>&1; then echo "ok - tsan::$name"; else echo "not ok - tsan::$name"; head -n 60 "$results/$name.log"; fi
done >"$results/tsan.tap"
if [ -x "$build/dpmlog" ]; then
    for jobs in 2 8; do
        # any of dpmlog's own exit codes is well; 66 is ThreadSanitizer's
        timeout 300 "$build/dpmlog" analyze -j $jobs --year 2016 -f json fixtures >/dev/null 2>"$results/run.log"
        status=$?
        if [ $status -le 4 ]; then echo "ok - tsan::analyze-j$jobs"; else echo "not ok - tsan::analyze-j$jobs (exit $status)"; head -n 60 "$results/run.log"; fi
    done >"$results/tsan_analyze.tap"
fi
tools/tap_sum.sh "$results"
