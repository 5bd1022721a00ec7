"""The causes of the catalogue as things that happen to a site: which jobs they hit (`pick`) and what is then logged (`fail`).
`fail` also serves as the effect in a pair: the same records on the hosts of another cause, shortly after it."""
from datetime import timedelta

from articles import cases
from errlog_writer import Log, seconds
from plant import Process

# ---- which jobs -------------------------------------------------------------------------------------------------------------


def now_and_then(plant):
    """Some jobs of one server, never two thirds of them."""
    host = plant.victim()
    jobs = plant.jobs_of(host)
    return jobs[plant.dice.below(2)::2 + plant.dice.below(3)][:6]


def from_then_on(plant):
    """Every job of one server from some time on."""
    return plant.jobs_of(plant.victim(), 0.3 + plant.dice.below(4) / 10)


def always(plant):
    """Every job of one server: it never worked."""
    return plant.jobs_of(plant.victim())


def once(plant):
    jobs = plant.jobs_of(plant.victim(), 0.2, 0.8)
    return [plant.dice.pick(jobs)] if jobs else [plant.add_job(plant.start + timedelta(hours=7), plant.victim())]


def busy_hours(plant):
    """On several servers, for a few hours, more jobs fail than not."""
    first = 0.2 + plant.dice.below(4) / 10
    hosts = plant.servers[:3 + plant.dice.below(3)]
    jobs = [job for host in hosts for job in plant.jobs_of(host, first, first + 0.25) if plant.dice.below(10) < 7]
    return jobs


def installs(plant):
    """A server that is being added: no job of it has ever run."""
    host = "NEW%02d" % (1 + plant.dice.below(20))
    time = plant.start + timedelta(minutes=90 + plant.dice.below(300))
    return [plant.add_job(time + timedelta(minutes=12 * i), host) for i in range(1 + plant.dice.below(3))]


def on_the_dpm_server(plant):
    time = plant.start + timedelta(minutes=200 + plant.dice.below(300))
    return [plant.add_job(time + timedelta(minutes=7 * i), plant.dpm) for i in range(1 + plant.dice.below(3))]


# ---- what is logged ---------------------------------------------------------------------------------------------------------


def told(plant, jobs, codes, ids, agent_codes=(), name="remoting", both=0.0):
    """The engine's side by codes and IDs; a code also shows in the agent's log where `agent_codes` has some."""
    words, dice = plant.words, plant.dice
    for job in jobs:
        code = dice.pick(codes) if codes else None
        number = dice.pick(ids) if ids else None
        host = plant.full(job.host)
        warned = code and (not number or dice.below(3))
        faults = [words.failed(code, host if dice.below(4) else None, name)] if warned else []
        last_code = code if not warned or dice.below(3) else None
        last = words.alert(number, last_code, host) if number else words.ended(last_code, host)
        agent = [words.failed(dice.pick(agent_codes), None, "worker")] if agent_codes and dice.below(2) else []
        plant.bad(job, faults, last, agent)


def on_agent(plant, jobs, codes, ids=(), name="worker", text=None, level="WARNING", fatal=None):
    """The agent says it first; the engine repeats the code, or an ID, or only that the job failed."""
    words, dice = plant.words, plant.dice
    for job in jobs:
        code = dice.pick(codes)
        source, message = words.failed(code, None, name)
        if text:
            message = text(code, message)
        host = plant.full(job.host)
        last = words.alert(dice.pick(list(ids)), code if dice.below(2) else None, host) if ids else words.ended(code if dice.below(2) else None, host)
        agent = plant.local if job.host == plant.dpm else plant.agents.get(job.host)
        if agent is None or job.host in plant.hidden:
            plant.bad(job, [(source, message)], last)
            continue
        plant.bad(job, [], last, [(source, message)], level, agent=agent)


MIX = [(0x80990A51, 104), (0x809909B0, 60), (0x8099090E, 43), (0x80072746, 52), (0x80070079, 52), (0x8007274D, 53), (0x800706BA, 41), (0x800706BA, 308), (0x80070005, 42)]


