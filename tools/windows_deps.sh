#!/usr/bin/env bash
# windows_deps.sh BUILD: compiles the libraries of the Windows program into BUILD/include and BUILD/lib, from Debian's source packages,
# which apt fetches from wherever it fetches this machine's packages; tools/windows_deps.tsv has their files with their SHA-256. What was
# compiled before, by this script, this table and this compiler, is kept.
# windows_deps.sh update BUILD: writes the table as Debian's lists are now.
# shellcheck disable=SC2016,SC2046,SC2013,SC2115 # names of files and packages have no blanks, $build is never empty
set -euo pipefail
cd "$(dirname "$0")/.."
table=tools/windows_deps.tsv
export host=x86_64-w64-mingw32 LC_ALL=C
update=false
if [ "${1-}" = update ]; then
    update=true
    shift
fi
mkdir -p "${1:?usage: windows_deps.sh [update] BUILD}"
build=$(cd "$1" && pwd)
jobs=$(nproc 2>/dev/null || echo 2)
# -ffile-prefix-map: the same bytes in whatever folder
export flags="-O2 -g0 -w -ffunction-sections -fdata-sections -ffile-prefix-map=$build=. -D_WIN32_WINNT=0x0601 -DWINVER=0x0601"

stamp() { cat tools/windows_deps.sh "$table"; $host-gcc --version; }
if ! $update && [ -e "$build/stamp" ] && stamp | cmp -s - "$build/stamp"; then
    exit 0
fi

# ---- Debian's lists of sources, in a folder of our own: the system's stay as they are ----

apt_folder=$build/apt
apt_options=(-o Dir::Etc::sourcelist=/dev/null -o "Dir::Etc::sourceparts=$apt_folder/sources" -o "Dir::State::lists=$apt_folder/lists")

read_lists() {
    local file
    mkdir -p "$apt_folder/sources" "$apt_folder/lists/partial"
    for file in /etc/apt/sources.list.d/*.sources; do
        [ -e "$file" ] && sed 's/^Types:.*/Types: deb-src/' "$file" >"$apt_folder/sources/${file##*/}"
    done
    for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
        [ -e "$file" ] && sed -n 's/^deb\(-src\)\? /deb-src /p' "$file" | sort -u >"$apt_folder/sources/${file##*/}.list"
    done
    apt-get -qq update "${apt_options[@]}"
}

# Each file of a source package: URI FILE SHA256
files_of() {
    apt-get source "${apt_options[@]}" --print-uris -qq "$1" 2>/dev/null | tr -d "'" | awk '{ sub(/^SHA256:/, "", $4); print $1, $2, $4 }'
}

write_table() {
    local package file
    grep '^#' "$table"
    grep -v '^#' "$table" | while IFS=$'\t' read -r package file _; do
        # the same part of the package as it is named now: its upstream source, or Debian's patches
        files_of "$package" | awk -v OFS='\t' -v package="$package" -v part="$(sed -E 's/.*\.(orig|debian)\..*/\1/' <<<"$file")" \
            '$2 ~ "[.]" part "[.]tar[.](gz|xz|bz2)$" { print package, $2, $3 }'
    done
}

if $update; then
    read_lists
    write_table >"$build/table"
    cp "$build/table" "$table"
    exit 0
fi

fetch() { # PACKAGE FILE SHA256
    local uri
    if [ -e "$build/files/$2" ] && sha256sum --status -c <<<"$3  $build/files/$2"; then
        return
    fi
    [ -e "$apt_folder/lists/lock" ] || read_lists
    uri=$(files_of "$1" | awk -v file="$2" -v sum="$3" '$2 == file && $3 == sum { print $1; exit }')
    if [ -z "$uri" ]; then
        echo "windows_deps.sh: Debian's source of $1 has no $2 with the SHA-256 of $table any more; 'tools/windows_deps.sh update $1' takes what it has now" |
            sed "s|update $1|update build/windows/deps|" >&2
        exit 1
    fi
    mkdir -p "$build/files"
    /usr/lib/apt/apt-helper download-file "$uri" "$build/files/$2" "SHA256:$3" >"$build/fetch.log" 2>&1 ||
        { cat "$build/fetch.log" >&2; exit 1; }
    sha256sum --status -c <<<"$3  $build/files/$2" || { echo "windows_deps.sh: $2 is not the file of $table" >&2; exit 1; }
}

unpack() { # FILE: a source, or the patches of the source before it
    local name
    case $1 in
        *.debian.tar.*)
            tar -xf "$build/files/$1" -C "$build/source"
            while read -r name _; do
                [[ $name && $name != \#* ]] || continue
                patch -s -p1 <"debian/patches/$name" >/dev/null || { echo "windows_deps.sh: $1: $name does not fit" >&2; exit 1; }
            done <debian/patches/series
            ;;
        *)
            rm -rf "$build/source"
            mkdir -p "$build/source"
            tar -xf "$build/files/$1" -C "$build/source" --strip-components=1
            ;;
    esac
}

