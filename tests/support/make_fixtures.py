#!/usr/bin/env python3
"""Writes the synthetic fixtures: make_fixtures.py FOLDER. The same bytes every time; the name of a fixture says its verdict."""
import os
import sys
from datetime import timezone

from archive_writer import Zip, extended_time, gzip_member, ntfs_times
from errlog_writer import Agent, Dice, Engine, Log, at, encode, seconds, write_bytes, write_log

DOMAIN = ".contoso.com"

# ---- failures as MSDPM tells them: the faults of a job and the FATAL record at its end; {host} is the server -------------

UNREACHABLE = ([("WARNING", "31", "agentproxy.cpp(190)", "Failed: Hr: = [0x800706ba] : Encountered Failure: : lVal : CoCreateInstanceEx(CLSID_DpmRA, {host})")],
               "Task failed for server {host} (ID 308 Details: The RPC server is unavailable (0x800706BA))")
NO_ENDPOINT = ([("WARNING", "31", "agentproxy.cpp(190)", "Failed: Hr: = [0x800706D9] : There are no more endpoints available from the endpoint mapper, server {host}")],
               "Task failed for server {host} (ID 41 Details: There are no more endpoints available from the endpoint mapper (0x800706D9))")
NO_ANSWER = ([("WARNING", "31", "cmdproc.cpp(2204)", "Failed: Hr: = [0x8099090e] : agent did not answer the command in time, Server: = [{host}]")],
             "Task failed for server {host} (ID 43 Details: Internal error code: 0x8099090E)")
BAD_STATE = ([("WARNING", "31", "cmdproc.cpp(2251)", "Failed: Hr: = [0x809909B0] agent is in an unexpected state | Params: {Server: = {host}}")],
             "Task failed for server {host} (ID 60 Details: Internal error code: 0x809909B0)")
LOST = ([("WARNING", "31", "agentconnection.cpp(655)", "Failed: Hr: = [0x80072746] : connection to {host}:5719 was reset")],
        "Task failed for server {host} (ID 52 Details: An existing connection was forcibly closed by the remote host (0x80072746))")
REFUSED = ([("WARNING", "31", "agentconnection.cpp(598)", "Failed: Hr: = [0x8007274d] : connect to {host}:5718")],
           "Task failed for server {host} (ID 53 Details: No connection could be made because the target machine actively refused it (0x8007274D))")
TIMED_OUT = ([("WARNING", "31", "agentconnection.cpp(702)", "Failed: Hr: = [0x80070079] : waiting for data of {host}")],
             "Task failed for server {host} (ID 52 Details: The semaphore timeout period has expired (0x80070079))")
LOADED = ([("WARNING", "31", "cmdproc.cpp(2251)", "Failed: Hr: = [0x80990A51] : command ended with an error on {host}")],
          'Task failed: <TaskResult Server="{host}" ErrorCode="104" DetailedCode="-2137453999" StatusCode="-2139092405" CommandID="Sync"/>')
DENIED = ([("WARNING", "31", "agentproxy.cpp(190)", "Failed: Hr: = [0x80070005] : Access is denied, Server: = [{host}]")],
          "Task failed for server {host} (ID 42 Details: Access is denied (0x80070005))")


def housekeeping(engine, begin, end, every):
    """What MSDPM says all day: harmless."""
    time, tid = begin, 0x0F40
    while time < end:
        engine.say(time, tid, "09", "OMUtils.cs(212)", "WARNING", "Failed to read the object model version 4.2.1254.0, expected 4.2.1235.0")
        engine.say(time + seconds(2.5), tid, "09", "DatasourceState.cs(77)", "WARNING", "Last completed state for Ds Id %s is Unknown" % engine.dice.guid().lower())
        engine.say(time + seconds(4), tid, "33", "scheduler.cpp(640)", "NORMAL", "Scheduler is awake, %d jobs queued" % engine.dice.below(5))
        time += seconds(every + engine.dice.below(600))


def two_sided(seed, day, hosts, hours, bad=None, before_hours=()):
    """An engine and the agents of `hosts`, a job each hour; `bad(hour, host, dice)` may name a failure. Returns logs by path."""
    dice = Dice(seed)
    logs = {"DPM01/MSDPMCurr.errlog": Log()}
    engine = Engine(logs["DPM01/MSDPMCurr.errlog"], dice)
    agents = {}
    for host in hosts:
        logs[host + "/DPMRACurr.errlog"] = Log()
        agents[host] = Agent(logs[host + "/DPMRACurr.errlog"], dice, 0x0AB0 + 0x2C4 * len(agents))
        agents[host].start(at(day + " 00:02:00") + seconds(11 * len(agents)))
    for hour in hours:
        for i, host in enumerate(hosts):
            time = at("%s %02d:%02d:%02d" % (day, hour, 5 + 12 * i + dice.below(10), dice.below(60))) + seconds(dice.below(1000) / 1000)
            failure = bad(hour, host, dice) if bad else None
            if not failure:
                agents[host].good(time + seconds(3), engine.good(time, host + DOMAIN))
                continue
            (faults, last), agent_side = failure
            task = engine.bad(time, host + DOMAIN, faults, last)
            if agent_side:
                agents[host].bad(time + seconds(3), task, *agent_side)
    housekeeping(engine, at("%s %02d:00:01" % (day, min(hours))), at("%s %02d:59:00" % (day, max(hours))), 5400)
    return logs, engine, agents, dice


