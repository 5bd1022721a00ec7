# What is followed is what was written, each event once, whatever the writer does; then forms, filters and what cannot be followed.
if grep -q -- -fsanitize "$(dirname "$(command -v dpmlog)")/flags"; then wait=5; else wait=3; fi
for seed in 1 2 3; do
    (
        mkdir "$TMP/$seed"
        dpmlog follow --year 2016 "$TMP/$seed" >"$TMP/$seed.jsonl" 2>"$TMP/$seed.err" &
        follower=$!
        sleep 0.5
        python3 -B tests/support/log_writer.py "$TMP/$seed" $seed "$TMP/$seed.jsonl" >"$TMP/$seed.wrote"
        kill -TERM $follower
        wait $follower
        echo "-> $?" >"$TMP/$seed.code"
    ) &
done
wait
for seed in 1 2 3; do
    cat "$TMP/$seed.code" "$TMP/$seed.err"
    [ "$(wc -l <"$TMP/$seed.wrote")" -gt 150 ] || echo "the writer of seed $seed did not get far"
    jq -r '.message | split("\r")[0]' "$TMP/$seed.jsonl" | sort >"$TMP/$seed.seen"
    if sort "$TMP/$seed.wrote" | diff - "$TMP/$seed.seen" >"$TMP/diff"; then echo "every event once"; else head -n 5 "$TMP/diff"; fi
    python3 -B tests/support/check_schema.py docs/event.schema.json --lines <"$TMP/$seed.jsonl"
done
# the events that are there are those of `events`; the last one comes when nothing follows it for a second
timeout --foreground -s INT --preserve-status $wait dpmlog follow --class crash -f text fixtures/Temp
echo "-> $?"
timeout -s TERM $wait dpmlog follow fixtures/Temp >"$TMP/followed"
dpmlog events -f jsonl fixtures/Temp | cmp - "$TMP/followed" && echo same
timeout --foreground -s INT $wait dpmlog follow --process msdpm --schema otlp fixtures/Temp | jq -r '.resourceLogs[0].scopeLogs[0].logRecords[0].severityText'
timeout 20 dpmlog follow fixtures/Temp | head -n 1 | jq -r .rule
dpmlog follow - </dev/null
echo "-> $?"
dpmlog follow "$TMP/none"
echo "-> $?"
dpmlog follow -o "$TMP/file" fixtures/Temp
echo "-> $?"
timeout 20 dpmlog follow fixtures/Temp >/dev/full
echo "-> $?"
# what is packed does not grow, whatever its ending
for ending in zip tar cab 7z rar tgz txz tbz2 tzst gz xz zst bz2; do
    cp fixtures/Temp/DPMRACurr.errlog "$TMP/x.$ending"
    timeout 5 dpmlog follow "$TMP/x.$ending" 2>&1
    echo "-> $?"
done
