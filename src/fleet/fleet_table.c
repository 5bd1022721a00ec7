/* The rows that are kept of each site, and the table that is made of them. */
#include "fleet/fleet.h"

#include "base/grow.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "rank/rank.h"

#include <stdlib.h>

/* How many machines the logs of a site are of, and on how many something failed. */
static bool count_servers(dpm_site *row, const dpm_report_data *facts)
{
    const size_t most = facts->source_count + facts->incident_list_count + 1;
    dpm_span *const names = calloc(most, sizeof *names);
    size_t count = 0;
    if (!names) {
        return false;
    }
    for (size_t i = 0; i < facts->source_count; i++) {
        names[count++] = facts->sources[i]->host;
    }
    row->servers = spans_unique(names, count);
    count = 0;
    for (size_t i = 0; i < facts->incident_list_count; i++) {
        names[count++] = facts->incident_list[i]->server;
    }
    row->failing = spans_unique(names, count);
    free(names);
    return true;
}

static bool keep_causes(dpm_fleet *f, dpm_site *row, const dpm_report_data *facts)
{
    const size_t count = facts->cause_count < FLEET_CAUSES_MAX ? facts->cause_count : FLEET_CAUSES_MAX;
    dpm_site_cause *const causes = ARENA_ARRAY(&f->memory, count + 1, dpm_site_cause);
    for (size_t i = 0; causes && i < count; i++) {
        const dpm_cause *const from = facts->causes[i];
        causes[i] = (dpm_site_cause){.confidence = from->confidence,
                                     .incidents = from->incidents,
                                     .servers = from->host_count,
                                     .fallback = from->stated_count > 0,
                                     .first = from->first,
                                     .last = from->last};
        if (!arena_keep(&f->memory, from->id, &causes[i].id) || !arena_keep(&f->memory, from->title, &causes[i].title) ||
            (from->host_count == 1 && !arena_keep(&f->memory, from->hosts[0], &causes[i].server))) {
            return false;
        }
    }
    row->causes = causes ? ARENA_POINTERS(&f->memory, causes, count) : NULL;
    row->cause_count = count;
    return row->causes != NULL;
}

/* "SITE/SERVER" */
static bool name_server(dpm_fleet *f, dpm_span site, dpm_span server, dpm_span *out)
{
    strbuf text = {0};
    strbuf_add(&text, site);
    strbuf_adds(&text, site.len ? "/" : "");
    strbuf_add(&text, server);
    const bool good = !text.failed && arena_keep(&f->memory, strbuf_span(&text), out);
    strbuf_free(&text);
    return good;
}

static bool keep_failures(dpm_fleet *f, dpm_span site, const dpm_report_data *facts)
{
    dpm_baseline all = {.rows = calloc(facts->incident_list_count + 1, sizeof *all.rows)};
    bool good = all.rows != NULL;
    for (size_t i = 0; good && i < facts->incident_list_count; i++) {
        const dpm_incident *const at = facts->incident_list[i];
        all.rows[all.row_count++] = (baseline_row){at->server, at->cause, at->incidents};
    }
    if (good) {
        baseline_settle(&all);
    }
    for (size_t i = 0; good && i < all.row_count; i++) {
        if (f->failure_count == FLEET_ROWS_MAX) {
            f->failures_lost += all.row_count - i;
            break;
        }
        good = GROW(f->failures, f->failure_count, f->failure_cap);
        baseline_row *const row = good ? &f->failures[f->failure_count++] : NULL;
        good = row && name_server(f, site, all.rows[i].server, &row->server) &&
               arena_keep(&f->memory, all.rows[i].cause, &row->cause);
        if (row) {
            row->incidents = all.rows[i].incidents;
        }
    }
    free(all.rows);
    return good;
}

bool fleet_note(dpm_fleet *f, dpm_span site, const dpm_report_data *facts)
{
    if (!GROW(f->rows, f->row_count, f->row_cap)) {
        return false;
    }
    dpm_site *const row = &f->rows[f->row_count++];
    *row = (dpm_site){
        .name = site,
        .complete = facts->complete,
        .incidents = facts->incidents,
        .first = facts->first,
        .last = facts->last,
    };
    return count_servers(row, facts) && keep_causes(f, row, facts) && keep_failures(f, site, facts);
}

