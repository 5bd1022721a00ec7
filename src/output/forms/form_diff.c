/* A comparison of two reports as text and as JSON; as a page it is in output/html. */
#include "dpmlog/diff.h"

#include "base/text.h"
#include "compare/compare.h"
#include "model/format.h"
#include "model/report_schema.h"
#include "output/escape.h"
#include "output/html/html_report.h"
#include "output/json/json_schema.h"

#include <inttypes.h>

/* ---- text ---- */

static void say_span(strbuf *out, const char *name, const dpm_baseline *b, int32_t zone)
{
    char range[FORMAT_BYTES];
    format_range((clock_form){zone, true}, CLOCK_MINUTES, b->first, b->last, range);
    strbuf_addf(out, "%s %s, %" PRIu64 " %s%s\n", name, range[0] ? range : "no time", b->incidents,
                plural(b->incidents, "failure", "failures"), b->complete ? "" : "; not everything was read");
}

static void put_text(sink *out, const dpm_baseline *before, const dpm_baseline *after, const dpm_comparison *c, int32_t zone)
{
    strbuf text = {0};
    say_span(&text, "before:", before, zone);
    say_span(&text, "after: ", after, zone);
    for (size_t i = 0; i < c->row_count; i++) {
        const dpm_change_row *const row = c->rows[i];
        strbuf_addf(&text, "%s%-9s  ", i ? "" : "\n", dpm_change_name(row->change));
        escape_terminal(&text, row->server.len ? row->server : SPAN("(unnamed)"));
        strbuf_adds(&text, "  ");
        escape_terminal(&text, row->cause);
        strbuf_addf(&text, ": %" PRIu64 " before, %" PRIu64 " after\n", row->before, row->after);
    }
    strbuf_adds(&text, c->row_count ? "" : "\nNo failures in either.\n");
    if (text.failed) {
        sink_fail(out, DPM_ENOMEM);
    }
    sink_add(out, strbuf_span(&text));
    strbuf_free(&text);
}

/* ---- JSON ---- */

static void put_side(json_writer *w, const char *name, const dpm_baseline *b)
{
    json_open_object(w, name);
    json_time(w, "first", b->first);
    json_time(w, "last", b->last);
    json_bool(w, "complete", b->complete);
    json_unsigned(w, "incidents", b->incidents);
    json_close_object(w);
}

static void put_json(sink *out, const dpm_baseline *before, const dpm_baseline *after, const dpm_comparison *c)
{
    json_writer w = {.out = out};
    const json_form form = {.w = &w};
    json_open_object(&w, NULL);
    json_text(&w, "schema", "dpmlog.diff/1");
    put_side(&w, "before", before);
    put_side(&w, "after", after);
    json_member(&form, &comparison_schema, "changes", c);
    json_close_object(&w);
    sink_adds(out, "\n");
}

static void put_form(sink *out, const dpm_baseline *before, const dpm_baseline *after, const dpm_comparison *c,
                     dpm_diff_form form, int32_t zone)
{
    switch (form) {
    case DPM_DIFF_FORM_JSON: put_json(out, before, after, c); break;
    case DPM_DIFF_FORM_HTML: html_comparison(out, after, c, zone); break;
    case DPM_DIFF_FORM_TEXT: put_text(out, before, after, c, zone); break;
    }
}

dpm_status dpm_diff_write(const dpm_baseline *before, const dpm_baseline *after, dpm_diff_form form,
                          const dpm_write_options *options, bool *worse, dpm_write_fn write, void *context, dpm_error *err)
{
    if (!before || !after || !write) {
        return status_fail(err, DPM_EARG, "two baselines and a function to write with are needed");
    }
    arena memory = {0};
    dpm_comparison c = {0};
    if (!compare(before, after, &memory, &c)) {
        arena_free(&memory);
        return status_nomem(err);
    }
    if (worse) {
        *worse = c.row_count && c.rows[0]->change <= DPM_CHANGE_WORSE;
    }
    sink out;
    sink_init(&out, write, context);
    put_form(&out, before, after, &c, form, options ? options->zone_minutes : 0);
    arena_free(&memory);
    return sink_end(&out, err);
}