def save(folder, logs):
    for path, log in logs.items():
        write_log(os.path.join(folder, path), log.lines())


# ---- the stories ---------------------------------------------------------------------------------------------------------

CRASHED_TASK = "8AE83798-7A85-466A-80CA-22CA66582965"


def temp(folder):
    """A DPM server's Temp folder over four days: the tracer's bug ends MSDPM on the third."""
    dice = Dice(601)
    agent_old, agent_log, engine_log, cloud = Log(), Log(), Log(), Log(columns=11)

    agent = Agent(agent_old, dice, 0x0AB0)
    agent.start(at("05/30 06:00:00.120"))
    engine = Engine(engine_log, dice, 0x180C)
    engine.say(at("05/30 05:58:02.007"), 0x17D8, "09", "msdpmservice.cpp(144)", "NORMAL", "DPM engine is starting, version 4.2.1254.0")
    for day in ("05/30", "05/31", "06/01", "06/02"):
        if day == "06/01":
            agent = Agent(agent_log, dice, 0x0AB0)
        for hour in range(7, 20, 3):
            time = at("%s %02d:%02d:07.%03d" % (day, hour, dice.below(30), dice.below(1000)))
            crashed = day == "06/02"
            if crashed and engine.pid == 0x180C:
                engine = Engine(engine_log, dice, 0x1F94)
            # a WARNING whose task succeeds nevertheless
            retried = day == "05/30" and hour == 13
            task = engine.good(time, "DPM01" + DOMAIN)
            agent.good(time + seconds(2), task, warning=("rapipe.cpp(517)", "Failed: Hr: = [0x80070079] : no data for a while, the transfer is tried again") if retried else None)
        housekeeping(engine, at(day + " 08:00:00"), at(day + " 18:00:00"), 14400)

    # one task waits for a cluster shared volume: one incident
    task, time = dice.guid(), at("06/01 09:30:00.250")
    agent_log.add(time, (0x0AB0, 0x0D38), "22", "csvapi.cpp(388)", "NORMAL", "==>CCSVApi::PrepareVolume", task)
    for i in range(8):
        agent_log.add(time + seconds(60 * i + 0.4), (0x0AB0, 0x0D38), "22", "csvapi.cpp(400)", "WARNING",
                      "Failed: Hr: = [0x8007173d] : Encountered Failure: : lVal : PrepareVolumeForSnapshotSet(pwszVolume)", task)
    agent_log.add(time + seconds(480), (0x0AB0, 0x0D38), "22", "csvapi.cpp(455)", "FATAL",
                  "Failed: Hr: = [0x8007173D] : the cluster shared volume stayed busy (ID 32612 Details: backup is in progress (0x8007173D))", task)
    agent_log.add(time + seconds(480.1), (0x0AB0, 0x0D38), "22", "csvapi.cpp(460)", "NORMAL", "<--CCSVApi::PrepareVolume", task)

    # the crash, and the next process
    engine = Engine(engine_log, dice, 0x180C)
    begun = at("06/01 20:54:50.112")
    engine.begin(begun, "HV01" + DOMAIN, CRASHED_TASK, 0x280C, "Hyper-V\\VM07")
    engine.say(at("06/01 20:54:55.393"), 0x280C, "09", "AppAssert.cs(130)", "WARNING",
               "Assertion failed: non-nullable parameter @RecoverableObjectMachineName is null in the call of prc_RM_AddRecoverableObject", CRASHED_TASK)
    engine.say(at("06/01 20:54:55.394"), 0x280C, "09", "AppAssert.cs(130)", "NORMAL", "at Microsoft.Internal.EnterpriseStorage.Dls.DB.SqlContext.AddParameter(String name, Object value)", CRASHED_TASK)
    engine.say(at("06/01 20:54:55.395"), 0x280C, "09", "AppAssert.cs(130)", "NORMAL", "at Microsoft.Internal.EnterpriseStorage.Dls.Prm.RecoverableObject.Add()", CRASHED_TASK)
    engine.good(at("06/01 20:54:58.001"), "DPM01" + DOMAIN, lasts=31)
    engine.say(at("06/01 20:55:45.690"), 0x280C, "09", "everettexception.cpp(761)", "CRITICAL",
               "Exception Message = Input string was not in a correct format. of type System.FormatException, process will terminate after generating dump", CRASHED_TASK)
    crash = at("06/01 20:55:45.690")
    engine = Engine(engine_log, dice, 0x1F94)
    engine.say(at("06/01 20:57:10.933"), 0x2250, "09", "msdpmservice.cpp(144)", "NORMAL", "DPM engine is starting, version 4.2.1254.0")
    agent = Agent(agent_log, dice, 0x0AB0)
    agent.good(at("06/01 20:58:21.500"), engine.good(at("06/01 20:58:20.000"), "DPM01" + DOMAIN, lasts=80))

    # Azure backup: eleven columns
    for day in ("05/30", "05/31", "06/01", "06/02"):
        job, who = dice.guid(), (0x0990, 0x1A4C)
        for i, (level, source, message) in enumerate((
                ("NORMAL", "backupasync.cpp(1279)", "Backup Progress: Backup started."),
                ("NORMAL", "backupasync.cpp(1302)", "Backup Progress: Taking snapshot started."),
                ("WARNING", "registry.cpp(1042)", "Failed: Hr: = [0x80070002] : Encountered Failure: : lVal : RegDeleteValue(hKey, pwszValueName)"),
                ("NORMAL", "backupasync.cpp(1302)", "Backup Progress: Taking snapshot finsihed."),
                ("NORMAL", "backupasync.cpp(1340)", "Backup Progress: Transferring data started."),
                ("NORMAL", "backupasync.cpp(1340)", "Backup Progress: Transferring data finished."),
                ("NORMAL", "backupasync.cpp(1388)", "Backup Progress: Backup Succeeded"))):
            cloud.add(at(day + " 22:00:00.500") + seconds(47 * i), who, "71" if i else "70", source, level, message, job)

    write_log(folder + "/DPMRA0.errlog", agent_old.lines())
    write_log(folder + "/DPMRACurr.errlog", agent_log.lines())
    write_log(folder + "/MSDPMCurr.errlog", engine_log.lines())
    write_log(folder + "/MSDPMCurr.errlog.2016-06-01_20-55-45.Crash", engine_log.lines(before=crash))
    write_log(folder + "/CBEngineCurr.errlog", cloud.lines())