# ---- how each is compiled: in its source folder ----

objects() { # LIBRARY FLAGS FILE...
    local library=$1 own=$2
    shift 2
    mkdir -p objects
    # names of several folders may be the same
    printf '%s\n' "$@" | xargs -P "$jobs" -I{} bash -c 'set -e; out=objects/$(tr / _ <<<"$1").o; $host-gcc $flags $2 -c -o "$out" "$1"' _ {} "$own"
    rm -f "$build/lib/lib$library.a"
    $host-ar rcD "$build/lib/lib$library.a" $(printf '%s\n' objects/*.o | sort)
}

header() { cp "$@" "$build/include/"; }
licence() { cp "$2" "$build/licences/$1.txt"; }

build_zlib() {
    objects z '' adler32.c crc32.c inffast.c inflate.c inftrees.c zutil.c
    header zlib.h zconf.h
    sed -n '/^  Copyright/,/^\*\//p' zlib.h | sed '/^\*\//d' >"$build/licences/zlib.txt"
}

build_libyaml() {
    objects yaml '-DYAML_DECLARE_STATIC -DYAML_VERSION_MAJOR=0 -DYAML_VERSION_MINOR=2 -DYAML_VERSION_PATCH=5 -DYAML_VERSION_STRING="0.2.5" -Iinclude' \
        src/api.c src/loader.c src/parser.c src/reader.c src/scanner.c
    header include/yaml.h
    licence libyaml License
}

build_pcre2() {
    cp src/config.h.generic src/config.h
    cp src/pcre2.h.generic src/pcre2.h
    cp src/pcre2_chartables.c.dist src/pcre2_chartables.c
    objects pcre2-8 '-DHAVE_CONFIG_H -DSUPPORT_JIT -DSUPPORT_UNICODE -DPCRE2_CODE_UNIT_WIDTH=8 -DPCRE2_STATIC -Isrc' \
        $(printf 'src/pcre2_%s.c\n' auto_possess chartables compile config context convert dfa_match error extuni find_bracket jit_compile \
            maketables match match_data newline ord2utf pattern_info script_run serialize string_utils study substitute substring \
            tables ucd valid_utf xclass)
    header src/pcre2.h
    licence pcre2 LICENCE
}

build_libisal() {
    make -s -f Makefile.unx -j"$jobs" host_cpu=x86_64 arch=mingw units="igzip crc" AS=nasm CC="$host-gcc -w -g0" AR="$host-ar" lib >/dev/null
    find bin -name '*.o' | sort | xargs $host-ar rcD "$build/lib/libisal.a"
    mkdir -p "$build/include/isa-l"
    cp include/*.h "$build/include/isa-l/"
    licence isa-l LICENSE
}

build_bzip2() {
    objects bz2 '' blocksort.c bzlib.c compress.c crctable.c decompress.c huffman.c randtable.c
    header bzlib.h
    licence bzip2 LICENSE
}

# the decoders alone
build_xz() {
    local lzma=src/liblzma
    objects lzma "-DHAVE_STDBOOL_H -DHAVE_STDINT_H -DHAVE_INTTYPES_H -DHAVE_STRING_H -DHAVE_LIMITS_H -DHAVE_DECODERS -DHAVE_DECODER_LZMA1 -DHAVE_DECODER_LZMA2
        -DHAVE_DECODER_X86 -DHAVE_DECODER_POWERPC -DHAVE_DECODER_IA64 -DHAVE_DECODER_ARM -DHAVE_DECODER_ARMTHUMB -DHAVE_DECODER_ARM64
        -DHAVE_DECODER_SPARC -DHAVE_DECODER_DELTA -DHAVE_LZIP_DECODER -DHAVE_CHECK_CRC32 -DHAVE_CHECK_CRC64 -DHAVE_CHECK_SHA256 -DSIZEOF_SIZE_T=8
        -DTUKLIB_SYMBOL_PREFIX=lzma_ -DLZMA_API_STATIC -DTUKLIB_FAST_UNALIGNED_ACCESS -DPACKAGE_NAME=\"xz\" -DPACKAGE_BUGREPORT=\"\" -DPACKAGE_URL=\"\"
        -Isrc/common -I$lzma/api -I$lzma/common -I$lzma/check -I$lzma/lz -I$lzma/rangecoder -I$lzma/lzma -I$lzma/delta -I$lzma/simple" \
        src/common/tuklib_physmem.c $lzma/check/{check,crc32_fast,crc32_table,crc64_fast,crc64_table,sha256}.c \
        $lzma/common/{common,block_util,easy_preset,filter_common,hardware_physmem,index,stream_flags_common,string_conversion,vli_size}.c \
        $lzma/common/{alone_decoder,auto_decoder,block_buffer_decoder,block_decoder,block_header_decoder,easy_decoder_memusage,file_info}.c \
        $lzma/common/{filter_buffer_decoder,filter_decoder,filter_flags_decoder,index_decoder,index_hash,lzip_decoder,microlzma_decoder}.c \
        $lzma/common/{stream_buffer_decoder,stream_decoder,stream_flags_decoder,vli_decoder}.c \
        $lzma/delta/{delta_common,delta_decoder}.c $lzma/lz/lz_decoder.c $lzma/lzma/{lzma_decoder,lzma2_decoder,lzma_encoder_presets}.c \
        $lzma/simple/{simple_coder,simple_decoder,x86,powerpc,ia64,arm,armthumb,arm64,sparc}.c
    cp -r $lzma/api/lzma.h $lzma/api/lzma "$build/include/"
    licence xz COPYING
}

build_libzstd() {
    objects zstd '-DZSTD_DISABLE_ASM -DZSTD_LEGACY_SUPPORT=0 -DXXH_NAMESPACE=ZSTD_' lib/common/*.c lib/decompress/*.c
    header lib/zstd.h lib/zstd_errors.h
    licence zstd LICENSE
}

# what reads tar, cab and 7z, and the layers bzip2 and zstd
build_libarchive() {
    sed -E -e '1i #define __LIBARCHIVE_CONFIG_H_INCLUDED 1' -e 's/^.*define (ARCHIVE_CRYPTO_.*_WIN|HAVE_BCRYPT_H|HAVE_PTHREAD_H|WINVER|_WIN32_WINNT).*$//' contrib/android/config/windows_host.h >libarchive/config.h
    (cd libarchive &&
        objects archive '-DHAVE_CONFIG_H -DLIBARCHIVE_STATIC -DLZMA_API_STATIC -DHAVE_ZLIB_H -DHAVE_BZLIB_H -DHAVE_LZMA_H -DHAVE_LIBLZMA -DHAVE_ZSTD_H
            -DHAVE_LIBZSTD -DHAVE_LIBZ -DHAVE_LIBBZ2 -I. -I'"$build/include" \
            $(printf 'archive_%s.c\n' acl check_magic entry entry_sparse entry_xattr ppmd7 rb read read_open_memory read_set_options options \
                read_support_filter_bzip2 read_support_filter_none read_support_filter_zstd read_support_format_7zip read_support_format_cab \
                read_support_format_raw read_support_format_tar string string_sprintf util virtual windows pack_dev entry_strmode \
                read_set_format read_open_filename entry_copy_stat entry_stat entry_link_resolver read_add_passphrase \
                read_support_filter_program cmdline) filter_fork_windows.c)
    header libarchive/archive.h libarchive/archive_entry.h
    licence libarchive COPYING
}

build_sqlite3() {
    cp tool/lempar.c . 2>/dev/null || true
    make -s -f main.mk TOP=. TCC=gcc BCC=gcc NAWK=awk TCLSH_CMD=tclsh sqlite3.c >/dev/null
    objects sqlite3 '-DSQLITE_THREADSAFE=2 -DSQLITE_OMIT_LOAD_EXTENSION -DSQLITE_DEFAULT_MEMSTATUS=0 -DSQLITE_DQS=0 -DSQLITE_OMIT_DEPRECATED -DSQLITE_OMIT_SHARED_CACHE' sqlite3.c
    header sqlite3.h
    licence sqlite LICENSE.md
}

build_jansson() {
    : >src/jansson_private_config.h # all by flags; json_null is a name of ours, too
    sed -e 's/@json_inline@/inline/' -e 's/@json_have_[a-z_]*@/1/' src/jansson_config.h.in >src/jansson_config.h
    objects jansson '-DHAVE_STDINT_H -DHAVE_SYS_TYPES_H -DHAVE_SYS_TIME_H -DHAVE_UNISTD_H -DHAVE_GETPID -DHAVE_GETTIMEOFDAY -DHAVE_LOCALE_H
        -DHAVE_CLOSE -DUSE_WINDOWS_CRYPTOAPI -Djson_null=jansson_null -Isrc' src/{dump,error,hashtable,hashtable_seed,load,memory,pack_unpack,strbuffer,strconv,utf,value,version}.c
    header src/jansson.h src/jansson_config.h
    licence jansson LICENSE
}

# ---- all of them ----

compile() { # PACKAGE FILE...
    local package=$1 started=$SECONDS file
    shift
    for file in "$@"; do
        (mkdir -p "$build/source" && cd "$build/source" && unpack "$file")
    done
    (cd "$build/source" && "build_${package%-utils}")
    echo "  $package: $((SECONDS - started)) s"
}

rm -f "$build/stamp"
rm -rf "$build/include" "$build/lib" "$build/licences"
mkdir -p "$build/include" "$build/lib" "$build/licences"
while IFS=$'\t' read -r package file sum; do
    [[ $package == \#* ]] || fetch "$package" "$file" "$sum"
done <"$table"
for package in $(awk '!/^#/ && !seen[$1]++ { print $1 }' "$table"); do
    # shellcheck disable=SC2046 # names of files without blanks
    compile "$package" $(awk -F'\t' -v package="$package" '$1 == package { print $2 }' "$table")
done
rm -rf "$build/source"
stamp >"$build/stamp"
