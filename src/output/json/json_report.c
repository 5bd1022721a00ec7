/* The report as one JSON object of schema dpmlog.report/1. The keys and their order are a contract, docs/report.schema.json.
 * What is in it as it is in the structs is written by their rows in model/report_schema; here is what differs from them. */
#include "output/json/json_report.h"

#include "base/strbuf.h"
#include "base/text.h"
#include "dpmlog/version.h"
#include "output/json/json_incident.h"
#include "output/json/json_schema.h"
#include "model/format.h"
#include "model/labels.h"

static void write_tool(json_writer *w, const dpm_report_data *facts)
{
    json_open_object(w, "tool");
    json_text(w, "name", "dpmlog");
    json_text(w, "version", dpm_version());
    json_span(w, "rules", facts->rules_hash);
    json_close_object(w);
}

static void write_span(json_writer *w, const dpm_report_data *facts)
{
    json_open_object(w, "span");
    json_time(w, "first", facts->first);
    json_time(w, "last", facts->last);
    json_text(w, "year_basis", dpm_year_basis_name(facts->year_basis));
    json_close_object(w);
}

static void write_keys(const json_form *form, const char *const *keys, const dpm_report_data *facts)
{
    for (; *keys; keys++) {
        json_member(form, &report_schema, *keys, facts);
    }
}

static void write_skipped(const json_form *form, const dpm_skipped *skipped)
{
    json_open_object(form->w, NULL);
    json_members(form, &skipped_schema, skipped);
    json_close_object(form->w);
}

/* What was not seen. A remark and an interruption belong to no one input: their path is empty. */
static void write_all_skipped(const json_form *form, const dpm_report_data *facts)
{
    json_open_array(form->w, "skipped");
    for (size_t i = 0; i < facts->skipped_count; i++) {
        write_skipped(form, facts->skipped[i]);
    }
    for (size_t i = 0; i < facts->remark_count; i++) {
        write_skipped(form, &(dpm_skipped){.reason = facts->remarks[i]});
    }
    if (facts->interrupted) {
        write_skipped(form, &(dpm_skipped){.reason = SPAN("interrupted: what follows is partial")});
    }
    json_close_array(form->w);
}

static void write_coverage(const json_form *form, const dpm_report_data *facts)
{
    static const char *const keys[] = {
        "complete", "bytes", "records", "continuation_lines", "unparsed_lines", "duplicate_records", "sources", "passed", NULL};
    json_open_object(form->w, "coverage");
    write_keys(form, keys, facts);
    write_all_skipped(form, facts);
    json_close_object(form->w);
}

static void write_counts(json_writer *w, const dpm_report_data *facts)
{
    json_open_object(w, "levels");
    for (dpm_level level = 0; level < DPM_LEVELS; level++) {
        json_unsigned(w, dpm_level_name(level), facts->levels[level]);
    }
    json_close_object(w);
    json_open_object(w, "untaken");
    json_unsigned(w, "CRITICAL", facts->untaken[DPM_LEVEL_CRITICAL]);
    json_unsigned(w, "FATAL", facts->untaken[DPM_LEVEL_FATAL]);
    json_unsigned(w, "WARNING", facts->untaken[DPM_LEVEL_WARNING]);
    json_close_object(w);
    json_open_object(w, "events");
    for (dpm_class cls = 0; cls < DPM_CLASSES; cls++) {
        json_unsigned(w, dpm_class_name(cls), facts->events[cls]);
    }
    json_close_object(w);
}

/* Of the record of a crash, what names it. */
static void put_crash(json_writer *w, const void *crash)
{
    const dpm_evidence *const e = &((const dpm_crash *)crash)->record;
    json_span(w, "path", e->path);
    json_time(w, "time", e->time);
    json_span(w, "process", e->process);
    json_span(w, "pid", e->pid);
    json_span(w, "task", e->task);
}

/* The record before a crash: that of the task says more than that of the thread. */
static void put_before(json_writer *w, const void *crash)
{
    const dpm_crash *const c = crash;
    if (!c->has_before_task && !c->has_before_thread) {
        json_null(w, "before");
        return;
    }
    const dpm_evidence *const e = c->has_before_task ? &c->before_task : &c->before_thread;
    json_open_object(w, "before");
    json_time(w, "time", e->time);
    json_signed(w, "lead_ms", time_between(e->time, c->record.time));
    json_text(w, "level", dpm_level_name(e->level));
    json_span(w, "source", e->source);
    json_span(w, "text", e->text);
    json_unsigned(w, "line", e->line);
    json_close_object(w);
}

