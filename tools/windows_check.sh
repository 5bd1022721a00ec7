#!/usr/bin/env bash
# windows_check.sh BUILD LIBRARY LIBS HOST: docs/incidents.c as a Windows program, under wine, over fixtures: the same table as on Linux, and
# no DLL but the system's.
set -euo pipefail
build=$1 library=$2 libs=$3 host=$4
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export WINEDEBUG=-all WINEPREFIX=$work/wine
# shellcheck disable=SC2086 # flags are words
"$host-gcc" -std=c11 -O2 -Iinclude -o "$work/incidents.exe" docs/incidents.c "$library" $libs
make --no-print-directory -s all
# shellcheck disable=SC2046 # flags are words
cc -std=c11 -O2 -Iinclude -o "$work/incidents" docs/incidents.c "$build/release/libdpmlog.a" $(cat "$build/release/ldlibs")
passed=0 failed=0
for site in fixtures/*/; do
    "$work/incidents" "$site" >"$work/linux" || true
    wine "$work/incidents.exe" "$site" >"$work/windows" 2>/dev/null || true
    if cmp -s <(tr -d '\r' <"$work/linux") <(tr -d '\r' <"$work/windows") && [ -s "$work/linux" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "windows-check: $site differs"
    fi
done
wineserver -k 2>/dev/null || true
"$host-objdump" -p "$work/incidents.exe" | sed -n 's/.*DLL Name: //p' | sort | tr '\n' ' ' | sed 's/^/imports: /; s/ $/\n/'
"$host-objdump" -p "$work/incidents.exe" | grep -E 'DYNAMIC_BASE|HIGH_ENTROPY|NX_COMPAT' | tr -s ' \t' ' ' | sed 's/^/has:/'
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
