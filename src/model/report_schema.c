/* The tables, one for each struct of a report. The timeline is first, because the length of all counts over time is in it. */
#include "model/report_schema.h"

#include <stddef.h>
#include <string.h>

_Static_assert(sizeof(dpm_class) == sizeof(unsigned), "enumerations are kept as unsigned");

#define ROW(kind, type, member, count, limit, text, inner)                                                                       \
    {                                                                                                                            \
        kind, text, #member, offsetof(type, member), count, limit, inner                                                         \
    }
#define MEMBER(kind, type, member) ROW(kind, type, member, 0, 0, TEXT_PUBLIC, NULL)
#define LIMITED(kind, type, member, limit) ROW(kind, type, member, 0, limit, TEXT_PUBLIC, NULL)
#define TEXT(type, member, text) ROW(FIELD_SPAN, type, member, 0, 0, text, NULL)
#define TEXTS(type, member, count, text) ROW(FIELD_LIST, type, member, offsetof(type, count), 0, text, &span_schema)
#define NESTED(type, member, inner) ROW(FIELD_NESTED, type, member, 0, 0, TEXT_PUBLIC, inner)
#define LIST(type, member, count, inner) ROW(FIELD_LIST, type, member, offsetof(type, count), 0, TEXT_PUBLIC, inner)
#define SCHEMA(type, fields)                                                                                                     \
    {                                                                                                                            \
#type, sizeof(type), fields, sizeof(fields) / sizeof *(fields)                                                           \
    }

/* A span by itself, in lists of texts: the list says what the texts are. */
static const field span_fields[] = {{FIELD_SPAN, TEXT_PUBLIC, "", 0, 0, 0, NULL}};
static const struct_schema span_schema = SCHEMA(dpm_span, span_fields);

static const field evidence_fields[] = {
    TEXT(dpm_evidence, path, TEXT_PATH),        MEMBER(FIELD_U64, dpm_evidence, line),
    MEMBER(FIELD_U64, dpm_evidence, offset),    MEMBER(FIELD_TIME, dpm_evidence, time),
    TEXT(dpm_evidence, host, TEXT_HOST),        TEXT(dpm_evidence, process, TEXT_LOG),
    TEXT(dpm_evidence, pid, TEXT_PUBLIC),       TEXT(dpm_evidence, tid, TEXT_PUBLIC),
    TEXT(dpm_evidence, task, TEXT_PUBLIC),      LIMITED(FIELD_ENUM, dpm_evidence, level, DPM_LEVELS),
    TEXT(dpm_evidence, source, TEXT_PUBLIC),    TEXT(dpm_evidence, text, TEXT_LOG),
    MEMBER(FIELD_BOOL, dpm_evidence, text_cut), TEXT(dpm_evidence, rule, TEXT_PUBLIC),
    MEMBER(FIELD_U32, dpm_evidence, code),
};
static const struct_schema evidence_schema = SCHEMA(dpm_evidence, evidence_fields);

static const field fix_fields[] = {
    TEXT(dpm_fix, summary, TEXT_LOG),
    TEXTS(dpm_fix, steps, step_count, TEXT_LOG),
    TEXT(dpm_fix, kb, TEXT_PUBLIC),
    TEXT(dpm_fix, url, TEXT_PUBLIC),
};
static const struct_schema fix_schema = SCHEMA(dpm_fix, fix_fields);

static const field cell_fields[] = {
    MEMBER(FIELD_U32, dpm_cell, host),
    MEMBER(FIELD_U32, dpm_cell, bucket),
    MEMBER(FIELD_U64, dpm_cell, incidents),
};
static const struct_schema cell_schema = SCHEMA(dpm_cell, cell_fields);

static const field term_fields[] = {
    TEXT(dpm_score_term, name, TEXT_PUBLIC),
    MEMBER(FIELD_DOUBLE, dpm_score_term, points),
    TEXT(dpm_score_term, reason, TEXT_LOG),
};
static const struct_schema term_schema = SCHEMA(dpm_score_term, term_fields);