static void put_names(json_writer *w, const char *code, const dpm_code *c)
{
    json_text(w, "code", code);
    json_span(w, "name", c->name);
    json_span(w, "meaning", c->meaning);
    json_span(w, "class", c->class_name.len ? c->class_name : SPAN("other"));
}

static void put_code(json_writer *w, const void *count)
{
    const dpm_code *const c = &((const dpm_code_count *)count)->code;
    char text[FORMAT_BYTES];
    format_code(c, text);
    put_names(w, text, c);
}

/* What the lists of errors say of a failure that has no cause. */
static void put_stated(json_writer *w, const void *stated)
{
    const dpm_stated *const s = stated;
    const bool id = s->what.kind == DPM_CODE_KIND_DPM_ID;
    char code[FORMAT_BYTES] = "";
    if (!id && s->what.kind == DPM_CODE_KIND_HRESULT) {
        format_code(&s->what, code);
    } else if (id && s->detail.value) {
        format_code(&s->detail, code);
    }
    if (id) {
        json_unsigned(w, "dpm_id", s->what.value);
    } else {
        json_null(w, "dpm_id");
    }
    put_names(w, code, &s->what);
    json_span(w, "action", s->what.action);
}

static void put_new_class(json_writer *w, const void *override)
{
    const dpm_override *const o = override;
    json_text(w, "class", o->class_changed ? dpm_class_name(o->cls) : "");
}

static void put_rule(json_writer *w, const void *unknown)
{
    strbuf rule = {0};
    if (dpm_unknown_write_rule(unknown, strbuf_write, &rule) != DPM_OK || rule.failed) {
        sink_fail(w->out, DPM_ENOMEM);
    }
    json_span(w, "rule", strbuf_span(&rule));
    strbuf_free(&rule);
}

static void put_silence(json_writer *w, const void *absence)
{
    const dpm_absence *const a = absence;
    json_signed(w, "silent_ms", time_between(a->from, a->until));
}

static const json_computed computed[] = {
    {"dpm_unknown", "level", put_rule},
    {"dpm_absence", "until", put_silence},
    {"dpm_incident", "task", json_incident_more},
    {"dpm_stated", "", put_stated},
    {"dpm_crash", "", put_crash},
    {"dpm_crash", "message", put_before},
    {"dpm_code_count", "", put_code},
    {"dpm_override", "disabled", put_new_class},
};

static void write_blind_spots(json_writer *w, const dpm_report_data *facts)
{
    strbuf words = {0};
    json_open_array(w, "blind_spots");
    for (size_t i = 0; label_blind_spot(facts, i, &words); i++) {
        json_span(w, NULL, strbuf_span(&words));
        strbuf_clear(&words);
    }
    json_close_array(w);
    if (words.failed) {
        sink_fail(w->out, DPM_ENOMEM);
    }
    strbuf_free(&words);
}

static void write_baseline(const json_form *form, const dpm_report_data *facts)
{
    if (facts->baseline.name.len) {
        json_open_object(form->w, "baseline");
        json_members(form, &comparison_schema, &facts->baseline);
        json_close_object(form->w);
    } else {
        json_null(form->w, "baseline");
    }
}

static void write_lists(const json_form *form, const dpm_report_data *facts)
{
    static const char *const keys[] = {"incidents", "causes",   "crashes",   "codes", "unknown",
                                       "noise",     "absences", "not_found", NULL};
    static const char *const more[] = {"overrides", "incident_list", "datasources", NULL};
    write_keys(form, keys, facts);
    write_blind_spots(form->w, facts);
    write_keys(form, more, facts);
    write_baseline(form, facts);
}

dpm_status json_write(const dpm_report_data *facts, dpm_write_fn write, void *context, dpm_error *err)
{
    sink out;
    sink_init(&out, write, context);
    json_writer w = {.out = &out};
    const json_form form = {&w, computed, sizeof computed / sizeof *computed};
    json_open_object(&w, NULL);
    json_text(&w, "schema", "dpmlog.report/1");
    write_tool(&w, facts);
    write_span(&w, facts);
    write_coverage(&form, facts);
    write_counts(&w, facts);
    write_lists(&form, facts);
    json_close_object(&w);
    sink_adds(&out, "\n");
    return sink_end(&out, err);
}

dpm_status dpm_report_write_json(const dpm_report *report, const dpm_write_options *options, dpm_write_fn write, void *context,
                                 dpm_error *err)
{
    (void)options; /* nothing in them is about JSON */
    TRY(sink_check(report, NULL, write, err));
    return json_write(dpm_report_get_data(report), write, context, err);
}
