#!/usr/bin/env bash
# Installs what is missing for the named purposes (build, test, ci, bench), on Debian and its children by apt, with or
# without sudo; elsewhere it says what is needed. Silent where nothing is missing.
set -eu

# purpose: "what to look for"="Debian package"
packages() {
    case $1 in
        build) echo gcc=gcc make=make pkg-config=pkg-config pc:libpcre2-8=libpcre2-dev pc:yaml-0.1=libyaml-dev pc:zlib=zlib1g-dev ;;
        test)  echo pc:criterion=libcriterion-dev python3=python3 diff=diffutils ;;
        ci)    echo clang-tidy=clang-tidy cppcheck=cppcheck shellcheck=shellcheck mandoc=mandoc \
                    valgrind=valgrind objdump=binutils ;;
        bench) echo rg=ripgrep valgrind=valgrind ;;
        fuzz)  echo clang=clang ;;
        *)     echo "install_deps.sh: no purpose named $1" >&2; exit 2 ;;
    esac
}

present() {
    case $1 in
        pc:*) pkg-config --exists "${1#pc:}" 2>/dev/null ;;
        *)    command -v "$1" >/dev/null 2>&1 ;;
    esac
}

missing=()
for purpose in "$@"; do
    for item in $(packages "$purpose"); do
        present "${item%%=*}" || missing+=("${item#*=}")
    done
done
[ ${#missing[@]} -gt 0 ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
    echo "dpmlog needs these, by their Debian names: ${missing[*]}" >&2
    echo "  Fedora:   dnf install gcc make pkgconf pcre2-devel libyaml-devel zlib-devel" >&2
    echo "  Arch:     pacman -S gcc make pkgconf pcre2 libyaml zlib" >&2
    echo "  Homebrew: brew install make pkg-config pcre2 libyaml zlib" >&2
    echo "Criterion (https://github.com/Snaipe/Criterion) is needed for the tests only." >&2
    exit 1
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 || { echo "Install as root: apt-get install ${missing[*]}" >&2; exit 1; }
    as_root=(sudo)
fi
echo "Installing ${missing[*]}" >&2
# the lists may be old or absent: fetch them once, only if something has to be installed
"${as_root[@]}" apt-get update -qq >&2
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
