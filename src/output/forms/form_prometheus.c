/* The report as metrics, for the textfile collector of Prometheus: the text format 0.0.4. */
#include "dpmlog/report.h"

#include "base/strbuf.h"
#include "base/text.h"
#include "base/utf8.h"
#include "output/sink.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct metrics {
    sink *out;
    const dpm_report_data *facts;
} metrics;

static void head(metrics *m, const char *name, const char *help)
{
    char text[256];
    snprintf(text, sizeof text, "# HELP dpmlog_%s %s\n# TYPE dpmlog_%s gauge\n", name, help, name);
    sink_adds(m->out, text);
}

/* In a label's quotes. */
static void put_label(metrics *m, const char *name, dpm_span value, bool more)
{
    sink_adds(m->out, more ? "," : "{");
    sink_adds(m->out, name);
    sink_adds(m->out, "=\"");
    while (value.len) {
        const glyph g = utf8_glyph(value);
        const char c = value.ptr[0];
        if (!g.valid || (g.len == 1 && (unsigned char)c < ' ' && c != '\n')) {
            sink_adds(m->out, "\xEF\xBF\xBD");
        } else {
            sink_adds(m->out, c == '\\' || c == '"' || c == '\n' ? "\\" : "");
            sink_add(m->out, c == '\n' ? SPAN("n") : span_head(value, g.len));
        }
        value = span_from(value, g.len);
    }
    sink_adds(m->out, "\"");
}

static void put_value(metrics *m, bool labels, int64_t value)
{
    char text[32];
    snprintf(text, sizeof text, "%s %" PRId64 "\n", labels ? "}" : "", value);
    sink_adds(m->out, text);
}

static void put_one(metrics *m, const char *name, const char *help, int64_t value)
{
    head(m, name, help);
    sink_adds(m->out, "dpmlog_");
    sink_adds(m->out, name);
    put_value(m, false, value);
}

/* ---- incidents by server and cause ---- */

static int by_place(const void *a, const void *b)
{
    const dpm_incident *const x = *(const dpm_incident *const *)a, *const y = *(const dpm_incident *const *)b;
    const int order = span_cmp(x->server, y->server);
    return order ? order : span_cmp(x->cause, y->cause);
}

static void put_incidents(metrics *m)
{
    const size_t count = m->facts->incident_list_count;
    const dpm_incident **const list = calloc(count + 1, sizeof *list);
    if (!list) {
        sink_fail(m->out, DPM_ENOMEM);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        list[i] = m->facts->incident_list[i];
    }
    qsort(list, count, sizeof *list, by_place);
    head(m, "incidents", "Failed jobs by server and cause.");
    for (size_t begin = 0, end; begin < count; begin = end) {
        uint64_t sum = 0;
        for (end = begin; end < count && by_place(&list[begin], &list[end]) == 0; end++) {
            sum += list[end]->incidents;
        }
        sink_adds(m->out, "dpmlog_incidents");
        put_label(m, "server", list[begin]->server, false);
        put_label(m, "cause", list[begin]->cause, true);
        put_value(m, true, (int64_t)sum);
    }
    free(list);
}

/* ---- data sources ---- */

static void put_datasources(metrics *m, const char *name, const char *help, bool success)
{
    head(m, name, help);
    for (size_t i = 0; i < m->facts->datasource_count; i++) {
        const dpm_datasource *const d = m->facts->datasources[i];
        const int64_t time = success ? d->last_success : d->last_failure;
        if (time != DPM_NO_TIME) {
            sink_adds(m->out, "dpmlog_");
            sink_adds(m->out, name);
            put_label(m, "server", d->server, false);
            put_label(m, "datasource", d->name, true);
            put_value(m, true, time / 1000);
        }
    }
}

static uint64_t passed_files(const dpm_report_data *facts)
{
    uint64_t files = 0;
    for (size_t i = 0; i < facts->passed_count; i++) {
        files += facts->passed[i]->files;
    }
    return files;
}

dpm_status dpm_report_write_prometheus(const dpm_report *report, const dpm_write_options *options, dpm_write_fn write,
                                       void *context, dpm_error *err)
{
    (void)options; /* nothing in them is about metrics */
    TRY(sink_check(report, NULL, write, err));
    const dpm_report_data *const f = dpm_report_get_data(report);
    sink out;
    sink_init(&out, write, context);
    metrics m = {&out, f};
    put_incidents(&m);
    put_one(&m, "incidents_total_seen", "All failed jobs, those that are only counted too.", (int64_t)f->incidents);
    put_one(&m, "complete", "1: every log was read.", f->complete && !f->interrupted);
    put_one(&m, "passed_over", "Files of kinds that are not read, in which a witness may be.", (int64_t)passed_files(f));
    put_one(&m, "records", "Records that were read.", (int64_t)f->records);
    put_one(&m, "tasks_succeeded", "Tasks seen to succeed.", (int64_t)f->tasks_succeeded);
    put_one(&m, "crashes", "Processes that logged their crash.", (int64_t)f->crash_count);
    if (f->last != DPM_NO_TIME) {
        put_one(&m, "last_record_timestamp_seconds", "Time of the last record.", f->last / 1000);
    }
    put_datasources(&m, "last_success_timestamp_seconds", "When a job of the data source was seen to succeed last.", true);
    put_datasources(&m, "last_failure_timestamp_seconds", "When a job of the data source failed last.", false);
    return sink_end(&out, err);
}