def network_saturated(plant, jobs):
    turn = plant.dice.below(len(MIX))
    for i, job in enumerate(jobs):
        code, number = MIX[(turn + i) % len(MIX)]
        told(plant, [job], [code], [number], [code] if code in (0x80072746, 0x80070079) else ())


def semaphore_timeout(plant, jobs):
    told(plant, jobs, [0x80070079, 0x80070079, 0x8007274C, 0x800705B4], [52, 65, 104], [0x80070079], "transfer")


def service_start_timeout(plant, jobs):
    told(plant, jobs, [0x8007041D, 0x80080005], [], name="servicecontrol")


def exception(plant, job, types, process=None, before=None):
    dice, engine = plant.dice, process or plant.engine
    job.taken = True
    tid, name = engine.tid(), dice.pick(types)
    if engine is plant.engine:
        plant.engine_begin(job, tid)
    time = job.time + seconds(5 + dice.below(50))
    if before:
        engine.say(time - seconds(2 + dice.below(2)), tid, *before, task=job.task)
    what = dice.pick(["Value does not fall within the expected range.", "Index was outside the bounds of the array.", "Object reference not set to an instance of an object.",
                      "Input string was not in a correct format.", "The given key was not present in the dictionary."])
    engine.say(time, tid, "everettexception.cpp(%d)" % (700 + dice.below(90)), "CRITICAL", "Exception Message = %s of type %s, process will terminate after generating dump" % (what, name), job.task)
    engine.silence_after(time)
    plant.crash_copies.append((engine.host, engine.name, time))
    fresh = engine.successor(time + seconds(40 + dice.below(200)))
    if engine is plant.engine:
        plant.engine = fresh
        for other in plant.jobs:  # what ran at that time begins anew under the new process
            if other.time <= time < other.time + seconds(other.lasts + 30):
                other.time = time + seconds(400 + dice.below(200))
        late_jobs(plant, time, engine, fresh)
    else:
        plant.agents[engine.host] = fresh
    return time


def late_jobs(plant, time, old, fresh):
    """Jobs before the crash are the old process's: they are told now, as long as it is known."""
    plant.engine = old
    for job in plant.jobs:
        if not job.taken and job.time + seconds(job.lasts + 5) < time:
            plant.good(job)
    old.died = time
    plant.engine = fresh


def process_exception(plant, jobs):
    if plant.crashed_by:  # as an effect: it happens again
        exception(plant, jobs[0], [plant.crashed_by])
        return
    for job in jobs[:1]:
        before = ("CatalogWriter.cs(%d)" % plant.dice.below(900), "WARNING", "A row was left out, " + plant.words.aside()) if plant.dice.below(2) else None
        exception(plant, job, ["System.InvalidOperationException", "System.ArgumentException", "System.Data.SqlClient.SqlException", "System.OutOfMemoryException",
                               "System.Collections.Generic.KeyNotFoundException", "System.IO.IOException"], before=before)


def trace_format_bug(plant, jobs):
    for job in jobs[:1]:
        plant.crashed_by = "System.FormatException"
        exception(plant, job, [plant.crashed_by],
                  before=("AppAssert.cs(%d)" % (100 + plant.dice.below(80)), "WARNING", plant.dice.pick(["Assertion: ", "", "Check failed, "]) + "non-nullable parameter @RecoverableObjectMachineName is null"))


def tape_sql_engine_bug(plant, jobs):
    dice = plant.dice
    for job in jobs[:1]:
        change = dice.pick(["Modify protection group 'Tape only', 3 data sources", "Protection group is being modified: Tape weekly", "ModifyProtectionGroup | Params: {Id: = 77}",
                            "Protection group changed by the administrator, volumes differ", "Applying changes of the protection group SQL to tape"])
        plant.engine.say(job.time - seconds(30 + dice.below(900)), plant.engine.tid(), "IntentTranslator.cs(%d)" % dice.below(900), dice.pick(["NORMAL", "WARNING"]), change)
        plant.crashed_by = "System.NullReferenceException"
        exception(plant, job, [plant.crashed_by])


