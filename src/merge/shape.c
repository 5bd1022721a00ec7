/* The tables. A member that is not in them is not in a summary. The timeline comes first: the length of all counts over time
 * is in it. */
#include "merge/shape.h"

#include <stddef.h>

_Static_assert(sizeof(dpm_class) == sizeof(unsigned), "enumerations are kept as unsigned");

#define MEMBER(kind, type, member)                                                                                               \
    {                                                                                                                            \
        kind, offsetof(type, member), 0, 0, NULL                                                                                 \
    }
#define LIMITED(kind, type, member, limit)                                                                                       \
    {                                                                                                                            \
        kind, offsetof(type, member), 0, limit, NULL                                                                             \
    }
#define NESTED(type, member, inner)                                                                                              \
    {                                                                                                                            \
        FIELD_NESTED, offsetof(type, member), 0, 0, inner                                                                        \
    }
#define LIST(type, member, count, inner)                                                                                         \
    {                                                                                                                            \
        FIELD_LIST, offsetof(type, member), offsetof(type, count), 0, inner                                                      \
    }
#define SHAPE(type, fields)                                                                                                      \
    {                                                                                                                            \
        sizeof(type), fields, sizeof(fields) / sizeof *(fields)                                                                  \
    }

static const field span_fields[] = {{FIELD_SPAN, 0, 0, 0, NULL}};
static const struct_schema span_shape = SHAPE(dpm_span, span_fields);

static const field evidence_fields[] = {
    MEMBER(FIELD_SPAN, dpm_evidence, path),     MEMBER(FIELD_U64, dpm_evidence, line),
    MEMBER(FIELD_U64, dpm_evidence, offset),    MEMBER(FIELD_TIME, dpm_evidence, time),
    MEMBER(FIELD_SPAN, dpm_evidence, host),     MEMBER(FIELD_SPAN, dpm_evidence, process),
    MEMBER(FIELD_SPAN, dpm_evidence, pid),      MEMBER(FIELD_SPAN, dpm_evidence, tid),
    MEMBER(FIELD_SPAN, dpm_evidence, task),     LIMITED(FIELD_ENUM, dpm_evidence, level, DPM_LEVELS),
    MEMBER(FIELD_SPAN, dpm_evidence, source),   MEMBER(FIELD_SPAN, dpm_evidence, text),
    MEMBER(FIELD_BOOL, dpm_evidence, text_cut), MEMBER(FIELD_SPAN, dpm_evidence, rule),
    MEMBER(FIELD_U32, dpm_evidence, code),
};
static const struct_schema evidence_shape = SHAPE(dpm_evidence, evidence_fields);

static const field fix_fields[] = {
    MEMBER(FIELD_SPAN, dpm_fix, summary),
    LIST(dpm_fix, steps, step_count, &span_shape),
    MEMBER(FIELD_SPAN, dpm_fix, kb),
    MEMBER(FIELD_SPAN, dpm_fix, url),
};
static const struct_schema fix_shape = SHAPE(dpm_fix, fix_fields);

static const field cell_fields[] = {
    MEMBER(FIELD_U32, dpm_cell, host),
    MEMBER(FIELD_U32, dpm_cell, bucket),
    MEMBER(FIELD_U64, dpm_cell, incidents),
};
static const struct_schema cell_shape = SHAPE(dpm_cell, cell_fields);

static const field term_fields[] = {
    MEMBER(FIELD_SPAN, dpm_score_term, name),
    MEMBER(FIELD_DOUBLE, dpm_score_term, points),
    MEMBER(FIELD_SPAN, dpm_score_term, reason),
};
static const struct_schema term_shape = SHAPE(dpm_score_term, term_fields);

static const field cause_fields[] = {
    MEMBER(FIELD_SIZE, dpm_cause, rank),
    MEMBER(FIELD_SPAN, dpm_cause, id),
    LIMITED(FIELD_ENUM, dpm_cause, cls, DPM_CLASSES),
    MEMBER(FIELD_SPAN, dpm_cause, title),
    MEMBER(FIELD_DOUBLE, dpm_cause, score),
    LIMITED(FIELD_ENUM, dpm_cause, confidence, DPM_STRENGTH_STRONG + 1),
    MEMBER(FIELD_U64, dpm_cause, incidents),
    MEMBER(FIELD_U64, dpm_cause, events),
    MEMBER(FIELD_U64, dpm_cause, tasks),
    LIST(dpm_cause, hosts, host_count, &span_shape),
    MEMBER(FIELD_TIME, dpm_cause, first),
    MEMBER(FIELD_TIME, dpm_cause, last),
    MEMBER(FIELD_SPAN, dpm_cause, explanation),
    LIST(dpm_cause, counter_evidence, counter_count, &span_shape),
    LIST(dpm_cause, evidence, evidence_count, &evidence_shape),
    NESTED(dpm_cause, fix, &fix_shape),
    LIST(dpm_cause, terms, term_count, &term_shape),
    LIST(dpm_cause, rivals, rival_count, &span_shape),
    LIST(dpm_cause, cells, cell_count, &cell_shape),
};
static const struct_schema cause_shape = SHAPE(dpm_cause, cause_fields);

