/* The report as one JSON object of schema dpmlog.report/1. The keys and their order are a contract, docs/report.schema.json:
 * this file is that contract's other half, one function for each kind of object. */
#include "output/json/json_report.h"

#include "base/strbuf.h"
#include "base/text.h"
#include "dpmlog/version.h"
#include "output/json/json_writer.h"
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
    json_span(w, "year_basis", facts->year_basis);
    json_close_object(w);
}

static void write_source(json_writer *w, const dpm_source_info *source)
{
    json_open_object(w, NULL);
    json_span(w, "path", source->path);
    json_span(w, "host", source->host);
    json_span(w, "process", source->process);
    json_span(w, "encoding", source->encoding);
    json_unsigned(w, "bytes", source->bytes);
    json_unsigned(w, "records", source->records);
    json_unsigned(w, "unparsed_lines", source->unparsed_lines);
    json_time(w, "first", source->first);
    json_time(w, "last", source->last);
    json_text(w, "status", dpm_read_status_name(source->status));
    json_span(w, "reason", source->reason);
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
        write_skipped(w, facts->skipped[i].path, facts->skipped[i].reason);
    }
    for (size_t i = 0; i < facts->remark_count; i++) {
        write_skipped(w, (dpm_span){0}, facts->remarks[i]);
    }
    if (facts->interrupted) {
        write_skipped(w, (dpm_span){0}, SPAN("interrupted: what follows is partial"));
    }
    json_close_array(w);
}

static void write_coverage(json_writer *w, const dpm_report_data *facts)
{
    json_open_object(w, "coverage");
    json_bool(w, "complete", facts->complete);
    json_unsigned(w, "bytes", facts->bytes);
    json_unsigned(w, "records", facts->records);
    json_unsigned(w, "continuation_lines", facts->continuation_lines);
    json_unsigned(w, "unparsed_lines", facts->unparsed_lines);
    json_unsigned(w, "duplicate_records", facts->duplicate_records);
    json_open_array(w, "sources");
    for (size_t i = 0; i < facts->source_count; i++) {
        write_source(w, &facts->sources[i]);
    }
    json_close_array(w);
    write_all_skipped(w, facts);
    json_close_object(w);
}

static void write_counts(json_writer *w, const dpm_report_data *facts)
{
    json_open_object(w, "levels");
    for (dpm_level level = 0; level < DPM_LEVELS; level++) {
        json_unsigned(w, dpm_level_name(level), facts->levels[level]);
    }
    json_close_object(w);
    json_open_object(w, "events");
    for (dpm_class cls = 0; cls < DPM_CLASSES; cls++) {
        json_unsigned(w, dpm_class_name(cls), facts->events[cls]);
    }
    json_close_object(w);
    json_unsigned(w, "incidents", facts->incidents);
}

static void evidence_members(json_writer *w, const dpm_evidence *e)
{
    json_span(w, "path", e->path);
    json_unsigned(w, "line", e->line);
    json_unsigned(w, "offset", e->offset);
    json_time(w, "time", e->time);
    json_span(w, "pid", e->pid);
    json_span(w, "tid", e->tid);
    json_span(w, "task", e->task);
    json_text(w, "level", dpm_level_name(e->level));
    json_span(w, "source", e->source);
    json_span(w, "text", e->text);
}

static void write_evidence(json_writer *w, const dpm_evidence *e)
{
    json_open_object(w, NULL);
    evidence_members(w, e);
    json_close_object(w);
}

static void write_fix(json_writer *w, const dpm_fix *fix)
{
    json_open_object(w, "fix");
    json_span(w, "summary", fix->summary);
    json_spans(w, "steps", fix->steps, fix->step_count);
    json_span(w, "kb", fix->kb);
    json_span(w, "url", fix->url);
    json_close_object(w);
}

