/* What is counted by a key - codes, unknown signatures, noise: the rows of all summaries, sorted by their key and added up. */
#include "merge/merge.h"

#include "base/limits.h"
#include "base/text.h"

#include <stdlib.h>

/* A row with its buckets in the merged timeline. */
static dpm_status move_buckets(const merge_input *in, const merge_places *p, const dpm_timeline *from, const uint32_t **buckets)
{
    const uint32_t *const old = *buckets;
    if (old) {
        uint32_t *const moved = ARENA_ARRAY(in->memory, p->bucket_count + 1, uint32_t);
        if (!moved) {
            return DPM_ENOMEM;
        }
        merge_buckets(p, from, old, moved);
        *buckets = moved;
    }
    return DPM_OK;
}

/* Those of a row of the same key onto those of `sum`; NULL where one of them was not kept and nothing is there. */
static void add_buckets(const merge_places *p, const uint32_t **sum, const uint32_t *more)
{
    if (!*sum || !more) {
        *sum = *sum ? *sum : more;
        return;
    }
    uint32_t *const to = (uint32_t *)*sum; /* ours, from move_buckets */
    for (size_t i = 0; i < p->bucket_count; i++) {
        to[i] = more[i] > UINT32_MAX - to[i] ? UINT32_MAX : to[i] + more[i];
    }
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* ---- codes ---- */

static int code_by_key(const void *a, const void *b)
{
    const dpm_code_count *const x = a, *const y = b;
    if (x->code.kind != y->code.kind) {
        return x->code.kind < y->code.kind ? -1 : 1;
    }
    return (x->code.value > y->code.value) - (x->code.value < y->code.value);
}

static int code_by_events(const void *a, const void *b)
{
    const dpm_code_count *const x = a, *const y = b;
    if (x->events != y->events) {
        return x->events > y->events ? -1 : 1;
    }
    return code_by_key(a, b);
}

static dpm_status merge_codes(const merge_input *in, const merge_places *p, dpm_report_data *out)
{
    size_t most = 0, count = 0, left = 0;
    MERGE_SUM(in, code_count, most);
    dpm_code_count *const rows = ARENA_ARRAY(in->memory, most + 1, dpm_code_count);
    if (!rows) {
        return DPM_ENOMEM;
    }
    for (size_t i = 0; i < in->count; i++) {
        for (size_t k = 0; k < in->parts[i]->code_count; k++) {
            rows[count] = in->parts[i]->codes[k];
            TRY(move_buckets(in, p, &in->parts[i]->timeline, &rows[count++].buckets));
        }
    }
    qsort(rows, count, sizeof *rows, code_by_key);
    for (size_t i = 0; i < count; i++) {
        if (left && code_by_key(&rows[left - 1], &rows[i]) == 0) {
            rows[left - 1].events += rows[i].events;
            add_buckets(p, &rows[left - 1].buckets, rows[i].buckets);
        } else {
            rows[left++] = rows[i];
        }
    }
    qsort(rows, left, sizeof *rows, code_by_events);
    out->codes = rows;
    out->code_count = least(left, CODE_COUNT_MAX);
    return DPM_OK;
}

/* ---- unknown signatures ---- */

static int unknown_by_key(const void *a, const void *b)
{
    return span_cmp(((const dpm_unknown *)a)->signature, ((const dpm_unknown *)b)->signature);
}

static int unknown_by_count(const void *a, const void *b)
{
    const dpm_unknown *const x = a, *const y = b;
    if (x->count != y->count) {
        return x->count > y->count ? -1 : 1;
    }
    return unknown_by_key(a, b);
}

/* Of two samples the one that sorts first: qsort need not keep the order of equals. */
static void join_unknown(const merge_places *p, dpm_unknown *sum, const dpm_unknown *more)
{
    const int order = span_cmp(more->sample, sum->sample);
    sum->count += more->count;
    if (order < 0 || (order == 0 && span_cmp(more->process, sum->process) < 0)) {
        sum->sample = more->sample;
        sum->source = more->source;
        sum->process = more->process;
        sum->code = more->code;
    }
    add_buckets(p, &sum->buckets, more->buckets);
}

static dpm_status merge_unknown(const merge_input *in, const merge_places *p, dpm_report_data *out)
{
    size_t most = 0, count = 0, left = 0;
    MERGE_SUM(in, unknown_count, most);
    dpm_unknown *const rows = ARENA_ARRAY(in->memory, most + 1, dpm_unknown);
    if (!rows) {
        return DPM_ENOMEM;
    }
    for (size_t i = 0; i < in->count; i++) {
        for (size_t k = 0; k < in->parts[i]->unknown_count; k++) {
            rows[count] = in->parts[i]->unknown[k];
            TRY(move_buckets(in, p, &in->parts[i]->timeline, &rows[count++].buckets));
        }
    }
    qsort(rows, count, sizeof *rows, unknown_by_key);
    for (size_t i = 0; i < count; i++) {
        if (left && unknown_by_key(&rows[left - 1], &rows[i]) == 0) {
            join_unknown(p, &rows[left - 1], &rows[i]);
        } else {
            rows[left++] = rows[i];
        }
    }
    qsort(rows, left, sizeof *rows, unknown_by_count);
    out->unknown = rows;
    out->unknown_count = least(left, UNKNOWN_MAX);
    return DPM_OK;
}

/* ---- noise ---- */

static int noise_by_key(const void *a, const void *b)
{
    return span_cmp(((const dpm_noise_count *)a)->id, ((const dpm_noise_count *)b)->id);
}

static dpm_status merge_noise(const merge_input *in, const merge_places *p, dpm_report_data *out)
{
    size_t most = 0, count = 0, left = 0;
    MERGE_SUM(in, noise_count, most);
    dpm_noise_count *const rows = ARENA_ARRAY(in->memory, most + 1, dpm_noise_count);
    if (!rows) {
        return DPM_ENOMEM;
    }
    for (size_t i = 0; i < in->count; i++) {
        for (size_t k = 0; k < in->parts[i]->noise_count; k++) {
            rows[count] = in->parts[i]->noise[k];
            TRY(move_buckets(in, p, &in->parts[i]->timeline, &rows[count++].buckets));
        }
    }
    qsort(rows, count, sizeof *rows, noise_by_key);
    for (size_t i = 0; i < count; i++) {
        if (left && noise_by_key(&rows[left - 1], &rows[i]) == 0) {
            rows[left - 1].records += rows[i].records;
            add_buckets(p, &rows[left - 1].buckets, rows[i].buckets);
        } else {
            rows[left++] = rows[i];
        }
    }
    out->noise = rows;
    out->noise_count = least(left, RULE_MAX);
    return DPM_OK;
}

dpm_status merge_counts(const merge_input *in, const merge_places *p, dpm_report_data *out)
{
    TRY(merge_codes(in, p, out));
    TRY(merge_unknown(in, p, out));
    return merge_noise(in, p, out);
}
