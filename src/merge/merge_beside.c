/* What stands beside the causes. What one part did not find or see another one may have: only what holds for all parts that hold
 * records holds for the whole. */
#include "merge/merge.h"

#include "base/limits.h"
#include "base/text.h"

#include <stdlib.h>

/* ---- absences ---- */

static int absence_by_time(const void *a, const void *b)
{
    const dpm_absence *const x = a, *const y = b;
    if (x->from != y->from) {
        return x->from < y->from ? -1 : 1;
    }
    const int task = span_cmp(x->task, y->task), path = span_cmp(x->last.path, y->last.path);
    return task ? task : path ? path : (x->last.line > y->last.line) - (x->last.line < y->last.line);
}

static dpm_status merge_absences(const merge_input *in, dpm_report_data *out)
{
    size_t most = 0, count = 0;
    MERGE_SUM(in, absence_count, most);
    dpm_absence *const list = ARENA_ARRAY(in->memory, most + 1, dpm_absence);
    if (!list) {
        return DPM_ENOMEM;
    }
    for (size_t i = 0; i < in->count; i++) {
        for (size_t k = 0; k < in->parts[i]->absence_count; k++) {
            list[count++] = in->parts[i]->absences[k];
        }
    }
    qsort(list, count, sizeof *list, absence_by_time);
    out->absences = list;
    out->absence_count = count < ABSENCE_MAX ? count : ABSENCE_MAX;
    return DPM_OK;
}

/* ---- what was not found ---- */

static bool not_found_in(const dpm_report_data *part, dpm_span id)
{
    for (size_t i = 0; i < part->not_found_count; i++) {
        if (span_eq(part->not_found[i].id, id)) {
            return true;
        }
    }
    return part->records == 0; /* nothing was looked at there */
}

static dpm_status merge_not_found(const merge_input *in, dpm_report_data *out)
{
    size_t most = 0, first = 0;
    MERGE_SUM(in, not_found_count, most);
    dpm_checked *const list = ARENA_ARRAY(in->memory, most + 1, dpm_checked);
    if (!list) {
        return DPM_ENOMEM;
    }
    while (first < in->count && in->parts[first]->records == 0) {
        first++;
    }
    for (size_t k = 0; first < in->count && k < in->parts[first]->not_found_count; k++) {
        bool everywhere = true;
        for (size_t i = first + 1; i < in->count && everywhere; i++) {
            everywhere = not_found_in(in->parts[i], in->parts[first]->not_found[k].id);
        }
        if (everywhere) {
            list[out->not_found_count++] = in->parts[first]->not_found[k];
        }
    }
    out->not_found = list;
    return DPM_OK;
}

/* ---- what was not there ---- */

/* Some part has a log of it; hosts of logs may bear their domain. */
static bool heard(const dpm_report_data *out, dpm_span host)
{
    for (size_t i = 0; i < out->source_count; i++) {
        if (span_ieq(out->sources[i].host, host) || span_ieq(span_cut(out->sources[i].host, '.').head, host)) {
            return true;
        }
    }
    return false;
}

static dpm_status merge_unheard(const merge_input *in, dpm_report_data *out)
{
    size_t most = 0, count = 0, left = 0;
    MERGE_SUM(in, unheard_count, most);
    dpm_span *const list = ARENA_ARRAY(in->memory, most + 1, dpm_span);
    if (!list) {
        return DPM_ENOMEM;
    }
    for (size_t i = 0; i < in->count; i++) {
        for (size_t k = 0; k < in->parts[i]->unheard_count; k++) {
            list[count++] = in->parts[i]->unheard_hosts[k];
        }
    }
    qsort(list, count, sizeof *list, span_order);
    for (size_t i = 0; i < count; i++) {
        if ((!left || !span_eq(list[left - 1], list[i])) && !heard(out, list[i])) {
            list[left++] = list[i];
        }
    }
    out->unheard_hosts = list;
    out->unheard_count = left;
    return DPM_OK;
}

static void merge_sides(const merge_input *in, dpm_report_data *out)
{
    out->no_engine_log = out->no_agent_log = out->records > 0;
    for (size_t i = 0; i < in->count; i++) {
        const dpm_report_data *const f = in->parts[i];
        out->no_engine_log = out->no_engine_log && (f->no_engine_log || f->records == 0);
        out->no_agent_log = out->no_agent_log && (f->no_agent_log || f->records == 0);
    }
}

/* ---- overrides ---- */

static int override_by_place(const void *a, const void *b)
{
    const dpm_override *const x = a, *const y = b;
    int order = span_cmp(x->kind, y->kind);
    order = order ? order : span_cmp(x->id, y->id);
    order = order ? order : span_cmp(x->file, y->file);
    order = order ? order : (x->line > y->line) - (x->line < y->line);
    order = order ? order : (x->until > y->until) - (x->until < y->until);
    order = order ? order : x->disabled - y->disabled;
    return order ? order : span_cmp(x->reason, y->reason);
}

static dpm_status merge_overrides(const merge_input *in, dpm_report_data *out)
{
    size_t most = 0, count = 0, left = 0;
    MERGE_SUM(in, override_count, most);
    dpm_override *const list = ARENA_ARRAY(in->memory, most + 1, dpm_override);
    if (!list) {
        return DPM_ENOMEM;
    }
    for (size_t i = 0; i < in->count; i++) {
        for (size_t k = 0; k < in->parts[i]->override_count; k++) {
            list[count++] = in->parts[i]->overrides[k];
        }
    }
    qsort(list, count, sizeof *list, override_by_place);
    for (size_t i = 0; i < count; i++) {
        if (left && override_by_place(&list[left - 1], &list[i]) == 0) {
            list[left - 1].incidents += list[i].incidents;
            list[left - 1].records += list[i].records;
            list[left - 1].expired = list[left - 1].expired || list[i].expired;
        } else {
            list[left++] = list[i];
        }
    }
    out->overrides = list;
    out->override_count = left;
    return DPM_OK;
}

dpm_status merge_beside(const merge_input *in, dpm_report_data *out)
{
    merge_sides(in, out);
    TRY(merge_absences(in, out));
    TRY(merge_not_found(in, out));
    TRY(merge_unheard(in, out));
    return merge_overrides(in, out);
}