def dies_alone(plant, job):
    """The engine says nothing of it: a process that is gone while it worked."""
    agent = plant.agents[job.host]
    time = job.time + seconds(60)
    for other in plant.jobs_of(job.host):
        if other.time + seconds(other.lasts + 10) < job.time:
            plant.good(other)
        elif other.time < time + seconds(200):
            other.taken = True
    tid = agent.tid()
    agent.say(job.time + seconds(2), tid, "backupasync.cpp(1102)", "NORMAL", "Backup Progress: %s started." % plant.dice.pick(["Preparing", "Data transfer"]), job.task)
    agent.say(time - seconds(3), tid, "worker.cpp(88)", "NORMAL", "Half of the changes read", job.task)
    agent.silence_after(time)
    plant.agents[job.host] = agent.successor(time + seconds(60 + plant.dice.below(200)))


def agent_crash(plant, jobs):
    words, dice = plant.words, plant.dice
    if plant.alone and len(jobs) > 1 and jobs[0].host in plant.agents and dice.below(5) == 0:
        jobs[-1].taken = True
        dies_alone(plant, jobs[-1])
        return
    both = plant.following or dice.below(3) > 0
    for job in jobs[:3]:
        code, number = dice.pick([(0x8099090E, 43), (0x809909B0, 60)])
        host, agent = plant.full(job.host), plant.agents.get(job.host)
        faults = [words.failed(code, host)]
        if not both or dice.below(2):
            faults.append(words.failed(dice.pick([0x800706BE, 0x80010108, 0x80010105]), host if dice.below(2) else None))
        plant.bad(job, faults, words.alert(number, code if dice.below(2) else None, host))
        if both and agent and agent.died is None:
            time = job.time + seconds(job.lasts * 0.55)
            for other in plant.jobs_of(job.host):
                if other.time + seconds(other.lasts + 10) < time:
                    plant.good(other)
                elif other.time < time + seconds(200):
                    other.time = time + seconds(900)
            agent.say(time - seconds(3), agent.tid(), "worker.cpp(88)", "NORMAL", "Half of the changes read", job.task)
            agent.silence_after(time)
            plant.agents[job.host] = agent.successor(time + seconds(60 + dice.below(200)))
    if not both:
        plant.hidden.update(job.host for job in jobs[:1])


def rpc_unavailable(plant, jobs):
    told(plant, jobs, [0x800706BA, 0x800706BA, 0x800706D9], [308, 41, 308])


def firewall_agent_install(plant, jobs):
    words = plant.words
    for i, job in enumerate(jobs):
        host = plant.full(job.host)
        if i and plant.dice.below(2):
            plant.bad(job, [], words.alert(347, 0x80010119, host))
        else:
            plant.bad(job, [words.failed(0x800706BA, host)] if plant.dice.below(2) else [], words.alert(319, 0x800706BA, host))


def dcom_trust_missing(plant, jobs):
    words, dice = plant.words, plant.dice
    for i, job in enumerate(jobs):
        host = plant.full(job.host)
        codes = [0x800706BA, 0x80070005] if i < 2 else [dice.pick([0x800706BA, 0x80070005])]
        plant.bad(job, [words.failed(code, host) for code in codes], words.alert(270, 0x80070005 if dice.below(2) else None, host))


def port_taken(plant, jobs):
    """The agent starts again and again and ends each time."""
    dice = plant.dice
    for job in jobs[:5]:
        agent = plant.agents.get(job.host)
        if agent is None:
            return
        time = job.time
        for other in plant.jobs_of(job.host):
            if other.time < time - seconds(other.lasts + 10):
                plant.good(other)
            else:
                other.taken = True
        if agent.died is None:
            agent.silence_after(time)
        short = agent.successor(time + seconds(30))
        source, message = plant.words.failed(0x80072740, None, "listener")
        short.say(time + seconds(32), short.tid(), source, dice.pick(["WARNING", "FATAL"]), message + dice.pick(["", " port %d" % dice.pick([5718, 5719])]))
        short.silence_after(time + seconds(33))
        short.died = time + seconds(33)
        plant.agents[job.host] = short


