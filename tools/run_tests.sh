#!/usr/bin/env bash
# Runs all tests of one variant: run_tests.sh BUILD TIMEOUT PROGRAM... Each suite writes TAP into BUILD/results; the end is one
# line, `N passed, N failed`, and the exit code says whether all passed and there were any.
set -u
build=$1 timeout=$2
shift 2
results=$build/results
logs=$build/log
rm -rf "$results" "$logs"
mkdir -p "$results" "$logs"
export LC_ALL=C TZ=UTC
# A leak in a test's child process does not fail the test, but it leaves a log.
logs_path=$(realpath "$logs")
export ASAN_OPTIONS="log_path=$logs_path/asan:detect_stack_use_after_return=1:allocator_may_return_null=1:exitcode=99"
export LSAN_OPTIONS="suppressions=$PWD/tests/support/lsan.supp:print_suppressions=0"
export UBSAN_OPTIONS=print_stacktrace=1
export TSAN_OPTIONS="exitcode=66:halt_on_error=1"

verdict() { # NAME STATUS [DETAIL-FILE]
    if [ "$2" -eq 0 ]; then
        echo "ok - $1"
    else
        echo "not ok - $1 (exit $2)"
        if [ -n "${3-}" ]; then sed 's/^/  /' "$3" | tail -n 40; fi
    fi
}

# A suite that dies, or that ends badly without a failed test, is a failure of its own; so is one that ran nothing.
criterion() {
    local name=$1 program=$2 tap=$results/$1.tap status=0
    # tests/support/test_limit.c ends a test that hangs; the limit here is for the whole suite
    TEST_SECONDS=$timeout timeout -k 5 $((10 * timeout)) "$program" --tap="$tap" >"$results/$name.log" 2>&1 || status=$?
    touch "$tap"
    grep -q '^ok' "$tap" || grep -q '^not ok' "$tap" || echo "not ok - $name: no test ran (exit $status)" >>"$tap"
    if [ $status -ne 0 ] && ! grep -q '^not ok' "$tap"; then
        { echo "not ok - $name ended with $status"; tail -n 20 "$results/$name.log" | sed 's/^/  /'; } >>"$tap"
    fi
}

# What UBSan said of a test that it ended went to the suite's log, not to a file of its own.
undefined() {
    grep -h -A 12 'runtime error:' "$results"/*.log >"$logs/ubsan.found" || rm -f "$logs/ubsan.found"
}

for program in "$@"; do
    name=${program##*/}
    case $name in
        unit | laws) criterion "$name" "$program" ;;
        replay_*)
            corpus=tests/fuzz/corpus/${name#replay_fuzz_}
            timeout "$timeout" "$program" "$corpus" fixtures >"$results/$name.log" 2>&1
            verdict "$name" $? "$results/$name.log" >"$results/$name.tap"
            ;;
        *)
            timeout "$timeout" "$program" >"$results/$name.log" 2>&1
            verdict "threads::$name" $? "$results/$name.log" >"$results/threads_$name.tap"
            ;;
    esac
done

if compgen -G 'tests/cli/*.sh' >/dev/null && [ -x "$build/dpmlog" ]; then
    tools/run_cli.sh "$build" >"$results/cli.tap"
fi
if [ -f tests/support/make_fixtures.py ]; then
    # a fixture that the generator does not write is well; one that it writes otherwise, or that is missing, is not
    {
        python3 -B tests/support/make_fixtures.py "$results/fixtures" || echo "the generator failed"
        diff -rq fixtures "$results/fixtures" | grep -v '^Only in fixtures'
    } >"$results/fixtures.log" 2>&1
    test ! -s "$results/fixtures.log"
    verdict 'fixtures: the generator writes the same bytes' $? "$results/fixtures.log" >"$results/fixtures.tap"
    rm -rf "$results/fixtures"
fi
# Programs outside of the build know nothing of sanitizers: the documents are run with plain builds only.
if [ -x "$build/dpmlog" ] && ! grep -q -- '-fsanitize' "$build/flags"; then
    python3 -B tests/scenarios/accuracy.py "$build/dpmlog" --seeds 2 --tap >"$results/scenarios.tap" 2>"$results/scenarios.log" || echo "not ok - accuracy.py ended badly" >>"$results/scenarios.tap"
    python3 -B tests/scenarios/articles.py "$build/dpmlog" --tap --doc docs/articles.md >"$results/articles.tap" 2>"$results/articles.log" || echo "not ok - articles.py ended badly" >>"$results/articles.tap"
    python3 -B tests/redact/leak.py "$build/dpmlog" --names 540 >"$results/leak.tap" 2>&1 || echo "not ok - leak.py ended badly" >>"$results/leak.tap"
    python3 -B tests/redact/verdict.py "$build/dpmlog" >"$results/verdict.tap" 2>&1 || echo "not ok - verdict.py ended badly" >>"$results/verdict.tap"
    python3 -B tests/fleet/law.py "$build/dpmlog" 200 --scenarios 5 --tap fixtures/*/ >"$results/fleet.tap" 2>&1 || echo "not ok - law.py ended badly" >>"$results/fleet.tap"
    python3 -B tests/fleet/state.py "$build/dpmlog" 150 --tap >"$results/state.tap" 2>&1 || echo "not ok - state.py ended badly" >>"$results/state.tap"
    python3 -B tests/support/run_docs.py "$build" >"$results/docs.tap" 2>"$results/docs.log" || echo "not ok - run_docs.py ended badly" >>"$results/docs.tap"
fi

undefined
for log in "$logs"/asan.* "$logs"/ubsan.*; do
    [ -e "$log" ] || continue
    { echo "not ok - sanitizer log ${log##*/}"; head -n 40 "$log" | sed 's/^/  /'; } >>"$results/sanitizer.tap"
done

tools/tap_sum.sh "$results"