static const field crash_fields[] = {
    NESTED(dpm_crash, record, &evidence_shape),
    MEMBER(FIELD_SPAN, dpm_crash, exception),
    MEMBER(FIELD_SPAN, dpm_crash, message),
    MEMBER(FIELD_BOOL, dpm_crash, has_before_task),
    MEMBER(FIELD_BOOL, dpm_crash, has_before_thread),
    NESTED(dpm_crash, before_task, &evidence_shape),
    NESTED(dpm_crash, before_thread, &evidence_shape),
};
static const struct_schema crash_shape = SHAPE(dpm_crash, crash_fields);

static const field code_fields[] = {
    LIMITED(FIELD_ENUM, dpm_code_count, code.kind, DPM_CODE_KIND_DPM_ID + 1),
    MEMBER(FIELD_U32, dpm_code_count, code.value),
    MEMBER(FIELD_BOOL, dpm_code_count, code.known),
    MEMBER(FIELD_SPAN, dpm_code_count, code.name),
    MEMBER(FIELD_SPAN, dpm_code_count, code.meaning),
    MEMBER(FIELD_SPAN, dpm_code_count, code.class_name),
    MEMBER(FIELD_SPAN, dpm_code_count, code.action),
    MEMBER(FIELD_U64, dpm_code_count, events),
    LIMITED(FIELD_BUCKETS, dpm_code_count, buckets, 1),
};
static const struct_schema code_shape = SHAPE(dpm_code_count, code_fields);

static const field unknown_fields[] = {
    MEMBER(FIELD_SPAN, dpm_unknown, signature),
    MEMBER(FIELD_U64, dpm_unknown, count),
    MEMBER(FIELD_SPAN, dpm_unknown, source),
    MEMBER(FIELD_SPAN, dpm_unknown, sample),
    LIMITED(FIELD_ENUM, dpm_unknown, level, DPM_LEVELS),
    MEMBER(FIELD_SPAN, dpm_unknown, process),
    MEMBER(FIELD_SPAN, dpm_unknown, masked),
    MEMBER(FIELD_U32, dpm_unknown, code),
    LIMITED(FIELD_BUCKETS, dpm_unknown, buckets, 1),
};
static const struct_schema unknown_shape = SHAPE(dpm_unknown, unknown_fields);

static const field noise_fields[] = {
    MEMBER(FIELD_SPAN, dpm_noise_count, id),
    MEMBER(FIELD_SPAN, dpm_noise_count, reason),
    MEMBER(FIELD_U64, dpm_noise_count, records),
    LIMITED(FIELD_BUCKETS, dpm_noise_count, buckets, 1),
};
static const struct_schema noise_shape = SHAPE(dpm_noise_count, noise_fields);

static const field absence_fields[] = {
    LIMITED(FIELD_ENUM, dpm_absence, kind, DPM_ABSENCE_KINDS),
    MEMBER(FIELD_SPAN, dpm_absence, task),
    MEMBER(FIELD_SPAN, dpm_absence, host),
    MEMBER(FIELD_SPAN, dpm_absence, process),
    MEMBER(FIELD_SPAN, dpm_absence, pid),
    MEMBER(FIELD_TIME, dpm_absence, from),
    MEMBER(FIELD_TIME, dpm_absence, until),
    MEMBER(FIELD_BOOL, dpm_absence, forever),
    MEMBER(FIELD_SPAN, dpm_absence, function),
    NESTED(dpm_absence, last, &evidence_shape),
};
static const struct_schema absence_shape = SHAPE(dpm_absence, absence_fields);

static const field checked_fields[] = {
    MEMBER(FIELD_SPAN, dpm_checked, id),
    MEMBER(FIELD_SPAN, dpm_checked, what),
};
static const struct_schema checked_shape = SHAPE(dpm_checked, checked_fields);

