/* The table of causes as CSV: the members that model/report_schema shows there, then the fix and the first evidence. */
#include "dpmlog/report.h"

#include "output/csv_schema.h"
#include "model/labels.h"

#include <inttypes.h>

static void put_cause(csv_row *row, const dpm_cause *c, strbuf *text)
{
    csv_members(row, &cause_schema, c, text);
    csv_field(row, c->fix.summary);
    csv_field(row, c->fix.kb);
    csv_field(row, c->fix.url);
    strbuf_clear(text);
    if (c->evidence_count) {
        strbuf_add(text, c->evidence[0]->path);
        strbuf_addf(text, "%c%" PRIu64, label_place_mark(c->evidence[0]->numbered), c->evidence[0]->line);
    }
    csv_field(row, strbuf_span(text));
    csv_end(row);
}

static void put_heads(csv_row *row)
{
    static const char *const more[] = {"fix", "kb", "url", "evidence"};
    csv_heads(row, &cause_schema);
    for (size_t i = 0; i < sizeof more / sizeof *more; i++) {
        csv_word(row, more[i]);
    }
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
    put_heads(&row);
    for (size_t i = 0; i < facts->cause_count; i++) {
        put_cause(&row, facts->causes[i], &text);
    }
    if (text.failed) {
        sink_fail(&out, DPM_ENOMEM);
    }
    strbuf_free(&text);
    return sink_end(&out, err);
}
