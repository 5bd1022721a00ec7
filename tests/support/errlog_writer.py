"""Writes synthetic errlog files: records, the jobs of an engine and of an agent, and the encodings that DPM logs come in.
Knows no story; make_fixtures.py tells them."""
import os
from datetime import datetime, timedelta


class Dice:
    """Random numbers that are the same in every Python (a 64-bit LCG, upper bits)."""

    def __init__(self, seed):
        self.state = (seed * 2862933555777941757 + 3037000493) % 2**64

    def below(self, limit):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % limit

    def pick(self, items):
        return items[self.below(len(items))]

    def guid(self):
        digits = "".join("%08X" % self.below(2**31) for _ in range(4))
        return "-".join((digits[:8], digits[8:12], "4" + digits[13:16], "A" + digits[17:20], digits[20:32]))


def at(text, year=2016):
    """'06/01 20:55:45.690' as a time."""
    pattern = "%Y/%m/%d %H:%M:%S.%f" if "." in text else "%Y/%m/%d %H:%M:%S"
    return datetime.strptime("%d/%s" % (year, text), pattern)


def seconds(count):
    return timedelta(milliseconds=round(count * 1000))


class Log:
    """The records of one log, in any order until they are written."""

    def __init__(self, columns=10):
        self.columns = columns
        self.records = []

    def add(self, time, who, module, source, level, message, task="", obj=""):
        """`who` is (PID, TID). A message with line feeds makes continuation lines."""
        self.records.append((time, len(self.records), who, module, source, level, message, task, obj))

    def lines(self, before=None):
        out = []
        for time, _, (pid, tid), module, source, level, message, task, obj in sorted(self.records):
            if before and time > before:
                break
            stamp = time.strftime("%m/%d\t%H:%M:%S.") + "%03d" % (time.microsecond // 1000)
            extra = [""] * (self.columns - 10)
            out.extend("\t".join(["%04X" % pid, "%04X" % tid, stamp, module, source, "[%s]" % obj if obj else "", task]
                                 + extra + [level, message]).split("\n"))
        return out


BOMS = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff", "utf-8": b"\xef\xbb\xbf"}


def write_bytes(path, data):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data)


def encode(lines, encoding="utf-16-le", bom=True, ends=("\r\n",)):
    text = "".join(line + ends[i % len(ends)] for i, line in enumerate(lines))
    return (BOMS[encoding] if bom else b"") + text.encode(encoding)


def write_log(path, lines):
    """As DPM itself writes: UTF-16LE with a BOM, CRLF."""
    write_bytes(path, encode(lines))


DATA_SOURCES = ["D:\\", "E:\\Shares", "C:\\Data", "SQL\\Orders", "System State"]


class Engine:
    """MSDPM on the DPM server: starts jobs, hears of their failures."""

    def __init__(self, log, dice, pid=0x180C):
        self.log, self.dice, self.pid = log, dice, pid

    def say(self, time, tid, module, source, level, message, task="", obj=""):
        self.log.add(time, (self.pid, tid), module, source, level, message, task, obj)

    def begin(self, time, host, task, tid, what):
        self.say(time, tid, "09", "TaskExecutor.cs(843)", "NORMAL",
                 "==>TaskExecutor::Execute | Params: {TaskId: = %s, Verb: = Synchronize, Server: = [%s]}" % (task.lower(), host), task)
        self.say(time + seconds(0.05), tid, "09", "TaskExecutor.cs(861)", "NORMAL",
                 "Backup Progress: Synchronization of %s for server %s started." % (what, host), task)

    def end(self, time, task, tid):
        self.say(time, tid, "09", "TaskExecutor.cs(911)", "NORMAL", "<--TaskExecutor::Execute", task)

    def good(self, time, host, lasts=90.0, task=None, what=None):
        """A job that succeeds; returns its task id."""
        task, tid = task or self.dice.guid(), 0x1000 + 4 * self.dice.below(0x300)
        what = what or self.dice.pick(DATA_SOURCES)
        self.begin(time, host, task, tid, what)
        self.say(time + seconds(lasts * 0.3), tid, "31", "agentproxy.cpp(412)", "NORMAL",
                 "Command sent to agent, waiting for response [%s]" % host, task, "00000000%08X" % (0x1A000000 + 16 * self.dice.below(0xFFFF)))
        self.say(time + seconds(lasts), tid, "09", "TaskExecutor.cs(902)", "NORMAL", "Backup Progress: Synchronization of %s for server %s Succeeded" % (what, host), task)
        self.end(time + seconds(lasts + 0.01), task, tid)
        return task

    def bad(self, time, host, faults, last, lasts=60.0, task=None, before_end=None):
        """A job that fails: `faults` are (level, module, source, message), then the FATAL record `last`. `{host}` is filled in."""
        task, tid = task or self.dice.guid(), 0x1000 + 4 * self.dice.below(0x300)
        what = self.dice.pick(DATA_SOURCES)
        self.begin(time, host, task, tid, what)
        for i, (level, module, source, message) in enumerate(faults):
            self.say(time + seconds(lasts * 0.6 + i * 0.4), tid, module, source, level, message.replace("{host}", host), task)
        if before_end:
            before_end(time + seconds(lasts * 0.6), task)
        self.say(time + seconds(lasts), tid, "09", "TaskExecutor.cs(1077)", "FATAL", last.replace("{host}", host), task)
        self.end(time + seconds(lasts + 0.01), task, tid)
        return task


