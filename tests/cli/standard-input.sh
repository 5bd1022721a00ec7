# "-" is standard input, and gives what the file gives.
log=fixtures/healthy/FS01/DPMRACurr.errlog
dpmlog --year 2026 "$log" | sed -n '1p;3p'
dpmlog --year 2026 - <"$log" | sed -n '1p;3p'
