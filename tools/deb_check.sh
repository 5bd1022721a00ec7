#!/usr/bin/env bash
# deb_check.sh DEB WORK: installs the package on a clean Debian of the release that it was built on, with what it depends on and nothing
# else, runs it there, and removes it again; prints TAP. The Debian is made by debootstrap in a folder under WORK that is gone
# afterwards; what debootstrap fetched is kept in WORK. Needs root.
set -u
deb=$(realpath "$1") work=$2
suite=$(sed -n "s/^VERSION_CODENAME=//p" /etc/os-release)
mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}
[ "$(id -u)" -eq 0 ] || { echo "deb_check.sh: a system root can only be made by root" >&2; exit 1; }
mkdir -p "$work/cache" || exit 1
root=$(mktemp -d "$work/root.XXXXXX") || exit 1
trap 'rm -rf "$root"' EXIT
passed=0 failed=0

check() { # NAME COMMAND...: what it prints is shown where it fails
    local name=$1
    shift
    if "$@" >"$work/log" 2>&1; then
        echo "ok - package::$name"
        passed=$((passed + 1))
    else
        echo "not ok - package::$name"
        tail -n 30 "$work/log" | sed 's/^/  /'
        failed=$((failed + 1))
    fi
}
inside() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }
files() { (cd "$root" && find . -xdev \( -path ./tmp -o -path ./var -o -path ./etc -o -path ./proc \) -prune -o -print | sort); }
says() { grep -q "$1" <(shift && inside "$@"); }
same_files() { diff "$work/before" <(files); }
needs_nothing() { ! inside ldd /usr/bin/dpmlog | grep 'not found'; }

check "debootstrap makes a clean $suite" debootstrap --variant=minbase --cache-dir="$(realpath "$work/cache")" "$suite" "$root" "$mirror"
if [ $failed -eq 0 ]; then
    cp "$deb" "$root/tmp/dpmlog.deb"
    cp -r fixtures/Temp "$root/tmp/"
    check "the lists are fetched" inside apt-get update -q
    # what it depends on comes first, so that the files before and after are those of the package alone
    # shellcheck disable=SC2046 # one word a package
    check "what it depends on is in Debian" inside apt-get install -y -q --no-install-recommends $(dpkg-deb --field "$deb" Depends | sed 's/([^)]*)//g; s/,/ /g')
    files >"$work/before"
    check "it installs" inside apt-get install -y -q --no-install-recommends /tmp/dpmlog.deb
    check "it lacks no library" needs_nothing
    check "it tells its version" says "^dpmlog $(dpkg-deb --field "$deb" Version)\$" dpmlog --version
    check "it finds the cause" says '^Most likely cause: The tracer crashed' dpmlog /tmp/Temp
    check "it writes a page and a database" inside dpmlog -q -o /tmp/a.html -o /tmp/a.sqlite /tmp/Temp
    check "its files are what it says" inside dpkg --verify dpmlog
    check "its manual page is there" test -s "$root/usr/share/man/man1/dpmlog.1.gz"
    check "it is removed" inside apt-get purge -y -q dpmlog
    check "nothing of it is left" same_files
fi
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
