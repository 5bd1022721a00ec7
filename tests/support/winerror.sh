#!/bin/sh
# Print grammars/winerror.tsv, the names of Windows codes, from the headers of mingw-w64. The same headers give the same
# bytes. On Debian they are the package mingw-w64-common:
#     tests/support/winerror.sh > grammars/winerror.tsv
#     tests/support/winerror.sh /other/include > grammars/winerror.tsv
set -eu

include=${1:-/usr/share/mingw-w64/include}
for file in winerror.h vsserror.h _mingw_mac.h; do
    if [ ! -r "$include/$file" ]; then
        echo "winerror.sh: $include/$file: cannot be read; install mingw-w64-common or name the folder of the headers" >&2
        exit 2
    fi
done

version=$(awk '$2 ~ /^__MINGW64_VERSION_(MAJOR|MINOR|BUGFIX)$/ { v = v dot $3; dot = "." } END { print v }' \
    "$include/_mingw_mac.h")
package=
if [ $# -eq 0 ] && command -v dpkg-query > /dev/null; then
    package=$(dpkg-query -W -f ', Debian package ${Package} ${Version}' mingw-w64-common 2> /dev/null || :)
fi

cat << END
# Names of Windows codes, for codes that hresults.tsv does not explain. Do not edit: tests/support/winerror.sh writes it.
# From winerror.h and vsserror.h of mingw-w64 $version$package.
# Both headers are in the public domain; names and numbers are facts in any case.
# HRESULTs stand as they are; Win32, RPC and socket errors as the HRESULT that HRESULT_FROM_WIN32 makes of them.
END
printf 'code\tname\n'

# Three spellings state a number: an HRESULT in hex, a plain decimal, and a decimal on top of the base of the socket errors.
# Of several names for one number an HRESULT's wins, the one that people know (E_ACCESSDENIED, not ERROR_ACCESS_DENIED).
# Numbers stay text or small, because not every awk prints 32 bits in hex.
LC_ALL=C awk '
    function note(value, name, rank) {
        if (!(value in names) || rank < ranks[value]) {
            names[value] = name
            ranks[value] = rank
        }
    }
    { sub(/\r$/, "") }
    $1 != "#define" || NF < 3 { next }
    $2 ~ /_(FIRST|LAST|BASE|BEGIN|END)$/ || $2 == "NO_ERROR" || $2 == "ERROR_SUCCESS" || $2 == "SEC_E_OK" { next }
    {
        name = $2
        body = $0
        sub(/^#define[ \t]+[^ \t]+[ \t]+/, "", body)
    }
    body ~ /^(_HRESULT_TYPEDEF_\(|\(\(HRESULT\))0x[0-9A-Fa-f]+L?\)$/ {
        match(body, /0x[0-9A-Fa-f]+/)
        digits = "0000000" toupper(substr(body, RSTART + 2, RLENGTH - 2))
        note("0x" substr(digits, length(digits) - 7), name, 1)
        next
    }
    body ~ /^(__MSABI_LONG\([0-9]+\)|\(WSABASEERR \+ [0-9]+\))$/ {
        base = body ~ /WSABASEERR/ ? 10000 : 0
        gsub(/[^0-9]/, "", body)
        if (base + body < 65536) {
            note(sprintf("0x8007%04X", base + body), name, 2)
        }
    }
    END {
        for (value in names) {
            printf "%s\t%s\n", value, names[value]
        }
    }' "$include/winerror.h" "$include/vsserror.h" | LC_ALL=C sort
