# --fail-on: 1 if a cause of the class was found, and then also where not everything was read.
run() {
    dpmlog --year 2026 -q "$@" >/dev/null 2>&1
    echo "$? for $*"
}
run fixtures/network-saturated
run --fail-on any fixtures/network-saturated
run --fail-on timeout fixtures/network-saturated
run --fail-on vss fixtures/network-saturated
run --fail-on vss --fail-on timeout fixtures/network-saturated
run --fail-on any fixtures/healthy
run --fail-on any fixtures/network-saturated none.errlog
run --fail-on any fixtures/healthy none.errlog
run --fail-on any none.errlog