def network_saturated(folder):
    mix = [LOADED, BAD_STATE, NO_ANSWER, LOST, TIMED_OUT, REFUSED, UNREACHABLE, DENIED]
    agent_sides = {id(LOST): ("transfer.cpp(1402)", "Failed: Hr: = [0x80072746] : Encountered Failure: : lVal : WSASend(socket)"),
                   id(TIMED_OUT): ("transfer.cpp(1377)", "Failed: Hr: = [0x80070079] : GetOverlappedResult on the data channel")}
    used = []

    def bad(hour, host, dice):
        if not 19 <= hour <= 22 or dice.below(10) < 1:
            return None
        used.append(mix[len(used) % len(mix)])
        return used[-1], agent_sides.get(id(used[-1]))
    save(folder, two_sided(971411, "06/07", ["FS01", "SQL01", "HV01"], range(8, 24), bad)[0])


def agent_crash(folder):
    logs, engine, agents, dice = two_sided(3082409, "06/08", ["FS01", "SQL01"], range(6, 18))
    agent, log = agents["SQL01"], logs["SQL01/DPMRACurr.errlog"]
    for time, failure, next_pid in ((at("06/08 09:58:11.204"), NO_ANSWER, 0x11F4), (at("06/08 14:57:32.871"), BAD_STATE, 0x1608)):
        task = engine.bad(time, "SQL01" + DOMAIN, failure[0] + [("WARNING", "31", "agentproxy.cpp(233)",
                          "Failed: Hr: = [0x800706be] : The remote procedure call failed, Server: = [{host}]")], failure[1], lasts=40)
        agent.bad(time + seconds(2), task, "vsswriter.cpp(812)", "Failed: Hr: = [0x80010105] : Encountered Failure: : lVal : pWriter->PrepareForBackup()", lasts=20, ends=False)
        # what the old process said later never happened
        log.records = [r for r in log.records if not (r[2][0] == agent.pid and r[0] > time + seconds(25))]
        agent.pid = next_pid
        agent.start(time + seconds(95))
        for k in range(3):
            again = time + seconds(400 + 2400 * k)
            agent.good(again + seconds(3), engine.good(again, "SQL01" + DOMAIN))
    save(folder, logs)


def semaphore_timeout(folder):
    def bad(hour, host, dice):
        if host != "FS01" or hour % 4 != 1:
            return None
        if hour == 13:
            return (([("WARNING", "31", "cmdproc.cpp(2190)", "Failed: Hr: = [0x800705b4] : This operation returned because the timeout period expired, Server: = [{host}]")],
                     "Task failed for server {host} (ID 65 Details: The operation timed out (0x800705B4))"), None)
        return TIMED_OUT, ("transfer.cpp(1377)", "Failed: Hr: = [0x80070079] : GetOverlappedResult on the data channel")
    save(folder, two_sided(121, "06/09", ["FS01", "SQL01"], range(6, 19), bad)[0])


def connection_reset(folder):
    def bad(hour, host, dice):
        if host != "HV01" or hour % 3:
            return None
        code = "0x80072745" if hour == 9 else "0x80072746"
        return LOST, ("transfer.cpp(1402)", "Failed: Hr: = [%s] : Encountered Failure: : lVal : WSARecv(socket)" % code)
    save(folder, two_sided(10054, "06/10", ["FS01", "HV01"], range(6, 17), bad)[0])


def rpc_unavailable(folder):
    def bad(hour, host, dice):
        if host != "FS01" or hour < 11:
            return None
        return (NO_ENDPOINT if hour == 14 else UNREACHABLE), None
    save(folder, two_sided(1722, "06/13", ["FS01", "SQL01"], range(7, 17), bad)[0])