static const field cause_fields[] = {
    MEMBER(FIELD_SIZE, dpm_cause, rank),
    TEXT(dpm_cause, id, TEXT_PUBLIC),
    LIMITED(FIELD_ENUM, dpm_cause, cls, DPM_CLASSES),
    TEXT(dpm_cause, title, TEXT_LOG),
    MEMBER(FIELD_DOUBLE, dpm_cause, score),
    LIMITED(FIELD_ENUM, dpm_cause, confidence, DPM_STRENGTH_STRONG + 1),
    MEMBER(FIELD_U64, dpm_cause, incidents),
    MEMBER(FIELD_U64, dpm_cause, events),
    MEMBER(FIELD_U64, dpm_cause, tasks),
    MEMBER(FIELD_U64, dpm_cause, shared),
    TEXTS(dpm_cause, hosts, host_count, TEXT_HOST),
    MEMBER(FIELD_TIME, dpm_cause, first),
    MEMBER(FIELD_TIME, dpm_cause, last),
    TEXT(dpm_cause, explanation, TEXT_LOG),
    TEXTS(dpm_cause, counter_evidence, counter_count, TEXT_LOG),
    LIST(dpm_cause, evidence, evidence_count, &evidence_schema),
    NESTED(dpm_cause, fix, &fix_schema),
    LIST(dpm_cause, terms, term_count, &term_schema),
    TEXTS(dpm_cause, rivals, rival_count, TEXT_LOG),
    LIST(dpm_cause, cells, cell_count, &cell_schema),
};
static const struct_schema cause_schema = SCHEMA(dpm_cause, cause_fields);

static const field crash_fields[] = {
    NESTED(dpm_crash, record, &evidence_schema),
    TEXT(dpm_crash, exception, TEXT_PUBLIC),
    TEXT(dpm_crash, message, TEXT_LOG),
    MEMBER(FIELD_BOOL, dpm_crash, has_before_task),
    MEMBER(FIELD_BOOL, dpm_crash, has_before_thread),
    NESTED(dpm_crash, before_task, &evidence_schema),
    NESTED(dpm_crash, before_thread, &evidence_schema),
};
static const struct_schema crash_schema = SCHEMA(dpm_crash, crash_fields);

static const field code_fields[] = {
    LIMITED(FIELD_ENUM, dpm_code, kind, DPM_CODE_KIND_DPM_ID + 1),
    MEMBER(FIELD_U32, dpm_code, value),
    MEMBER(FIELD_BOOL, dpm_code, known),
    LIMITED(FIELD_ENUM, dpm_code, statement, DPM_STATEMENT_SUCCESS + 1),
    TEXT(dpm_code, name, TEXT_PUBLIC),
    TEXT(dpm_code, meaning, TEXT_PUBLIC),
    TEXT(dpm_code, class_name, TEXT_PUBLIC),
    TEXT(dpm_code, action, TEXT_PUBLIC),
};
static const struct_schema code_schema = SCHEMA(dpm_code, code_fields);

static const field code_count_fields[] = {
    NESTED(dpm_code_count, code, &code_schema),
    MEMBER(FIELD_U64, dpm_code_count, events),
    LIMITED(FIELD_BUCKETS, dpm_code_count, buckets, 1),
};
static const struct_schema code_count_schema = SCHEMA(dpm_code_count, code_count_fields);

static const field unknown_fields[] = {
    TEXT(dpm_unknown, signature, TEXT_LOG),
    MEMBER(FIELD_U64, dpm_unknown, count),
    TEXT(dpm_unknown, source, TEXT_PUBLIC),
    TEXT(dpm_unknown, sample, TEXT_LOG),
    LIMITED(FIELD_ENUM, dpm_unknown, level, DPM_LEVELS),
    TEXT(dpm_unknown, process, TEXT_LOG),
    TEXT(dpm_unknown, masked, TEXT_LOG),
    MEMBER(FIELD_U32, dpm_unknown, code),
    LIMITED(FIELD_BUCKETS, dpm_unknown, buckets, 1),
};
static const struct_schema unknown_schema = SCHEMA(dpm_unknown, unknown_fields);

