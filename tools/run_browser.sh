#!/usr/bin/env bash
# run_browser.sh BUILD FOLDER [--picture FILE]: the HTML report in Chromium, by tests/browser/page.mjs; the driver comes from npm
# into FOLDER, once.
set -eu
build=$1 folder=$2
shift 2
driver=playwright-core@1.65.1
mkdir -p "$folder"
if [ ! -d "$folder/node_modules/playwright-core" ]; then
    (cd "$folder" && npm install --no-save --no-audit --no-fund --loglevel=error "$driver" >npm.log 2>&1) || {
        cat "$folder/npm.log" >&2
        exit 1
    }
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
timeout 300 node tests/browser/page.mjs "$folder" "$build/dpmlog" "$work" "$@"
