/* Tables of jobs: found by the names of their columns, whatever stands around them. */
#include "base/number.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "io/blob.h"
#include "discover/job_history.h"

#include <criterion/criterion.h>
#include <stdio.h>

#define TASK "8AE83798-7A85-466A-80CA-22CA66582965"
#define OTHER "11112222-3333-4444-5555-666677778888"

static void read_table(job_history *all, dpm_span text)
{
    blob *b;
    stream *s;
    dpm_error err = {0};
    cr_assert_eq(blob_memory(&b, text, &err), DPM_OK);
    cr_assert_eq(blob_stream(&s, b, 0, text.len, &err), DPM_OK);
    cr_assert_eq(job_history_read(all, s, &err), DPM_OK, "%s", err.message);
    stream_close(s);
    blob_release(b);
}

static const job *find(const job_history *all, const char *task)
{
    uint8_t guid[16];
    cr_assert(number_guid(span_str(task), guid));
    return job_history_find(all, guid);
}

static bool is(dpm_span s, const char *text)
{
    return span_eq(s, span_str(text));
}

Test(input_jobs, tables_in_many_forms)
{
    static const struct {
        const char *name, *text, *server, *source; /* server NULL: the task is not found */
    } rows[] = {
        {"plain",
         "TaskId                               Server    DataSource\n"
         "------------------------------------ --------- ----------\n" TASK " FS01      D:\\\n",
         "FS01", "D:\\"},
        {"crlf, lower case, other order",
         "Server               Status  DataSource   TaskId\r\n"
         "-------------------- ------- ------------ ------------------------------------\r\n"
         "FS01.contoso.com     Failed  SQL\\Orders   8ae83798-7a85-466a-80ca-22ca66582965\r\n",
         "FS01.contoso.com", "SQL\\Orders"},
        {"text around, two tables",
         "Jobs of DPM01\n\nName Id\n---- --\nx 1\n\n TaskID                                ServerName\n"
         " ------------------------------------- ----------\n " TASK "  HV01\n(1 row affected)\n",
         "HV01", ""},
        {"values in two words",
         "Server      DataSource      TaskId\n----------- --------------- ------------------------------------\n"
         "FS01        System State    " TASK "\n",
         "FS01", "System State"},
        {"no dashes", "TaskId                               Server    DataSource\n" TASK " FS01      E:\\Shares\n", "FS01",
         "E:\\Shares"},
        {"null", "TaskId                               Server\n------------------------------------ ------\n" TASK " NULL", "",
         ""},
        {"no end of line", "TaskId                               Server\n" TASK " SQL01", "SQL01", ""},
        {"the first of two counts", "TaskId                               Server\n" TASK " FS01\n" TASK " FS02\n", "FS01", ""},
        {"BOM", "\xEF\xBB\xBFTaskId                               Server\n" TASK " FS01\n", "FS01", ""},
        {"no TaskId", "Id                                   Server\n" TASK " FS01\n", NULL, NULL},
        {"short line", "Server    TaskId\nFS01\n" TASK "\n", NULL, NULL},
        {"nothing", "", NULL, NULL},
        {"only dashes", "----\n----", NULL, NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        job_history all = {0};
        read_table(&all, span_str(rows[i].text));
        const job *const j = find(&all, TASK);
        cr_expect_eq(j != NULL, rows[i].server != NULL, "%s", rows[i].name);
        cr_expect(!j || !rows[i].server || (is(j->server, rows[i].server) && is(j->source, rows[i].source)), "%s: '%.*s' '%.*s'",
                  rows[i].name, j ? (int)j->server.len : 0, j ? j->server.ptr : "", j ? (int)j->source.len : 0,
                  j ? j->source.ptr : "");
        cr_expect_null(find(&all, OTHER), "%s", rows[i].name);
        job_history_free(&all);
    }
}

Test(input_jobs, many_lines_and_long_ones)
{
    strbuf text = {0};
    strbuf_adds(&text, "TaskId                               Server\n");
    for (unsigned i = 0; i < HISTORY_JOBS_MAX + 10; i++) {
        strbuf_addf(&text, "00000000-0000-0000-0000-%012X S%u\n", i, i);
    }
    for (size_t i = 0; i < 300000; i++) {
        strbuf_addc(&text, 'x');
    }
    strbuf_adds(&text, "\n" TASK " FS01\n");
    job_history all = {0};
    read_table(&all, strbuf_span(&text));
    cr_expect_eq(all.count, HISTORY_JOBS_MAX);
    cr_expect_eq(all.lost, 11);
    const job *const j = find(&all, "00000000-0000-0000-0000-00000000FFFF");
    cr_assert_not_null(j);
    cr_expect(is(j->server, "S65535"));
    job_history_free(&all);
    strbuf_free(&text);
}

Test(input_jobs, the_name_of_the_file)
{
    cr_expect(job_history_named(SPAN("DPM_Job_History.txt")) && job_history_named(SPAN("dpm_job_history.TXT")) &&
              job_history_named(SPAN("OnlineJob_History.txt")) && !job_history_named(SPAN("DPM_Jobs.txt")) &&
              !job_history_named(SPAN("Job_History.txt")));
}
