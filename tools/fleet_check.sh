#!/usr/bin/env bash
# fleet_check.sh DPMLOG: the engines of docs/fleet.md for real, on this machine: GNU parallel, Gearman with a worker that is killed, and a
# Slurm of one node with an element that fails, one that is killed and runs again, and a site that cannot be read. Each must give
# the bytes of the serial run. Needs parallel, gearman-job-server, gearman-tools, slurm-wlm and munge, and root
# for Slurm. What is not installed is said to be left out.
set -u
dpmlog=$(realpath "$1")
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
good=0 bad=0
trap 'stop_all; [ -n "${KEEP:-}" ] || rm -rf "$work"' EXIT
cd "$work" || exit 2

verdict() {
    if [ "$2" -eq 0 ]; then
        good=$((good + 1))
        echo "ok - fleet: $1"
    else
        bad=$((bad + 1))
        echo "not ok - fleet: $1"
    fi
}

has() {
    command -v "$1" >/dev/null || { echo "# left out, $1 is not installed: $2"; return 1; }
}

stop_all() {
    [ ! -e slurm/slurm.conf ] || SLURM_CONF=$work/slurm/slurm.conf scontrol shutdown 2>/dev/null
    for file in *.pid slurm/*.pid; do
        [ ! -e "$file" ] || kill "$(cat "$file")" 2>/dev/null
    done
}

table() { # of a folder of summaries, as JSON
    "$dpmlog" merge -q -f json "$1"/*.summary
}

# ---- sites, and the serial run ----

make_sites() {
    local name
    for name in agent-crash hang healthy network-saturated story unexplained leap-day new-year; do
        cp -r "$root/fixtures/$name" "logs/$name"
        printf 'SITE-%s\t%s/logs/%s\n' "$name" "$work" "$name" >>sites
    done
    find logs -type f -exec touch -d 2026-06-24T08:00Z {} +
}

mkdir logs serial
make_sites
while IFS=$'\t' read -r name path; do
    "$dpmlog" summarize -q --site "$name" -o "serial/$name.summary" "$path"
done <sites
table serial >serial.json
verdict "serial: $(jq '.sites | length' serial.json) sites, $(jq .incidents serial.json) failures" $(($(jq '.sites | length' serial.json) != 8))

# ---- GNU parallel ----

if has parallel 'GNU parallel'; then
    mkdir par
    parallel --will-cite --joblog par.log --colsep '\t' "$dpmlog summarize -q --site {1} -o par/{1}.summary {2}" :::: sites
    table par | cmp -s - serial.json
    verdict 'GNU parallel gives the bytes of the serial run' $?
    rm par/SITE-hang.summary
    parallel --will-cite --joblog par.log --resume-failed --colsep '\t' "$dpmlog summarize -q --site {1} -o par/{1}.summary {2}" :::: sites
    cut -f 1 sites >names
    "$dpmlog" merge -q -f json --expect names par/*.summary >missing.json
    [ $? -eq 4 ] && [ "$(jq -r '.coverage.missing[]' missing.json)" = SITE-hang ]
    verdict 'a summary that is missing is named, exit code 4' $?
fi

# ---- Gearman ----

gearman_map() {
    local name path
    IFS=$'\t' read -r name path
    sleep 0.3
    "$dpmlog" summarize -q --site "$name" -o "gear/$name.summary" --force "$path" && echo "$name"
}
export -f gearman_map
export dpmlog

if has gearmand 'Gearman' && has gearman 'Gearman'; then
    mkdir gear
    gearmand -d -p 14730 -L 127.0.0.1 -P "$work/gearmand.pid" -l "$work/gearmand.log"
    sleep 0.5
    # the first worker dies with a job in its hands; the others take that job again
    (exec gearman -h 127.0.0.1 -p 14730 -w -f map -- bash -c 'sleep 30') &
    victim=$!
    sleep 0.3
    grep . sites | gearman -h 127.0.0.1 -p 14730 -f map -n -N >gear.out 2>gear.err &
    client=$!
    sleep 0.6
    child=$(pgrep -P "$victim")
    kill -9 "$victim"
    kill -9 "$child" 2>/dev/null
    for _ in 1 2; do
        gearman -h 127.0.0.1 -p 14730 -w -f map -- bash -c gearman_map 2>/dev/null &
        echo $! >"worker$!.pid"
    done
    timeout 60 tail --pid="$client" -f /dev/null
    for file in worker*.pid; do
        kill "$(cat "$file")" 2>/dev/null
        rm "$file"
    done
    table gear | cmp -s - serial.json
    verdict 'Gearman, with a worker killed in the middle of a job, gives the bytes of the serial run' $?
    kill "$(cat gearmand.pid)" 2>/dev/null
fi

# ---- Slurm ----

begin_slurm() {
    mkdir -p slurm/state slurm/spool
    local host
    host=$(hostname -s)
    dd if=/dev/urandom of=slurm/munge.key bs=1 count=1024 status=none
    chmod 600 slurm/munge.key
    chmod 755 "$work" slurm
    munged --force --socket="$work/slurm/munge.socket" --key-file="$work/slurm/munge.key" --pid-file="$work/slurm/munged.pid" \
        --log-file="$work/slurm/munged.log" --seed-file="$work/slurm/munge.seed" || return 1
    cat >slurm/slurm.conf <<CONF
ClusterName=fleet
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$work/slurm/munge.socket
CryptoType=crypto/munge
CredType=cred/munge
SlurmctldPort=16817
SlurmdPort=16818
StateSaveLocation=$work/slurm/state
SlurmdSpoolDir=$work/slurm/spool
SlurmctldPidFile=$work/slurm/slurmctld.pid
SlurmdPidFile=$work/slurm/slurmd.pid
SlurmctldLogFile=$work/slurm/slurmctld.log
SlurmdLogFile=$work/slurm/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
MpiDefault=none
ReturnToService=2
SchedulerParameters=sched_interval=1
JobRequeue=1
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=all Nodes=$host Default=YES MaxTime=INFINITE State=UP
CONF
    sed -i '/^CryptoType/d' slurm/slurm.conf
    export SLURM_CONF=$work/slurm/slurm.conf
    slurmctld -c || return 1
    slurmd || return 1
    for _ in $(seq 50); do
        sinfo -h -o %T 2>/dev/null | grep -q idle && return 0
        sleep 0.3
    done
    return 1
}

wait_for() { # until a job has ended
    for _ in $(seq 1000); do # what is requeued waits for two minutes
        [ -z "$(squeue -h -j "$1" 2>/dev/null)" ] && return 0
        sleep 0.3
    done
    return 1
}

if has slurmctld Slurm && has munged Slurm && [ "$(id -u)" -eq 0 ]; then
    if begin_slurm; then
        export DPMLOG=$work/faulty
        # an element whose program fails twice, and one that is killed while it runs, both run again; a site whose logs are not there
        cat >faulty <<'F'
#!/bin/bash
case "$*" in
*SITE-hang*) n=$(cat hang.tries 2>/dev/null || echo 0); echo $((n + 1)) >hang.tries
    if [ "$n" -lt 2 ]; then scontrol requeue "${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID"; sleep 30; exit 1; fi ;;
*SITE-story*) n=$(cat story.tries 2>/dev/null || echo 0); echo $((n + 1)) >story.tries
    if [ "$n" -lt 1 ]; then sleep 60; fi ;;
esac
exec DPMLOG_REAL "$@"
F
        sed -i "s|DPMLOG_REAL|$dpmlog|" faulty
        chmod +x faulty
        mkdir slurmout
        printf 'SITE-gone\t%s/logs/gone\n' "$work" | cat sites - >sites.slurm
        job=$(sbatch --parsable --array="1-$(wc -l <sites.slurm)" --requeue -n 1 -o slurm/out.%a "$root/contrib/slurm/summarize.sbatch" "$work/sites.slurm" "$work/slurmout")
        for _ in $(seq 100); do [ -e story.tries ] && break; sleep 0.3; done
        sleep 1
        story=$(grep -n '^SITE-story' sites.slurm | cut -d : -f 1)
        scontrol requeue "${job}_$story"
        last=$(sbatch --parsable --dependency="afterany:$job" -n 1 -o slurm/out.merge "$root/contrib/slurm/merge.sbatch" "$work/sites.slurm" "$work/slurmout")
        wait_for "$last"
        mkdir -p whole
        cp slurmout/*.summary whole
        rm -f whole/SITE-gone.summary
        table whole | cmp -s - serial.json
        verdict "Slurm: an element that failed twice and one that was killed ran again ($(cat hang.tries story.tries | tr '\n' ' ')times), the bytes of the serial run" $?
        [ "$(jq -r '.sites[] | select(.complete | not) | .name' slurmout/fleet.json 2>/dev/null)" = SITE-gone ]
        verdict 'Slurm: the merge names the site that could not be read' $?
    else
        tail -n 5 slurm/*.log
        verdict 'Slurm starts' 1
    fi
fi

# ---- damage ----

mkdir hurt
cp serial/*.summary hurt
head -c 5000 serial/SITE-story.summary >hurt/SITE-story.summary
"$dpmlog" merge -q -f json hurt/*.summary >hurt.json
[ $? -eq 4 ] && cmp -s <(jq '[.sites[] | select(.name != "SITE-story") | del(.silent)] | sort_by(.name)' hurt.json) \
    <(jq '[.sites[] | select(.name != "SITE-story") | del(.silent)] | sort_by(.name)' serial.json)
verdict 'a summary that is cut in half costs no other site anything, exit code 4' $?

echo "$good passed, $bad failed"
[ "$bad" -eq 0 ]
