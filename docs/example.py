import sys, dpmlog
for job in dpmlog.analyze(sys.argv[1]).incidents:
    if job.server == "SQL01":
        print(f"{job.first:%H:%M} {job.job}: ID {job.dpm_id} {job.code}, {job.cause}")