def firewall_agent_install(folder):
    logs, engine, _, dice = two_sided(2981833, "06/14", ["FS01"], range(8, 14))
    first = ("0x80010119", "(ID 347 Details: Security must be initialized before any interfaces are marshalled or unmarshalled (0x80010119))")
    later = ("0x800706ba", "(ID 319 Details: The RPC server is unavailable (0x800706BA))")
    for time, (code, last) in (("06/14 09:20:00.410", first), ("06/14 09:41:30.022", later), ("06/14 10:02:17.640", later)):
        task = dice.guid()
        engine.say(at(time), 0x1B20, "40", "AgentInstaller.cs(318)", "NORMAL", "==>AgentInstaller::Install | Params: {Server: = [WEB01.contoso.com], Version: = 4.2.1205.0}", task)
        engine.say(at(time) + seconds(20), 0x1B20, "40", "AgentInstaller.cs(402)", "WARNING", "Failed: Hr: = [%s] : call of the agent coordinator on WEB01.contoso.com" % code, task)
        engine.say(at(time) + seconds(20.4), 0x1B20, "40", "AgentInstaller.cs(460)", "FATAL", "Agent operation failed on WEB01.contoso.com " + last, task)
        engine.say(at(time) + seconds(20.5), 0x1B20, "40", "AgentInstaller.cs(471)", "NORMAL", "<--AgentInstaller::Install", task)
    save(folder, logs)


def dcom_trust_missing(folder):
    logs, engine, _, dice = two_sided(970090, "06/15", ["FS01"], range(7, 17))
    for hour in range(7, 17):
        engine.bad(at("06/15 %02d:30:%02d.500" % (hour, dice.below(60))), "FS02" + DOMAIN, UNREACHABLE[0] + DENIED[0],
                   "Agent operation failed for server {host} (ID 270 Details: Access is denied (0x80070005))", lasts=25)
    save(folder, logs)


def port_taken(folder):
    dice = Dice(947682)
    logs = {"SQL01/DPMRACurr.errlog": Log(), "DPM01/MSDPMCurr.errlog": Log()}
    engine = Engine(logs["DPM01/MSDPMCurr.errlog"], dice)
    for i in range(6):
        time = at("06/16 08:00:00.300") + seconds(610 * i + dice.below(30))
        agent = Agent(logs["SQL01/DPMRACurr.errlog"], dice, 0x0E10 + 0x1A8 * i)
        tid = agent.pid + 0x11C
        agent.say(time, tid, "20", "dpmra.cpp(231)", "NORMAL", "Protection agent service is starting, version 4.2.1254.0")
        agent.say(time + seconds(0.6), tid, "31", "agentlistener.cpp(164)", "WARNING", "Failed: Hr: = [0x80072740] : Encountered Failure: : lVal : bind(socket, port 5718)")
        agent.say(time + seconds(0.7), tid, "20", "dpmra.cpp(310)", "FATAL", "Failed: Hr: = [0x80072740] : the agent cannot listen for connections")
        agent.say(time + seconds(1.1), tid, "20", "dpmra.cpp(402)", "NORMAL", "Protection agent service stopped.")
    for i in range(4):
        engine.good(at("06/16 08:%02d:15.118" % (7 + 13 * i)), "FS01" + DOMAIN)
    save(folder, logs)


def access_denied(folder):
    def bad(hour, host, dice):
        return (DENIED, None) if host == "FS01" and hour in (9, 12, 15) else None
    save(folder, two_sided(5, "06/17", ["FS01", "SQL01"], range(7, 17), bad)[0])


def csv_not_serialized(folder):
    dice = Dice(2549533)
    logs = {"HV01/DPMRACurr.errlog": Log(), "HV02/DPMRACurr.errlog": Log()}
    for host, begun, waits in (("HV01", "06/18 22:00:05.100", 14), ("HV02", "06/18 22:00:31.700", 9)):
        agent = Agent(logs[host + "/DPMRACurr.errlog"], dice, 0x14D0)
        agent.start(at("06/18 21:00:00"))
        agent.good(at("06/18 21:30:00.040"), dice.guid())
        task, time, tid, obj = dice.guid(), at(begun), 0x19A0, "0000000001C3B2A0"
        agent.say(time, tid, "22", "csvapi.cpp(388)", "NORMAL", "==>CCSVApi::PrepareVolume", task, obj)
        for i in range(waits):
            agent.say(time + seconds(0.4 + 60 * i), tid, "22", "csvapi.cpp(400)", "WARNING",
                      "Failed: Hr: = [0x8007173d] : Encountered Failure: : lVal : PrepareVolumeForSnapshotSet(pwszVolume)", task, obj)
        agent.say(time + seconds(60 * waits), tid, "22", "csvapi.cpp(455)", "FATAL",
                  "Failed: Hr: = [0x8007173D] : gave up (ID 32612 Details: another backup of the cluster shared volume is in progress (0x8007173D))", task, obj)
        agent.say(time + seconds(60 * waits + 0.1), tid, "22", "csvapi.cpp(460)", "NORMAL", "<--CCSVApi::PrepareVolume", task, obj)
        agent.good(time + seconds(60 * waits + 900), dice.guid())
    save(folder, logs)


