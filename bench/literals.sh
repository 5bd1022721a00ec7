#!/usr/bin/env bash
# The literals that a searcher would be given to find what the event rules find: literals and codes (in both cases of their hex
# digits) of the `rules:` sections of grammars/*.yaml, one a line, without repeats. The catch-alls, the outcomes of tasks and the
# noise are left out: a searcher would have to take nearly every line for them.
set -u
mapfile -t files < <(find grammars -name '*.yaml' ! -name generic.yaml ! -name outcome.yaml ! -name noise.yaml | sort)
awk '
    function give(text) { if (text != "" && !seen[text]++) print text }
    /^[a-z]+:/ { inside = ($1 == "rules:") }
    /^ *samples:/ { skip = match($0, /[^ ]/) ; next }
    skip && match($0, /[^ ]/) > skip { next }
    { skip = 0 }
    inside {
        rest = $0
        while (match(rest, /0x[0-9A-Fa-f]+/)) {
            code = substr(rest, RSTART + 2, RLENGTH - 2)
            if (length(code) == 8) { give("0x" tolower(code)); give("0x" toupper(code)) }
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
    }' "${files[@]}"