/* ---- the whole ---- */

/* What needs a look first: what fails most, then what is not whole. */
static int by_need(const void *a, const void *b)
{
    const dpm_site *const x = a, *const y = b;
    if (x->incidents != y->incidents) {
        return x->incidents > y->incidents ? -1 : 1;
    }
    if (x->complete != y->complete) {
        return x->complete ? 1 : -1;
    }
    return span_cmp(x->name, y->name);
}

static bool find_missing(dpm_fleet *f)
{
    dpm_span *const missing = ARENA_ARRAY(&f->memory, f->expected_count + 1, dpm_span);
    size_t count = 0;
    if (!missing) {
        return false;
    }
    for (size_t i = 0; i < f->expected_count; i++) {
        bool there = false;
        for (size_t k = 0; k < f->row_count && !there; k++) {
            there = span_eq(f->rows[k].name, f->expected[i]);
        }
        if (!there) {
            missing[count++] = f->expected[i];
        }
    }
    f->data.missing = missing;
    f->data.missing_count = spans_unique(missing, count);
    return true;
}

/* Failures of a site that are new, or more than before. */
static void count_fresh(dpm_fleet *f)
{
    const dpm_comparison *const c = &f->data.baseline;
    for (size_t i = 0; i < c->row_count && c->rows[i]->change <= DPM_CHANGE_WORSE; i++) {
        const dpm_span server = c->rows[i]->server;
        for (size_t k = 0; k < f->row_count; k++) {
            dpm_site *const row = &f->rows[k];
            const bool of_it = row->name.len < server.len && span_starts(server, row->name) && server.ptr[row->name.len] == '/';
            row->fresh += of_it ? c->rows[i]->after - c->rows[i]->before : 0;
        }
    }
}

static bool compare_with(dpm_fleet *f, const dpm_baseline *before, dpm_span name)
{
    dpm_baseline now = {.rows = f->failures, .row_count = f->failure_count};
    f->data.baseline = (dpm_comparison){0};
    if (!before) {
        return true;
    }
    baseline_settle(&now);
    f->failure_count = now.row_count;
    if (!compare(before, &now, &f->memory, &f->data.baseline) || !arena_keep(&f->memory, name, &f->data.baseline.name)) {
        return false;
    }
    count_fresh(f);
    return true;
}

bool fleet_settle(dpm_fleet *f, const dpm_baseline *before, dpm_span name)
{
    dpm_fleet_data *const d = &f->data;
    *d = (dpm_fleet_data){.last = DPM_NO_TIME, .complete = f->skipped_count == 0};
    if (!find_missing(f) || !compare_with(f, before, name)) {
        return false;
    }
    d->complete &= d->missing_count == 0;
    if (f->row_count) {
        qsort(f->rows, f->row_count, sizeof *f->rows, by_need);
    }
    for (size_t i = 0; i < f->row_count; i++) {
        d->complete &= f->rows[i].complete;
        d->servers += f->rows[i].servers;
        d->incidents += f->rows[i].incidents;
        d->last = f->rows[i].last > d->last ? f->rows[i].last : d->last;
    }
    dpm_site_failures *const failures = ARENA_ARRAY(&f->memory, f->failure_count + 1, dpm_site_failures);
    for (size_t i = 0; failures && i < f->failure_count; i++) {
        failures[i] = (dpm_site_failures){f->failures[i].server, f->failures[i].cause, f->failures[i].incidents};
    }
    d->failures = failures ? ARENA_POINTERS(&f->memory, failures, f->failure_count) : NULL;
    d->failure_count = f->failure_count;
    d->failures_lost = f->failures_lost;
    d->sites = ARENA_POINTERS(&f->memory, f->rows, f->row_count);
    d->site_count = f->row_count;
    d->skipped = ARENA_POINTERS(&f->memory, f->skipped, f->skipped_count);
    d->skipped_count = f->skipped_count;
    return d->sites && d->skipped && d->failures;
}