def process_exception(folder):
    logs, engine, _, dice = two_sided(999, "06/20", ["FS01"], range(7, 12))
    task, time = dice.guid(), at("06/20 12:10:00.250")
    engine.begin(time, "FS01" + DOMAIN, task, 0x2204, "E:\\Shares")
    engine.say(time + seconds(4.1), 0x2204, "09", "CatalogWriter.cs(518)", "WARNING",
               "Exception Message = Collection was modified; enumeration operation may not execute.\nException Stack =\n"
               "   at System.Collections.Generic.List`1.Enumerator.MoveNextRare()\n   at Microsoft.Internal.EnterpriseStorage.Dls.CatalogWriter.Flush()", task)
    engine.say(time + seconds(4.3), 0x2204, "09", "everettexception.cpp(761)", "CRITICAL",
               "Exception Message = Collection was modified; enumeration operation may not execute. of type System.InvalidOperationException, process will terminate after generating dump", task)
    crash = time + seconds(4.3)
    engine.pid = 0x20E8
    engine.say(time + seconds(80), 0x2250, "09", "msdpmservice.cpp(144)", "NORMAL", "DPM engine is starting, version 4.2.1254.0")
    engine.good(time + seconds(300), "FS01" + DOMAIN)
    save(folder, logs)
    write_log(folder + "/DPM01/MSDPMCurr.errlog.2016-06-20_12-10-04.Crash", logs["DPM01/MSDPMCurr.errlog"].lines(before=crash))


def unexplained(folder):
    def bad(hour, host, dice):
        if hour % 3:
            return None
        return ([("WARNING", "52", "catalogmerge.cpp(%d)" % 733, "Failed: Hr: = [0x80990c77] : merge of catalog %d stopped" % dice.below(9999))],
                "Task failed: catalog merge of %s did not end well, 0x80990C77" % dice.guid().lower()), None
    save(folder, two_sided(777, "06/21", ["FS01"], range(6, 19), bad)[0])


def hang(folder):
    logs, engine, agents, dice = two_sided(7200, "06/22", ["FS01"], range(6, 14))
    task, agent, time = dice.guid(), agents["FS01"], at("06/22 07:40:00.010")
    engine.begin(time, "FS01" + DOMAIN, task, 0x2A04, "System State")
    agent.say(time + seconds(2), 0x0E6C, "20", "workitem.cpp(310)", "NORMAL", "==>CWorkItem::Process", task)
    agent.say(time + seconds(2.4), 0x0E6C, "22", "vssrequestor.cpp(921)", "NORMAL", "==>CVssRequestor::GatherWriterMetadata", task)
    agent.say(time + seconds(2.5), 0x0E6C, "22", "vssrequestor.cpp(934)", "NORMAL", "Waiting for the writers of the system state", task)
    save(folder, logs)


def bundle(folder):
    """The logs of `story` as Microsoft's collector hands them in: one zip with a zip for each computer, and what else it collects."""
    outer = Zip()
    for path, log in sorted(night().items()):
        host, name = path.split("/")
        inner = Zip()
        inner.add(name.encode(), encode(log.lines()), 8, extra=extended_time(int(max(r[0] for r in log.records).replace(tzinfo=timezone.utc).timestamp())))
        outer.add(b"%s_DPM_Error_Logs.zip" % host.encode(), inner.bytes(), 0)
        outer.add(b"%s_System_Information.txt" % host.encode(), b"not a log\r\n", 0)
    write_bytes(folder + "/night.zip", outer.bytes())


def story(folder):
    save(folder, night())


