/* What is listed: sources, what was skipped, remarks, crashes, process instances; each in an order of its own. */
#include "merge/merge.h"

#include "base/limits.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>

enum { REMARKS_OWN = 4 };

static int by_number(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int source_by_place(const void *a, const void *b)
{
    const dpm_source_info *const x = a, *const y = b;
    int order = span_cmp(x->host, y->host);
    order = order ? order : span_cmp(x->process, y->process);
    order = order ? order : by_number(x->first, y->first);
    order = order ? order : span_cmp(x->path, y->path);
    order = order ? order : (x->bytes > y->bytes) - (x->bytes < y->bytes);
    return order ? order : (x->records > y->records) - (x->records < y->records);
}

static dpm_status merge_sources(const merge_input *in, dpm_report_data *out)
{
    size_t most = 0, count = 0;
    MERGE_SUM(in, source_count, most);
    dpm_source_info *const list = ARENA_ARRAY(in->memory, most + 1, dpm_source_info);
    if (!list) {
        return DPM_ENOMEM;
    }
    for (size_t i = 0; i < in->count; i++) {
        for (size_t k = 0; k < in->parts[i]->source_count; k++) {
            list[count++] = in->parts[i]->sources[k];
        }
    }
    qsort(list, count, sizeof *list, source_by_place);
    out->sources = list;
    out->source_count = count;
    return DPM_OK;
}

static int skipped_by_path(const void *a, const void *b)
{
    const dpm_skipped *const x = a, *const y = b;
    const int order = span_cmp(x->path, y->path);
    return order ? order : span_cmp(x->reason, y->reason);
}

static dpm_status merge_skipped(const merge_input *in, dpm_report_data *out)
{
    size_t most = 0, count = 0;
    MERGE_SUM(in, skipped_count, most);
    dpm_skipped *const list = ARENA_ARRAY(in->memory, most + 1, dpm_skipped);
    if (!list) {
        return DPM_ENOMEM;
    }
    for (size_t i = 0; i < in->count; i++) {
        for (size_t k = 0; k < in->parts[i]->skipped_count; k++) {
            list[count++] = in->parts[i]->skipped[k];
        }
    }
    qsort(list, count, sizeof *list, skipped_by_path);
    out->skipped = list;
    out->skipped_count = count;
    return DPM_OK;
}

static int crash_by_time(const void *a, const void *b)
{
    const dpm_crash *const x = a, *const y = b;
    int order = by_number(x->record.time, y->record.time);
    order = order ? order : span_cmp(x->record.path, y->record.path);
    return order ? order : (x->record.line > y->record.line) - (x->record.line < y->record.line);
}

static dpm_status merge_crashes(const merge_input *in, dpm_report_data *out)
{
    size_t most = 0, count = 0;
    MERGE_SUM(in, crash_count, most);
    dpm_crash *const list = ARENA_ARRAY(in->memory, most + 1, dpm_crash);
    if (!list) {
        return DPM_ENOMEM;
    }
    for (size_t i = 0; i < in->count; i++) {
        for (size_t k = 0; k < in->parts[i]->crash_count; k++) {
            list[count++] = in->parts[i]->crashes[k];
        }
    }
    qsort(list, count, sizeof *list, crash_by_time);
    out->crashes = list;
    out->crash_count = count;
    return DPM_OK;
}

static int instance_by_place(const void *a, const void *b)
{
    const dpm_instance *const x = a, *const y = b;
    int order = span_cmp(x->host, y->host);
    order = order ? order : span_cmp(x->process, y->process);
    order = order ? order : by_number(x->first, y->first);
    order = order ? order : (x->pid > y->pid) - (x->pid < y->pid);
    return order ? order : by_number(x->last, y->last);
}

static dpm_status merge_instances(const merge_input *in, dpm_report_data *out)
{
    size_t most = 0, count = 0;
    MERGE_SUM(in, instance_count, most);
    dpm_instance *const list = ARENA_ARRAY(in->memory, most + 1, dpm_instance);
    if (!list) {
        return DPM_ENOMEM;
    }
    for (size_t i = 0; i < in->count; i++) {
        for (size_t k = 0; k < in->parts[i]->instance_count; k++) {
            list[count++] = in->parts[i]->instances[k];
        }
    }
    qsort(list, count, sizeof *list, instance_by_place);
    out->instances = list;
    out->instance_count = count;
    return DPM_OK;
}

/* ---- remarks ---- */

/* Logs that stand in more than one summary: the same place, size and times. What they hold is counted twice. */
static size_t repeated(const dpm_report_data *out)
{
    size_t count = 0;
    for (size_t i = 1; i < out->source_count; i++) {
        count += out->sources[i].records && source_by_place(&out->sources[i - 1], &out->sources[i]) == 0;
    }
    return count;
}

static bool same_rules(const merge_input *in)
{
    for (size_t i = 1; i < in->count; i++) {
        if (in->parts[i]->rules_hash.len && !span_eq(in->parts[0]->rules_hash, in->parts[i]->rules_hash)) {
            return false;
        }
    }
    return true;
}

static dpm_status add_remark(const merge_input *in, size_t count, const char *what, dpm_span *list, size_t *at)
{
    char text[128];
    if (!count) {
        return DPM_OK;
    }
    snprintf(text, sizeof text, "%zu %s", count, what);
    return arena_keep(in->memory, span_str(text), &list[(*at)++]) ? DPM_OK : DPM_ENOMEM;
}

static size_t shorten(size_t *count, size_t most)
{
    const size_t over = *count > most ? *count - most : 0;
    *count -= over;
    return over;
}

static dpm_status merge_remarks(const merge_input *in, dpm_report_data *out)
{
    size_t most = 0, count = 0, left = 0;
    MERGE_SUM(in, remark_count, most);
    dpm_span *const list = ARENA_ARRAY(in->memory, most + REMARKS_OWN, dpm_span);
    if (!list) {
        return DPM_ENOMEM;
    }
    for (size_t i = 0; i < in->count; i++) {
        for (size_t k = 0; k < in->parts[i]->remark_count; k++) {
            list[count++] = in->parts[i]->remarks[k];
        }
    }
    qsort(list, count, sizeof *list, span_order);
    for (size_t i = 0; i < count; i++) {
        if (!left || !span_eq(list[left - 1], list[i])) {
            list[left++] = list[i];
        }
    }
    const size_t twice = repeated(out);
    out->complete = out->complete && !twice;
    TRY(add_remark(in, twice, "logs stand in more than one summary: what they hold is counted twice", list, &left));
    TRY(add_remark(in, same_rules(in) ? 0 : in->count, "summaries were made with rules that differ", list, &left));
    TRY(add_remark(in, shorten(&out->crash_count, CRASH_MAX), "crashes exceed what a report can hold: counted, but not listed",
                   list, &left));
    TRY(add_remark(in, shorten(&out->instance_count, INSTANCE_MAX),
                   "process instances are not listed: more than a report can hold", list, &left));
    out->remarks = list;
    out->remark_count = left;
    return DPM_OK;
}

dpm_status merge_lists(const merge_input *in, dpm_report_data *out)
{
    TRY(merge_sources(in, out));
    TRY(merge_skipped(in, out));
    TRY(merge_crashes(in, out));
    TRY(merge_instances(in, out));
    return merge_remarks(in, out);
}
