#!/usr/bin/env bash
# fuzz.sh NAME SECONDS CLANG FLAGS: builds tests/fuzz/fuzz_NAME.c with libFuzzer, ASan and UBSan, and fuzzes from its corpus. What is found
# new stays in build/fuzz/NAME; copy what is worth it into tests/fuzz/corpus/NAME.
set -eu
name=$1 seconds=$2 clang=$3
read -ra flags <<<"$4"
if [ ! -f "tests/fuzz/fuzz_$name.c" ]; then
    echo "F=$name: there is $(find tests/fuzz -name 'fuzz_*.c' -printf '%f ' | sed 's/fuzz_//g; s/\.c//g')" >&2
    exit 2
fi
tools/install_deps.sh build fuzz
make --no-print-directory V=debug build/debug/gen/builtin.c build/debug/gen/asset.c >/dev/null
found=build/fuzz/$name
mkdir -p "$found" "tests/fuzz/corpus/$name"
mapfile -t sources < <(find src -name '*.c' ! -path 'src/cli/*' ! -name '*windows.c' | sort)
"$clang" -std=c11 -O1 -g -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all -Iinclude -Isrc \
    "tests/fuzz/fuzz_$name.c" "${sources[@]}" build/debug/gen/builtin.c build/debug/gen/asset.c -o "build/fuzz/fuzz_$name" \
    "${flags[@]}" -pthread
exec "build/fuzz/fuzz_$name" -max_total_time="$seconds" -rss_limit_mb=2048 -timeout=10 -artifact_prefix="build/fuzz/$name-" "$found" "tests/fuzz/corpus/$name"
