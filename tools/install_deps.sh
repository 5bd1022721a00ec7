#!/usr/bin/env bash
# Installs what is missing for the named purposes (build, test, ci, bench, instructions, fuzz, browser, deb), on Debian and its children by
# apt, with or without sudo; elsewhere it says what is needed. Silent where nothing is missing.
set -eu

# purpose: "what to look for"="Debian package"
packages() {
    case $1 in
        build) echo gcc=gcc make=make pkg-config=pkg-config pc:libpcre2-8=libpcre2-dev pc:yaml-0.1=libyaml-dev pc:zlib=zlib1g-dev \
                    pc:libisal=libisal-dev pc:libarchive=libarchive-dev pc:sqlite3=libsqlite3-dev ;;
        test)  echo pc:criterion=libcriterion-dev python3=python3 diff=diffutils gzip=gzip zip=zip unzip=unzip 7zz=7zip \
                    gcab=gcab zstd=zstd xz=xz-utils bzip2=bzip2 jq=jq sqlite3=sqlite3 py:jsonschema=python3-jsonschema \
                    zsh=zsh fish=fish objdump=binutils ;;
        ci)    echo clang-tidy=clang-tidy cppcheck=cppcheck shellcheck=shellcheck mandoc=mandoc \
                    valgrind=valgrind objdump=binutils ;;
        bench) echo rg=ripgrep ugrep=ugrep lnav=lnav grep=grep zip=zip unzip=unzip gzip=gzip jq=jq valgrind=valgrind ;;
        instructions) echo valgrind=valgrind zip=zip ;;
        fuzz)  echo clang=clang ;;
        deb)   echo objdump=binutils debootstrap=debootstrap ;;
        browser) echo chromium=chromium node=nodejs npm=npm fc-list=fontconfig ;;
        *)     echo "install_deps.sh: no purpose named $1" >&2; exit 2 ;;
    esac
}

present() {
    case $1 in
        py:*) python3 -c "import ${1#py:}" 2>/dev/null ;;
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
    echo "  Fedora:   dnf install gcc make pkgconf pcre2-devel libyaml-devel zlib-devel isa-l-devel libarchive-devel sqlite-devel" >&2
    echo "  Arch:     pacman -S gcc make pkgconf pcre2 libyaml zlib libarchive sqlite" >&2
    echo "  Homebrew: brew install make pkg-config pcre2 libyaml zlib libarchive" >&2
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
