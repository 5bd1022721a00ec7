#!/usr/bin/env bash
# bench/corpus.sh LOGGEN FOLDER BYTES PACK [SWITCH...]: makes one input of BYTES of log below FOLDER, anew, reads it once, so that
# it lies in the page cache, and prints its path. PACK is log (one file), dir (the folder of hosts and files), zip:LEVEL, tar.gz,
# 7z or cab.
set -eu
loggen=$1 folder=$2 bytes=$3 pack=$4
shift 4
rm -rf "$folder"
mkdir -p "$folder"

pack_tree() { # PACK PATH
    case $1 in
        zip:*) zip -q -r -X "-${1#zip:}" "$2" tree ;;
        tar.gz) tar -czf "$2" tree ;;
        7z) 7zz a -bd -bso0 -mx1 "$2" tree ;;
        cab) find tree -type f -print0 | sort -z | xargs -0 gcab -c -z "$2" ;;
        *)
            echo "corpus.sh: no pack named $1" >&2
            return 2
            ;;
    esac
}

case $pack in
    log)
        path=$folder/DPMRACurr.errlog
        "$loggen" --size "$bytes" "$@" -o "$path"
        ;;
    *)
        path=$folder/tree
        "$loggen" --size "$bytes" "$@" --dir "$path"
        if [ "$pack" != dir ]; then
            path=$folder/logs.${pack%%:*}
            (cd "$folder" && pack_tree "$pack" "${path##*/}")
        fi
        ;;
esac
find "$path" -type f -exec cat {} + >/dev/null
echo "$path"
