/* The table of causes as CSV. */
#include "dpmlog/report.h"

#include "base/civil.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "output/csv.h"
#include "model/format.h"

#include <inttypes.h>

static void put_time(csv_row *row, int64_t ms)
{
    char time[CIVIL_TEXT + 1] = "";
    if (ms != DPM_NO_TIME) {
        civil_iso(ms, time);
    }
    csv_word(row, time);
}

static void join(strbuf *out, const dpm_span *items, size_t count, const char *separator)
{
    strbuf_clear(out);
    for (size_t i = 0; i < count; i++) {
        strbuf_adds(out, i ? separator : "");
        strbuf_add(out, items[i]);
    }
}

static void put_cause(csv_row *row, const dpm_cause *c, strbuf *text)
{
    char score[FORMAT_BYTES];
    format_tenths(c->score, score);
    csv_number(row, c->rank);
    csv_field(row, c->id);
    csv_word(row, dpm_class_name(c->cls));
    csv_field(row, c->title);
    csv_word(row, score);
    csv_word(row, dpm_strength_name(c->confidence));
    csv_number(row, c->incidents);
    csv_number(row, c->events);
    csv_number(row, c->tasks);
    join(text, c->hosts, c->host_count, " ");
    csv_field(row, strbuf_span(text));
    put_time(row, c->first);
    put_time(row, c->last);
    csv_field(row, c->explanation);
    csv_field(row, c->fix.summary);
    csv_field(row, c->fix.kb);
    csv_field(row, c->fix.url);
    strbuf_clear(text);
    if (c->evidence_count) {
        strbuf_add(text, c->evidence[0].path);
        strbuf_addf(text, ":%" PRIu64, c->evidence[0].line);
    }
    csv_field(row, strbuf_span(text));
    csv_end(row);
}

dpm_status dpm_report_write_csv(const dpm_report *report, const dpm_write_options *options, dpm_write_fn write, void *context,
                                dpm_error *err)
{
    const dpm_report_data *const facts = dpm_report_get_data(report);
    sink out;
    csv_row row = {.out = &out};
    strbuf text = {0};
    (void)options;
    sink_init(&out, write, context);
    sink_adds(&out,
              "rank,id,class,title,score,confidence,incidents,events,tasks,hosts,first,last,explanation,fix,kb,url,evidence\r\n");
    for (size_t i = 0; i < facts->cause_count; i++) {
        put_cause(&row, &facts->causes[i], &text);
    }
    if (text.failed) {
        sink_fail(&out, DPM_ENOMEM);
    }
    strbuf_free(&text);
    return sink_end(&out, err);
}