static const field noise_fields[] = {
    TEXT(dpm_noise_count, id, TEXT_PUBLIC),
    TEXT(dpm_noise_count, reason, TEXT_PUBLIC),
    MEMBER(FIELD_U64, dpm_noise_count, records),
    LIMITED(FIELD_BUCKETS, dpm_noise_count, buckets, 1),
};
static const struct_schema noise_schema = SCHEMA(dpm_noise_count, noise_fields);

static const field absence_fields[] = {
    LIMITED(FIELD_ENUM, dpm_absence, kind, DPM_ABSENCE_KINDS),
    TEXT(dpm_absence, task, TEXT_PUBLIC),
    TEXT(dpm_absence, host, TEXT_HOST),
    TEXT(dpm_absence, process, TEXT_LOG),
    TEXT(dpm_absence, pid, TEXT_PUBLIC),
    MEMBER(FIELD_TIME, dpm_absence, from),
    MEMBER(FIELD_TIME, dpm_absence, until),
    MEMBER(FIELD_BOOL, dpm_absence, forever),
    TEXT(dpm_absence, function, TEXT_PUBLIC),
    NESTED(dpm_absence, last, &evidence_schema),
};
static const struct_schema absence_schema = SCHEMA(dpm_absence, absence_fields);

static const field checked_fields[] = {
    TEXT(dpm_checked, id, TEXT_PUBLIC),
    TEXT(dpm_checked, what, TEXT_PUBLIC),
};
static const struct_schema checked_schema = SCHEMA(dpm_checked, checked_fields);

static const field override_fields[] = {
    TEXT(dpm_override, kind, TEXT_PUBLIC),
    TEXT(dpm_override, id, TEXT_PUBLIC),
    TEXT(dpm_override, reason, TEXT_LOG),
    TEXT(dpm_override, file, TEXT_PATH),
    MEMBER(FIELD_SIZE, dpm_override, line),
    MEMBER(FIELD_BOOL, dpm_override, disabled),
    MEMBER(FIELD_BOOL, dpm_override, class_changed),
    LIMITED(FIELD_ENUM, dpm_override, cls, DPM_CLASSES),
    MEMBER(FIELD_TIME, dpm_override, until),
    MEMBER(FIELD_BOOL, dpm_override, expired),
    MEMBER(FIELD_U64, dpm_override, incidents),
    MEMBER(FIELD_U64, dpm_override, records),
};
static const struct_schema override_schema = SCHEMA(dpm_override, override_fields);

static const field instance_fields[] = {
    TEXT(dpm_instance, host, TEXT_HOST),
    TEXT(dpm_instance, process, TEXT_LOG),
    MEMBER(FIELD_U32, dpm_instance, pid),
    MEMBER(FIELD_TIME, dpm_instance, first),
    MEMBER(FIELD_TIME, dpm_instance, last),
    MEMBER(FIELD_U64, dpm_instance, records),
    LIMITED(FIELD_ENUM, dpm_instance, ending, DPM_ENDING_NO_TRACE + 1),
};
static const struct_schema instance_schema = SCHEMA(dpm_instance, instance_fields);

static const field gap_fields[] = {
    TEXT(dpm_gap, host, TEXT_HOST),
    TEXT(dpm_gap, process, TEXT_LOG),
    MEMBER(FIELD_TIME, dpm_gap, from),
    MEMBER(FIELD_TIME, dpm_gap, to),
};
static const struct_schema gap_schema = SCHEMA(dpm_gap, gap_fields);

static const field mark_fields[] = {
    MEMBER(FIELD_TIME, dpm_task_mark, time),
    LIMITED(FIELD_ENUM, dpm_task_mark, phase, DPM_PHASE_SUCCEEDED + 1),
};
static const struct_schema mark_schema = SCHEMA(dpm_task_mark, mark_fields);