static void write_cause(json_writer *w, const dpm_cause *cause)
{
    json_open_object(w, NULL);
    json_unsigned(w, "rank", cause->rank);
    json_span(w, "id", cause->id);
    json_text(w, "class", dpm_class_name(cause->cls));
    json_span(w, "title", cause->title);
    json_tenths(w, "score", cause->score);
    json_text(w, "confidence", dpm_strength_name(cause->confidence));
    json_unsigned(w, "incidents", cause->incidents);
    json_unsigned(w, "events", cause->events);
    json_unsigned(w, "tasks", cause->tasks);
    json_unsigned(w, "shared", cause->shared);
    json_spans(w, "hosts", cause->hosts, cause->host_count);
    json_time(w, "first", cause->first);
    json_time(w, "last", cause->last);
    json_span(w, "explanation", cause->explanation);
    json_spans(w, "counter_evidence", cause->counter_evidence, cause->counter_count);
    json_open_array(w, "evidence");
    for (size_t i = 0; i < cause->evidence_count; i++) {
        write_evidence(w, &cause->evidence[i]);
    }
    json_close_array(w);
    write_fix(w, &cause->fix);
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

/* dpm_write_fn onto a strbuf. */
static bool keep_text(void *context, const char *bytes, size_t len)
{
    strbuf_add(context, span_of(bytes, len));
    return true;
}

static void write_unknown(json_writer *w, const dpm_unknown *unknown)
{
    json_open_object(w, NULL);
    json_span(w, "signature", unknown->signature);
    json_unsigned(w, "count", unknown->count);
    json_span(w, "source", unknown->source);
    json_span(w, "sample", unknown->sample);
    json_text(w, "level", dpm_level_name(unknown->level));
    strbuf rule = {0};
    if (!dpm_unknown_write_rule(unknown, keep_text, &rule) || rule.failed) {
        sink_fail(w->out, DPM_ENOMEM);
    }
    json_span(w, "rule", strbuf_span(&rule));
    strbuf_free(&rule);
    json_close_object(w);
}

static void write_absence(json_writer *w, const dpm_absence *a)
{
    json_open_object(w, NULL);
    json_text(w, "kind", dpm_absence_name(a->kind));
    json_span(w, "task", a->task);
    json_span(w, "host", a->host);
    json_span(w, "process", a->process);
    json_span(w, "pid", a->pid);
    json_time(w, "from", a->from);
    json_time(w, "until", a->until);
    json_signed(w, "silent_ms", time_between(a->from, a->until));
    json_span(w, "function", a->function);
    json_open_object(w, "last");
    evidence_members(w, &a->last);
    json_close_object(w);
    json_close_object(w);
}

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

/* What stands beside the causes: the key order goes on after "unknown". */
static void write_beside(json_writer *w, const dpm_report_data *facts)
{
    json_open_array(w, "noise");
    for (size_t i = 0; i < facts->noise_count; i++) {
        json_open_object(w, NULL);
        json_span(w, "id", facts->noise[i].id);
        json_span(w, "reason", facts->noise[i].reason);
        json_unsigned(w, "records", facts->noise[i].records);
        json_close_object(w);
    }
    json_close_array(w);
    json_open_array(w, "absences");
    for (size_t i = 0; i < facts->absence_count; i++) {
        write_absence(w, &facts->absences[i]);
    }
    json_close_array(w);
    json_open_array(w, "not_found");
    for (size_t i = 0; i < facts->not_found_count; i++) {
        json_open_object(w, NULL);
        json_span(w, "id", facts->not_found[i].id);
        json_span(w, "what", facts->not_found[i].what);
        json_close_object(w);
    }
    json_close_array(w);
    write_blind_spots(w, facts);
    json_open_array(w, "overrides");
    for (size_t i = 0; i < facts->override_count; i++) {
        write_override(w, &facts->overrides[i]);
    }
    json_close_array(w);
}

static void write_lists(json_writer *w, const dpm_report_data *facts)
{
    json_open_array(w, "causes");
    for (size_t i = 0; i < facts->cause_count; i++) {
        write_cause(w, &facts->causes[i]);
    }
    json_close_array(w);
    json_open_array(w, "crashes");
    for (size_t i = 0; i < facts->crash_count; i++) {
        write_crash(w, &facts->crashes[i]);
    }
    json_close_array(w);
    json_open_array(w, "codes");
    for (size_t i = 0; i < facts->code_count; i++) {
        write_code(w, &facts->codes[i]);
    }
    json_close_array(w);
    json_open_array(w, "unknown");
    for (size_t i = 0; i < facts->unknown_count; i++) {
        write_unknown(w, &facts->unknown[i]);
    }
    json_close_array(w);
}

dpm_status json_write(const dpm_report_data *facts, dpm_write_fn write, void *context, dpm_error *err)
{
    sink out;
    sink_init(&out, write, context);
    json_writer w = {.out = &out};
    json_open_object(&w, NULL);
    json_text(&w, "schema", "dpmlog.report/1");
    write_tool(&w, facts);
    write_span(&w, facts);
    write_coverage(&w, facts);
    write_counts(&w, facts);
    write_lists(&w, facts);
    write_beside(&w, facts);
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
