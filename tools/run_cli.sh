#!/usr/bin/env bash
# Runs tests/cli/*.sh against a build and compares with .out, .err and .exit beside them (absent: empty, empty, 0); prints TAP.
# --golden: writes them instead. A script runs from the top of the repository with `dpmlog` first in PATH and "$TMP", an empty
# folder of its own that the outputs call TMP. As many run at once as there are processors; JOBS=1: one after the other.
# shellcheck disable=SC2016 # the child expands in its turn
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
export XDG_CONFIG_HOME=$work # nobody's configuration

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

compare() { # BASE SEEN
    for part in out err exit; do
        expected "$1.$part" "$part" >"$2/want"
        diff -a -u --label "$1.$part" --label seen "$2/want" "$2/$part"
    done >"$2/diff"
    if [ -s "$2/diff" ]; then
        echo "not ok - cli::${1##*/}"
        head -n 40 "$2/diff" | sed 's/^/  /'
    else
        echo "ok - cli::${1##*/}"
    fi
}

run() { # NUMBER SCRIPT: its output, errors and exit code, then what they should be; the folder's name is as long for each
    local base=${2%.sh} seen=$work/$1.seen tmp=$work/$1 part
    mkdir -p "$seen" "$tmp"
    TMP=$tmp timeout 300 bash "$2" >"$seen/out" 2>"$seen/err" </dev/null
    echo $? >"$seen/exit"
    sed -i "s|$tmp|TMP|g" "$seen/out" "$seen/err"
    if [ "$golden" -eq 1 ]; then
        [ "$(cat "$seen/exit")" != 0 ] || : >"$seen/exit"
        for part in out err exit; do keep "$seen/$part" "$base.$part"; done
    else
        compare "$base" "$seen" >"$seen/tap"
    fi
    rm -rf "$tmp"
}

tests=("$@")
[ ${#tests[@]} -gt 0 ] || tests=(tests/cli/*.sh)
export work golden
export -f expected keep compare run
number=100
for script in "${tests[@]}"; do
    printf '%d\0%s\0' $((number++)) "$script"
done | xargs -0 -n 2 -P "${JOBS:-$(nproc)}" bash -c 'run "$@"' run
[ "$golden" -eq 0 ] || exit 0
number=100
for script in "${tests[@]}"; do
    cat "$work/$((number++)).seen/tap" || echo "not ok - cli::$(basename "$script" .sh): no result"
done