static const field task_fields[] = {
    TEXT(dpm_task, id, TEXT_PUBLIC),
    TEXT(dpm_task, host, TEXT_HOST),
    LIMITED(FIELD_ENUM, dpm_task, end, DPM_TASK_END_UNKNOWN + 1),
    MEMBER(FIELD_U64, dpm_task, events),
    MEMBER(FIELD_U64, dpm_task, failures),
    TEXT(dpm_task, rule, TEXT_PUBLIC),
    MEMBER(FIELD_U32, dpm_task, code),
    LIST(dpm_task, marks, mark_count, &mark_schema),
    MEMBER(FIELD_TIME, dpm_task, stall_from),
    MEMBER(FIELD_TIME, dpm_task, stall_to),
};
static const struct_schema task_schema = SCHEMA(dpm_task, task_fields);

static const field host_fields[] = {
    TEXT(dpm_host_events, host, TEXT_HOST),
    LIMITED(FIELD_BUCKETS, dpm_host_events, buckets, DPM_CLASSES),
};
static const struct_schema host_schema = SCHEMA(dpm_host_events, host_fields);

static const field timeline_fields[] = {
    MEMBER(FIELD_TIME, dpm_timeline, first),
    MEMBER(FIELD_U64, dpm_timeline, width),
    MEMBER(FIELD_BUCKET_COUNT, dpm_timeline, bucket_count),
    LIMITED(FIELD_BUCKETS, dpm_timeline, classes, DPM_CLASSES),
    LIST(dpm_timeline, hosts, host_count, &host_schema),
    LIST(dpm_timeline, gaps, gap_count, &gap_schema),
    LIST(dpm_timeline, tasks, task_count, &task_schema),
    MEMBER(FIELD_U64, dpm_timeline, tasks_seen),
};
static const struct_schema timeline_schema = SCHEMA(dpm_timeline, timeline_fields);

static const field source_fields[] = {
    TEXT(dpm_source_info, path, TEXT_PATH),
    TEXT(dpm_source_info, host, TEXT_HOST),
    TEXT(dpm_source_info, process, TEXT_LOG),
    TEXT(dpm_source_info, encoding, TEXT_PUBLIC),
    MEMBER(FIELD_U64, dpm_source_info, bytes),
    MEMBER(FIELD_U64, dpm_source_info, records),
    MEMBER(FIELD_U64, dpm_source_info, duplicate_records),
    MEMBER(FIELD_U64, dpm_source_info, continuation_lines),
    MEMBER(FIELD_U64, dpm_source_info, unparsed_lines),
    MEMBER(FIELD_TIME, dpm_source_info, first),
    MEMBER(FIELD_TIME, dpm_source_info, last),
    TEXT(dpm_source_info, year_basis, TEXT_PUBLIC),
    LIMITED(FIELD_ENUM, dpm_source_info, status, DPM_READ_STATUS_PARTIAL + 1),
    TEXT(dpm_source_info, reason, TEXT_LOG),
};
static const struct_schema source_schema = SCHEMA(dpm_source_info, source_fields);

static const field skipped_fields[] = {
    TEXT(dpm_skipped, path, TEXT_PATH),
    TEXT(dpm_skipped, reason, TEXT_LOG),
};
static const struct_schema skipped_schema = SCHEMA(dpm_skipped, skipped_fields);

