#!/usr/bin/env bash
# windows_compare.sh LINUX WINDOWS: what the two programs write of the fixtures, in every format and by every command that reads logs:
# the same bytes on standard output and standard error, the same files and exit codes. WINDOWS runs under wine. Prints each difference
# and the totals.
set -euo pipefail
linux=$1 windows=$2
work=$(mktemp -d)
export WINEDEBUG=-all WINEARCH=win64 WINEPREFIX=${WINEPREFIX:-$work/wine} LC_ALL=C TZ=UTC XDG_CONFIG_HOME=$work
trap '[[ $WINEPREFIX != "$work"/* ]] || wineserver -k 2>/dev/null || true; rm -rf "$work"' EXIT
wine wineboot -i >/dev/null 2>&1
passed=0 failed=0

seen() { # FOLDER PROGRAM... : what a run gives, in FOLDER
    local folder=$1
    shift
    rm -rf "$folder"
    mkdir -p "$folder"
    "$@" >"$folder/out" 2>"$folder/err" </dev/null && echo 0 >"$folder/exit" || echo $? >"$folder/exit"
}

same() { # ARGUMENT...
    seen "$work/linux" "$linux" "$@"
    seen "$work/windows" wine "$windows" "$@"
    if diff -r "$work/linux" "$work/windows" >"$work/diff"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "differs: dpmlog $*"
        head -n 6 "$work/diff" | cut -c 1-300 | sed 's/^/  /'
    fi
}

file() { # FORMAT FIXTURE: the same in a file
    "$linux" -q -o "$1:$work/linux.file" "$2" >"$work/out" 2>&1 || true
    wine "$windows" -q -o "$1:Z:$work/windows.file" "$2" >>"$work/out" 2>&1 || true
    if cmp -s "$work/linux.file" "$work/windows.file" || { [ "$1" = sqlite ] && same_database; }; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "differs: dpmlog -o $1:FILE $2"
        cat "$work/out"
    fi
    rm -f "$work/linux.file" "$work/windows.file"
}

# another SQLite lays its pages out otherwise: what they hold
same_database() {
    python3 -B - "$work/linux.file" "$work/windows.file" <<'PY'
import sqlite3, sys
first, second = (list(sqlite3.connect(name).iterdump()) for name in sys.argv[1:])
sys.exit(first != second or len(first) < 10)
PY
}

for place in fixtures/*/ fixtures; do
    for format in text json csv html md mail prom sarif summary; do
        same -f "$format" "$place"
    done
    same -v "$place"
    for format in text jsonl csv; do same events -f "$format" "$place"; done
    for schema in ecs otlp; do same events --schema "$schema" "$place"; done
    for format in text json jsonl csv; do same incidents -f "$format" "$place"; done
    for format in text json; do same ls -f "$format" "$place"; done
    same check "$place"
    file sqlite "$place"
    file html "$place"
done
same --version
same help
same code 0x800706BA
same code -f json "ID 52"
same rules list
for log in fixtures/*/*/*.errlog; do same events -f jsonl "$log"; done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
