#!/usr/bin/env bash
# The steps of `make ci`, all of them even where one fails, with their times. The counts of the test runs are added up.
set -u
make=${1:-make}
log=$(mktemp) || exit 2
trap 'rm -f "$log"' EXIT
passed=0 failed=0

step() { # NAME TARGET...: a step without a count of its own is one check
    local name=$1 started=$SECONDS status=0 count
    shift
    echo "==== $name"
    $make --no-print-directory "$@" >"$log" 2>&1 || status=$?
    count=$(grep -E '^[0-9]+ passed, [0-9]+ failed$' "$log" | tail -n 1)
    if [ $status -eq 0 ]; then tail -n 12 "$log"; else tail -n 150 "$log"; fi
    if [[ $count =~ ^([0-9]+)\ passed,\ ([0-9]+) ]]; then
        passed=$((passed + BASH_REMATCH[1])) failed=$((failed + BASH_REMATCH[2]))
        [ $status -eq 0 ] || [ "${BASH_REMATCH[2]}" -gt 0 ] || failed=$((failed + 1))
    elif [ $status -eq 0 ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
    fi
    echo "---- $name: exit $status after $((SECONDS - started)) s"
}

# every binary is built first, on all cores; the warnings of the ci variant are errors
step build -j"$(nproc)" VARIANT=ci all tests
step check VARIANT=ci check
step browser VARIANT=ci browser
step symbols VARIANT=ci symbols
step layers layers
step format-check format-check
step docs docs
step lint lint
step build-asan -j"$(nproc)" VARIANT=asan tests
step asan asan
step build-tsan -j"$(nproc)" VARIANT=tsan all threads
step tsan tsan
step build-debug -j"$(nproc)" VARIANT=debug all
step valgrind valgrind
step adversary VARIANT=ci adversary
step bench-check VARIANT=ci bench-check
echo
echo "$passed passed, $failed failed"
[ $failed -eq 0 ] && [ $passed -gt 0 ]
