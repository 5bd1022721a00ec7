#!/usr/bin/env bash
# run_browser.sh BUILD FOLDER [--picture FILE] [--pictures FOLDER]: the HTML report in Chromium, by tests/browser/page.mjs; the
# driver and the judge of accessibility come from npm into FOLDER, once.
set -eu
build=$1 folder=$2
shift 2
modules=(playwright-core@1.58.0 axe-core@4.14.1) # Debian 12 has Node 18, which later drivers do not take
mkdir -p "$folder"
if [ "$(cat "$folder/installed" 2>/dev/null)" != "${modules[*]}" ]; then
    (cd "$folder" && npm install --no-save --no-audit --no-fund --loglevel=error "${modules[@]}" >npm.log 2>&1) || {
        cat "$folder/npm.log" >&2
        exit 1
    }
    echo "${modules[*]}" >"$folder/installed"
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
timeout 600 node tests/browser/page.mjs "$folder" "$build/dpmlog" "$work" "$@"
