# `make install` and `make uninstall` leave nothing behind; the package is made, installed into an empty root, run there, removed.
build=$(cd "$(dirname "$(command -v dpmlog)")" && pwd)
if grep -q -- '-fsanitize\|--coverage' "$build/flags" || ! command -v dpkg-deb >/dev/null; then exec cat tests/cli/package.out; fi
run_make() { make --no-print-directory VARIANT="$(basename "$build")" BUILD="$(dirname "$build")" "$@" 2>&1; }
run_make DESTDIR="$TMP/dest" install >"$TMP/log" || cat "$TMP/log"
(cd "$TMP/dest" && find . -type f -o -type l | grep -v '/include/dpmlog/' | sort)
"$TMP/dest/usr/local/bin/dpmlog" --version
run_make DESTDIR="$TMP/dest" uninstall >"$TMP/log" || cat "$TMP/log"
find "$TMP/dest" ! -type d

deb=$(run_make deb | tail -n 1)
dpkg-deb --field "$deb" Package Version Section
# the libraries that are there in every build
dpkg-deb --field "$deb" Depends | tr -d ' ' | tr , '\n' | grep -v 'libarchive\|libevtx\|libisal\|liblzma\|libsqlite\|libjansson' | grep -c '^lib[a-z0-9+.-]*\((>=[0-9.]*)\)\?$'
dpkg-deb --contents "$deb" | awk '{print $1, $2, $6}' | grep -E 'bin/dpmlog|man1|completions|copyright'
root=$TMP/root
mkdir -p "$root/var/lib/dpkg/info" "$root/var/lib/dpkg/updates" "$root/var/lib/dpkg/triggers" "$root/var/log"
touch "$root/var/lib/dpkg/status"
# nothing but the package and the libraries that it names
dpkg_in() { dpkg --root="$root" --log="$TMP/dpkg.log" --force-depends --force-not-root "$@" >"$TMP/log" 2>&1 || cat "$TMP/log"; }
mkdir -p "$root/tmp" && cp -r fixtures/healthy "$root/tmp/"
dpkg_in --install "$deb"
dpkg-query --admindir="$root/var/lib/dpkg" --show --showformat '${Package} ${Status}\n' dpmlog
ldd "$root/usr/bin/dpmlog" | grep -o '/[^ ]*' | while read -r library; do
    install -D "$(readlink -f "$library")" "$root$library"
done
if [ "$(id -u)" -eq 0 ]; then
    chroot "$root" /usr/bin/dpmlog -q --year 2026 /tmp/healthy | head -n 1
else
    "$root/usr/bin/dpmlog" -q --year 2026 fixtures/healthy | head -n 1
fi
dpkg_in --purge dpmlog
find "$root/usr" -path '*dpmlog*' 2>/dev/null
true
