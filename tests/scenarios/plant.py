"""A site as a simulator sees it: one DPM server, protected servers, a day of jobs, and what all of them log. Injects nothing
itself: faults.py takes jobs away from the plan and lets them fail. Everything follows from the seed."""
import os
from datetime import datetime, timedelta, timezone

from errlog_writer import Dice, Log, encode, seconds, write_bytes
from wording import Words

SERVERS = ["FS", "SQL", "HV", "EX", "WEB", "APP", "SP", "NAS"]
DOMAINS = ["contoso.com", "corp.contoso.com", "fabrikam.com"]
WORK = [("CWorkItem", "Process"), ("CReplicaTask", "Run"), ("CFileSyncJob", "Execute"), ("CBlockReader", "ReadChanges"), ("CSnapshotSet", "Commit"),
        ("CUsnReader", "Enumerate"), ("CPipe", "Drain"), ("CMetadata", "Persist")]
PHASES = ["Preparing", "Taking snapshot", "Scanning of changes", "Data transfer", "Post-backup work"]
SOURCES = ["D:\\", "E:\\Shares", "SQL01\\Payroll", "Mailbox Database 2", "C:\\ClusterStorage\\Volume3", "System State"]


class Job:
    """One planned run: a task of the engine for one server."""

    def __init__(self, time, host, task, what, lasts):
        self.time, self.host, self.task, self.what, self.lasts = time, host, task, what, lasts
        self.taken = False


class Process:
    """One instance of a DPM process; its records go to the log of its host and name."""

    def __init__(self, plant, host, name, pid):
        self.plant, self.host, self.name, self.pid = plant, host, name, pid
        self.log = plant.logs.setdefault((host, name), Log(11 if name == "CBEngine" else 10))
        self.born, self.died = plant.start, None

    def tid(self):
        return 0x0400 + 4 * self.plant.dice.below(0xE00)

    def say(self, time, tid, source, level, message, task="", obj="", module=None):
        self.log.add(time, (self.pid, tid), module or self.plant.dice.pick(["03", "09", "16", "20", "22", "31", "71"]), source, level, message, task, obj)

    def begin(self, time):
        """The lines of a start."""
        dice, tid = self.plant.dice, self.tid()
        self.born = time
        self.say(time, tid, "servicemain.cpp(%d)" % (90 + dice.below(60)), "NORMAL", "%s %s" % (self.name, dice.pick(["comes up, build 4.2.1254.0", "service entry", "is initialising"])))
        if self.plant.noise:
            self.plant.harmless(self, time + seconds(0.2), tid)
        self.say(time + seconds(1), tid, "servicemain.cpp(%d)" % (160 + dice.below(60)), "NORMAL", dice.pick(["Ready for commands", "Initialisation done", "Service state set to running"]))

    def silence_after(self, time):
        """The process is gone: what it would have said later was never said."""
        self.died = time
        self.log.records = [r for r in self.log.records if not (r[2][0] == self.pid and r[0] > time)]

    def successor(self, time):
        fresh = Process(self.plant, self.host, self.name, self.pid + 0x100 + 4 * self.plant.dice.below(0x300))
        fresh.begin(time)
        return fresh


