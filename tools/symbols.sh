#!/usr/bin/env bash
# symbols.sh BUILD: both libraries export dpm_* alone, and no object of the library has writable globals. A build without
# -fvisibility=hidden (a sanitizer) exports everything from its static library, which is then not looked at.
set -u
build=$1
bad=0

foreign=$(nm -D --defined-only "$build/libdpmlog.so" | awk '$3 !~ /^dpm_/ {print "  " $3}')
if [ -n "$foreign" ]; then
    printf 'libdpmlog.so exports what is not dpm_*:\n%s\n' "$foreign"
    bad=1
fi
if grep -q -e -fvisibility=hidden "$build/flags"; then
    foreign=$(nm -g --defined-only "$build/libdpmlog.a" | awk 'NF == 3 && $3 !~ /^dpm_/ {print "  " $3}')
    if [ -n "$foreign" ]; then
        printf 'libdpmlog.a exports what is not dpm_*:\n%s\n' "$foreign"
        bad=1
    fi
fi
if ! nm -D --defined-only "$build/libdpmlog.so" | grep -q ' T dpm_version$'; then
    echo "libdpmlog.so does not export dpm_version"
    bad=1
fi
# what every public header declares is there
declared=$(cat include/dpmlog/*.h | tr '\n' ' ' | grep -o 'DPM_API [^;(]*(' | grep -o 'dpm_[a-z0-9_]*(' | tr -d '(' | sort -u)
missing=$(comm -23 <(echo "$declared") <(nm -D --defined-only "$build/libdpmlog.so" | awk '{print $3}' | sort -u))
if [ -n "$missing" ]; then
    printf 'declared in include/dpmlog but not exported:\n%s\n' "$missing"
    bad=1
fi

# .data.rel.ro is constant once loaded
writable=$(objdump -t "$build/libdpmlog.a" | awk '
    /:     file format/ { object = $1 }
    / O / && ($0 ~ / \.(data|bss|tdata|tbss)/ || $0 ~ / \*COM\*/) && $0 !~ / \.data\.rel\.ro/ { print "  " object " " $NF }')
if [ -n "$writable" ]; then
    printf 'libdpmlog.a has writable globals:\n%s\n' "$writable"
    bad=1
fi
[ $bad -eq 0 ] && echo "symbols: only dpm_* is exported, no writable globals"
exit $bad
