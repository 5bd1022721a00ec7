/* The numbers that the page is filtered by: a JSON text that its script reads. Numbers and keys of ours alone; no log text.
 * A series is a flat list of pairs: how many buckets further than the last one, and the count there. */
#include "output/html/html_report.h"

#include <inttypes.h>
#include <stdio.h>

static void put_pairs(html *h, const uint32_t *buckets)
{
    char text[48];
    size_t last = 0;
    bool more = false;
    html_raw(h, "[");
    for (size_t i = 0; i < h->facts->timeline.bucket_count; i++) {
        if (buckets[i]) {
            snprintf(text, sizeof text, "%s%zu,%" PRIu32, more ? "," : "", i - last, buckets[i]);
            html_raw(h, text);
            last = i;
            more = true;
        }
    }
    html_raw(h, "]");
}

static void put_series(html *h, char kind, size_t index, const uint32_t *buckets, bool *more)
{
    char text[40];
    if (buckets) {
        snprintf(text, sizeof text, "%s\n\"%c%zu\":", *more ? "," : "", kind, index);
        html_raw(h, text);
        put_pairs(h, buckets);
        *more = true;
    }
}

static void put_all_series(html *h)
{
    const dpm_report_data *const f = h->facts;
    bool more = false;
    html_raw(h, "\"series\":{");
    for (size_t i = 0; i < DPM_CLASSES; i++) {
        put_series(h, 'e', i, f->timeline.classes[i], &more);
    }
    for (size_t i = 0; i < f->code_count && i < HTML_CODES; i++) {
        put_series(h, 'c', i, f->codes[i]->buckets, &more);
    }
    for (size_t i = 0; i < f->unknown_count && i < HTML_UNKNOWN; i++) {
        put_series(h, 'u', i, f->unknown[i]->buckets, &more);
    }
    for (size_t i = 0; i < f->noise_count && i < HTML_NOISE; i++) {
        put_series(h, 'n', i, f->noise[i]->buckets, &more);
    }
    html_raw(h, "},\n");
}

/* Events of each host, whatever their class. */
static void put_hosts(html *h)
{
    const dpm_timeline *const t = &h->facts->timeline;
    html_raw(h, "\"hosts\":[");
    for (size_t i = 0; i < t->host_count; i++) {
        char text[48];
        size_t last = 0;
        bool more = false;
        html_raw(h, i ? ",\n[" : "\n[");
        for (size_t b = 0; b < t->bucket_count; b++) {
            uint64_t sum = 0;
            for (size_t k = 0; k < DPM_CLASSES; k++) {
                sum += t->hosts[i]->buckets[k] ? t->hosts[i]->buckets[k][b] : 0;
            }
            if (sum) {
                snprintf(text, sizeof text, "%s%zu,%" PRIu64, more ? "," : "", b - last, sum);
                html_raw(h, text);
                last = b;
                more = true;
            }
        }
        html_raw(h, "]");
    }
    html_raw(h, "],\n");
}

/* Incidents of each cause: host, bucket, count. */
static void put_causes(html *h)
{
    const dpm_report_data *const f = h->facts;
    html_raw(h, "\"causes\":[");
    for (size_t c = 0; c < f->cause_count && c < HTML_CAUSES; c++) {
        html_raw(h, c ? ",\n[" : "\n[");
        for (size_t i = 0; i < f->causes[c]->cell_count; i++) {
            const dpm_cell *const cell = &f->causes[c]->cells[i];
            char text[80];
            snprintf(text, sizeof text, "%s%" PRIu32 ",%" PRIu32 ",%" PRIu64, i ? "," : "", cell->host, cell->bucket,
                     cell->incidents);
            html_raw(h, text);
        }
        html_raw(h, "]");
    }
    html_raw(h, "]");
}

void html_data(html *h)
{
    const dpm_timeline *const t = &h->facts->timeline;
    html_raw(h, "<script type=\"application/json\" id=\"data\">{\"first\":");
    html_number(h, t->bucket_count ? t->first : 0);
    html_raw(h, ",\"width\":");
    html_number(h, t->width);
    html_raw(h, ",\"count\":");
    html_number(h, (int64_t)t->bucket_count);
    html_raw(h, ",\"zone\":");
    html_number(h, h->form.zone_minutes);
    html_raw(h, ",\"years\":");
    html_raw(h, h->form.years ? "true,\n" : "false,\n");
    put_all_series(h);
    put_hosts(h);
    put_causes(h);
    html_raw(h, "}</script>\n");
}
