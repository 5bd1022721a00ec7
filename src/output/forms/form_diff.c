/* Two reports side by side, by server and cause. */
#include "dpmlog/diff.h"

#include "base/text.h"
#include "model/format.h"
#include "output/escape.h"
#include "output/json/json_writer.h"

#include <inttypes.h>
#include <stdlib.h>

typedef struct change_row {
    dpm_span server, cause;
    uint64_t before, after;
} change_row;

const char *dpm_change_name(dpm_change change)
{
    static const char *const words[DPM_CHANGES] = {"new", "worse", "unchanged", "better", "gone"};
    return change >= 0 && change < DPM_CHANGES ? words[change] : "unchanged";
}

static dpm_change change_of(const change_row *r)
{
    return !r->before              ? DPM_CHANGE_NEW
           : !r->after             ? DPM_CHANGE_GONE
           : r->after > r->before  ? DPM_CHANGE_WORSE
           : r->after == r->before ? DPM_CHANGE_UNCHANGED
                                   : DPM_CHANGE_BETTER;
}

static int by_place(const void *a, const void *b)
{
    const change_row *const x = a, *const y = b;
    const int order = span_cmp(x->server, y->server);
    return order ? order : span_cmp(x->cause, y->cause);
}

static int by_change(const void *a, const void *b)
{
    const change_row *const x = a, *const y = b;
    const dpm_change p = change_of(x), q = change_of(y);
    if (p != q) {
        return p < q ? -1 : 1;
    }
    const uint64_t most_x = x->before > x->after ? x->before : x->after, most_y = y->before > y->after ? y->before : y->after;
    return most_x != most_y ? (most_x > most_y ? -1 : 1) : by_place(a, b);
}

static size_t put_rows(const dpm_report_data *facts, bool after, change_row *rows, size_t count)
{
    for (size_t i = 0; i < facts->incident_list_count; i++) {
        const dpm_incident *const at = facts->incident_list[i];
        rows[count++] = (change_row){at->server, at->cause, after ? 0 : at->incidents, after ? at->incidents : 0};
    }
    return count;
}

/* One row for each server and cause. */
static change_row *compare(const dpm_report_data *before, const dpm_report_data *after, size_t *count)
{
    change_row *const rows = calloc(before->incident_list_count + after->incident_list_count + 1, sizeof *rows);
    size_t all = 0;
    *count = 0;
    if (!rows) {
        return NULL;
    }
    all = put_rows(before, false, rows, all);
    all = put_rows(after, true, rows, all);
    qsort(rows, all, sizeof *rows, by_place);
    for (size_t i = 0; i < all; i++) {
        if (*count && by_place(&rows[*count - 1], &rows[i]) == 0) {
            rows[*count - 1].before += rows[i].before;
            rows[*count - 1].after += rows[i].after;
        } else {
            rows[(*count)++] = rows[i];
        }
    }
    qsort(rows, *count, sizeof *rows, by_change);
    return rows;
}

/* ---- text ---- */

static void say_span(strbuf *out, const char *name, const dpm_report_data *f, int32_t zone)
{
    char range[FORMAT_BYTES];
    format_range((clock_form){zone, true}, CLOCK_MINUTES, f->first, f->last, range);
    strbuf_addf(out, "%s %s, %" PRIu64 " %s%s\n", name, range[0] ? range : "no time", f->incidents,
                plural(f->incidents, "failure", "failures"), f->complete ? "" : "; not everything was read");
}

static void put_text(sink *out, const dpm_report_data *before, const dpm_report_data *after, const change_row *rows, size_t count,
                     int32_t zone)
{
    strbuf text = {0};
    say_span(&text, "before:", before, zone);
    say_span(&text, "after: ", after, zone);
    for (size_t i = 0; i < count; i++) {
        strbuf_addf(&text, "%s%-9s  ", i ? "" : "\n", dpm_change_name(change_of(&rows[i])));
        escape_terminal(&text, rows[i].server.len ? rows[i].server : SPAN("(unnamed)"));
        strbuf_adds(&text, "  ");
        escape_terminal(&text, rows[i].cause);
        strbuf_addf(&text, ": %" PRIu64 " before, %" PRIu64 " after\n", rows[i].before, rows[i].after);
    }
    strbuf_adds(&text, count ? "" : "\nNo failures in either.\n");
    if (text.failed) {
        sink_fail(out, DPM_ENOMEM);
    }
    sink_add(out, strbuf_span(&text));
    strbuf_free(&text);
}

/* ---- JSON ---- */

static void put_side(json_writer *w, const char *name, const dpm_report_data *f)
{
    json_open_object(w, name);
    json_time(w, "first", f->first);
    json_time(w, "last", f->last);
    json_bool(w, "complete", f->complete);
    json_unsigned(w, "incidents", f->incidents);
    json_close_object(w);
}

static void put_json(sink *out, const dpm_report_data *before, const dpm_report_data *after, const change_row *rows, size_t count)
{
    json_writer w = {.out = out};
    json_open_object(&w, NULL);
    json_text(&w, "schema", "dpmlog.diff/1");
    put_side(&w, "before", before);
    put_side(&w, "after", after);
    json_open_array(&w, "changes");
    for (size_t i = 0; i < count; i++) {
        json_open_object(&w, NULL);
        json_span(&w, "server", rows[i].server);
        json_span(&w, "cause", rows[i].cause);
        json_text(&w, "change", dpm_change_name(change_of(&rows[i])));
        json_unsigned(&w, "before", rows[i].before);
        json_unsigned(&w, "after", rows[i].after);
        json_close_object(&w);
    }
    json_close_array(&w);
    json_close_object(&w);
    sink_adds(out, "\n");
}

dpm_status dpm_report_write_diff(const dpm_report *before, const dpm_report *after, bool json, const dpm_write_options *options,
                                 bool *worse, dpm_write_fn write, void *context, dpm_error *err)
{
    TRY(sink_check(before, options, write, err));
    TRY(sink_check(after, options, write, err));
    const dpm_report_data *const old = dpm_report_get_data(before), *const fresh = dpm_report_get_data(after);
    size_t count = 0;
    change_row *const rows = compare(old, fresh, &count);
    if (!rows) {
        return status_nomem(err);
    }
    if (worse) {
        *worse = count && change_of(&rows[0]) <= DPM_CHANGE_WORSE;
    }
    sink out;
    sink_init(&out, write, context);
    if (json) {
        put_json(&out, old, fresh, rows, count);
    } else {
        put_text(&out, old, fresh, rows, count, options ? options->zone_minutes : 0);
    }
    free(rows);
    return sink_end(&out, err);
}
