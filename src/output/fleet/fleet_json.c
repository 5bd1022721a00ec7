/* The table of a fleet for programs: JSON of schema dpmlog.fleet/1, and CSV. */
#include "output/fleet/fleet_facts.h"

#include "base/text.h"
#include "dpmlog/version.h"
#include "model/report_schema.h"
#include "output/csv.h"
#include "output/json/json_schema.h"

static void put_cause(json_writer *w, const dpm_site_cause *c)
{
    json_open_object(w, NULL);
    json_span(w, "id", c->id);
    json_span(w, "title", c->title);
    json_text(w, "confidence", dpm_strength_name(c->confidence));
    json_unsigned(w, "incidents", c->incidents);
    json_unsigned(w, "servers", c->servers);
    json_span(w, "server", c->server);
    json_time(w, "first", c->first);
    json_time(w, "last", c->last);
    json_close_object(w);
}

static void put_site(json_writer *w, const dpm_fleet_data *f, const dpm_site *s)
{
    json_open_object(w, NULL);
    json_span(w, "name", s->name);
    json_bool(w, "complete", s->complete);
    json_bool(w, "silent", fleet_is_silent(f, s));
    json_unsigned(w, "servers", s->servers);
    json_unsigned(w, "failing", s->failing);
    json_unsigned(w, "incidents", s->incidents);
    json_unsigned(w, "new", s->fresh);
    json_time(w, "first", s->first);
    json_time(w, "last", s->last);
    json_open_array(w, "causes");
    for (size_t i = 0; i < s->cause_count; i++) {
        put_cause(w, s->causes[i]);
    }
    json_close_array(w);
    json_close_object(w);
}

static void put_coverage(json_writer *w, const dpm_fleet_data *f)
{
    json_open_object(w, "coverage");
    json_bool(w, "complete", f->complete);
    json_open_array(w, "missing");
    for (size_t i = 0; i < f->missing_count; i++) {
        json_span(w, NULL, f->missing[i]);
    }
    json_close_array(w);
    json_open_array(w, "skipped");
    for (size_t i = 0; i < f->skipped_count; i++) {
        json_open_object(w, NULL);
        json_span(w, "path", f->skipped[i]->path);
        json_span(w, "reason", f->skipped[i]->reason);
        json_close_object(w);
    }
    json_close_array(w);
    json_close_object(w);
}

/* The members by which a later run compares are called as those of a report. */
static void put_failures(json_writer *w, const dpm_fleet_data *f)
{
    json_unsigned(w, "failures_not_listed", f->failures_lost);
    json_open_array(w, "incident_list");
    for (size_t i = 0; i < f->failure_count; i++) {
        json_open_object(w, NULL);
        json_span(w, "server", f->failures[i]->server);
        json_span(w, "cause", f->failures[i]->cause);
        json_unsigned(w, "incidents", f->failures[i]->incidents);
        json_close_object(w);
    }
    json_close_array(w);
}

static void put_span(json_writer *w, const dpm_fleet_data *f)
{
    int64_t first = DPM_NO_TIME;
    for (size_t i = 0; i < f->site_count; i++) {
        const int64_t at = f->sites[i]->first;
        first = at != DPM_NO_TIME && (first == DPM_NO_TIME || at < first) ? at : first;
    }
    json_open_object(w, "span");
    json_time(w, "first", first);
    json_time(w, "last", f->last);
    json_close_object(w);
}

static void put_baseline(json_writer *w, const dpm_comparison *c)
{
    const json_form form = {.w = w};
    if (!c->name.len) {
        json_null(w, "baseline");
        return;
    }
    json_open_object(w, "baseline");
    json_members(&form, &comparison_schema, c);
    json_close_object(w);
}

dpm_status dpm_fleet_write_json(const dpm_fleet *fleet, const dpm_write_options *options, dpm_write_fn write, void *context,
                                dpm_error *err)
{
    const dpm_fleet_data *const f = dpm_fleet_get_data(fleet);
    sink out;
    json_writer w = {.out = &out};
    (void)options;
    sink_init(&out, write, context);
    json_open_object(&w, NULL);
    json_text(&w, "schema", "dpmlog.fleet/1");
    json_text(&w, "version", DPMLOG_VERSION);
    put_span(&w, f);
    put_coverage(&w, f);
    json_unsigned(&w, "servers", f->servers);
    json_unsigned(&w, "incidents", f->incidents);
    json_open_array(&w, "sites");
    for (size_t i = 0; i < f->site_count; i++) {
        put_site(&w, f, f->sites[i]);
    }
    json_close_array(&w);
    put_baseline(&w, &f->baseline);
    put_failures(&w, f);
    json_close_object(&w);
    sink_adds(&out, "\n");
    return sink_end(&out, err);
}

/* ---- CSV ---- */

static void put_time(csv_row *row, int64_t time)
{
    char text[CIVIL_TEXT + 1] = "";
    if (time != DPM_NO_TIME) {
        civil_iso(time, text);
    }
    csv_word(row, text);
}

static void put_row(csv_row *row, const dpm_site *s, const dpm_site_cause *c)
{
    static const dpm_site_cause none = {.first = DPM_NO_TIME, .last = DPM_NO_TIME};
    const dpm_site_cause *const of = c ? c : &none;
    csv_field(row, s->name);
    csv_number(row, s->servers);
    csv_number(row, s->failing);
    csv_number(row, s->incidents);
    csv_word(row, s->complete ? "true" : "false");
    put_time(row, s->last);
    csv_field(row, of->id);
    csv_field(row, of->title);
    csv_word(row, c ? dpm_strength_name(c->confidence) : "");
    csv_number(row, of->incidents);
    csv_number(row, of->servers);
    put_time(row, of->first);
    csv_end(row);
}

dpm_status dpm_fleet_write_csv(const dpm_fleet *fleet, const dpm_write_options *options, dpm_write_fn write, void *context,
                               dpm_error *err)
{
    static const char *const heads[] = {"site",  "servers", "failing",    "incidents",       "complete",      "last",
                                        "cause", "title",   "confidence", "cause_incidents", "cause_servers", "since"};
    const dpm_fleet_data *const f = dpm_fleet_get_data(fleet);
    sink out;
    csv_row row = {.out = &out};
    (void)options;
    sink_init(&out, write, context);
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        csv_word(&row, heads[i]);
    }
    csv_end(&row);
    for (size_t i = 0; i < f->site_count; i++) {
        const dpm_site *const s = f->sites[i];
        for (size_t k = 0; k < (s->cause_count ? s->cause_count : 1); k++) {
            put_row(&row, s, s->cause_count ? s->causes[k] : NULL);
        }
    }
    return sink_end(&out, err);
}
