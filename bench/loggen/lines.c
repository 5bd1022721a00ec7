/* What the records say. None of it comes from a real log. */
#include "loggen.h"

static const struct line normal[] = {
    {"20", "workitem.cpp(310)", "CWorkItem::Process step # of work item @"},
    {"20", "workitem.cpp(352)", "CWorkItem::Process ends its step # for [$]"},
    {"71", "transfer.cpp(1188)", "Backup Progress: Transferring data. | Params: {Bytes: = ####, Files: = #, Server: = [$]}"},
    {"71", "transfer.cpp(1190)", "Transferred block # of volume D:, # bytes are left, # ms since the last one"},
    {"22", "vssrequestor.cpp(921)", "Writer [Microsoft Exchange Writer] state is stable, instance @-@"},
    {"31", "agentproxy.cpp(412)", "Command @ was sent to $, waiting for the response"},
    {"09", "TaskExecutor.cs(843)", "Task state changed | Params: {State: = InProgress, Percent: = #, Elapsed: = ## ms}"},
    {"33", "scheduler.cpp(640)", "Scheduler is awake, # jobs are queued, the next one begins in # ms"},
    {"05", "fileutil.cpp(88)", "Opened E:\\Shares\\Projects\\@\\report-#.docx for reading, # bytes"},
    {"22", "journal.cpp(512)", "Read # records of the change journal from USN @@, # of them matter"},
};

/* First what the rules know as noise, then WARNINGs that no rule takes, then failures whose codes no rule names. */
enum { NOISE = 3, QUIET = 3, ODD = 4 };
static const struct line warnings[NOISE + QUIET + ODD] = {
    {"05", "dynamicloadedmodule.cpp(68)",
     "Failed: Hr: = [0x8007007e] : GetModuleHandle failed for Library virtdisk.dll, will try LoadLibrary"},
    {"05", "registry.cpp(1042)",
     "Failed: Hr: = [0x80070002] : Encountered Failure: : lVal : RegDeleteValue(hKey, pwszValueName)"},
    {"09", "DatasourceState.cs(77)", "Last completed state for Ds Id @-@ is Unknown"},
    {"22", "vssrequestor.cpp(877)", "Writer state is waiting for completion, asked again in # ms"},
    {"71", "transfer.cpp(1203)", "Transfer of block # is slow, # ms for one buffer"},
    {"33", "scheduler.cpp(655)", "Job # was late by # ms and begins now"},
    {"22", "volumefilter.cpp(533)", "Failed: Hr: = [0x8ab30017] : Encountered Failure: : lVal : QueryBitmap(volume #, @-@)"},
    {"09", "ReplicaCatalog.cs(291)", "Failed: Hr: = [0x8ab30142] : catalog entry @ for $ was refused after # ms"},
    {"71", "channel.cpp(871)", "Failed: Hr: = [0x8ab3021c] : channel # to $ was asked for # bytes, # came"},
    {"20", "workitem.cpp(417)", "Failed: Hr: = [0x8ab300c9] : work item @ stays queued behind # others"},
};

static const struct line events[] = {
    {"31", "agentproxy.cpp(190)", "Failed: Hr: = [0x800706ba] : The RPC server is unavailable, Server: = [$]"},
    {"31", "agentproxy.cpp(233)", "Failed: Hr: = [0x800706be] : Encountered Failure: : lVal : pAgent->SendCommand(@)"},
    {"31", "cmdproc.cpp(2204)", "Failed: Hr: = [0x8099090E] : agent did not answer command @ in time, Server: = [$]"},
    {"31", "cmdproc.cpp(2251)", "Failed: Hr: = [0x809909b0] : agent is in an unexpected state | Params: {Server: = $}"},
    {"31", "cmdproc.cpp(2260)", "Failed: Hr: = [0x80990a51] : command @ ended with an error on $"},
    {"71", "transfer.cpp(1402)", "Failed: Hr: = [0x80072746] : Encountered Failure: : lVal : WSASend(socket)"},
    {"31", "agentconnection.cpp(598)", "Failed: Hr: = [0x8007274d] : connect to $:5718"},
    {"71", "transfer.cpp(1377)", "Failed: Hr: = [0x80070079] : GetOverlappedResult on the data channel, # bytes were read"},
    {"31", "agentproxy.cpp(190)", "Failed: Hr: = [0x80070005] : Access is denied, Server: = [$]"},
    {"22", "csvapi.cpp(400)",
     "Failed: Hr: = [0x8007173d] : Encountered Failure: : lVal : PrepareVolumeForSnapshotSet(pwszVolume)"},
    {"22", "vsswriter.cpp(812)", "Failed: Hr: = [0x800423f4] : the writer refuses, non-retryable, instance @"},
    {"31", "agentproxy.cpp(240)", "Task failed for server $ (ID 308 Details: The RPC server is unavailable (0x800706BA))"},
    {"71", "transfer.cpp(1410)", "Failed: Hr: = [0x80070070] : There is not enough space on the disk, # bytes were asked for"},
};

static const struct line critical[] = {
    {"09", "EngineHost.cs(77)",
     "An unhandled exception was caught. Exception Message = Server $ timed out after # ms of type "
     "System.TimeoutException, process will terminate after generating dump"},
    {"31", "cmdproc.cpp(2270)", "Failed: Hr: = [0x80990a51] : command @ ended with an error on $, the service stops"},
    {"71", "transfer.cpp(1420)", "Failed: Hr: = [0x80070070] : There is not enough space on the disk, # bytes were asked for"},
    {"22", "volumefilter.cpp(540)", "Failed: Hr: = [0x8ab30018] : bitmap # is torn, @-@"},
};

static const struct line calls[] = {
    {"20", "workitem.cpp(310)", "==>CWorkItem::Process"},         {"20", "workitem.cpp(352)", "<--CWorkItem::Process"},
    {"22", "csvapi.cpp(388)", "==>CCSVApi::PrepareVolume"},       {"22", "csvapi.cpp(431)", "<--CCSVApi::PrepareVolume"},
    {"31", "agentproxy.cpp(150)", "==>CAgentProxy::SendCommand"}, {"31", "agentproxy.cpp(261)", "<--CAgentProxy::SendCommand"},
    {"71", "transfer.cpp(1101)", "==>CTransfer::SendBlock"},      {"71", "transfer.cpp(1166)", "<--CTransfer::SendBlock"},
};

const struct line begin_line = {"20", "backupasync.cpp(1279)",
                                "Backup Progress: Synchronization of replica @ for server $ started."};
const struct line success_line = {"20", "backupasync.cpp(1388)",
                                  "Backup Progress: Synchronization of replica @ for server $ Succeeded"};
static const struct line outcomes[] = {
    {"20", "backupasync.cpp(1279)", "Backup Progress: Synchronization of replica @ for server $ started."},
    {"20", "backupasync.cpp(1388)", "Backup Progress: Synchronization of replica @ for server $ Succeeded"},
};

#define ALL(table)                                                                                                               \
    {                                                                                                                            \
        (table), sizeof(table) / sizeof((table)[0])                                                                              \
    }
const struct lines normal_lines = ALL(normal);
const struct lines harmless_lines = {warnings, NOISE + QUIET};
const struct lines noise_lines = {warnings, NOISE};
const struct lines unmatched_lines = {warnings + NOISE, QUIET};
const struct lines failing_lines = {warnings + NOISE + QUIET, ODD};
const struct lines event_lines = ALL(events);
const struct lines critical_lines = ALL(critical);
const struct lines call_lines = ALL(calls);
const struct lines outcome_lines = ALL(outcomes);
