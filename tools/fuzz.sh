#!/usr/bin/env bash
# fuzz.sh BUILD SECONDS NAME...: runs fuzzers that were built into BUILD/tests, each for so long, from tests/fuzz/corpus/NAME. New inputs
# stay in BUILD/found/NAME, and those that fail in BUILD/found as NAME-crash-...; copy what is worth keeping into the corpus.
# The last line is `N passed, N failed`.
set -u
build=$1 seconds=$2
shift 2
passed=0 failed=0
export ASAN_OPTIONS=allocator_may_return_null=1:detect_stack_use_after_return=1 UBSAN_OPTIONS=print_stacktrace=1

for name in "$@"; do
    found=$build/found/$name
    mkdir -p "$found"
    echo "==== $name for $seconds s"
    if "$build/tests/fuzz_$name" -max_total_time="$seconds" -rss_limit_mb=2048 -timeout=10 -print_final_stats=1 -verbosity=0 \
        -artifact_prefix="$build/found/$name-" "$found" "tests/fuzz/corpus/$name"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
    fi
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
