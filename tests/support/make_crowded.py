#!/usr/bin/env python3
"""A site where everything fails everywhere: make_crowded.py FOLDER HOSTS RECORDS. Each host logs RECORDS records within ten days: hundreds of
codes, of signatures that no rule knows, of tasks that begin, fail and succeed, and a crash now and then. A report of it is as full as
reports get."""
import os
import random
import sys

folder, hosts, records = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
random.seed(7)
CODES = ["0x800706BA", "0x800706BE", "0x80070005", "0x80072746", "0x8007173D", "0x80990A51", "0x8099090E", "0x80070079"]
CODES += ["0x%08X" % (0x80070000 + 37 * i) for i in range(400)]
STEP = 10 * 86400 * 1000 // records


def words():
    return " ".join(random.choice("volume replica job snapshot writer shadow index table pipe member agent".split()) for _ in range(9))


SIGNATURES = [words() for _ in range(300)]


def line(host, number):
    ms = number * STEP + random.randrange(STEP)
    seconds, pid = ms // 1000, 0x1000 + number // 700
    stamp = "06/%02d\t%02d:%02d:%02d.%03d" % (1 + seconds // 86400, seconds // 3600 % 24, seconds // 60 % 60, seconds % 60, ms % 1000)
    task = "%08X-7A85-466A-80CA-%012X" % (number // 4, host)
    source = "file%d.cpp(%d)" % (number % 90, number % 50)
    kind = number % 4
    if number % 700 == 699:
        level, text = "CRITICAL", "Exception Message = it broke of type System.E%d, process will terminate after generating dump" % (number % 13)
    elif kind == 0:
        level, text = "NORMAL", "Backup Progress: Snapshot of volume %d started." % number
    elif kind == 1:
        level, text = "WARNING", "Failed: Hr: = [%s] : %s, Server: = [S%03d.contoso.com]" % (random.choice(CODES), words(), host)
    elif kind == 2:
        level, text = "WARNING", random.choice(SIGNATURES) + " " + "and so on " * 20
    else:
        level, text = "FATAL", "Task failed for server S%03d.contoso.com (ID 43 Details: Internal error code: %s)" % (host, random.choice(CODES))
    return "%04X\t%04X\t%s\t09\t%s\t\t%s\t%s\t%s\r\n" % (pid, 0x200 + number % 9, stamp, source, task, level, text)


for host in range(hosts):
    name = os.path.join(folder, "S%03d" % host)
    os.makedirs(name)
    with open(os.path.join(name, "DPMRACurr.errlog"), "w", encoding="utf-8", newline="") as file:
        file.writelines(line(host, number) for number in range(records))
