# Times are printed in the zone that is asked for, and read in it.
log=fixtures/healthy/FS01/DPMRACurr.errlog
for zone in UTC +02:00 -0530 local; do
    TZ=Etc/GMT-1 dpmlog --year 2026 --tz $zone $log | sed -n 2p
done
dpmlog -f json --year 2026 --tz +02:00 $log | grep -m 2 -e first -e last
dpmlog --year 2026 --since 2026-06-23T10:00 --until 2026-06-23T12:00Z $log | sed -n 2p
dpmlog --year 2026 --tz +02:00 --since 2026-06-23T12:00 --until '2026-06-23 14:00' $log | sed -n 2p