def night():
    """Two DPM servers and three protected servers over a night: SQL01's agent dies twice under DPM01, which is then refused for a
    while; HV01 waits for a cluster shared volume under DPM02, and one task of FS01 hangs."""
    logs, engine, agents, dice = two_sided(208, "06/24", ["FS01", "SQL01"], range(1, 8))
    logs["DPM02/MSDPMCurr.errlog"], logs["HV01/DPMRACurr.errlog"] = Log(), Log()
    second, host = Engine(logs["DPM02/MSDPMCurr.errlog"], dice, 0x1434), Agent(logs["HV01/DPMRACurr.errlog"], dice, 0x14D0)
    host.start(at("06/24 00:04:00"))
    for hour in range(1, 8):
        host.good(at("06/24 %02d:20:03.500" % hour), second.good(at("06/24 %02d:20:00.100" % hour), "HV01" + DOMAIN))

    agent, log = agents["SQL01"], logs["SQL01/DPMRACurr.errlog"]
    for time, failure, next_pid in ((at("06/24 02:40:11.204"), NO_ANSWER, 0x11F4), (at("06/24 04:41:32.871"), BAD_STATE, 0x1608)):
        task = engine.bad(time, "SQL01" + DOMAIN, failure[0] + [("WARNING", "31", "agentproxy.cpp(233)",
                          "Failed: Hr: = [0x800706be] : The remote procedure call failed, Server: = [{host}]")], failure[1], lasts=40)
        agent.bad(time + seconds(2), task, "vsswriter.cpp(812)", "Failed: Hr: = [0x80010105] : Encountered Failure: : lVal : pWriter->PrepareForBackup()", lasts=20, ends=False)
        log.records = [r for r in log.records if not (r[2][0] == agent.pid and r[0] > time + seconds(25))]
        agent.pid = next_pid
        agent.start(time + seconds(95))
        agent.good(time + seconds(2400), engine.good(time + seconds(2397), "SQL01" + DOMAIN))
        engine.bad(time + seconds(600), "SQL01" + DOMAIN, *DENIED)  # what follows from it

    task, time = dice.guid(), at("06/24 03:00:05.100")
    second.begin(time - seconds(1), "HV01" + DOMAIN, task, 0x1B0C, "VM FINANCE")
    for i in range(9):
        host.say(time + seconds(60 * i), 0x19A0, "22", "csvapi.cpp(400)", "WARNING",
                 "Failed: Hr: = [0x8007173d] : Encountered Failure: : lVal : PrepareVolumeForSnapshotSet(pwszVolume)", task)
    second.say(time + seconds(545), 0x1B0C, "09", "TaskExecutor.cs(1077)", "FATAL",
               "Task failed for server HV01.contoso.com (ID 32612 Details: another backup of the cluster shared volume is in progress (0x8007173D))", task)
    second.end(time + seconds(546), task, 0x1B0C)

    task, time = dice.guid(), at("06/24 05:10:00.010")
    engine.begin(time, "FS01" + DOMAIN, task, 0x2A04, "System State")
    agents["FS01"].say(time + seconds(2), 0x0E6C, "20", "workitem.cpp(310)", "NORMAL", "==>CWorkItem::Process", task)
    agents["FS01"].say(time + seconds(2.4), 0x0E6C, "22", "vssrequestor.cpp(921)", "NORMAL", "==>CVssRequestor::GatherWriterMetadata", task)
    return logs


def healthy(folder):
    logs, _, agents, dice = two_sided(1, "06/23", ["FS01", "SQL01"], range(7, 19))
    agent = agents["SQL01"]
    for i in range(4):
        time = at("06/23 %02d:58:00.130" % (8 + 2 * i))
        agent.good(time, dice.guid(), warning=("vssrequestor.cpp(877)", "Writer state is waiting for completion, asked again in 1000 ms"))
        agent.say(time + seconds(5), 0x0D00, "05", "dynamicloadedmodule.cpp(74)", "WARNING", "Failed: Hr: = [0x80070057] : Encountered Failure: : lVal : E_INVALIDARG")
        agent.say(time + seconds(6), 0x0D00, "05", "dynamicloadedmodule.cpp(68)", "WARNING",
                  "Failed: Hr: = [0x8007007e] : GetModuleHandle failed for Library virtdisk.dll, will try LoadLibrary")
    for host in ("FS01", "SQL01"):
        agents[host].stop(at("06/23 20:00:00"))
    save(folder, logs)


def new_year(folder):
    """Records over 12/31 and 01/01; the log ends in 2017."""
    dice, log = Dice(1231), Log()
    engine = Engine(log, dice)
    for i in range(8):
        time = at("12/31 20:30:00.250") + seconds(3600 * i)
        if i == 5:
            engine.bad(time, "FS01" + DOMAIN, *UNREACHABLE)
        else:
            engine.good(time, "FS01" + DOMAIN)
    write_log(folder + "/DPM01/MSDPMCurr.errlog", log.lines())


def leap_day(folder):
    """02/29 stands in the log: only a leap year will do."""
    dice, log = Dice(229), Log()
    agent = Agent(log, dice)
    agent.start(at("02/28 22:00:00"))
    for i in range(6):
        agent.good(at("02/28 22:30:00.125") + seconds(7 * 3600 * i), dice.guid())
    agent.bad(at("02/29 04:00:00.700"), dice.guid(), "transfer.cpp(1402)", "Failed: Hr: = [0x80072746] : Encountered Failure: : lVal : WSASend(socket)")
    write_log(folder + "/FS01/DPMRACurr.errlog", log.lines())


def small_story():
    """A page of an agent's log: one failure, one success, letters outside of ASCII."""
    dice, log = Dice(42), Log()
    agent = Agent(log, dice)
    agent.start(at("06/24 08:00:00.015"))
    agent.good(at("06/24 08:10:00.500"), dice.guid(), warning=("rapipe.cpp(517)", "Fichier d\u00e9j\u00e0 utilis\u00e9 : E:\\Donn\u00e9es\\\u00dcbersicht.xlsx"))
    agent.bad(at("06/24 08:20:00.750"), dice.guid(), "transfer.cpp(1402)", "Failed: Hr: = [0x80072746] : Encountered Failure: : lVal : WSASend(socket)")
    task = dice.guid()
    agent.bad(at("06/24 08:30:00.125"), task, "vsswriter.cpp(812)",
              "Exception Message = Zugriff verweigert\nException Stack =\n   at Contoso.Sicherung.\u00d6ffnen()", level="FATAL")
    return log.lines()