static const field override_fields[] = {
    MEMBER(FIELD_SPAN, dpm_override, kind),          MEMBER(FIELD_SPAN, dpm_override, id),
    MEMBER(FIELD_SPAN, dpm_override, reason),        MEMBER(FIELD_SPAN, dpm_override, file),
    MEMBER(FIELD_SIZE, dpm_override, line),          MEMBER(FIELD_BOOL, dpm_override, disabled),
    MEMBER(FIELD_BOOL, dpm_override, class_changed), LIMITED(FIELD_ENUM, dpm_override, cls, DPM_CLASSES),
    MEMBER(FIELD_TIME, dpm_override, until),         MEMBER(FIELD_BOOL, dpm_override, expired),
    MEMBER(FIELD_U64, dpm_override, incidents),      MEMBER(FIELD_U64, dpm_override, records),
};
static const struct_schema override_shape = SHAPE(dpm_override, override_fields);

static const field instance_fields[] = {
    MEMBER(FIELD_SPAN, dpm_instance, host),
    MEMBER(FIELD_SPAN, dpm_instance, process),
    MEMBER(FIELD_U32, dpm_instance, pid),
    MEMBER(FIELD_TIME, dpm_instance, first),
    MEMBER(FIELD_TIME, dpm_instance, last),
    MEMBER(FIELD_U64, dpm_instance, records),
    LIMITED(FIELD_ENUM, dpm_instance, ending, DPM_ENDING_NO_TRACE + 1),
};
static const struct_schema instance_shape = SHAPE(dpm_instance, instance_fields);

static const field gap_fields[] = {
    MEMBER(FIELD_SPAN, dpm_gap, host),
    MEMBER(FIELD_SPAN, dpm_gap, process),
    MEMBER(FIELD_TIME, dpm_gap, from),
    MEMBER(FIELD_TIME, dpm_gap, to),
};
static const struct_schema gap_shape = SHAPE(dpm_gap, gap_fields);

static const field mark_fields[] = {
    MEMBER(FIELD_TIME, dpm_task_mark, time),
    LIMITED(FIELD_ENUM, dpm_task_mark, phase, DPM_PHASE_SUCCEEDED + 1),
};
static const struct_schema mark_shape = SHAPE(dpm_task_mark, mark_fields);

static const field task_fields[] = {
    MEMBER(FIELD_SPAN, dpm_task, id),
    MEMBER(FIELD_SPAN, dpm_task, host),
    LIMITED(FIELD_ENUM, dpm_task, end, DPM_TASK_END_UNKNOWN + 1),
    MEMBER(FIELD_U64, dpm_task, events),
    MEMBER(FIELD_U64, dpm_task, failures),
    MEMBER(FIELD_SPAN, dpm_task, rule),
    MEMBER(FIELD_U32, dpm_task, code),
    LIST(dpm_task, marks, mark_count, &mark_shape),
    MEMBER(FIELD_TIME, dpm_task, stall_from),
    MEMBER(FIELD_TIME, dpm_task, stall_to),
};
static const struct_schema task_shape = SHAPE(dpm_task, task_fields);

static const field host_fields[] = {
    MEMBER(FIELD_SPAN, dpm_host_events, host),
    LIMITED(FIELD_BUCKETS, dpm_host_events, buckets, DPM_CLASSES),
};
static const struct_schema host_shape = SHAPE(dpm_host_events, host_fields);

static const field timeline_fields[] = {
    MEMBER(FIELD_TIME, dpm_timeline, first),
    MEMBER(FIELD_U64, dpm_timeline, width),
    MEMBER(FIELD_BUCKET_COUNT, dpm_timeline, bucket_count),
    LIMITED(FIELD_BUCKETS, dpm_timeline, classes, DPM_CLASSES),
    LIST(dpm_timeline, hosts, host_count, &host_shape),
    LIST(dpm_timeline, gaps, gap_count, &gap_shape),
    LIST(dpm_timeline, tasks, task_count, &task_shape),
    MEMBER(FIELD_U64, dpm_timeline, tasks_seen),
};
static const struct_schema timeline_shape = SHAPE(dpm_timeline, timeline_fields);

