/* The table of causes as CSV: the members that model/report_schema shows there, then the fix and the first evidence. */
#include "dpmlog/report.h"

#include "base/civil.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "model/format.h"
#include "model/report_schema.h"
#include "output/csv.h"

#include <assert.h>
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

/* Any member of one value. Lists of texts are joined. */
static void put_field(csv_row *row, const field *f, const dpm_cause *c, strbuf *text)
{
    char tenths[FORMAT_BYTES];
    size_t count;
    switch (f->kind) {
    case FIELD_TIME: put_time(row, field_time(f, c)); break;
    case FIELD_SPAN: csv_field(row, field_span(f, c)); break;
    case FIELD_ENUM: csv_word(row, field_word(f, c)); break;
    case FIELD_DOUBLE:
        format_tenths(field_double(f, c), tenths);
        csv_word(row, tenths);
        break;
    case FIELD_LIST: {
        const dpm_span *const items = field_list(f, c, &count);
        assert(field_is_texts(f));
        join(text, items, count, " ");
        csv_field(row, strbuf_span(text));
        break;
    }
    default: csv_number(row, field_number(f, c)); break;
    }
}

static void put_cause(csv_row *row, const dpm_cause *c, strbuf *text)
{
    for (size_t i = 0; i < cause_schema.field_count; i++) {
        if (cause_schema.fields[i].shown & SHOWN_CSV) {
            put_field(row, &cause_schema.fields[i], c, text);
        }
    }
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

static void put_heads(csv_row *row)
{
    static const char *const more[] = {"fix", "kb", "url", "evidence"};
    for (size_t i = 0; i < cause_schema.field_count; i++) {
        if (cause_schema.fields[i].shown & SHOWN_CSV) {
            csv_word(row, cause_schema.fields[i].key);
        }
    }
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
        put_cause(&row, &facts->causes[i], &text);
    }
    if (text.failed) {
        sink_fail(&out, DPM_ENOMEM);
    }
    strbuf_free(&text);
    return sink_end(&out, err);
}