def encodings(folder):
    lines = small_story()
    for name, options in {
            "utf-16le": {"encoding": "utf-16-le"}, "utf-16le-no-bom": {"encoding": "utf-16-le", "bom": False},
            "utf-16be": {"encoding": "utf-16-be"}, "utf-16be-no-bom": {"encoding": "utf-16-be", "bom": False},
            "utf-8": {"encoding": "utf-8", "bom": False}, "utf-8-bom": {"encoding": "utf-8"},
            "windows-1252": {"encoding": "cp1252", "bom": False},
            "lf": {"encoding": "utf-8", "bom": False, "ends": ("\n",)}, "cr": {"encoding": "utf-8", "bom": False, "ends": ("\r",)},
            "mixed-ends": {"encoding": "utf-8", "bom": False, "ends": ("\r\n", "\n", "\r")},
            "utf-16le-lf": {"encoding": "utf-16-le", "ends": ("\n",)}}.items():
        write_bytes("%s/%s/FS01/DPMRACurr.errlog" % (folder, name), encode(lines, **options))


def pasted(folder):
    """Three records as people paste them into tickets."""
    rows = [["0AB0", "0C8C", "05/09", "16:00:19.204", "71", "transfer.cpp(1402)", "[0000000002A0B4C0]", "5D1C6A60-0B1F-4E2A-A7C3-90DD4E1F7B21", "WARNING",
             "Failed: Hr: = [0x80072746] : Encountered Failure: : lVal : WSASend(socket)"],
            ["0AB0", "0C8C", "05/09", "16:00:19.231", "20", "workitem.cpp(352)", "[0000000002A0B4C0]", "5D1C6A60-0B1F-4E2A-A7C3-90DD4E1F7B21", "NORMAL", "<--CWorkItem::Process"],
            ["0AB0", "0D10", "05/09", "16:02:40.870", "31", "agentproxy.cpp(190)", "", "0E0F3C2B-6A7D-4B1C-9C55-7E0A1B2C3D4E", "FATAL",
             "Failed: Hr: = [0x800706ba] : The RPC server is unavailable"]]

    def put(name, lines, end="\n"):
        write_bytes("%s/%s.txt" % (folder, name), "".join(line + end for line in lines).encode("utf-8"))
    put("single-spaces", [" ".join(c for c in row if c) for row in rows])
    put("runs-of-spaces", ["    ".join(row) for row in rows])
    put("left-columns-missing", ["\t".join(row[5:]) for row in rows])
    put("findstr", ["C:\\Temp\\DPMRACurr.errlog:" + "\t".join(row) for row in rows])
    put("notepad", ["\tLine %d: %s" % (28 + i, "\t".join(row)) for i, row in enumerate(rows)])
    put("spreadsheet", ["\t".join(["AB0", row[1].lstrip("0"), "9-May", "4:%s PM" % row[3][3:8]] + row[4:]) for row in rows])
    put("one-line", [" ".join(" ".join(c for c in row if c) for row in rows)])
    put("mail-quote", ["> " + " ".join(c for c in row if c) for row in rows], "\r\n")


def bad_inputs(folder):
    dice, lines = Dice(13), small_story()
    whole = encode(lines)
    write_bytes(folder + "/empty.errlog", b"")
    write_bytes(folder + "/only-bom.errlog", b"\xff\xfe")
    write_bytes(folder + "/binary.errlog", bytes(dice.below(256) for _ in range(4096)))
    write_bytes(folder + "/text.errlog", b"This is no log.\r\nIt has lines, \ttabs and WARNING in it,\r\nbut not one record.\r\n" * 20)
    write_bytes(folder + "/nuls.errlog", whole + b"\0" * 4096)
    write_bytes(folder + "/nuls-inside.errlog", whole[:1200] + b"\0" * 1024 + whole[1200:])
    write_bytes(folder + "/odd-byte.errlog", whole + b"0")
    middle = whole.index("transfer.cpp".encode("utf-16-le"))
    write_bytes(folder + "/lone-surrogate.errlog", whole[:middle] + b"\x3d\xd8" + whole[middle:])
    write_bytes(folder + "/invalid-utf-8.errlog", encode(lines, "utf-8", False).replace("Fichier".encode(), b"Fich\xc3ier\xff"))
    write_bytes(folder + "/torn.errlog", encode(lines, "utf-8", False)[61:-37])
    write_bytes(folder + "/control-characters.errlog", encode(
        ["0AB0\t0C8C\t06/24\t08:20:30.750\t71\ttransfer.cpp(1402)\t\t\tWARNING\tFailed: Hr: = [0x80072746] : \x1b[2J\x1b]0;title\x07 <script>alert(1)</script> =cmd|' /C calc'!A0"],
        "utf-8", False))


