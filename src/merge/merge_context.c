/* What a merged report says of itself: remarks, what was looked for and not found, whose logs were missing. What one part did not
 * find or see another one may have: only what holds for all parts that hold records holds for the whole. */
#include "merge/merge.h"

#include "base/limits.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>

enum { REMARKS_OWN = 4 };

/* The texts of all parts, each once and in order, with room for `more`. `items` and `count` are offsets in dpm_report_data. */
static dpm_status gather_texts(const merge_input *in, size_t items, size_t count, size_t more, dpm_span **out, size_t *left)
{
    size_t most = more, at = 0;
    for (size_t i = 0; i < in->count; i++) {
        most += *(const size_t *)(const void *)((const char *)in->parts[i] + count);
    }
    dpm_span *const list = *out = ARENA_ARRAY(in->memory, most + 1, dpm_span);
    if (!list) {
        return DPM_ENOMEM;
    }
    for (size_t i = 0; i < in->count; i++) {
        const char *const part = (const char *)in->parts[i];
        const dpm_span *const texts = *(const dpm_span *const *)(const void *)(part + items);
        for (size_t k = 0; k < *(const size_t *)(const void *)(part + count); k++) {
            list[at++] = texts[k];
        }
    }
    *left = spans_unique(list, at);
    return DPM_OK;
}

/* ---- remarks ---- */

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
    dpm_span *list;
    size_t left;
    TRY(gather_texts(in, offsetof(dpm_report_data, remarks), offsetof(dpm_report_data, remark_count), REMARKS_OWN, &list, &left));
    const size_t twice = merge_repeated_sources(out);
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

/* ---- what was not found ---- */

static bool not_found_in(const dpm_report_data *part, dpm_span id)
{
    for (size_t i = 0; i < part->not_found_count; i++) {
        if (span_eq(part->not_found[i]->id, id)) {
            return true;
        }
    }
    return part->records == 0; /* nothing was looked at there */
}

static dpm_status merge_not_found(const merge_input *in, dpm_report_data *out)
{
    size_t first = 0;
    while (first < in->count && in->parts[first]->records == 0) {
        first++;
    }
    if (first == in->count) {
        return DPM_OK;
    }
    const dpm_report_data *const part = in->parts[first];
    const dpm_checked **const list = ARENA_ARRAY(in->memory, part->not_found_count + 1, const dpm_checked *);
    if (!list) {
        return DPM_ENOMEM;
    }
    for (size_t k = 0; k < part->not_found_count; k++) {
        bool everywhere = true;
        for (size_t i = first + 1; i < in->count && everywhere; i++) {
            everywhere = not_found_in(in->parts[i], part->not_found[k]->id);
        }
        if (everywhere) {
            list[out->not_found_count++] = part->not_found[k];
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
        const dpm_span known = out->sources[i]->host;
        if (span_ieq(known, host) || span_ieq(span_cut(known, '.').head, host)) {
            return true;
        }
    }
    return false;
}

static dpm_status merge_unheard(const merge_input *in, dpm_report_data *out)
{
    dpm_span *list;
    size_t count, left = 0;
    TRY(gather_texts(in, offsetof(dpm_report_data, unheard_hosts), offsetof(dpm_report_data, unheard_count), 0, &list, &count));
    for (size_t i = 0; i < count; i++) {
        if (!heard(out, list[i])) {
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

dpm_status merge_context(const merge_input *in, dpm_report_data *out)
{
    merge_sides(in, out);
    TRY(merge_remarks(in, out));
    TRY(merge_not_found(in, out));
    return merge_unheard(in, out);
}