def dns_or_route(plant, jobs):
    code = plant.dice.pick([0x80072AF9, 0x80072751, 0x80072743, 0x8007274C])
    told(plant, jobs, [code], [41, 308, 11] if plant.dice.below(2) else [], name="resolve")


def ipsec_one_sided(plant, jobs):
    told(plant, jobs, [], [300])


def connection_reset(plant, jobs):
    told(plant, jobs, [0x80072746, 0x80072746, 0x80072745], [52, 52], [0x80072746], "pipe")


def falls_silent(plant, job, agent, tid, obj):
    """Without a traced call: the task has begun and is not heard of again; or it is, after hours, and fails."""
    dice = plant.dice
    for i, phase in enumerate(["Preparing", "Data transfer"][:1 + dice.below(2)]):
        agent.say(job.time + seconds(3 + 20 * i), tid, "backupasync.cpp(%d)" % (1100 + dice.below(100)), "NORMAL", "Backup Progress: %s started." % phase, job.task, obj)
    if dice.below(3) == 0 and job.time + seconds(9000) < plant.end():
        agent.say(job.time + seconds(7300), tid, "worker.cpp(%d)" % dice.below(900), "WARNING", plant.words.failed(dice.pick([0x800705B4, 0x80070079]))[1], job.task, obj)
        plant.engine.say(job.time + seconds(7302), plant.engine.tid(), "JobManager.cs(1050)", "FATAL", plant.words.alert(104, 0x800705B4, plant.full(job.host)), job.task)


def hang(plant, jobs):
    """The call is entered and never left, or the task falls silent; the agent lives on and serves others."""
    dice = plant.dice
    for job in jobs[:1]:
        job.taken = True
        plant.engine_begin(job, plant.engine.tid())
        agent = plant.agents.get(job.host) or plant.engine
        tid, obj = agent.tid(), "%016X" % (0x1A000000 + 16 * dice.below(0xFFFFF))
        if dice.below(2):
            falls_silent(plant, job, agent, tid, obj)
            continue
        plant.agent_begin(job, agent, tid, obj)
        function = dice.pick(["CVssRequestor::GatherStatus", "CSqlConnection::Open", "CVolume::Flush", "CTapeDrive::Mount", "CPipe::WaitForPeer"])
        agent.say(job.time + seconds(6), tid, "wait.cpp(%d)" % dice.below(900), "NORMAL", "==>" + function, job.task, obj)
        if dice.below(2):
            agent.say(job.time + seconds(7), tid, "wait.cpp(%d)" % dice.below(900), "NORMAL", "Waiting for " + dice.pick(["the writers", "the server", "the device"]), job.task, obj)
        if dice.below(3) == 0 and job.time + seconds(9000) < plant.end():  # somebody else gives up on it much later
            plant.engine.say(job.time + seconds(7230), plant.engine.tid(), "JobManager.cs(1050)", "FATAL", plant.words.alert(104, 0x800705B4, plant.full(job.host)), job.task)


def access_denied(plant, jobs):
    told(plant, jobs, [0x80070005], [42, 12, 32])


def kerberos_identity(plant, jobs):
    words, dice = plant.words, plant.dice
    for i, job in enumerate(jobs):
        host = plant.full(job.host)
        plant.bad(job, [words.failed(dice.pick([0x80090322, 0x80070721]), host, "security"), words.failed(0x80070005, None)], words.alert(42, 0x80070005, host))


def clock_skew(plant, jobs):
    told(plant, jobs, [plant.dice.pick([0x80090324, 0x80090311, 0x8007051F])], [42, 337, 341], name="security")