def long_day():
    """An agent's log in which one task's end is farther from its beginning than Deflate could reach."""
    dice, log = Dice(64), Log()
    agent = Agent(log, dice)
    agent.start(at("06/24 00:00:00.015"))
    task = dice.guid()
    agent.say(at("06/24 00:10:00.500"), 0x0F2C, "20", "workitem.cpp(310)", "NORMAL", "==>CWorkItem::Process", task)
    for minute in range(0, 600, 15):
        agent.good(at("06/24 %02d:%02d:10.250" % (1 + minute // 60, minute % 60)), dice.guid())
    agent.say(at("06/24 11:10:00.125"), 0x0F2C, "71", "transfer.cpp(1402)", "WARNING", "Failed: Hr: = [0x80072746] : WSASend(socket) " + "-" * 400, task)
    return log.lines()


def archives(folder):
    """Small archives of the forms that zip and gzip come in; two are damaged."""
    log, day = encode(small_story()), encode(long_day())
    name, utc = b"FS01/DPMRACurr.errlog", 1466764200  # 2016-06-24T10:30:00Z
    z = Zip()
    z.add(b"FS01\\DPMRACurr.errlog", day, 9, extra=ntfs_times(utc * 1000 + 250))
    write_bytes(folder + "/deflate64-backslashes.zip", z.bytes())
    z = Zip()
    z.add(b"FS01/", b"", 0)
    z.add(name, log, 8, extra=extended_time(utc))
    z.add(b"notes.txt", b"not a log\r\n", 0)
    write_bytes(folder + "/deflate.zip", z.bytes())
    z = Zip()
    for host, descriptor in ((b"FS01", 16), (b"FS02", 12), (b"SQL01", 24), (b"HV01", 20)):
        z.add(host + b"/DPMRACurr.errlog", log, 8, descriptor=descriptor)
    write_bytes(folder + "/descriptors.zip", z.bytes())
    write_bytes(folder + "/cut.zip", z.bytes()[:-3000])
    z = Zip()
    z.add(name, log, 8, zip64=True)
    write_bytes(folder + "/zip64.zip", z.bytes(True))
    z = Zip()
    z.add(name, log, 8, reach=1000)
    z.add(b"SQL01/DPMRACurr.errlog", log, 8)
    z.add(b"HV01/DPMRACurr.errlog", log, 8, crc=1)
    z.add(b"HV02/DPMRACurr.errlog", log, 14)
    z.add(b"HV03/DPMRACurr.errlog", log, 8, flags=1)
    write_bytes(folder + "/deceiving.zip", z.bytes())
    write_bytes(folder + "/empty.zip", Zip().bytes())
    half = len(log) // 4 * 2
    write_bytes(folder + "/two-members.gz", gzip_member(log[:half], b"DPMRACurr.errlog") + gzip_member(log[half:]))


README = """# Fixtures

Everything in this folder is **synthetic**: written by `tests/support/make_fixtures.py` (`make fixtures` writes it again, the same
bytes each time; `make check` holds the two against each other). No line comes from a customer's log. Shapes, codes and IDs follow
Microsoft's public articles; hosts, tasks and times are made up. The name of a folder says the verdict that dpmlog should come to.

Where no `.Crash` name gives the year, it is 2016: pass `--year 2016` (`new-year` ends in 2017).

| folder | what it holds |
|---|---|
| `Temp` | the Temp folder of a DPM server over four days: `trace-format-bug` ends MSDPM on 06/01; also one retry loop on a cluster shared volume, noise, a warning whose job succeeds; 05/31 is a healthy day; CBEngine with eleven columns |
%s
"""


STORIES = [
    ("network-saturated", network_saturated, "three servers, in the evening a mix of codes, most jobs succeed"),
    ("agent-crash", agent_crash, "SQL01's agent ends twice without a trace while the engine waits for it; FS01 is well"),
    ("semaphore-timeout", semaphore_timeout, "transfers of one server time out now and then"),
    ("connection-reset", connection_reset, "connections of one server are cut during transfer"),
    ("rpc-unavailable", rpc_unavailable, "one server cannot be reached from 11:00 on"),
    ("firewall-agent-install", firewall_agent_install, "ID 347 (0x80010119) and then 319, twice, while an agent is installed"),
    ("dcom-trust-missing", dcom_trust_missing, "one server never works: 0x800706BA, 0x80070005 and ID 270 each time"),
    ("port-taken", port_taken, "the agent starts again and again and cannot listen"),
    ("access-denied", access_denied, "ID 42 now and then, nothing beside it: ambiguous"),
    ("csv-not-serialized", csv_not_serialized, "two cluster nodes wait for one shared volume: two incidents, however many lines"),
    ("process-exception", process_exception, "a managed exception ends MSDPM; the record before it says why"),
    ("unexplained", unexplained, "jobs fail with a code that nobody knows"),
    ("hang", hang, "a task enters a call and never leaves it, for hours"),
    ("story", story, "two DPM servers and three agents over a night: an agent that crashes and what follows from it, a busy cluster volume, a hang"),
    ("bundle", bundle, "the logs of `story` in one zip, as Microsoft's collector hands them in"),
    ("healthy", healthy, "harmless warnings only; every job succeeds"),
    ("new-year", new_year, "records over 12/31 and 01/01"),
    ("leap-day", leap_day, "02/29 stands in the log"),
    ("encodings", encodings, "one small story in every encoding and with every line end"),
    ("archives", archives, "an agent's log in zips and a gzip of every form"),
    ("pasted", pasted, "three records as they are pasted into tickets"),
    ("bad", bad_inputs, "no logs, and damaged ones"),
]


def main():
    top = sys.argv[1]
    temp(top + "/Temp")
    for name, story, _ in STORIES:
        story(os.path.join(top, name))
    rows = "\n".join("| `%s` | %s |" % (name, what) for name, _, what in STORIES)
    write_bytes(top + "/README.md", (README % rows).encode("utf-8"))


main()
