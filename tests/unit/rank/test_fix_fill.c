/* What fills the holes of a fix: the process is that of the machine where it happened, never another one's. */
#include "base/strbuf.h"
#include "base/text.h"
#include "dpmlog/fix.h"
#include "dpmlog/report.h"

#include <criterion/criterion.h>

typedef struct seen {
    const char *host, *process, *pid;
} seen;

enum { RECORDS = 3 };

static const struct row {
    const char *host; /* of the cause; NULL: not known */
    seen records[RECORDS];
    const char *pid;
} rows[] = {
    {"FS01", {{"DPM01", "MSDPM", "180C"}, {"FS01", "DPMRA", "0AB0"}}, "2736"},
    {"FS01", {{"FS01", "DPMRA", "0AB0"}, {"DPM01", "MSDPM", "180C"}}, "2736"},
    {"FS01", {{"DPM01", "MSDPM", "180C"}}, "<process ID>"}, /* only the engine tells of it */
    {"FS01", {{"SQL01", "DPMRA", "0AB0"}, {"DPM01", "MSDPM", "180C"}}, "<process ID>"},
    {"DPM01", {{"DPM01", "MSDPM", "180C"}}, "6156"}, /* it happened there */
    {"DPM01", {{"DPM01", "MSDPM", "180C"}, {"DPM01", "DPMRA", "1F4"}}, "500"},
    {"fs01", {{"FS01", "DPMRA", "0AB0"}}, "2736"},
    {NULL, {{"", "DPMRA", "0AB0"}}, "2736"}, /* a log without a name, alone */
    {NULL, {{"", "DPMRA", "0AB0"}, {"DPM01", "MSDPM", "180C"}}, "<process ID>"},
    {"FS01", {{"FS01", "DPMRA", ""}, {"FS01", "DPMRA", "10"}}, "16"}, /* an event log states none */
    {"FS01", {{NULL, NULL, NULL}}, "<process ID>"},
};

Test(rank_fix_fill, process)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *const r = &rows[i];
        dpm_evidence records[RECORDS] = {0};
        const dpm_evidence *list[RECORDS];
        const dpm_span host = span_str(r->host);
        dpm_cause cause = {
            .hosts = &host, .host_count = r->host != NULL, .evidence = list, .first = DPM_NO_TIME, .last = DPM_NO_TIME};
        while (cause.evidence_count < RECORDS && r->records[cause.evidence_count].process) {
            const seen *const s = &r->records[cause.evidence_count];
            dpm_evidence *const e = &records[cause.evidence_count];
            e->host = span_str(s->host);
            e->process = span_str(s->process);
            e->pid = span_str(s->pid);
            list[cause.evidence_count++] = e;
        }
        strbuf out = {0};
        cr_assert_eq(dpm_fix_fill(SPAN("procdump -ma {pid}"), &cause, SPAN("1"), strbuf_write, &out), DPM_OK);
        const dpm_span pid = span_from(strbuf_span(&out), sizeof "procdump -ma " - 1);
        cr_expect(span_eq(pid, span_str(r->pid)), "row %zu: %.*s", i, (int)pid.len, pid.ptr);
        strbuf_free(&out);
    }
}
