"""A rotated set of logs, larger than what the quick look unpacks, over a New Year, with failures in it: make_rotated.py FOLDER.
Their file times are those of their last records."""
import os
import sys

from errlog_writer import Dice, Log, at, encode, seconds

FAILURES = ["Failed: Hr: = [0x800706ba] : Encountered Failure: : lVal : CoCreateInstanceEx(CLSID_DpmRA, FS01.contoso.com)",
            "Failed: Hr: = [0x80070005] : Access is denied, Server: = [SQL01.contoso.com]"]


def part(dice, begin, count, step):
    log, time = Log(), begin
    for number in range(count):
        task = dice.guid() if number % 40 == 39 else ""
        message = dice.pick(FAILURES) if task else "Backup progress %s of volume %s" % (dice.guid(), dice.guid())
        log.add(time, (0x1A2C, 0x0500 + number % 7), "31", "agentproxy.cpp(190)", "WARNING" if task else "NORMAL", message, task)
        time += seconds(step)
    return log, time - seconds(step)


def main(folder):
    dice, time = Dice(7), at("12/29 03:00:00", 2015)
    os.makedirs(folder, exist_ok=True)
    for name, count in (("DPMRA0", 4500), ("DPMRA1", 4500), ("DPMRACurr", 6000)):
        log, last = part(dice, time, count, 40)
        path = os.path.join(folder, name + ".errlog")
        with open(path, "wb") as out:
            out.write(encode(log.lines(), "utf-16-le"))
        stamp = (last - at("01/01 00:00:00", 1970)).total_seconds()
        os.utime(path, (stamp, stamp))
        time = last + seconds(5)


if __name__ == "__main__":
    main(*sys.argv[1:])
