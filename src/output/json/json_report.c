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

static void write_skipped(json_writer *w, dpm_span path, dpm_span reason)
{
    json_open_object(w, NULL);
    json_span(w, "path", path);
    json_span(w, "reason", reason);
    json_close_object(w);
}

/* What was not seen. A remark and an interruption belong to no one input: their path is empty. */
static void write_all_skipped(json_writer *w, const dpm_report_data *facts)
{
    json_open_array(w, "skipped");
    for (size_t i = 0; i < facts->skipped_count; i++) {
        write_skipped(w, facts->skipped[i]->path, facts->skipped[i]->reason);
    }
    for (size_t i = 0; i < facts->remark_count; i++) {
        write_skipped(w, (dpm_span){0}, facts->remarks[i]);
    }
    if (facts->interrupted) {
        write_skipped(w, (dpm_span){0}, SPAN("interrupted: what follows is partial"));
    }
    json_close_array(w);
}

static void write_coverage(const json_form *form, const dpm_report_data *facts)
{
    static const char *const keys[] = {"complete",          "bytes",  "records", "continuation_lines", "unparsed_lines",
                                       "duplicate_records", "sources"};
    json_open_object(form->w, "coverage");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        json_member(form, &report_schema, keys[i], facts);
    }
    write_all_skipped(form->w, facts);
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

/* The record before a crash: that of the task says more than that of the thread. */
static void write_before(json_writer *w, const dpm_crash *crash)
{
    if (!crash->has_before_task && !crash->has_before_thread) {
        json_null(w, "before");
        return;
    }
    const dpm_evidence *const e = crash->has_before_task ? &crash->before_task : &crash->before_thread;
    json_open_object(w, "before");
    json_time(w, "time", e->time);
    json_signed(w, "lead_ms", time_between(e->time, crash->record.time));
    json_text(w, "level", dpm_level_name(e->level));
    json_span(w, "source", e->source);
    json_span(w, "text", e->text);
    json_unsigned(w, "line", e->line);
    json_close_object(w);
}

static void write_crash(json_writer *w, const dpm_crash *crash)
{
    json_open_object(w, NULL);
    json_span(w, "path", crash->record.path);
    json_time(w, "time", crash->record.time);
    json_span(w, "process", crash->record.process);
    json_span(w, "pid", crash->record.pid);
    json_span(w, "task", crash->record.task);
    json_span(w, "exception", crash->exception);
    json_span(w, "message", crash->message);
    write_before(w, crash);
    json_close_object(w);
}

static void write_code(json_writer *w, const dpm_code_count *count)
{
    char text[FORMAT_BYTES];
    format_code(&count->code, text);
    json_open_object(w, NULL);
    json_text(w, "code", text);
    json_span(w, "name", count->code.name);
    json_span(w, "meaning", count->code.meaning);
    json_span(w, "class", count->code.class_name.len ? count->code.class_name : SPAN("other"));
    json_unsigned(w, "events", count->events);
    json_close_object(w);
}

/* What the lists of errors say; only of what is stated without a cause. */
static void put_stated(json_writer *w, const void *cause)
{
    const dpm_cause *const c = cause;
    json_open_array(w, "stated");
    for (size_t i = 0; i < c->stated_count; i++) {
        const dpm_stated *const s = c->stated[i];
        const bool id = s->what.kind == DPM_CODE_KIND_DPM_ID;
        char code[FORMAT_BYTES] = "";
        if (!id && s->what.kind == DPM_CODE_KIND_HRESULT) {
            format_code(&s->what, code);
        } else if (id && s->detail.value) {
            format_code(&s->detail, code);
        }
        json_open_object(w, NULL);
        if (id) {
            json_unsigned(w, "dpm_id", s->what.value);
        } else {
            json_null(w, "dpm_id");
        }
        json_text(w, "code", code);
        json_span(w, "name", s->what.name);
        json_span(w, "meaning", s->what.meaning);
        json_span(w, "class", s->what.class_name.len ? s->what.class_name : SPAN("other"));
        json_span(w, "action", s->what.action);
        json_unsigned(w, "incidents", s->incidents);
        json_time(w, "first", s->first);
        json_time(w, "last", s->last);
        json_close_object(w);
    }
    json_close_array(w);
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

static const json_computed computed[] = {{"dpm_unknown", "level", put_rule},
                                         {"dpm_absence", "until", put_silence},
                                         {"dpm_incident", "task", json_incident_more},
                                         {"dpm_cause", "fix", put_stated}};

static void write_override(json_writer *w, const dpm_override *o)
{
    json_open_object(w, NULL);
    json_span(w, "kind", o->kind);
    json_span(w, "id", o->id);
    json_bool(w, "disabled", o->disabled);
    json_text(w, "class", o->class_changed ? dpm_class_name(o->cls) : "");
    json_time(w, "until", o->until);
    json_bool(w, "expired", o->expired);
    json_unsigned(w, "incidents", o->incidents);
    json_unsigned(w, "records", o->records);
    json_span(w, "reason", o->reason);
    json_span(w, "file", o->file);
    json_unsigned(w, "line", o->line);
    json_close_object(w);
}

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
    json_writer *const w = form->w;
    json_member(form, &report_schema, "incidents", facts);
    json_member(form, &report_schema, "causes", facts);
    json_open_array(w, "crashes");
    for (size_t i = 0; i < facts->crash_count; i++) {
        write_crash(w, facts->crashes[i]);
    }
    json_close_array(w);
    json_open_array(w, "codes");
    for (size_t i = 0; i < facts->code_count; i++) {
        write_code(w, facts->codes[i]);
    }
    json_close_array(w);
    json_member(form, &report_schema, "unknown", facts);
    json_member(form, &report_schema, "noise", facts);
    json_member(form, &report_schema, "absences", facts);
    json_member(form, &report_schema, "not_found", facts);
    write_blind_spots(w, facts);
    json_open_array(w, "overrides");
    for (size_t i = 0; i < facts->override_count; i++) {
        write_override(w, facts->overrides[i]);
    }
    json_close_array(w);
    json_member(form, &report_schema, "incident_list", facts);
    json_member(form, &report_schema, "datasources", facts);
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