static const field report_fields[] = {
    NESTED(dpm_report_data, timeline, &timeline_schema),
    TEXT(dpm_report_data, rules_hash, TEXT_PUBLIC),
    MEMBER(FIELD_TIME, dpm_report_data, first),
    MEMBER(FIELD_TIME, dpm_report_data, last),
    TEXT(dpm_report_data, year_basis, TEXT_PUBLIC),
    MEMBER(FIELD_BOOL, dpm_report_data, complete),
    MEMBER(FIELD_BOOL, dpm_report_data, interrupted),
    MEMBER(FIELD_U64, dpm_report_data, bytes),
    MEMBER(FIELD_U64, dpm_report_data, records),
    MEMBER(FIELD_U64, dpm_report_data, continuation_lines),
    MEMBER(FIELD_U64, dpm_report_data, unparsed_lines),
    MEMBER(FIELD_U64, dpm_report_data, duplicate_records),
    LIST(dpm_report_data, sources, source_count, &source_schema),
    LIST(dpm_report_data, skipped, skipped_count, &skipped_schema),
    TEXTS(dpm_report_data, remarks, remark_count, TEXT_LOG),
    LIMITED(FIELD_NUMBERS, dpm_report_data, levels, DPM_LEVELS),
    LIMITED(FIELD_NUMBERS, dpm_report_data, events, DPM_CLASSES),
    MEMBER(FIELD_U64, dpm_report_data, incidents),
    MEMBER(FIELD_U64, dpm_report_data, noise_records),
    MEMBER(FIELD_U64, dpm_report_data, outside_records),
    MEMBER(FIELD_U64, dpm_report_data, tasks_succeeded),
    LIST(dpm_report_data, causes, cause_count, &cause_schema),
    LIST(dpm_report_data, crashes, crash_count, &crash_schema),
    LIST(dpm_report_data, instances, instance_count, &instance_schema),
    LIST(dpm_report_data, codes, code_count, &code_count_schema),
    LIST(dpm_report_data, unknown, unknown_count, &unknown_schema),
    LIST(dpm_report_data, noise, noise_count, &noise_schema),
    LIST(dpm_report_data, absences, absence_count, &absence_schema),
    LIST(dpm_report_data, not_found, not_found_count, &checked_schema),
    MEMBER(FIELD_BOOL, dpm_report_data, no_engine_log),
    MEMBER(FIELD_BOOL, dpm_report_data, no_agent_log),
    TEXTS(dpm_report_data, unheard_hosts, unheard_count, TEXT_HOST),
    LIST(dpm_report_data, overrides, override_count, &override_schema),
    MEMBER(FIELD_U64, dpm_report_data, suppressed_incidents),
};
const struct_schema report_schema = SCHEMA(dpm_report_data, report_fields);

/* FNV-1a over the names, kinds and limits of the members in their order. Where a member is in memory does not matter. */
uint32_t schema_mark(const struct_schema *s)
{
    uint32_t mark = 2166136261u;
    for (size_t i = 0; i < s->field_count; i++) {
        const field *const f = &s->fields[i];
        for (const char *at = f->name; *at; at++) {
            mark = (mark ^ (unsigned char)*at) * 16777619u;
        }
        mark = (mark ^ (uint32_t)f->kind) * 16777619u;
        mark = (mark ^ (uint32_t)f->limit) * 16777619u;
        mark = (mark ^ (f->inner ? schema_mark(f->inner) : 0)) * 16777619u;
    }
    return mark;
}

static void each_of_list(const field *f, char *at, text_class list_text, schema_text_fn take, void *context);

/* `text`: the class of a span that has none of its own, being one of a list of texts. */
static void each_text(const struct_schema *s, char *at, text_class text, schema_text_fn take, void *context)
{
    for (size_t i = 0; i < s->field_count; i++) {
        const field *const f = &s->fields[i];
        if (f->kind == FIELD_SPAN) {
            take(context, s == &span_schema ? text : f->text, (dpm_span *)(void *)(at + f->offset));
        } else if (f->kind == FIELD_NESTED) {
            each_text(f->inner, at + f->offset, TEXT_PUBLIC, take, context);
        } else if (f->kind == FIELD_LIST) {
            each_of_list(f, at, f->text, take, context);
        }
    }
}

static void each_of_list(const field *f, char *at, text_class list_text, schema_text_fn take, void *context)
{
    char *items;
    size_t count;
    memcpy(&items, at + f->offset, sizeof items);
    memcpy(&count, at + f->count, sizeof count);
    for (size_t i = 0; i < count; i++) {
        each_text(f->inner, items + i * f->inner->size, list_text, take, context);
    }
}

void schema_each_text(dpm_report_data *data, schema_text_fn take, void *context)
{
    each_text(&report_schema, (char *)data, TEXT_PUBLIC, take, context);
}
