/* The course of events of many summaries. Each width divides the next, and all buckets begin at multiples of their width: so
 * buckets of different widths are joined without loss. */
#include "merge/merge.h"

#include "base/limits.h"
#include "base/text.h"
#include "correlate/timeline.h"
#include "model/report_schema.h"

static int64_t floor_to(int64_t time, int64_t width)
{
    const int64_t rest = time % width;
    return time - rest - (rest < 0 ? width : 0);
}

bool merge_width_known(int64_t width)
{
    return timeline_wider(width) != 0;
}

/* The smallest width in which all buckets of all parts have room. */
static void fit(const merge_input *in, merge_places *p)
{
    int64_t first = INT64_MAX, end = INT64_MIN;
    *p = (merge_places){.first = DPM_NO_TIME, .width = in->parts[0]->timeline.width};
    for (size_t i = 0; i < in->count; i++) {
        const dpm_timeline *const t = &in->parts[i]->timeline;
        if (t->bucket_count) {
            first = t->first < first ? t->first : first;
            end = t->first + t->width * (int64_t)t->bucket_count > end ? t->first + t->width * (int64_t)t->bucket_count : end;
            p->width = t->width > p->width || !p->bucket_count ? t->width : p->width;
            p->bucket_count = 1;
        }
    }
    if (!p->bucket_count) {
        return;
    }
    int64_t wider = p->width;
    do {
        p->width = wider;
        p->first = floor_to(first, p->width);
        p->bucket_count = (size_t)((end - 1 - p->first) / p->width) + 1;
        wider = timeline_wider(p->width);
    } while (p->bucket_count > BUCKET_MAX && wider);
}

/* Where no width is wide enough, what is too late goes to the last bucket. */
uint32_t merge_bucket_at(const merge_places *p, const dpm_timeline *from, uint32_t bucket)
{
    if (!from->bucket_count || !p->bucket_count) {
        return 0;
    }
    const size_t at = (size_t)((from->first + from->width * (int64_t)bucket - p->first) / p->width);
    return (uint32_t)(at < p->bucket_count ? at : p->bucket_count - 1);
}

void merge_buckets(const merge_places *p, const dpm_timeline *from, const uint32_t *buckets, uint32_t *sum)
{
    for (size_t i = 0; buckets && i < from->bucket_count; i++) {
        uint32_t *const to = &sum[merge_bucket_at(p, from, (uint32_t)i)];
        *to = buckets[i] > UINT32_MAX - *to ? UINT32_MAX : *to + buckets[i];
    }
}

/* ---- hosts ---- */

/* The index of a host; host_count where there is none of the name. */
static uint32_t find_host(const dpm_timeline *t, dpm_span name)
{
    size_t low = 0, high = t->host_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (span_cmp(t->hosts[middle]->host, name) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return (uint32_t)(low < t->host_count && span_eq(t->hosts[low]->host, name) ? low : t->host_count);
}

static dpm_status add_series(const merge_input *in, const merge_places *p, const dpm_timeline *from, const uint32_t *buckets,
                             const uint32_t **sum)
{
    if (buckets && !*sum) {
        *sum = ARENA_ARRAY(in->memory, p->bucket_count + 1, uint32_t);
        if (!*sum) {
            return DPM_ENOMEM;
        }
    }
    if (buckets) {
        merge_buckets(p, from, buckets, (uint32_t *)*sum); /* ours, made here */
    }
    return DPM_OK;
}

/* All names once, in order. */
static dpm_status name_hosts(const merge_input *in, dpm_timeline *out)
{
    size_t most = 0, count = 0;
    MERGE_SUM(in, timeline.host_count, most);
    dpm_span *const names = ARENA_ARRAY(in->memory, most + 1, dpm_span);
    dpm_host_events *const hosts = ARENA_ARRAY(in->memory, most + 1, dpm_host_events);
    if (!names || !hosts) {
        return DPM_ENOMEM;
    }
    for (size_t i = 0; i < in->count; i++) {
        for (size_t k = 0; k < in->parts[i]->timeline.host_count; k++) {
            names[count++] = in->parts[i]->timeline.hosts[k]->host;
        }
    }
    out->host_count = spans_unique(names, count);
    for (size_t i = 0; i < out->host_count; i++) {
        hosts[i].host = names[i];
    }
    out->hosts = ARENA_POINTERS(in->memory, hosts, out->host_count);
    return out->hosts ? DPM_OK : DPM_ENOMEM;
}

static dpm_status add_hosts(const merge_input *in, merge_places *p, dpm_timeline *out)
{
    p->hosts = ARENA_ARRAY(in->memory, in->count, uint32_t *);
    if (!p->hosts) {
        return DPM_ENOMEM;
    }
    TRY(name_hosts(in, out));
    for (size_t i = 0; i < in->count; i++) {
        const dpm_timeline *const from = &in->parts[i]->timeline;
        p->hosts[i] = ARENA_ARRAY(in->memory, from->host_count + 1, uint32_t);
        if (!p->hosts[i]) {
            return DPM_ENOMEM;
        }
        for (size_t k = 0; k < from->host_count; k++) {
            p->hosts[i][k] = find_host(out, from->hosts[k]->host);
            dpm_host_events *const to = (dpm_host_events *)out->hosts[p->hosts[i][k]]; /* ours, from name_hosts */
            for (size_t c = 0; c < DPM_CLASSES; c++) {
                TRY(add_series(in, p, from, from->hosts[k]->buckets[c], &to->buckets[c]));
            }
        }
        p->hosts[i][from->host_count] = (uint32_t)out->host_count;
    }
    return DPM_OK;
}

dpm_status merge_timeline(const merge_input *in, dpm_timeline *out, merge_places *p)
{
    fit(in, p);
    p->bucket_count = p->bucket_count < BUCKET_MAX ? p->bucket_count : BUCKET_MAX;
    *out = (dpm_timeline){.first = p->first, .width = p->width, .bucket_count = p->bucket_count};
    for (size_t i = 0; i < in->count; i++) {
        const dpm_timeline *const from = &in->parts[i]->timeline;
        for (size_t c = 0; c < DPM_CLASSES; c++) {
            TRY(add_series(in, p, from, from->classes[c], &out->classes[c]));
        }
    }
    MERGE_SUM(in, timeline.tasks_seen, out->tasks_seen);
    return add_hosts(in, p, out);
}
