#!/usr/bin/env bash
# The generator of bench/: the same bytes for the same seed, and each switch does what it says.
set -u
loggen=$TMP/loggen
"${CC:-cc}" -std=c11 -O1 bench/loggen/*.c -o "$loggen" || exit 1

# What a log holds, one figure a line: name and value. Shares are of all records, in percent; those of calls and outcomes of NORMAL ones.
measure() {
    awk -F'\t' '
        function share(part, of) { return of > 0 ? 100 * part / of : 0 }
        { sub(/\r$/, "") }
        NF < 9 { continued++; next }
        { records++; length_of += length($0); pids[$1]; tids[$1, $2] }
        $8 == "" { taskless++ }
        $8 != "" { if (!($8 in tasks)) { distinct_tasks++ } tasks[$8]++ }
        $3 $4 < last { back++ }
        { last = $3 $4 }
        $9 == "NORMAL" { normal++ }
        $9 == "NORMAL" && /\t(==>|<--)/ { calls++ }
        $9 == "NORMAL" && /Backup Progress: Synchronization/ { outcomes++ }
        $9 == "WARNING" || $9 == "FATAL" { warned++ }
        $9 == "CRITICAL" { critical++ }
        /LoadLibrary|RegDeleteValue|Last completed state/ { noise++ }
        /Failed: Hr: = .0x8ab3/ { failing++ }
        /[\200-\377]/ { accents++ }
        match($0, / in share [g-z]+/) { words[substr($0, RSTART, RLENGTH)] }
        END {
            print "records", records
            print "warned", share(warned, records)
            print "critical", share(critical, records)
            print "noise", share(noise, records)
            print "failing", share(failing, records)
            print "calls", share(calls, normal)
            print "outcomes", share(outcomes, normal)
            print "taskless", share(taskless, records)
            print "accents", share(accents, records)
            print "back", share(back, records)
            print "pids", length(pids)
            print "threads", length(tids)
            print "per-task", (distinct_tasks > 0 ? records / distinct_tasks : 0)
            print "tasks", distinct_tasks
            print "words", length(words)
            print "length", (records > 0 ? length_of / records : 0)
            print "continued", (critical + warned > 0 ? continued / (critical + warned) : 0)
        }'
}

# switches | figure | least | most. Without a profile the shape is that of `typical`; --profile centre has 15 + 4 + 1 % of WARNINGs
rows() {
    cat <<'ROWS'
--profile centre --tasks 1 --records 1 | per-task | 1 | 1
--profile centre --tasks 1 --records 100 | per-task | 95 | 101
--profile centre --tasks 48 --records 10 | per-task | 9 | 10
--profile centre --tasks 5000 --records 100 | tasks | 3000 | 5100
--profile centre --tasks 100000 --records 100 | tasks | 10000 | 11600
--profile centre --tasks 48 --records zipf | per-task | 10 | 200
--profile centre --pids 1 --threads 1 | threads | 1 | 1
--profile centre --pids 8 --threads 64 | threads | 500 | 512
--profile centre --pids 1000 --threads 1 | pids | 800 | 1000
--profile centre | warned | 19 | 21
--profile centre --unmatched 0 --failing 0 --matched 0 | warned | 0 | 0
--profile centre --unmatched 90 --failing 0 --matched 0 | warned | 89 | 91
--profile centre --failing 20 | failing | 19 | 21
--profile centre --noise 20 | noise | 19 | 21
--profile centre --critical 0 | critical | 0 | 0
--profile centre --critical 1 | critical | 0.6 | 1.4
--profile centre --critical 20 | critical | 19 | 21
--profile centre --calls 90 | calls | 88 | 92
--profile centre --calls 0 --outcomes 16 | outcomes | 14 | 18
--profile centre --taskless 90 | taskless | 88 | 92
--profile centre --accents 33 | accents | 31 | 35
--profile centre --disorder 0 | back | 0 | 0
--profile centre --disorder 2 | back | 35 | 55
--profile centre --distinct 10 | words | 10 | 10
--profile centre --distinct 1000 | words | 950 | 1000
--profile centre --length 177 | length | 160 | 185
--profile centre --length 600 | length | 600 | 600
--profile centre --length 60 --taskless 100 | length | 60 | 80
--profile centre --continuation 5 | continued | 5 | 5
--profile centre --continuation 200 | continued | 199 | 200
--profile storm | warned | 86 | 92
--profile churn-typical | per-task | 1 | 1
--profile churn-typical | calls | 18 | 22
--profile churn-storm | warned | 88 | 92
ROWS
}

checked=0
while IFS='|' read -r switches name least most; do
    # shellcheck disable=SC2086 # switches are words
    value=$("$loggen" --size 2M --seed 7 $switches | LC_ALL=C measure | awk -v name="${name// /}" '$1 == name { print $2 }')
    awk -v v="${value:-none}" -v l="$least" -v m="$most" 'BEGIN { exit !(v != "none" && v + 0 >= l + 0 && v + 0 <= m + 0) }' ||
        echo "$switches: $name is ${value:-missing}, not from$least to$most"
    checked=$((checked + 1))
done < <(rows)
echo "$checked switches counted"

# all messages distinct: a word in each record
"$loggen" --size 1M --profile centre --distinct all | LC_ALL=C measure | awk '$1 == "records" { r = $2 } $1 == "words" { print "all distinct:", r == $2 }'

# same seed, same bytes, in every profile and encoding; another seed, other bytes
for profile in typical storm healthy churn-typical churn-storm centre distinct all-distinct; do
    for encoding in utf-8 utf-16le utf-16be cp1252; do
        one=$("$loggen" --size 300K --seed 3 --profile $profile --encoding $encoding --accents 20 | sha256sum)
        two=$("$loggen" --size 300K --seed 3 --profile $profile --encoding $encoding --accents 20 | sha256sum)
        other=$("$loggen" --size 300K --seed 4 --profile $profile --encoding $encoding --accents 20 | sha256sum)
        if [ "$one" != "$two" ] || [ "$one" = "$other" ]; then echo "$profile, $encoding: seed and bytes disagree"; fi
    done
done
# and not only today: what `typical` and `storm` have always been
for profile in typical storm; do
    echo "$profile $("$loggen" --size 1M --profile $profile --crlf | sha256sum | cut -c 1-16)"
done

# encodings hold the same text, for dpmlog too
for encoding in utf-8 utf-16le utf-16be cp1252; do
    "$loggen" --size 200K --encoding $encoding --accents 33 -o "$TMP/$encoding.errlog"
    dpmlog analyze -f json --year 2016 "$TMP/$encoding.errlog" | jq -r '.coverage.sources[0].encoding'
done

# hosts, files and copies
"$loggen" --size 600K --hosts 3 --files 2 --crashes 1 --dir "$TMP/tree"
find "$TMP/tree" -type f | sed "s|$TMP/||" | sort
dpmlog analyze -f json --year 2016 "$TMP/tree" | jq -c '[.coverage.sources | length, (map(.host) | unique | length)], .coverage.duplicate_records > 0'

# inputs of an attacker keep to their size and are read to the end
for attack in one-line blank short tabs backtrack; do
    "$loggen" --size 200K --attack $attack -o "$TMP/$attack.errlog"
    size=$(stat -c %s "$TMP/$attack.errlog")
    [ "$size" -le 204800 ] && [ "$size" -gt 190000 ] || echo "$attack has $size bytes"
    dpmlog analyze -f json --year 2016 "$TMP/$attack.errlog" | jq -c --arg name "$attack" '[$name, .coverage.bytes == '"$size"', .coverage.records]'
done

# what cannot be obeyed
for wrong in "--size 0" "--size 1M --tasks 0" "--size 1M --calls 101" "--size 1M --profile none" "--size 1M --hosts 2" "--size 1M --noise" \
    "--size 1M --critical 60 --matched 60"; do
    # shellcheck disable=SC2086 # switches are words
    "$loggen" $wrong >"$TMP/nothing" 2>&1
    echo "$wrong: $?"
    cat "$TMP/nothing"
done
