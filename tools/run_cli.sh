#!/usr/bin/env bash
# Runs tests/cli/*.sh against a build and compares with .out, .err and .exit beside them (absent: empty, empty, 0); prints TAP.
# --golden: writes them instead. A script runs from the top of the repository with `dpmlog` first in PATH and "$TMP", an empty
# folder of its own that the outputs call TMP.
set -u
golden=0
if [ "${1-}" = --golden ]; then
    golden=1
    shift
fi
build=$(cd "$1" && pwd) || exit 2
shift
export PATH=$build:$PATH LC_ALL=C TZ=UTC
unset NO_COLOR
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT

expected() { # FILE PART
    if [ -e "$1" ]; then
        cat "$1"
    elif [ "$2" = exit ]; then
        echo 0
    fi
}

keep() { # FROM TO: a golden that would be empty is no file
    if [ -s "$1" ]; then cp "$1" "$2"; else rm -f "$2"; fi
}

tests=("$@")
[ ${#tests[@]} -gt 0 ] || tests=(tests/cli/*.sh)
for script in "${tests[@]}"; do
    name=$(basename "$script" .sh)
    base=${script%.sh}
    rm -rf "$work/tmp" && mkdir "$work/tmp"
    TMP=$work/tmp timeout 300 bash "$script" >"$work/out" 2>"$work/err" </dev/null
    echo $? >"$work/exit"
    sed -i "s|$work/tmp|TMP|g" "$work/out" "$work/err"
    if [ $golden -eq 1 ]; then
        [ "$(cat "$work/exit")" != 0 ] || : >"$work/exit"
        for part in out err exit; do keep "$work/$part" "$base.$part"; done
        continue
    fi
    for part in out err exit; do
        expected "$base.$part" $part >"$work/want"
        diff -a -u --label "$base.$part" --label seen "$work/want" "$work/$part"
    done >"$work/diff"
    if [ -s "$work/diff" ]; then
        echo "not ok - cli::$name"
        head -n 40 "$work/diff" | sed 's/^/  /'
    else
        echo "ok - cli::$name"
    fi
done
