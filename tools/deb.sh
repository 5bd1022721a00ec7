#!/usr/bin/env bash
# deb.sh MAKE VARIANT BUILD VERSION: installs into a folder under BUILD and makes BUILD/dpmlog_VERSION_ARCH.deb of it. What the
# package depends on are the packages that the libraries of the program and of libdpmlog.so came from.
set -eu
make=$1 variant=$2 build=$3 version=$4
arch=$(dpkg --print-architecture)
libdir=/usr/lib/$(gcc -print-multiarch 2>/dev/null || true)
root=$build/deb
deb=$build/dpmlog_${version}_$arch.deb
rm -rf "$root"
mkdir -p "$root/DEBIAN"
$make --no-print-directory VARIANT="$variant" BUILD="$build" DESTDIR="$(cd "$root" && pwd)" PREFIX=/usr LIBDIR="${libdir%/}" install >/dev/null

gzip -9n "$root/usr/share/man/man1/dpmlog.1"
install -D -m 644 LICENSE "$root/usr/share/doc/dpmlog/copyright"
install -D -m 644 CHANGELOG.md "$root/usr/share/doc/dpmlog/CHANGELOG.md"
install -m 644 -t "$root/usr/share/doc/dpmlog" docs/*.md docs/*.schema.json
strip --strip-unneeded "$root/usr/bin/dpmlog" "$root${libdir%/}"/libdpmlog.so.*

# the packages of the libraries that are linked directly, or loaded when they are needed, by their files
depends=$({
    objdump -p "$root/usr/bin/dpmlog" "$root${libdir%/}"/libdpmlog.so.* | awk '/NEEDED/ {print $2}'
    grep -o 'DPM_[A-Z]*_FILE=[^ ]*' "$build/$variant/flags" | cut -d = -f 2
} | sort -u | while read -r library; do
    file=$(ldconfig -p | awk -v name="$library" '$1 == name {print $NF; exit}')
    dpkg -S "$(readlink -f "$file")" 2>/dev/null || dpkg -S "$file" 2>/dev/null || dpkg -S "${file#/lib}" 2>/dev/null || true
done | sed 's/:.*//' | sort -u | paste -sd , | sed 's/,/, /g')
# the C library must be as new as the newest symbol that is taken from it
glibc=$(objdump -T "$root/usr/bin/dpmlog" "$root${libdir%/}"/libdpmlog.so.* | grep -o 'GLIBC_[0-9.]*' | sed 's/GLIBC_//' | sort -uV | tail -n 1)
depends=${depends/libc6/libc6 (>= $glibc)}
cat >"$root/DEBIAN/control" <<CONTROL
Package: dpmlog
Version: $version
Architecture: $arch
Maintainer: dpmlog <dpmlog@localhost>
Installed-Size: $(du -sk "$root/usr" | cut -f 1)
Depends: $depends
Section: admin
Priority: optional
Description: says what broke in Microsoft Data Protection Manager, and why
 dpmlog reads the trace logs of DPM, MABS and MARS, joins their records into
 incidents and ranks what may have caused them, with evidence and a fix.
CONTROL
(cd "$root" && find usr -type f -print0 | sort -z | xargs -0 md5sum) >"$root/DEBIAN/md5sums"
echo 'activate-noawait ldconfig' >"$root/DEBIAN/triggers"
dpkg-deb --root-owner-group --build "$root" "$deb" >/dev/null
rm -rf "$root"
echo "$deb"
