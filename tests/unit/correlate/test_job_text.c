/* What messages say of jobs: a table. */
#include "correlate/job_text.h"

#include <criterion/criterion.h>

static const struct {
    const char *message;
    dpm_job_kind kind;
    const char *source, *server;
} cases[] = {
    {"Backup Progress: Synchronization of E:\\Shares for server FS01.contoso.com started.", DPM_JOB_SYNCHRONIZATION, "E:\\Shares",
     "FS01.contoso.com"},
    {"Recovery point jobs for Volume D:\\ on FS02.contoso.com have failed. (ID 3114)", DPM_JOB_RECOVERY_POINT, "D:\\",
     "FS02.contoso.com"},
    {"Since 6/1/2016 11:00:12 PM, synchronization jobs for SQLPROD\\Sales on SQL02 have failed.", DPM_JOB_SYNCHRONIZATION,
     "SQLPROD\\Sales", "SQL02"},
    {"Consistency check of System State on server WEB03 failed", DPM_JOB_CONSISTENCY_CHECK, "System State", "WEB03"},
    {"Synchronization with consistency check of F:\\ for server FS09 started.", DPM_JOB_CONSISTENCY_CHECK, "F:\\", "FS09"},
    {"The replica of Volume G:\\ on FS03 is inconsistent with the protected data source.", DPM_JOB_UNKNOWN, "G:\\", "FS03"},
    {"Online recovery point creation jobs for VM PAYROLL on HV02 have been failing.", DPM_JOB_ONLINE, "VM PAYROLL", "HV02"},
    {"Backup to tape of Exchange Mailbox Database 3 on EX01 failed", DPM_JOB_TAPE, "Exchange Mailbox Database 3", "EX01"},
    {"Synchronization for server FS01 started.", DPM_JOB_SYNCHRONIZATION, "", "FS01"},
    {"==>TaskExecutor::Execute | Params: {TaskId: = 1, Verb: = Synchronize, Server: = [FS01.contoso.com]}",
     DPM_JOB_SYNCHRONIZATION, "", "FS01.contoso.com"},
    {"==>AgentInstaller::Install | Params: {Server: = [WEB01.contoso.com], Version: = 4.2.1205.0}", DPM_JOB_AGENT_INSTALL, "",
     "WEB01.contoso.com"},
    {"Backup Progress: Taking snapshot started.", DPM_JOB_BACKUP, "", ""},
    {"Failed: Hr: = [0x800706ba] : the RPC server is unavailable", DPM_JOB_UNKNOWN, "", ""},
    {"desynchronization of clocks on DC01", DPM_JOB_UNKNOWN, "", ""},
    {"", DPM_JOB_UNKNOWN, "", ""},
};

Test(job_text, what_messages_say)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        job_words words;
        const bool said = job_text_read(span_str(cases[i].message), &words);
        cr_expect_eq(words.kind, cases[i].kind, "%s: kind %d", cases[i].message, (int)words.kind);
        cr_expect(span_eq(words.source, span_str(cases[i].source)), "%s: source '%.*s'", cases[i].message, (int)words.source.len,
                  words.source.ptr);
        cr_expect(span_eq(words.server, span_str(cases[i].server)), "%s: server '%.*s'", cases[i].message, (int)words.server.len,
                  words.server.ptr);
        cr_expect_eq(said, cases[i].kind != DPM_JOB_UNKNOWN || *cases[i].source, "%s", cases[i].message);
    }
}