class Agent:
    """DPMRA on a protected server."""

    def __init__(self, log, dice, pid=0x0AB0):
        self.log, self.dice, self.pid = log, dice, pid

    def say(self, time, tid, module, source, level, message, task="", obj=""):
        self.log.add(time, (self.pid, tid), module, source, level, message, task, obj)

    def start(self, time, version="4.2.1254.0"):
        tid = self.pid + 0x11C
        self.say(time, tid, "20", "dpmra.cpp(231)", "NORMAL", "Protection agent service is starting, version %s" % version)
        self.say(time + seconds(0.2), tid, "05", "dynamicloadedmodule.cpp(68)", "WARNING",
                 "Failed: Hr: = [0x8007007e] : GetModuleHandle failed for Library fltlib.dll, will try LoadLibrary")
        self.say(time + seconds(0.3), tid, "05", "registry.cpp(1042)", "WARNING",
                 "Failed: Hr: = [0x80070002] : Encountered Failure: : lVal : RegDeleteValue(hKey, pwszValueName)")
        self.say(time + seconds(0.9), tid, "20", "dpmra.cpp(298)", "NORMAL", "Listening for connections on port 5718")

    def stop(self, time):
        self.say(time, self.pid + 0x11C, "20", "dpmra.cpp(377)", "NORMAL", "Protection agent service is stopping, stop was asked for by the service control manager")
        self.say(time + seconds(0.4), self.pid + 0x11C, "20", "dpmra.cpp(402)", "NORMAL", "Protection agent service stopped.")

    def good(self, time, task, lasts=60.0, warning=None):
        """The agent's half of a job that succeeds, with `warning` (source, message) on its way."""
        tid, obj = 0x0C00 + 4 * self.dice.below(0x200), "00000000%08X" % (0x02000000 + 16 * self.dice.below(0xFFFFF))
        self.say(time, tid, "20", "workitem.cpp(310)", "NORMAL", "==>CWorkItem::Process", task, obj)
        if warning:
            self.say(time + seconds(lasts * 0.4), tid, "22", warning[0], "WARNING", warning[1], task, obj)
        self.say(time + seconds(lasts * 0.8), tid, "71", "transfer.cpp(1188)", "NORMAL",
                 "Backup Progress: Data transfer finished. | Params: {Bytes: = %d, Files: = %d}" % (4096 * self.dice.below(99999), self.dice.below(900)), task, obj)
        self.say(time + seconds(lasts), tid, "20", "workitem.cpp(352)", "NORMAL", "<--CWorkItem::Process", task, obj)

    def bad(self, time, task, source, message, level="WARNING", lasts=30.0, ends=True):
        """The agent's half of a job that fails; without `ends` the process is gone before it can say so."""
        tid, obj = 0x0C00 + 4 * self.dice.below(0x200), "00000000%08X" % (0x02000000 + 16 * self.dice.below(0xFFFFF))
        self.say(time, tid, "20", "workitem.cpp(310)", "NORMAL", "==>CWorkItem::Process", task, obj)
        self.say(time + seconds(lasts), tid, "71", source, level, message, task, obj)
        if ends:
            self.say(time + seconds(lasts + 0.02), tid, "20", "workitem.cpp(352)", "NORMAL", "<--CWorkItem::Process", task, obj)
