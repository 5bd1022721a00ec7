#!/usr/bin/env bash
# lint.sh SOURCES FLAGS: every linter over its files; all of them run, then the exit code tells.
# shellcheck disable=SC2317,SC2016 # the steps are called by name; sh expands in its turn
set -u
read -ra sources <<<"$1"
flags=$2
bad=0
step() {
    local name=$1
    shift
    if "$@"; then echo "lint: $name is content"; else
        echo "lint: $name complains"
        bad=1
    fi
}

# clang-tidy 14 is given one file a call: with several it mixes up their findings
tidy() {
    # shellcheck disable=SC2086 # flags are words
    printf '%s\0' "${sources[@]}" | xargs -0 -n 1 -P "$(nproc)" sh -c 'clang-tidy --quiet --warnings-as-errors="*" "$1" -- '"$flags"' 2>/dev/null' tidy
}
# what cppcheck 2.10 calls uninitialised was filled through a function pointer; gcc, clang's analyzer and valgrind look at that too
check_c() {
    # shellcheck disable=SC2086
    cppcheck --quiet --std=c11 --language=c --enable=warning,performance,portability --inline-suppr --error-exitcode=1 \
        --suppress=missingIncludeSystem --suppress=internalAstError \
        --suppress=uninitvar --suppress=legacyUninitvar -j "$(nproc)" -Iinclude -Isrc "${sources[@]}"
}

step clang-tidy tidy
step cppcheck check_c
mapfile -t scripts < <(find tools bench tests .ci -name '*.sh' -o -path .ci/run | sort)
step shellcheck shellcheck -s bash "${scripts[@]}"
if compgen -G 'docs/*.1' >/dev/null; then step mandoc mandoc -Tlint -Wwarning docs/*.1; fi
exit $bad
