#!/usr/bin/env bash
# bench/corpora.sh FOLDER BYTES [NAME...]: makes what is missing of the corpora below FOLDER and reads them once, so that they lie in the
# page cache. All come from bench/loggen and its seed; all but `slice` grow with BYTES:
#     typical, storm, typical-16, storm-16   BYTES of log; -16 in UTF-16LE
#     zip-1, gz                              a log of half of BYTES in a zip with one member, and gzipped
#     zip-8                                  the log `typical`, cut as rotation cuts it, in a zip with 8 members
#     slice                                  64 MiB at most, for what is slow
#     growth, member                         8 times BYTES of log; 4 times, in a zip with one member, for its memory
# Prints for each: its name, its file, its bytes of log as stored in the log.
set -eu
folder=$1 bytes=$2
shift 2
loggen=$(dirname "$folder")/loggen
[ $# -gt 0 ] || set -- typical storm typical-16 storm-16 zip-1 zip-8 gz slice

log() { # FILE BYTES PROFILE ENCODING
    mkdir -p "${1%/*}"
    "$loggen" --size "$2" --seed 1 --profile "$3" --encoding "$4" --crlf -o "$1"
}

rotated() { # FOLDER: the log `typical` in 8 parts, the last of which is the current one; their file times are as DPM leaves them
    local part day time
    mkdir -p "$1"
    split -n l/8 -d -a 1 --additional-suffix=.errlog "$(file_of typical)" "$1/DPMRA"
    mv "$1/DPMRA7.errlog" "$1/DPMRACurr.errlog"
    for part in "$1"/*; do
        IFS=$'\t' read -r _ _ day time _ < <(tail -n 1 "$part")
        touch -d "2016-${day/\//-}T${time}Z" "$part"
    done
}

file_of() {
    case $1 in
        zip-* | member) echo "$folder/$1/FS01.zip" ;;
        gz) echo "$folder/gz/FS01/DPMRACurr.errlog.gz" ;;
        *) echo "$folder/$1/FS01/DPMRACurr.errlog" ;;
    esac
}

bytes_of() {
    case $1 in
        zip-1 | gz) echo $((bytes / 2)) ;;
        slice) echo $((bytes < 64 << 20 ? bytes : 64 << 20)) ;;
        growth) echo $((bytes * 8)) ;;
        member) echo $((bytes * 4)) ;;
        *) echo "$bytes" ;;
    esac
}

make_corpus() { # NAME FILE
    local size work=$folder/$1.new
    size=$(bytes_of "$1")
    rm -rf "${folder:?}/$1" "$work"
    mkdir -p "$(dirname "$2")" "$work/FS01"
    case $1 in
        storm) log "$2" "$size" storm utf-8 ;;
        typical-16) log "$2" "$size" typical utf-16le ;;
        storm-16) log "$2" "$size" storm utf-16le ;;
        gz) log "$work/log" "$size" typical utf-8 && gzip -n <"$work/log" >"$2" ;;
        zip-1) log "$work/FS01/DPMRACurr.errlog" "$size" typical utf-8 && (cd "$work" && zip -qrX ../zip-1/FS01.zip FS01) ;;
        zip-8) rotated "$work/FS01" && (cd "$work" && zip -qr ../zip-8/FS01.zip FS01) ;;
        member) log "$work/FS01/DPMRACurr.errlog" "$size" typical utf-8 && (cd "$work" && zip -1 -qrX ../member/FS01.zip FS01) ;;
        *) log "$2" "$size" typical utf-8 ;;
    esac
    rm -rf "$work"
}

for name in "$@"; do
    file=$(file_of "$name")
    if [ ! -e "$file" ] || [ "$loggen" -nt "$file" ]; then make_corpus "$name" "$file"; fi
    cat "$file" >/dev/null
    printf '%s\t%s\t%s\n' "$name" "$file" "$(bytes_of "$name")"
done
