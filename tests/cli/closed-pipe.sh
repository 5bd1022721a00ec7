# A reader that goes away is a quiet end, with the exit code that the analysis has.
quiet() {
    { sleep 0.2; "$@"; echo "-> $?" >&2; } | true
}
quiet dpmlog --year 2026 fixtures/healthy
quiet dpmlog --year 2026 -f json fixtures/healthy
quiet dpmlog --year 2026 --fail-on any fixtures/network-saturated
quiet dpmlog rules list
quiet dpmlog help