def workgroup_password(plant, jobs):
    words = plant.words
    for i, job in enumerate(jobs):
        plant.bad(job, [], words.alert([316, 270, 308][i % 3], None, plant.full(job.host)))


def agent_owned_elsewhere(plant, jobs):
    words = plant.words
    for i, job in enumerate(jobs):
        plant.bad(job, [], words.alert([302, 270, 3107][i % 3], None, plant.full(job.host)))


def agent_prerequisite(plant, jobs):
    told(plant, jobs[:2], [0x8007041D], [347])


def restart_pending(plant, jobs):
    told(plant, jobs[:3], [], [30, 48, 294, 325])


def version_mismatch(plant, jobs):
    if plant.dice.below(3) == 0:
        told(plant, jobs, [0x800706B5], [])
    else:
        told(plant, jobs, [], [296, 297, 344, 372, 3121])


def csv_not_serialized(plant, jobs):
    """A retry loop: one incident, however long it waits."""
    dice, words = plant.dice, plant.words
    for job in jobs[:2]:
        job.taken = True
        agent = plant.agents.get(job.host) or plant.local
        tid, every = agent.tid(), dice.pick([30, 60, 300])
        plant.engine_begin(job, plant.engine.tid())
        task = job.task if dice.below(3) else ""
        for i in range(5 + dice.below(20)):
            source, message = words.failed(0x8007173D, None, "csvapi")
            agent.say(job.time + seconds(5 + every * i), tid, "csvapi.cpp(%d)" % 400, "WARNING", message, task)
        if dice.below(2):
            plant.engine.say(job.time + seconds(10 + every * 26), plant.engine.tid(), "JobManager.cs(1002)", "FATAL", words.alert(32612, 0x8007173D, plant.full(job.host)), job.task)


def vss_hardware_provider(plant, jobs):
    dice = plant.dice
    for job in jobs:
        agent = plant.agents.get(job.host) or plant.local
        on_agent(plant, [job], [0x800423F3], [30112], "snapshotset")
        agent.say(job.time + seconds(2.5), agent.tid(), "snapshotset.cpp(%d)" % dice.below(700), dice.pick(["NORMAL", "NORMAL", "WARNING"]),
                  "s/w provider:[0] h/w provider:[%d]" % (1 + dice.below(3)), job.task)


def vss_writer(plant, jobs):
    on_agent(plant, jobs, [0x800423F2, 0x800423F3, 0x800423F4, 0x80042319, 0x80042313, 0x80042314], [], "snapshotset")


def smb_latency_bmr(plant, jobs):
    told(plant, jobs, [0x80990ED0, 0x8078015B], [30229], name="bmr")


def disk_full(plant, jobs):
    kind = plant.dice.below(3)
    if kind == 0:
        on_agent(plant, jobs, [0x80070070], [57, 58], "filewrite")
    elif kind == 1:
        told(plant, jobs, [], [57, 58])
    else:
        on_agent(plant, jobs, [0x80990D18], [30173], "sqlbackup", lambda code, text: text + " BACKUP LOG: write on 'L:\\log.trn' failed: 112(There is not enough space on the disk.)")


def antivirus_replica(plant, jobs):
    words, dice = plant.words, plant.dice
    for job in jobs:
        number, code = (52, 0x80070040) if dice.below(2) else (109, dice.pick([0x80070020, 0x80070005, 0x80070003]))
        plant.bad(job, [words.failed(code, None, "replica")] if dice.below(2) else [], words.alert(number, code, plant.full(job.host)))


def volume_open(plant, jobs):
    on_agent(plant, jobs, [0x80990A57], [], "volume", lambda code, text: text + plant.dice.pick([" Failed to open volume", " get volume handle", ""]))


def journal_lost(plant, jobs):
    if plant.dice.below(2):
        on_agent(plant, jobs[:3], [0x8007049B, 0x8007049D], [107, 111, 30117, 30119], "usn")
    else:
        told(plant, jobs[:3], [], [107, 111, 30118, 30131, 30151])


