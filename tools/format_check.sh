#!/usr/bin/env bash
# format_check.sh FILE...: fails where clang-format would change a file, or a line has more than 130 columns; .clang-format has the
# rules for code, and leaves comments as they are.
set -u
bad=0
clang-format --dry-run --Werror "$@" || bad=1
if LC_ALL=C.UTF-8 grep -nE '^.{131,}' "$@" /dev/null; then
    echo "format: these lines have more than 130 columns"
    bad=1
fi
[ $bad -eq 0 ] && echo "format: $# files are in the house's format"
exit $bad