class Plant:
    def __init__(self, seed, noise=False, servers=None):
        self.dice = Dice(seed)
        for _ in range(8):
            self.dice.below(2)
        self.words = Words(self.dice)
        self.noise = noise
        self.logs = {}
        self.start = datetime(2015 + self.dice.below(9), 1 + self.dice.below(12), 1 + self.dice.below(27), self.dice.below(24), self.dice.below(60), 7)
        self.hours = 14 + self.dice.below(14)
        self.domain = self.dice.pick(DOMAINS)
        self.dpm = "DPM%02d" % (1 + self.dice.below(4))
        kinds = list(SERVERS)
        self.servers = []
        for _ in range(servers or 3 + self.dice.below(5)):
            self.servers.append("%s%02d" % (kinds.pop(self.dice.below(len(kinds))), 1 + self.dice.below(9)))
        self.engine = Process(self, self.dpm, "MSDPM", 0x1000 + 4 * self.dice.below(0x400))
        self.local = Process(self, self.dpm, "DPMRA", 0x0800 + 4 * self.dice.below(0x100))
        self.agents = {host: Process(self, host, "DPMRA", 0x0A00 + 4 * self.dice.below(0x200)) for host in self.servers}
        self.hidden = set()          # hosts whose logs nobody sent
        self.hit = set()             # servers of a mixture's earlier causes
        self.others = {}             # other processes of the DPM server, by name
        self.crash_copies = []       # (host, name, time)
        self.following = False       # an effect is told, no cause
        self.alone = True            # no effect follows
        self.crashed_by = ""         # the exception that ended the engine
        self.jobs = []
        for host in self.servers:
            minute = self.dice.below(50)
            for hour in range(self.hours):
                if self.dice.below(10):
                    self.jobs.append(Job(self.start + timedelta(hours=hour, minutes=minute + self.dice.below(9), milliseconds=self.dice.below(60000)), host,
                                         self.dice.guid(), self.dice.pick(SOURCES), 30 + self.dice.below(400)))
        self.jobs.sort(key=lambda job: job.time)

    # ---- names ----

    def full(self, host):
        return "%s.%s" % (host.lower() if self.dice.below(3) == 0 else host, self.domain)

    def end(self):
        return self.start + timedelta(hours=self.hours)

    def victim(self):
        """A server that nothing has happened to yet, as long as there is one."""
        whole = [server for server in self.servers if server not in self.hit]
        return self.dice.pick(whole or self.servers)

    def add_job(self, time, host):
        job = Job(time, host, self.dice.guid(), self.dice.pick(SOURCES), 30 + self.dice.below(200))
        self.jobs.append(job)
        return job

    def jobs_of(self, host, first=0.0, last=1.0):
        """Its jobs in a part of the day that nobody has taken."""
        span = self.end() - self.start
        return [j for j in self.jobs if j.host == host and not j.taken and self.start + first * span <= j.time <= self.start + last * span]

    # ---- jobs ----

    def engine_begin(self, job, tid):
        self.engine.say(job.time, tid, "TaskExecutor.cs(%d)" % (830 + self.dice.below(20)), "NORMAL",
                        "==>TaskExecutor::%s | Params: {TaskId: = %s, Server: = %s}" % (self.dice.pick(["Execute", "Dispatch"]), job.task.lower(), self.full(job.host)), job.task)
        self.engine.say(job.time + seconds(0.1), tid, "JobManager.cs(%d)" % (300 + self.dice.below(60)), "NORMAL", "Backup Progress: %s started." % job.what, job.task)

    def agent_begin(self, job, agent, tid, obj):
        cls, function = self.dice.pick(WORK)
        agent.say(job.time + seconds(2), tid, "%s.cpp(%d)" % (cls.lower(), 100 + self.dice.below(400)), "NORMAL", "==>%s::%s" % (cls, function), job.task, obj)
        return cls, function

    def good(self, job, warnings=()):
        """A job that works; `warnings` (source, message) pass by on its way."""
        dice, tid, lasts = self.dice, self.engine.tid(), job.lasts
        self.engine_begin(job, tid)
        agent = self.agents.get(job.host)
        if agent and agent.host not in self.hidden:
            atid, obj = agent.tid(), "%016X" % (0x1A000000 + 16 * dice.below(0xFFFFF))
            cls, function = self.agent_begin(job, agent, atid, obj)
            for i, phase in enumerate(PHASES[:2 + dice.below(4)]):
                at = job.time + seconds(3 + lasts * (0.1 + 0.15 * i))
                inner = dice.pick(WORK)
                agent.say(at, atid, "backupasync.cpp(%d)" % (1100 + dice.below(100)), "NORMAL", "Backup Progress: %s started." % phase, job.task, obj)
                agent.say(at + seconds(0.1), atid, "%s.cpp(%d)" % (inner[0].lower(), 100 + dice.below(90)), "NORMAL", "==>%s::%s" % inner, job.task, obj)
                if not (self.noise and dice.below(12) == 0):  # some functions do not trace that they were left
                    agent.say(at + seconds(lasts * 0.12), atid, "%s.cpp(%d)" % (inner[0].lower(), 200 + dice.below(90)), "NORMAL", "<--%s::%s" % inner, job.task, obj)
                agent.say(at + seconds(lasts * 0.13), atid, "backupasync.cpp(%d)" % (1200 + dice.below(70)), "NORMAL",
                          "Backup Progress: %s %s." % (phase, dice.pick(["finished", "finsihed"])), job.task, obj)
            for i, (source, message) in enumerate(warnings):
                agent.say(job.time + seconds(3 + lasts * 0.5 + i), atid, source, "WARNING", message, job.task, obj)
            agent.say(job.time + seconds(lasts * 0.95 + 2), atid, "%s.cpp(%d)" % (cls.lower(), 500 + dice.below(90)), "NORMAL", "<--%s::%s" % (cls, function), job.task, obj)
        self.engine.say(job.time + seconds(lasts + 4), tid, "JobManager.cs(%d)" % (400 + dice.below(60)), "NORMAL",
                        "Backup Progress: %s" % dice.pick(["Succeeded", "%s for %s Succeeded" % (job.what, job.host), "Job succeeded."]), job.task)
        self.engine.say(job.time + seconds(lasts + 4.1), tid, "TaskExecutor.cs(%d)" % (900 + dice.below(20)), "NORMAL", "<--TaskExecutor::Execute", job.task)
        job.taken = True

    def bad(self, job, faults=(), last=None, agent_faults=(), agent_level="WARNING", delay=None, agent=None):
        """A job that fails. `faults` are (source, message) WARNINGs of the engine, `agent_faults` of the agent; `last` is the
        engine's FATAL. An agent without logs says nothing."""
        dice, tid = self.dice, self.engine.tid()
        lasts = delay or job.lasts
        job.taken = True
        self.engine_begin(job, tid)
        process = agent or self.agents.get(job.host)
        if process and agent_faults:
            atid, obj = process.tid(), "%016X" % (0x1A000000 + 16 * dice.below(0xFFFFF))
            cls, function = self.agent_begin(job, process, atid, obj)
            for i, (source, message) in enumerate(agent_faults):
                process.say(job.time + seconds(3 + lasts * 0.4 + 0.3 * i), atid, source, agent_level, message, job.task, obj)
            process.say(job.time + seconds(4 + lasts * 0.4 + len(agent_faults)), atid, "%s.cpp(600)" % cls.lower(), "NORMAL", "<--%s::%s" % (cls, function), job.task, obj)
        for i, (source, message) in enumerate(faults):
            time = job.time + seconds(lasts * 0.6 + i * 0.5)
            self.engine.say(time, tid, source, "WARNING", message, job.task)
            if self.noise and dice.below(4) == 0:  # the same failure, handed up the call chain
                self.engine.say(time + seconds(0.01), tid, "callchain.cpp(%d)" % (10 + dice.below(80)), "WARNING", message, job.task)
        if last:
            self.engine.say(job.time + seconds(lasts + 4), tid, "JobManager.cs(%d)" % (1000 + dice.below(99)), "FATAL", last, job.task)
        self.engine.say(job.time + seconds(lasts + 4.1), tid, "TaskExecutor.cs(%d)" % (930 + dice.below(20)), "NORMAL", "<--TaskExecutor::Execute", job.task)

    # ---- noise ----

    def harmless(self, process, time, tid):
        source, message = self.words.harmless()
        process.say(time, tid, source, self.dice.pick(["WARNING", "WARNING", "FATAL"]) if "LoadLibrary" in message else "WARNING", message)

    def background(self):
        """What every site logs on a day on which nothing is wrong."""
        for process in [self.engine, self.local] + list(self.agents.values()):
            time = self.start + seconds(self.dice.below(900))
            while time < self.end():
                if process.born <= time and (process.died is None or time < process.died):
                    tid = process.tid()
                    self.harmless(process, time, tid)
                    process.say(time + seconds(3), tid, "scheduler.cpp(%d)" % (600 + self.dice.below(40)), "NORMAL",
                                self.dice.pick(["Nothing to do", "Queue length %d" % self.dice.below(9), "Heartbeat", "==>CScheduler::Wait"]))
                time += seconds(1500 + self.dice.below(5000))
        open_jobs = [j for j in self.jobs if not j.taken]
        for job in open_jobs:
            if self.dice.below(12) == 0:  # a retry that works
                self.good(job, [self.words.passing() for _ in range(1 + self.dice.below(2))])

    # ---- files ----

    def finish(self):
        if self.noise:
            self.background()
        for job in self.jobs:
            if not job.taken and job.time < self.end():
                self.good(job)
        for process in [self.engine, self.local] + list(self.agents.values()):
            time = self.start + seconds(self.dice.below(600))
            while time < self.end():  # a sign of life, so that silence can be told from death
                if process.born <= time and (process.died is None or time < process.died):
                    process.say(time, process.pid + 8, "health.cpp(%d)" % (40 + self.dice.below(9)), "NORMAL", "Working set %d KB" % self.dice.below(99999))
                time += seconds(600 + self.dice.below(600))

    def write(self, folder):
        for (host, name), log in sorted(self.logs.items()):
            records = sorted(log.records)
            if not records or host in self.hidden:
                continue
            encoding = self.dice.pick(["utf-16-le", "utf-16-le", "utf-16-le", "utf-8", "utf-16-be"])
            bom = self.dice.below(4) > 0 or encoding == "utf-16-be"
            pieces = [records]
            if self.noise and len(records) > 30 and self.dice.below(2):  # rotation: the numbers say nothing of the order
                a, b = sorted((len(records) // 3 + self.dice.below(5), 2 * len(records) // 3))
                pieces = [records[:a], records[a:b], records[b:]]
            for i, piece in enumerate(pieces):
                number = "Curr" if i == len(pieces) - 1 else str((i + 1) % 2)
                self.put("%s/%s/%s%s.errlog" % (folder, host, name, number), log, piece, encoding, bom)
            for crash_host, crash_name, time in self.crash_copies:
                if (crash_host, crash_name) == (host, name):
                    self.put("%s/%s/%sCurr.errlog.%s.Crash" % (folder, host, name, time.strftime("%Y-%m-%d_%H-%M-%S")), log,
                             [r for r in records if r[0] <= time], encoding, bom)

    def put(self, path, log, records, encoding, bom):
        part = Log(log.columns)
        part.records = records
        write_bytes(path, encode(part.lines(), encoding, bom))
        stamp = records[-1][0].replace(tzinfo=timezone.utc).timestamp()
        os.utime(path, (stamp, stamp))