static const field source_fields[] = {
    MEMBER(FIELD_SPAN, dpm_source_info, path),
    MEMBER(FIELD_SPAN, dpm_source_info, host),
    MEMBER(FIELD_SPAN, dpm_source_info, process),
    MEMBER(FIELD_SPAN, dpm_source_info, encoding),
    MEMBER(FIELD_U64, dpm_source_info, bytes),
    MEMBER(FIELD_U64, dpm_source_info, records),
    MEMBER(FIELD_U64, dpm_source_info, duplicate_records),
    MEMBER(FIELD_U64, dpm_source_info, continuation_lines),
    MEMBER(FIELD_U64, dpm_source_info, unparsed_lines),
    MEMBER(FIELD_TIME, dpm_source_info, first),
    MEMBER(FIELD_TIME, dpm_source_info, last),
    MEMBER(FIELD_SPAN, dpm_source_info, year_basis),
    LIMITED(FIELD_ENUM, dpm_source_info, status, DPM_READ_STATUS_PARTIAL + 1),
    MEMBER(FIELD_SPAN, dpm_source_info, reason),
};
static const struct_schema source_shape = SHAPE(dpm_source_info, source_fields);

static const field skipped_fields[] = {
    MEMBER(FIELD_SPAN, dpm_skipped, path),
    MEMBER(FIELD_SPAN, dpm_skipped, reason),
};
static const struct_schema skipped_shape = SHAPE(dpm_skipped, skipped_fields);

static const field facts_fields[] = {
    NESTED(dpm_report_data, timeline, &timeline_shape),
    MEMBER(FIELD_SPAN, dpm_report_data, rules_hash),
    MEMBER(FIELD_TIME, dpm_report_data, first),
    MEMBER(FIELD_TIME, dpm_report_data, last),
    MEMBER(FIELD_SPAN, dpm_report_data, year_basis),
    MEMBER(FIELD_BOOL, dpm_report_data, complete),
    MEMBER(FIELD_BOOL, dpm_report_data, interrupted),
    MEMBER(FIELD_U64, dpm_report_data, bytes),
    MEMBER(FIELD_U64, dpm_report_data, records),
    MEMBER(FIELD_U64, dpm_report_data, continuation_lines),
    MEMBER(FIELD_U64, dpm_report_data, unparsed_lines),
    MEMBER(FIELD_U64, dpm_report_data, duplicate_records),
    LIST(dpm_report_data, sources, source_count, &source_shape),
    LIST(dpm_report_data, skipped, skipped_count, &skipped_shape),
    LIST(dpm_report_data, remarks, remark_count, &span_shape),
    LIMITED(FIELD_NUMBERS, dpm_report_data, levels, DPM_LEVELS),
    LIMITED(FIELD_NUMBERS, dpm_report_data, events, DPM_CLASSES),
    MEMBER(FIELD_U64, dpm_report_data, incidents),
    MEMBER(FIELD_U64, dpm_report_data, noise_records),
    MEMBER(FIELD_U64, dpm_report_data, outside_records),
    MEMBER(FIELD_U64, dpm_report_data, tasks_succeeded),
    LIST(dpm_report_data, causes, cause_count, &cause_shape),
    LIST(dpm_report_data, crashes, crash_count, &crash_shape),
    LIST(dpm_report_data, instances, instance_count, &instance_shape),
    LIST(dpm_report_data, codes, code_count, &code_shape),
    LIST(dpm_report_data, unknown, unknown_count, &unknown_shape),
    LIST(dpm_report_data, noise, noise_count, &noise_shape),
    LIST(dpm_report_data, absences, absence_count, &absence_shape),
    LIST(dpm_report_data, not_found, not_found_count, &checked_shape),
    MEMBER(FIELD_BOOL, dpm_report_data, no_engine_log),
    MEMBER(FIELD_BOOL, dpm_report_data, no_agent_log),
    LIST(dpm_report_data, unheard_hosts, unheard_count, &span_shape),
    LIST(dpm_report_data, overrides, override_count, &override_shape),
    MEMBER(FIELD_U64, dpm_report_data, suppressed_incidents),
};
const struct_schema report_schema = SHAPE(dpm_report_data, facts_fields);

/* FNV-1a over kinds and limits: where a member lies in memory is not in a summary. */
uint32_t schema_mark(const struct_schema *s)
{
    uint32_t mark = 2166136261u;
    for (size_t i = 0; i < s->field_count; i++) {
        const field *const f = &s->fields[i];
        const uint32_t inner = f->inner ? schema_mark(f->inner) : 0;
        mark = (mark ^ (uint32_t)f->kind) * 16777619u;
        mark = (mark ^ (uint32_t)f->limit) * 16777619u;
        mark = (mark ^ inner) * 16777619u;
    }
    return mark;
}
