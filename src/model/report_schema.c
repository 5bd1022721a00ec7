/* The tables, one for each struct of a report. The timeline is first, because the length of all counts over time is in it. */
#include "model/report_schema.h"

#include <stddef.h>

_Static_assert(sizeof(dpm_class) == sizeof(unsigned), "enumerations are kept as unsigned");

/* Which writers show a member as it is. What they make of others, they write by hand. */
enum { NOWHERE = 0, JSON = SHOWN_JSON, CSV = SHOWN_CSV, SQL = SHOWN_SQL };

#define ROW(type, member, ...)                                                                                                   \
    {                                                                                                                            \
        .name = #member, .offset = offsetof(type, member), __VA_ARGS__                                                           \
    }
#define MEMBER(kind_, type, member, shown_) ROW(type, member, .kind = (kind_), .key = #member, .shown = (shown_))
#define LIMITED(kind_, type, member, limit_) ROW(type, member, .kind = (kind_), .key = #member, .limit = (limit_))
#define WORD(type, member, key_, limit_, word_, shown_)                                                                          \
    ROW(type, member, .kind = FIELD_ENUM, .key = (key_), .limit = (limit_), .word = (word_), .shown = (shown_))
#define TEXT(type, member, text_, shown_)                                                                                        \
    ROW(type, member, .kind = FIELD_SPAN, .key = #member, .text = (text_), .shown = (shown_))
#define TEXTS(type, member, count_, text_, shown_)                                                                               \
    ROW(type, member, .kind = FIELD_ROWS, .key = #member, .count = offsetof(type, count_), .text = (text_),                      \
        .inner = &span_schema, .shown = (shown_))
#define NESTED(type, member, inner_, shown_)                                                                                     \
    ROW(type, member, .kind = FIELD_NESTED, .key = #member, .inner = (inner_), .shown = (shown_))
#define LIST(type, member, count_, inner_, shown_)                                                                               \
    ROW(type, member, .kind = FIELD_LIST, .key = #member, .count = offsetof(type, count_), .inner = (inner_), .shown = (shown_))
#define ROWS(type, member, count_, inner_, shown_)                                                                               \
    ROW(type, member, .kind = FIELD_ROWS, .key = #member, .count = offsetof(type, count_), .inner = (inner_), .shown = (shown_))
#define SCHEMA(type, fields)                                                                                                     \
    {                                                                                                                            \
#type, sizeof(type), fields, sizeof(fields) / sizeof *(fields)                                                           \
    }

/* The words of an enumeration by its value. */
#define WORDS_OF(name, type, function)                                                                                           \
    static const char *name(unsigned value)                                                                                      \
    {                                                                                                                            \
        return function((type)value);                                                                                            \
    }
WORDS_OF(level_word, dpm_level, dpm_level_name)
WORDS_OF(class_word, dpm_class, dpm_class_name)
WORDS_OF(strength_word, dpm_strength, dpm_strength_name)
WORDS_OF(absence_word, dpm_absence_kind, dpm_absence_name)
WORDS_OF(end_word, dpm_task_end, dpm_task_end_name)
WORDS_OF(basis_word, dpm_year_basis, dpm_year_basis_name)
WORDS_OF(job_word, dpm_job_kind, dpm_job_kind_name)
WORDS_OF(change_word, dpm_change, dpm_change_name)
WORDS_OF(kind_word, dpm_entry_kind, dpm_entry_kind_name)
WORDS_OF(status_word, dpm_read_status, dpm_read_status_name)

/* A span by itself, in lists of texts: the list says what the texts are. */
static const field span_fields[] = {{.kind = FIELD_SPAN, .text = TEXT_PUBLIC, .name = "", .key = ""}};
const struct_schema span_schema = SCHEMA(dpm_span, span_fields);

static const field evidence_fields[] = {
    TEXT(dpm_evidence, path, TEXT_PATH, JSON),
    MEMBER(FIELD_U64, dpm_evidence, line, JSON | SQL),
    MEMBER(FIELD_U64, dpm_evidence, offset, JSON | SQL),
    MEMBER(FIELD_TIME, dpm_evidence, time, JSON | SQL),
    TEXT(dpm_evidence, host, TEXT_HOST, SQL),
    TEXT(dpm_evidence, process, TEXT_LOG, SQL),
    TEXT(dpm_evidence, pid, TEXT_HEX, JSON | SQL),
    TEXT(dpm_evidence, tid, TEXT_HEX, JSON | SQL),
    TEXT(dpm_evidence, task, TEXT_TASK, JSON | SQL),
    WORD(dpm_evidence, level, "level", DPM_LEVELS, level_word, JSON | SQL),
    TEXT(dpm_evidence, source, TEXT_LOG, JSON | SQL),
    TEXT(dpm_evidence, text, TEXT_LOG, JSON),
    MEMBER(FIELD_BOOL, dpm_evidence, text_cut, NOWHERE),
    TEXT(dpm_evidence, rule, TEXT_PUBLIC, NOWHERE),
    MEMBER(FIELD_U32, dpm_evidence, code, NOWHERE),
    MEMBER(FIELD_U32, dpm_evidence, dpm_id, NOWHERE),
    MEMBER(FIELD_BOOL, dpm_evidence, numbered, NOWHERE),
    TEXT(dpm_evidence, before, TEXT_LOG, NOWHERE),
    TEXT(dpm_evidence, after, TEXT_LOG, NOWHERE),
};
const struct_schema evidence_schema = SCHEMA(dpm_evidence, evidence_fields);

static const field fix_fields[] = {
    TEXT(dpm_fix, summary, TEXT_LOG, JSON),
    TEXTS(dpm_fix, steps, step_count, TEXT_LOG, JSON),
    TEXT(dpm_fix, kb, TEXT_PUBLIC, JSON),
    TEXT(dpm_fix, url, TEXT_PUBLIC, JSON),
};
static const struct_schema fix_schema = SCHEMA(dpm_fix, fix_fields);

static const field cell_fields[] = {
    MEMBER(FIELD_U32, dpm_cell, host, NOWHERE),
    MEMBER(FIELD_U32, dpm_cell, bucket, NOWHERE),
    MEMBER(FIELD_U64, dpm_cell, incidents, NOWHERE),
};
static const struct_schema cell_schema = SCHEMA(dpm_cell, cell_fields);

static const field term_fields[] = {
    TEXT(dpm_score_term, name, TEXT_PUBLIC, NOWHERE),
    MEMBER(FIELD_DOUBLE, dpm_score_term, points, NOWHERE),
    TEXT(dpm_score_term, reason, TEXT_LOG, NOWHERE),
};
static const struct_schema term_schema = SCHEMA(dpm_score_term, term_fields);

static const field code_fields[] = {
    LIMITED(FIELD_ENUM, dpm_code, kind, DPM_CODE_KIND_EXCEPTION + 1),
    MEMBER(FIELD_U32, dpm_code, value, NOWHERE),
    MEMBER(FIELD_BOOL, dpm_code, known, NOWHERE),
    LIMITED(FIELD_ENUM, dpm_code, statement, DPM_STATEMENT_SUCCESS + 1),
    TEXT(dpm_code, name, TEXT_PUBLIC, NOWHERE),
    TEXT(dpm_code, meaning, TEXT_PUBLIC, NOWHERE),
    TEXT(dpm_code, class_name, TEXT_PUBLIC, NOWHERE),
    TEXT(dpm_code, action, TEXT_PUBLIC, NOWHERE),
};
static const struct_schema code_schema = SCHEMA(dpm_code, code_fields);

static const field stated_fields[] = {
    NESTED(dpm_stated, what, &code_schema, NOWHERE), NESTED(dpm_stated, detail, &code_schema, NOWHERE),
    MEMBER(FIELD_U64, dpm_stated, incidents, JSON),  MEMBER(FIELD_TIME, dpm_stated, first, JSON),
    MEMBER(FIELD_TIME, dpm_stated, last, JSON),
};
static const struct_schema stated_schema = SCHEMA(dpm_stated, stated_fields);

static const field cause_fields[] = {
    MEMBER(FIELD_SIZE, dpm_cause, rank, JSON | CSV),
    TEXT(dpm_cause, id, TEXT_PUBLIC, JSON | CSV),
    WORD(dpm_cause, cls, "class", DPM_CLASSES, class_word, JSON | CSV | SQL),
    TEXT(dpm_cause, title, TEXT_LOG, JSON | CSV | SQL),
    MEMBER(FIELD_DOUBLE, dpm_cause, score, JSON | CSV | SQL),
    WORD(dpm_cause, confidence, "confidence", DPM_STRENGTH_STRONG + 1, strength_word, JSON | CSV | SQL),
    MEMBER(FIELD_U64, dpm_cause, incidents, JSON | CSV | SQL),
    MEMBER(FIELD_U64, dpm_cause, events, JSON | CSV | SQL),
    MEMBER(FIELD_U64, dpm_cause, tasks, JSON | CSV | SQL),
    MEMBER(FIELD_U64, dpm_cause, shared, JSON),
    TEXTS(dpm_cause, hosts, host_count, TEXT_HOST, JSON | CSV),
    MEMBER(FIELD_TIME, dpm_cause, first, JSON | CSV | SQL),
    MEMBER(FIELD_TIME, dpm_cause, last, JSON | CSV | SQL),
    TEXT(dpm_cause, explanation, TEXT_LOG, JSON | CSV | SQL),
    TEXTS(dpm_cause, counter_evidence, counter_count, TEXT_LOG, JSON),
    LIST(dpm_cause, evidence, evidence_count, &evidence_schema, JSON),
    NESTED(dpm_cause, fix, &fix_schema, JSON),
    ROWS(dpm_cause, terms, term_count, &term_schema, NOWHERE),
    TEXTS(dpm_cause, rivals, rival_count, TEXT_LOG, NOWHERE),
    ROWS(dpm_cause, cells, cell_count, &cell_schema, NOWHERE),
    LIST(dpm_cause, stated, stated_count, &stated_schema, JSON),
};
const struct_schema cause_schema = SCHEMA(dpm_cause, cause_fields);

static const field crash_fields[] = {
    NESTED(dpm_crash, record, &evidence_schema, NOWHERE),
    TEXT(dpm_crash, exception, TEXT_LOG, JSON),
    TEXT(dpm_crash, message, TEXT_LOG, JSON),
    MEMBER(FIELD_BOOL, dpm_crash, has_before_task, NOWHERE),
    MEMBER(FIELD_BOOL, dpm_crash, has_before_thread, NOWHERE),
    NESTED(dpm_crash, before_task, &evidence_schema, NOWHERE),
    NESTED(dpm_crash, before_thread, &evidence_schema, NOWHERE),
};
static const struct_schema crash_schema = SCHEMA(dpm_crash, crash_fields);

static const field code_count_fields[] = {
    NESTED(dpm_code_count, code, &code_schema, NOWHERE),
    MEMBER(FIELD_U64, dpm_code_count, events, JSON),
    LIMITED(FIELD_BUCKETS, dpm_code_count, buckets, 1),
};
static const struct_schema code_count_schema = SCHEMA(dpm_code_count, code_count_fields);

static const field unknown_fields[] = {
    TEXT(dpm_unknown, signature, TEXT_LOG, JSON),
    MEMBER(FIELD_U64, dpm_unknown, count, JSON),
    TEXT(dpm_unknown, source, TEXT_LOG, JSON),
    TEXT(dpm_unknown, sample, TEXT_LOG, JSON),
    WORD(dpm_unknown, level, "level", DPM_LEVELS, level_word, JSON),
    TEXT(dpm_unknown, process, TEXT_LOG, NOWHERE),
    TEXT(dpm_unknown, masked, TEXT_LOG, NOWHERE),
    MEMBER(FIELD_U32, dpm_unknown, code, NOWHERE),
    LIMITED(FIELD_BUCKETS, dpm_unknown, buckets, 1),
};
static const struct_schema unknown_schema = SCHEMA(dpm_unknown, unknown_fields);

static const field noise_fields[] = {
    TEXT(dpm_noise_count, id, TEXT_PUBLIC, JSON),
    TEXT(dpm_noise_count, reason, TEXT_PUBLIC, JSON),
    MEMBER(FIELD_U64, dpm_noise_count, records, JSON),
    LIMITED(FIELD_BUCKETS, dpm_noise_count, buckets, 1),
};
static const struct_schema noise_schema = SCHEMA(dpm_noise_count, noise_fields);

static const field absence_fields[] = {
    WORD(dpm_absence, kind, "kind", DPM_ABSENCE_KINDS, absence_word, JSON),
    TEXT(dpm_absence, task, TEXT_TASK, JSON),
    TEXT(dpm_absence, host, TEXT_HOST, JSON),
    TEXT(dpm_absence, process, TEXT_LOG, JSON),
    TEXT(dpm_absence, pid, TEXT_HEX, JSON),
    MEMBER(FIELD_TIME, dpm_absence, from, JSON),
    MEMBER(FIELD_TIME, dpm_absence, until, JSON),
    MEMBER(FIELD_BOOL, dpm_absence, forever, NOWHERE),
    TEXT(dpm_absence, function, TEXT_LOG, JSON),
    NESTED(dpm_absence, last, &evidence_schema, JSON),
};
static const struct_schema absence_schema = SCHEMA(dpm_absence, absence_fields);

static const field checked_fields[] = {
    TEXT(dpm_checked, id, TEXT_PUBLIC, JSON),
    TEXT(dpm_checked, what, TEXT_PUBLIC, JSON),
};
static const struct_schema checked_schema = SCHEMA(dpm_checked, checked_fields);

static const field override_fields[] = {
    TEXT(dpm_override, kind, TEXT_PUBLIC, JSON),         TEXT(dpm_override, id, TEXT_PUBLIC, JSON),
    MEMBER(FIELD_BOOL, dpm_override, disabled, JSON),    MEMBER(FIELD_BOOL, dpm_override, class_changed, NOWHERE),
    LIMITED(FIELD_ENUM, dpm_override, cls, DPM_CLASSES), MEMBER(FIELD_TIME, dpm_override, until, JSON),
    MEMBER(FIELD_BOOL, dpm_override, expired, JSON),     MEMBER(FIELD_U64, dpm_override, incidents, JSON),
    MEMBER(FIELD_U64, dpm_override, records, JSON),      TEXT(dpm_override, reason, TEXT_LOG, JSON),
    TEXT(dpm_override, file, TEXT_PATH, JSON),           MEMBER(FIELD_SIZE, dpm_override, line, JSON),
};
static const struct_schema override_schema = SCHEMA(dpm_override, override_fields);

static const field instance_fields[] = {
    TEXT(dpm_instance, host, TEXT_HOST, NOWHERE),
    TEXT(dpm_instance, process, TEXT_LOG, NOWHERE),
    MEMBER(FIELD_U32, dpm_instance, pid, NOWHERE),
    MEMBER(FIELD_TIME, dpm_instance, first, NOWHERE),
    MEMBER(FIELD_TIME, dpm_instance, last, NOWHERE),
    MEMBER(FIELD_U64, dpm_instance, records, NOWHERE),
    LIMITED(FIELD_ENUM, dpm_instance, ending, DPM_ENDING_RESTARTED + 1),
};
static const struct_schema instance_schema = SCHEMA(dpm_instance, instance_fields);

static const field gap_fields[] = {
    TEXT(dpm_gap, host, TEXT_HOST, NOWHERE),
    TEXT(dpm_gap, process, TEXT_LOG, NOWHERE),
    MEMBER(FIELD_TIME, dpm_gap, from, NOWHERE),
    MEMBER(FIELD_TIME, dpm_gap, to, NOWHERE),
};
static const struct_schema gap_schema = SCHEMA(dpm_gap, gap_fields);

static const field mark_fields[] = {
    MEMBER(FIELD_TIME, dpm_task_mark, time, NOWHERE),
    LIMITED(FIELD_ENUM, dpm_task_mark, phase, DPM_PHASE_SUCCEEDED + 1),
};
static const struct_schema mark_schema = SCHEMA(dpm_task_mark, mark_fields);

static const field task_fields[] = {
    TEXT(dpm_task, id, TEXT_TASK, NOWHERE),
    TEXT(dpm_task, host, TEXT_HOST, SQL),
    WORD(dpm_task, end, "end", DPM_TASK_END_UNKNOWN + 1, end_word, SQL),
    MEMBER(FIELD_U64, dpm_task, events, SQL),
    MEMBER(FIELD_U64, dpm_task, failures, SQL),
    TEXT(dpm_task, rule, TEXT_PUBLIC, SQL),
    MEMBER(FIELD_U32, dpm_task, code, NOWHERE),
    ROWS(dpm_task, marks, mark_count, &mark_schema, NOWHERE),
    MEMBER(FIELD_TIME, dpm_task, stall_from, NOWHERE),
    MEMBER(FIELD_TIME, dpm_task, stall_to, NOWHERE),
};
const struct_schema task_schema = SCHEMA(dpm_task, task_fields);

static const field host_fields[] = {
    TEXT(dpm_host_events, host, TEXT_HOST, NOWHERE),
    LIMITED(FIELD_BUCKETS, dpm_host_events, buckets, DPM_CLASSES),
};
static const struct_schema host_schema = SCHEMA(dpm_host_events, host_fields);

static const field timeline_fields[] = {
    MEMBER(FIELD_TIME, dpm_timeline, first, NOWHERE),
    MEMBER(FIELD_U64, dpm_timeline, width, NOWHERE),
    MEMBER(FIELD_BUCKET_COUNT, dpm_timeline, bucket_count, NOWHERE),
    LIMITED(FIELD_BUCKETS, dpm_timeline, classes, DPM_CLASSES),
    LIST(dpm_timeline, hosts, host_count, &host_schema, NOWHERE),
    LIST(dpm_timeline, gaps, gap_count, &gap_schema, NOWHERE),
    LIST(dpm_timeline, tasks, task_count, &task_schema, NOWHERE),
    MEMBER(FIELD_U64, dpm_timeline, tasks_seen, NOWHERE),
};
static const struct_schema timeline_schema = SCHEMA(dpm_timeline, timeline_fields);

static const field source_fields[] = {
    TEXT(dpm_source_info, path, TEXT_PATH, JSON),
    TEXT(dpm_source_info, host, TEXT_HOST, JSON | SQL),
    TEXT(dpm_source_info, process, TEXT_LOG, JSON | SQL),
    TEXT(dpm_source_info, encoding, TEXT_PUBLIC, JSON | SQL),
    MEMBER(FIELD_U64, dpm_source_info, bytes, JSON | SQL),
    MEMBER(FIELD_U64, dpm_source_info, records, JSON | SQL),
    MEMBER(FIELD_U64, dpm_source_info, duplicate_records, SQL),
    MEMBER(FIELD_U64, dpm_source_info, continuation_lines, SQL),
    MEMBER(FIELD_U64, dpm_source_info, unparsed_lines, JSON | SQL),
    MEMBER(FIELD_TIME, dpm_source_info, first, JSON | SQL),
    MEMBER(FIELD_TIME, dpm_source_info, last, JSON | SQL),
    WORD(dpm_source_info, year_basis, "year_basis", DPM_YEAR_BASIS_CLOCK + 1, basis_word, SQL),
    WORD(dpm_source_info, status, "status", DPM_READ_STATUS_PARTIAL + 1, status_word, JSON | SQL),
    TEXT(dpm_source_info, reason, TEXT_LOG, JSON | SQL),
};
const struct_schema source_schema = SCHEMA(dpm_source_info, source_fields);

static const field skipped_fields[] = {
    TEXT(dpm_skipped, path, TEXT_PATH, JSON),
    TEXT(dpm_skipped, reason, TEXT_LOG, JSON),
};
const struct_schema skipped_schema = SCHEMA(dpm_skipped, skipped_fields);

static const field passed_fields[] = {
    WORD(dpm_passed, kind, "kind", DPM_ENTRY_KINDS, kind_word, JSON | SQL),
    MEMBER(FIELD_U64, dpm_passed, files, JSON | SQL),
};
static const struct_schema passed_schema = SCHEMA(dpm_passed, passed_fields);

static const field incident_fields[] = {
    MEMBER(FIELD_SIZE, dpm_incident, id, JSON | CSV | SQL),
    MEMBER(FIELD_TIME, dpm_incident, first, JSON | CSV | SQL),
    MEMBER(FIELD_TIME, dpm_incident, last, JSON | CSV | SQL),
    TEXT(dpm_incident, server, TEXT_HOST, JSON | CSV | SQL),
    TEXT(dpm_incident, peer, TEXT_HOST, JSON | CSV | SQL),
    TEXT(dpm_incident, datasource, TEXT_LOG, JSON | CSV | SQL),
    WORD(dpm_incident, kind, "kind", DPM_JOB_KINDS, job_word, JSON | CSV | SQL),
    TEXT(dpm_incident, task, TEXT_TASK, JSON | CSV | SQL),
    MEMBER(FIELD_U32, dpm_incident, dpm_id, NOWHERE),
    MEMBER(FIELD_U32, dpm_incident, code, NOWHERE),
    TEXT(dpm_incident, cause, TEXT_PUBLIC, JSON | CSV | SQL),
    WORD(dpm_incident, cls, "class", DPM_CLASSES, class_word, JSON | CSV | SQL),
    WORD(dpm_incident, strength, "strength", DPM_STRENGTH_STRONG + 1, strength_word, JSON | CSV | SQL),
    WORD(dpm_incident, outcome, "outcome", DPM_TASK_END_UNKNOWN + 1, end_word, JSON | CSV | SQL),
    MEMBER(FIELD_U64, dpm_incident, incidents, JSON | CSV | SQL),
    MEMBER(FIELD_U64, dpm_incident, events, JSON | CSV | SQL),
    MEMBER(FIELD_U64, dpm_incident, attempts, JSON | CSV | SQL),
    LIST(dpm_incident, evidence, evidence_count, &evidence_schema, JSON),
};
const struct_schema incident_schema = SCHEMA(dpm_incident, incident_fields);

static const field datasource_fields[] = {
    TEXT(dpm_datasource, server, TEXT_HOST, JSON | SQL),          TEXT(dpm_datasource, name, TEXT_LOG, JSON | SQL),
    MEMBER(FIELD_TIME, dpm_datasource, last_success, JSON | SQL), MEMBER(FIELD_TIME, dpm_datasource, last_failure, JSON | SQL),
    MEMBER(FIELD_U64, dpm_datasource, successes, JSON | SQL),     MEMBER(FIELD_U64, dpm_datasource, failures, JSON | SQL),
};
const struct_schema datasource_schema = SCHEMA(dpm_datasource, datasource_fields);

static const field change_fields[] = {
    TEXT(dpm_change_row, server, TEXT_HOST, JSON),
    TEXT(dpm_change_row, cause, TEXT_PUBLIC, JSON),
    WORD(dpm_change_row, change, "change", DPM_CHANGES, change_word, JSON),
    MEMBER(FIELD_U64, dpm_change_row, before, JSON),
    MEMBER(FIELD_U64, dpm_change_row, after, JSON),
};
static const struct_schema change_schema = SCHEMA(dpm_change_row, change_fields);

static const field comparison_fields[] = {
    TEXT(dpm_comparison, name, TEXT_PATH, JSON),
    MEMBER(FIELD_TIME, dpm_comparison, first, JSON),
    MEMBER(FIELD_TIME, dpm_comparison, last, JSON),
    MEMBER(FIELD_BOOL, dpm_comparison, complete, JSON),
    MEMBER(FIELD_U64, dpm_comparison, incidents, JSON),
    ROW(dpm_comparison, rows, .kind = FIELD_LIST, .key = "changes", .count = offsetof(dpm_comparison, row_count),
        .inner = &change_schema, .shown = JSON),
};
const struct_schema comparison_schema = SCHEMA(dpm_comparison, comparison_fields);

static const field report_fields[] = {
    NESTED(dpm_report_data, timeline, &timeline_schema, NOWHERE),
    TEXT(dpm_report_data, rules_hash, TEXT_PUBLIC, NOWHERE),
    MEMBER(FIELD_TIME, dpm_report_data, first, NOWHERE),
    MEMBER(FIELD_TIME, dpm_report_data, last, NOWHERE),
    LIMITED(FIELD_ENUM, dpm_report_data, year_basis, DPM_YEAR_BASIS_CLOCK + 1),
    MEMBER(FIELD_BOOL, dpm_report_data, complete, JSON),
    MEMBER(FIELD_BOOL, dpm_report_data, interrupted, NOWHERE),
    MEMBER(FIELD_U64, dpm_report_data, bytes, JSON),
    MEMBER(FIELD_U64, dpm_report_data, records, JSON),
    MEMBER(FIELD_U64, dpm_report_data, continuation_lines, JSON),
    MEMBER(FIELD_U64, dpm_report_data, unparsed_lines, JSON),
    MEMBER(FIELD_U64, dpm_report_data, duplicate_records, JSON),
    LIST(dpm_report_data, sources, source_count, &source_schema, JSON),
    LIST(dpm_report_data, skipped, skipped_count, &skipped_schema, NOWHERE),
    LIST(dpm_report_data, passed, passed_count, &passed_schema, JSON),
    TEXTS(dpm_report_data, remarks, remark_count, TEXT_LOG, NOWHERE),
    LIMITED(FIELD_NUMBERS, dpm_report_data, levels, DPM_LEVELS),
    LIMITED(FIELD_NUMBERS, dpm_report_data, untaken, DPM_LEVELS),
    MEMBER(FIELD_BOOL, dpm_report_data, too_little, NOWHERE),
    LIMITED(FIELD_NUMBERS, dpm_report_data, events, DPM_CLASSES),
    MEMBER(FIELD_U64, dpm_report_data, incidents, JSON),
    MEMBER(FIELD_U64, dpm_report_data, noise_records, NOWHERE),
    MEMBER(FIELD_U64, dpm_report_data, outside_records, NOWHERE),
    MEMBER(FIELD_U64, dpm_report_data, tasks_succeeded, NOWHERE),
    LIST(dpm_report_data, causes, cause_count, &cause_schema, JSON),
    LIST(dpm_report_data, crashes, crash_count, &crash_schema, JSON),
    LIST(dpm_report_data, instances, instance_count, &instance_schema, NOWHERE),
    LIST(dpm_report_data, codes, code_count, &code_count_schema, JSON),
    LIST(dpm_report_data, unknown, unknown_count, &unknown_schema, JSON),
    LIST(dpm_report_data, noise, noise_count, &noise_schema, JSON),
    LIST(dpm_report_data, absences, absence_count, &absence_schema, JSON),
    LIST(dpm_report_data, not_found, not_found_count, &checked_schema, JSON),
    MEMBER(FIELD_BOOL, dpm_report_data, no_engine_log, NOWHERE),
    MEMBER(FIELD_BOOL, dpm_report_data, no_agent_log, NOWHERE),
    TEXTS(dpm_report_data, unheard_hosts, unheard_count, TEXT_HOST, NOWHERE),
    LIST(dpm_report_data, overrides, override_count, &override_schema, JSON),
    MEMBER(FIELD_U64, dpm_report_data, suppressed_incidents, NOWHERE),
    LIST(dpm_report_data, incident_list, incident_list_count, &incident_schema, JSON),
    LIST(dpm_report_data, datasources, datasource_count, &datasource_schema, JSON),
    NESTED(dpm_report_data, baseline, &comparison_schema, NOWHERE),
};
const struct_schema report_schema = SCHEMA(dpm_report_data, report_fields);