def engine_database(plant, jobs):
    told(plant, jobs, [0x80004015, 0x8007042D], [948], name="dbaccess")


def sql_secondary_unreadable(plant, jobs):
    on_agent(plant, jobs, [0x80990F75], [30172], "sqlbackup")


def cloud(plant, jobs, say):
    for job in jobs:
        engine = speaker(plant, job, "CBEngine")
        tid = engine.tid()
        engine.say(job.time, tid, "backupasync.cpp(%d)" % 1100, "NORMAL", "Backup Progress: Preparing started.", job.task)
        say(engine, job, tid)


def offline_seeding_name(plant, jobs):
    def say(engine, job, tid):
        if plant.dice.below(3):
            engine.say(job.time + seconds(20), tid, "OfflineBackupManager.cs(%d)" % plant.dice.below(500), "FATAL",
                       "Import job with name %s under storage account %s is not found" % (plant.dice.guid()[:8].lower(), "contosobackup"), job.task)
        engine.say(job.time + seconds(21), tid, "obstatus.cpp(%d)" % plant.dice.below(500), "FATAL", plant.words.failed(0x80780054)[1], job.task)
    cloud(plant, jobs[:2], say)


def mars_scratch(plant, jobs):
    cloud(plant, jobs, lambda engine, job, tid: engine.say(job.time + seconds(9), tid, "cache.cpp(%d)" % plant.dice.below(500), "FATAL",
                                                           plant.words.alert(plant.dice.pick([32500, 32501, 32502, 32506, 32507])), job.task))


def mars_unreachable(plant, jobs):
    def say(engine, job, tid):
        text = plant.dice.pick(["Unable to make web service call, " + plant.words.aside(),
                                "A connection attempt failed because the other party was silent 203.0.113.%d:443" % plant.dice.below(250),
                                "connection attempt failed | Params: {Endpoint: = 198.51.100.%d:443}" % plant.dice.below(250)])
        engine.say(job.time + seconds(9), tid, plant.dice.pick(["WcfClient.cs(%d)", "HttpWorker.cs(%d)"]) % plant.dice.below(500), "WARNING", text, job.task)
        engine.say(job.time + seconds(12), tid, "obengine.cpp(%d)" % plant.dice.below(500), "FATAL", plant.words.ended(), job.task)
    cloud(plant, jobs, say)


# ---- what the articles print ------------------------------------------------------------------------------------------------


def printed(cause):
    """The cases of one cause in article_cases.tsv, each a list of rows; those of one language."""
    chosen = [case for case in cases().values() if case[0]["causes"] == cause]
    return [case for case in chosen if all(row["message"] not in ("+", "pid") for row in case)]


def speaker(plant, job, process):
    """Who says it: the engine, the agent of the job's server, or another process of the DPM server."""
    if process == "MSDPM":
        return plant.engine
    if process == "DPMRA":
        return plant.agents.get(job.host) or plant.local
    known = plant.others.get(process)
    if known is None:
        known = plant.others[process] = Process(plant, plant.dpm, process, 0x2400 + 4 * plant.dice.below(0x400))
    return known


def as_printed(cause):
    """Jobs fail as an article of the cause prints it, with the simulated server in the place of the article's."""
    told_cases = printed(cause)

    def fail(plant, jobs):
        for job in jobs[:4]:
            case = plant.dice.pick(told_cases)
            job.taken = True
            tid = plant.engine.tid()
            plant.engine_begin(job, tid)
            for i, row in enumerate(case):
                message = row["message"].replace("{server}", plant.full(job.host))
                who = speaker(plant, job, row["process"])
                who.say(job.time + seconds(5 + 20 * i), tid, row["source"], row["level"], message, job.task)
            plant.engine.say(job.time + seconds(job.lasts + 4.1), tid, "TaskExecutor.cs(%d)" % (930 + plant.dice.below(20)), "NORMAL", "<--TaskExecutor::Execute", job.task)
    return fail


