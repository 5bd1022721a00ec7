#!/usr/bin/env bash
# windows_zip.sh EXE DEPS VERSION OUT: OUT/dpmlog-VERSION-windows-x86_64.zip of the program, what it links, and how to use it, with
# SHA256SUMS inside and its own sum beside it; and manifests for winget and Scoop in OUT/manifests, in which only the address of the
# release is to be filled in (URL=https://...). The same sources give the same bytes.
set -euo pipefail
exe=$1 deps=$2 version=$3 out=$4
name=dpmlog-$version-windows-x86_64
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
folder=$work/$name
mkdir -p "$folder" "$out/manifests"
export LC_ALL=C TZ=UTC

crlf() { sed 's/\r*$/\r/' "$1"; } # for Notepad of Server 2016 and before

cp "$exe" "$folder/dpmlog.exe"
crlf LICENSE >"$folder/LICENSE.txt"
sed "s/@VERSION@/$version/" packaging/windows/README.txt | crlf /dev/stdin >"$folder/README.txt"
crlf tools/windows_smoke.ps1 >"$folder/windows_smoke.ps1"
for licence in "$deps"/licences/*.txt; do
    printf '======== %s ========\n\n' "$(basename "$licence" .txt)"
    cat "$licence"
    printf '\n'
done | crlf /dev/stdin >"$folder/THIRD-PARTY.txt"
(cd "$folder" && sha256sum -- * >"$work/sums" && mv "$work/sums" SHA256SUMS)
find "$work" -exec touch -d "@${SOURCE_DATE_EPOCH:-315619200}" {} + # 1980-01-02: zip knows none before
rm -f "$out/$name.zip"
(cd "$work" && find "$name" -type f | sort | zip -q -X -9 -@ "$name.zip")
mv "$work/$name.zip" "$out/$name.zip"
(cd "$out" && sha256sum "$name.zip" >"$name.zip.sha256")
sum=$(cut -c 1-64 "$out/$name.zip.sha256")
for template in packaging/windows/winget/*.in packaging/windows/scoop.json.in; do
    made=$out/manifests/$(basename "$template" .in)
    sed -e "s/@VERSION@/$version/g; s/@SHA256@/$sum/g; s/@NAME@/$name/g; s|@URL@|${URL:-https://example.invalid}/$name.zip|g" "$template" >"$made"
done
echo "windows: $out/$name.zip, $(stat -c %s "$out/$name.zip") bytes, SHA-256 $sum"
