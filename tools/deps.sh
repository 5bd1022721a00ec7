#!/usr/bin/env bash
# deps.sh check PURPOSE...: names what is missing for the purposes and the command that installs it; exit 2 if anything is.
# deps.sh install PURPOSE...: installs it, and what the build needs, on Debian and its children, by apt, with sudo only if not root. It prints nothing where
# nothing is missing, and elsewhere says what is needed.
# The purposes are build, test, ci, bench, instructions, fuzz, browser, deb, docs, format and windows; `all` is every one of them.
set -euo pipefail

# PURPOSE: "what to look for"="Debian package"; with a question mark, `install` installs it and `check` does without it.
packages() {
    case $1 in
        build) echo cc=gcc objcopy=binutils make=make pkg-config=pkg-config pc:libpcre2-8=libpcre2-dev pc:yaml-0.1=libyaml-dev pc:zlib=zlib1g-dev \
                    pc:libisal?=libisal-dev pc:libarchive?=libarchive-dev pc:liblzma?=liblzma-dev pc:libevtx?=libevtx-dev pc:sqlite3?=libsqlite3-dev pc:jansson?=libjansson-dev ;;
        test)  echo pc:criterion=libcriterion-dev python3=python3 diff=diffutils gzip=gzip zip=zip unzip=unzip 7zz=7zip \
                    gcab=gcab zstd=zstd xz=xz-utils bzip2=bzip2 jq=jq sqlite3=sqlite3 py:jsonschema=python3-jsonschema \
                    zsh=zsh fish=fish objdump=binutils c++=g++ ;;
        ci)    echo clang-tidy=clang-tidy cppcheck=cppcheck shellcheck=shellcheck mandoc=mandoc \
                    valgrind=valgrind objdump=binutils ;;
        bench) echo rg=ripgrep ugrep=ugrep bsdtar=libarchive-tools zip=zip 7zz=7zip gcab=gcab gzip=gzip jq=jq ;;
        instructions) echo valgrind=valgrind zip=zip ;;
        fuzz)  echo clang=clang ;;
        deb)   echo objdump=binutils debootstrap=debootstrap ;;
        docs)  echo doxygen=doxygen ;;
        format) echo clang-format=clang-format ;;
        windows) echo x86_64-w64-mingw32-gcc=gcc-mingw-w64-x86-64 nasm=nasm patch=patch tclsh=tcl wine=wine ;;
        browser) echo chromium=chromium node=nodejs npm=npm fc-list=fontconfig ;;
        *)     echo "deps.sh: no purpose is named $1; there are $every" >&2; exit 2 ;;
    esac
}
every="build test ci bench instructions fuzz browser deb docs format windows"

present() {
    case $1 in
        cc)   command -v "${CC:-gcc}" >/dev/null 2>&1 ;;
        py:*) python3 -c "import ${1#py:}" 2>/dev/null ;;
        pc:*) pkg-config --exists "${1#pc:}" 2>/dev/null ;;
        *)    command -v "$1" >/dev/null 2>&1 ;;
    esac
}

# The packages that are missing, each once, a line each.
missing() { # CHECK-OR-INSTALL PURPOSE...
    local mode=$1 purpose wanted item what
    shift
    for purpose in "$@"; do
        wanted=$(packages "$purpose") || exit
        for item in $wanted; do
            what=${item%%=*}
            [[ $mode = install || $what != *\? ]] || continue
            present "${what%\?}" || echo "${item#*=}"
        done
    done | sort -u
}

# What a user types to get the purposes: `make deps` alone is for building and testing.
command_for() {
    local purpose others=()
    for purpose in "$@"; do
        [ "$purpose" = build ] || others+=("$purpose")
    done
    case "${others[*]-}" in
        '' | test) echo "make deps" ;;
        *\ *)      echo "make deps FOR=\"${others[*]}\"" ;;
        *)         echo "make deps FOR=${others[*]}" ;;
    esac
}

need_by_hand() { # PACKAGE...
    echo "dpmlog needs these, by their Debian names: $*" >&2
    echo "  Fedora:   dnf install gcc make pkgconf pcre2-devel libyaml-devel zlib-devel isa-l-devel libarchive-devel xz-devel sqlite-devel" >&2
    echo "  Arch:     pacman -S gcc make pkgconf pcre2 libyaml zlib libarchive xz sqlite" >&2
    echo "  Homebrew: brew install make pkg-config pcre2 libyaml zlib libarchive xz" >&2
    echo "Criterion (https://github.com/Snaipe/Criterion) is needed for the tests only." >&2
    exit 1
}

install() { # PACKAGE...
    local as_root=()
    command -v apt-get >/dev/null 2>&1 || need_by_hand "$@"
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null 2>&1 || { echo "Install as root: apt-get install $*" >&2; exit 1; }
        as_root=(sudo)
    fi
    echo "Installing $*" >&2
    # the lists may be old or absent: fetch them once, only if something has to be installed
    "${as_root[@]}" apt-get update -qq >&2
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
}

mode=${1-}
shift || true
[[ " $* " != *" all "* ]] || read -ra purposes <<<"$every"
[ "${purposes+set}" ] || purposes=("$@")
case $mode in
    check)
        found=$(missing check "${purposes[@]}")
        [ -n "$found" ] || exit 0
        echo "Missing: $(paste -sd' ' <<<"$found"). To install: $(command_for "${purposes[@]}")" >&2
        exit 2
        ;;
    install)
        found=$(missing install build "${purposes[@]}")
        [ -n "$found" ] || exit 0
        mapfile -t found <<<"$found"
        install "${found[@]}"
        ;;
    *)
        echo "usage: deps.sh check|install PURPOSE..." >&2
        exit 2
        ;;
esac
