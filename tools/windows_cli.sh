#!/usr/bin/env bash
# windows_cli.sh EXE WORK: tests/cli under wine with EXE in the place of dpmlog. What is left out is named with its reason.
set -euo pipefail
exe=$(readlink -f "$1") work=$2
left_out=$(
    cat <<'WHY'
archives-bad half a minute of starts
code-catalogue command lines longer than Windows takes
completions the shell completes names of this folder
config HOME and XDG_CONFIG_HOME are not handed on by wine
database modes and limits of POSIX
disk-full /dev/full
disk-small a small file system
event-logs libevtx is not in this program
example compiles for Linux
first-screen a terminal of POSIX
follow signals of POSIX, which wine does not hand on
hardened looks at an ELF file
html limits of POSIX
kinds symbolic links
limits has a log that is named nul, which is a device here
link compiles for Linux
loggen compiles for Linux
manual mandoc
no-path %ProgramFiles% is set
output-files modes of POSIX
package pkg-config and install
python loads the library of Linux
redact modes of POSIX
sbom looks at an ELF file
state holds its lock by POSIX
summaries the system's words of errors
terminal a terminal of POSIX
unwritable rights of POSIX
usage-errors %ProgramFiles% is set
wrapping minutes of starts
wrapping-rotated minutes of starts
WHY
)
mkdir -p "$work/wine-cli"
printf '#!/bin/sh\nexec wine "%s" "$@"\n' "$exe" >"$work/wine-cli/dpmlog"
chmod +x "$work/wine-cli/dpmlog"
export WINEDEBUG=-all WINEARCH=win64 WINEPREFIX=${WINEPREFIX:-$(readlink -f "$work")/wine}
wine wineboot -i >/dev/null 2>&1
tests=() skipped=0
for script in tests/cli/*.sh; do
    name=$(basename "$script" .sh)
    if grep -q "^$name " <<<"$left_out"; then
        skipped=$((skipped + 1))
        echo "left out: $(sed -n "s/^$name /$name: /p" <<<"$left_out")"
    else
        tests+=("$script")
    fi
done
tools/run_cli.sh "$work/wine-cli" "${tests[@]}" | tee "$work/cli.tap"
wineserver -k 2>/dev/null || true
echo "$(grep -c '^ok' "$work/cli.tap") passed, $(grep -c '^not ok' "$work/cli.tap" || true) failed, $skipped left out"
! grep -q '^not ok' "$work/cli.tap"
