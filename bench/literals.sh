#!/usr/bin/env bash
# The literals that a searcher would be given to find what the event rules find: literals and codes (in both cases of their hex
# digits) of the `rules:` sections of grammars/*.yaml, one a line, without repeats.
set -u
awk '
    function give(text) { if (text != "" && !seen[text]++) print text }
    /^[a-z]+:/ { inside = ($1 == "rules:") }
    /^ *samples:/ { skip = match($0, /[^ ]/) ; next }
    skip && match($0, /[^ ]/) > skip { next }
    { skip = 0 }
    inside {
        rest = $0
        while (match(rest, /0x[0-9A-Fa-f]{8}/)) {
            code = substr(rest, RSTART + 2, 8)
            give("0x" tolower(code)); give("0x" toupper(code))
            rest = substr(rest, RSTART + RLENGTH)
        }
        rest = $0
        while (match(rest, /literal: *\047[^\047]+\047/)) {
            text = substr(rest, RSTART, RLENGTH); sub(/^literal: *\047/, "", text); sub(/\047$/, "", text); give(text)
            rest = substr(rest, RSTART + RLENGTH)
        }
        rest = $0
        while (match(rest, /literal: *"[^"]+"/)) {
            text = substr(rest, RSTART, RLENGTH); sub(/^literal: *"/, "", text); sub(/"$/, "", text); give(text)
            rest = substr(rest, RSTART + RLENGTH)
        }
    }' grammars/*.yaml