def unexplained(plant, jobs):
    on_agent(plant, jobs, [0x80990C77, 0x809909AB, 0x80070490], [], "catalog")


FAULTS = {
    "network-saturated": (busy_hours, network_saturated),
    "semaphore-timeout": (now_and_then, semaphore_timeout),
    "service-start-timeout": (once, service_start_timeout),
    "process-exception": (once, process_exception),
    "trace-format-bug": (once, trace_format_bug),
    "tape-sql-engine-bug": (once, tape_sql_engine_bug),
    "agent-crash": (now_and_then, agent_crash),
    "rpc-unavailable": (from_then_on, rpc_unavailable),
    "firewall-agent-install": (installs, firewall_agent_install),
    "dcom-trust-missing": (always, dcom_trust_missing),
    "port-taken": (from_then_on, port_taken),
    "dns-or-route": (always, dns_or_route),
    "ipsec-one-sided": (from_then_on, ipsec_one_sided),
    "connection-reset": (now_and_then, connection_reset),
    "hang": (once, hang),
    "access-denied": (now_and_then, access_denied),
    "kerberos-identity": (from_then_on, kerberos_identity),
    "clock-skew": (from_then_on, clock_skew),
    "workgroup-password": (from_then_on, workgroup_password),
    "agent-owned-elsewhere": (from_then_on, agent_owned_elsewhere),
    "agent-prerequisite": (installs, agent_prerequisite),
    "restart-pending": (once, restart_pending),
    "version-mismatch": (from_then_on, version_mismatch),
    "csv-not-serialized": (now_and_then, csv_not_serialized),
    "vss-hardware-provider": (now_and_then, vss_hardware_provider),
    "vss-writer": (now_and_then, vss_writer),
    "smb-latency-bmr": (now_and_then, smb_latency_bmr),
    "disk-full": (from_then_on, disk_full),
    "antivirus-replica": (now_and_then, antivirus_replica),
    "volume-open": (now_and_then, volume_open),
    "journal-lost": (once, journal_lost),
    "engine-database": (on_the_dpm_server, engine_database),
    "sql-secondary-unreadable": (from_then_on, sql_secondary_unreadable),
    "offline-seeding-name": (on_the_dpm_server, offline_seeding_name),
    "mars-scratch": (on_the_dpm_server, mars_scratch),
    "mars-unreachable": (on_the_dpm_server, mars_unreachable),
    "unexplained": (now_and_then, unexplained),
}

# the causes that are known by what an article prints
for known in sorted({case[0]["causes"] for case in cases().values()}):
    if "+" not in known and known != "-" and known not in FAULTS:
        about_a_server = any("{server}" in row["message"] for case in printed(known) for row in case)
        FAULTS[known] = (now_and_then if about_a_server else on_the_dpm_server, as_printed(known))
# never first, which articles.py shows; of event logs, which tests/cli/event-logs.sh plays
NAMED_BESIDE = {"replica-cluster-size", "process-fault", "snapshot-storage", "disk-trouble", "ports-used-up"}

# one causes the other: each edge `explains` of the catalogue, so that it is no less than the rules' (accuracy.py compares)
EFFECTS = {
    "network-saturated": ["rpc-unavailable", "connection-reset", "semaphore-timeout", "access-denied"],
    "process-exception": ["agent-crash"],
    "trace-format-bug": ["process-exception"],
    "tape-sql-engine-bug": ["process-exception"],
    "agent-crash": ["rpc-unavailable", "access-denied"],
    "firewall-agent-install": ["rpc-unavailable", "agent-prerequisite", "access-denied"],
    "dcom-trust-missing": ["rpc-unavailable", "access-denied", "agent-owned-elsewhere", "workgroup-password"],
    "port-taken": ["rpc-unavailable", "agent-crash"],
    "dns-or-route": ["rpc-unavailable"],
    "ipsec-one-sided": ["rpc-unavailable"],
    "kerberos-identity": ["access-denied", "dcom-trust-missing"],
    "clock-skew": ["access-denied"],
    "workgroup-password": ["rpc-unavailable"],
    "agent-owned-elsewhere": ["access-denied"],
    "agent-prerequisite": ["service-start-timeout"],
    "restart-pending": ["rpc-unavailable"],
    "hang": ["semaphore-timeout"],
    "csv-not-serialized": ["vss-writer"],
    "vss-hardware-provider": ["vss-writer"],
    "antivirus-replica": ["connection-reset", "access-denied"],
    "engine-database": ["service-start-timeout"],
    "mars-unreachable": ["semaphore-timeout", "dns-or-route"],
    "scratch-full": ["disk-full", "mars-scratch"],
    "azure-proxy": ["mars-unreachable"],
    "scratch-locked": ["mars-scratch"],
    "system-state-vss": ["vss-writer"],
    "sql-double-backslash": ["vss-writer"],
    "antivirus-exchange-logs": ["exchange-verification"],
    "automount-off": ["vss-writer"],
    "dedup-secondary": ["connection-reset"],
    "bmr-access-denied": ["access-denied"],
    "sql-agent-account": ["access-denied"],
    "coordinator-com-rights": ["access-denied"],
}


def stray(plant):
    """A job or two that fail of something else, which nobody knows."""
    for _ in range(plant.dice.below(3)):
        jobs = [job for job in plant.jobs if not job.taken]
        if jobs:
            unexplained(plant, [plant.dice.pick(jobs)])


# site-wide ones, and those that end the engine or its records, have their own say in what others look like
ALONE = {"network-saturated", "process-exception", "trace-format-bug", "tape-sql-engine-bug", "agent-crash", "hang", "port-taken", "unexplained"}
MIXED = sorted(cause for cause in FAULTS if cause not in ALONE)


def mixture(plant, count):
    """`count` causes on servers of their own; their names."""
    chosen = []
    while len(chosen) < count:
        cause = plant.dice.pick(MIXED)
        if cause in chosen or any(cause in EFFECTS.get(other, []) or other in EFFECTS.get(cause, []) for other in chosen):
            continue
        pick, fail = FAULTS[cause]
        jobs = pick(plant)
        fail(plant, jobs)
        plant.hit.update(job.host for job in jobs)
        chosen.append(cause)
    return chosen


def nobody_knows(plant):
    """Failures that no article explains: codes, IDs and words that no cause asks for."""
    words, dice = plant.words, plant.dice
    for job in plant.jobs_of(plant.victim())[:3]:
        host, form = plant.full(job.host), dice.below(4)
        if form == 0:
            plant.bad(job, [words.failed(dice.pick([0x80070490, 0x8007000D, 0x800700C1, 0x80990C77]), host)], words.ended(None, host))
        elif form == 1:
            plant.bad(job, [], words.alert(dice.pick([298, 299, 30207, 31100, 33251]), None, host))
        elif form == 2:
            plant.bad(job, [], words.ended(0x809909AB, host))
        else:
            plant.bad(job, [], "The job for %s was given up, %s" % (host, words.aside()))


def inject(plant, cause, effect=None):
    """Let `cause` happen; `effect`, if given, follows it on the same servers within a quarter of an hour, less often."""
    pick, fail = FAULTS[cause]
    plant.alone = effect is None
    jobs = pick(plant)
    fail(plant, jobs)
    if plant.noise:
        stray(plant)
        hit = {job.host for job in jobs}
        plant.hidden.update(host for host in plant.servers if host not in hit and plant.dice.below(4) == 0)  # not everybody sends logs
    if not effect:
        return
    later = []
    for job in jobs[:1 + len(jobs) // 2]:
        later.append(plant.add_job(job.time + seconds(job.lasts + 60 + plant.dice.below(600)), job.host))
    plant.following = True
    FAULTS[effect][1](plant, later)
