/* Which sites there are, and the report of each: one session after the other. */
#include "fleet/fleet.h"

#include "api/session_parts.h"
#include "base/grow.h"
#include "base/text.h"
#include "summary/summary_read.h"

#include <stdlib.h>

/* ---- life ---- */

static char **copy_words(arena *memory, const char *const *words, size_t count)
{
    char **const out = ARENA_ARRAY(memory, count + 1, char *);
    for (size_t i = 0; out && i < count; i++) {
        dpm_span kept;
        if (!arena_keep(memory, span_str(words[i]), &kept)) {
            return NULL;
        }
        out[i] = (char *)arena_alloc(memory, kept.len + 1);
        if (!out[i]) {
            return NULL;
        }
        memcpy(out[i], kept.ptr, kept.len + 1);
    }
    return out;
}

dpm_status dpm_fleet_new(dpm_fleet **out, const dpm_rules *rules, const dpm_session_options *options, dpm_error *err)
{
    dpm_fleet *const f = *out = calloc(1, sizeof *f);
    if (!f) {
        return status_nomem(err);
    }
    f->rules = rules;
    f->options = options ? *options : (dpm_session_options){0};
    f->options.hosts = (const char *const *)copy_words(&f->memory, f->options.hosts, f->options.host_count);
    f->options.processes = (const char *const *)copy_words(&f->memory, f->options.processes, f->options.process_count);
    f->archives.meter.limit = f->options.max_expand ? f->options.max_expand : EXPAND_DEFAULT;
    f->archives.meter.ratio = f->options.max_ratio ? f->options.max_ratio : METER_RATIO_DEFAULT;
    f->archives.meter.memory = f->options.max_memory ? f->options.max_memory : METER_MEMORY_DEFAULT;
    if (!f->options.hosts || !f->options.processes) {
        dpm_fleet_free(f);
        *out = NULL;
        return status_nomem(err);
    }
    return DPM_OK;
}

void dpm_fleet_free(dpm_fleet *f)
{
    if (f) {
        for (size_t i = 0; i < f->part_count; i++) {
            blob_release(f->parts[i].bytes);
        }
        free(f->parts);
        free(f->expected);
        free(f->skipped);
        free(f->rows);
        free(f->failures);
        archives_free(&f->archives);
        arena_free(&f->memory);
        free(f);
    }
}

/* ---- what is there ---- */

typedef struct adding {
    dpm_fleet *f;
    dpm_span path, site, other;
    blob *bytes; /* to be kept */
    bool full;
} adding;

static bool add_part(void *context, const summary_part *from)
{
    adding *const a = context;
    dpm_fleet *const f = a->f;
    if (f->part_count == FLEET_SUMMARIES_MAX) {
        a->full = true;
        return true;
    }
    if (!GROW(f->parts, f->part_count, f->part_cap)) {
        return false;
    }
    if (a->site.len && from->site.len && !span_eq(a->site, from->site)) {
        a->other = from->site;
    }
    f->parts[f->part_count++] = (fleet_part){
        .path = a->path,
        .site = a->site.len ? a->site : from->site,
        .bytes = a->bytes ? blob_keep(a->bytes) : NULL,
        .offset = from->offset,
        .len = from->len,
    };
    f->sorted = false;
    return true;
}

dpm_status dpm_fleet_skip(dpm_fleet *f, dpm_span path, dpm_span reason, dpm_error *err)
{
    const bool good = GROW(f->skipped, f->skipped_count, f->skipped_cap) &&
                      arena_keep(&f->memory, path, &f->skipped[f->skipped_count].path) &&
                      arena_keep(&f->memory, reason, &f->skipped[f->skipped_count].reason);
    f->skipped_count += good;
    return good ? DPM_OK : status_nomem(err);
}

static dpm_status index_file(dpm_fleet *f, adding *a, const char *path, dpm_error *err)
{
    blob *bytes = NULL;
    dpm_error damage = {0};
    TRY(summary_open(&f->archives, path, &bytes, &damage, err));
    a->bytes = strcmp(path, "-") == 0 ? bytes : NULL;
    dpm_status status = summary_parts(bytes, &f->memory, add_part, a, err);
    blob_release(bytes);
    if (status == DPM_OK && damage.status < 0) {
        status = dpm_fleet_skip(f, a->path, span_str(status_reason(&damage)), err);
    }
    if (status == DPM_OK && a->full) {
        return status_fail(err, DPM_ELIMIT, "more than %d summaries: merge some of them into one first (-f summary)",
                           (int)FLEET_SUMMARIES_MAX);
    }
    return status;
}

dpm_status dpm_fleet_add(dpm_fleet *f, const char *path, dpm_span site, dpm_span *other, dpm_error *err)
{
    adding a = {.f = f};
    dpm_error why = {0};
    dpm_status status = site.len ? site_check(&site, &why) : DPM_OK;
    if (status == DPM_OK && (!arena_keep(&f->memory, span_str(path), &a.path) || !arena_keep(&f->memory, site, &a.site))) {
        return status_nomem(err);
    }
    status = status == DPM_OK ? index_file(f, &a, path, &why) : status;
    if (status < 0 && status != DPM_ENOMEM) {
        TRY(dpm_fleet_skip(f, a.path, span_str(status_reason(&why)), err));
        status_add_path(&why, path);
    }
    if (other) {
        *other = a.other;
    }
    if (status < 0 && err) {
        *err = why;
    }
    return status;
}

dpm_status dpm_fleet_expect(dpm_fleet *f, dpm_span site, dpm_error *err)
{
    TRY(site_check(&site, err));
    const bool good =
        GROW(f->expected, f->expected_count, f->expected_cap) && arena_keep(&f->memory, site, &f->expected[f->expected_count]);
    f->expected_count += good;
    return good ? DPM_OK : status_nomem(err);
}

static int by_site(const void *a, const void *b)
{
    const fleet_part *const x = a, *const y = b;
    int order = span_cmp(x->site, y->site);
    order = order ? order : span_cmp(x->path, y->path);
    return order ? order : (x->offset > y->offset) - (x->offset < y->offset);
}

/* The names of the sites anew. False: memory ran out. */
static bool sort_parts(dpm_fleet *f)
{
    if (f->sorted) {
        return true;
    }
    f->site_count = 0;
    f->sites = ARENA_ARRAY(&f->memory, f->part_count + 1, dpm_span);
    if (!f->sites) {
        return false;
    }
    if (f->part_count) {
        qsort(f->parts, f->part_count, sizeof *f->parts, by_site);
    }
    for (size_t i = 0; i < f->part_count; i++) {
        if (f->site_count == 0 || !span_eq(f->sites[f->site_count - 1], f->parts[i].site)) {
            f->sites[f->site_count++] = f->parts[i].site;
        }
    }
    f->sorted = true;
    return true;
}

size_t dpm_fleet_count(dpm_fleet *f)
{
    return sort_parts(f) ? f->site_count : 0;
}

dpm_span dpm_fleet_name(dpm_fleet *f, size_t index)
{
    return index < dpm_fleet_count(f) ? f->sites[index] : (dpm_span){0};
}

/* ---- one site ---- */

static dpm_status add_to_session(dpm_session *s, archives *all, const fleet_part *from, dpm_error *err)
{
    blob *whole = from->bytes ? blob_keep(from->bytes) : NULL, *bytes = NULL;
    dpm_error damage = {0};
    dpm_status status = whole ? DPM_OK : summary_open(all, from->path.ptr, &whole, &damage, err);
    if (status == DPM_OK) {
        status = blob_part(&bytes, whole, from->offset, from->len, err);
    }
    if (status == DPM_OK) {
        status = session_add_blob(s, bytes, from->path, err);
    }
    blob_release(bytes);
    blob_release(whole);
    return status;
}

/* Parts are sorted by site. */
static size_t first_part(const dpm_fleet *f, dpm_span site)
{
    size_t low = 0, high = f->part_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (span_cmp(f->parts[middle].site, site) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* What cannot be read of it any more is skipped. */
static dpm_status add_parts(const dpm_fleet *f, dpm_session *s, dpm_span site, dpm_error *err)
{
    archives all = {.meter = f->archives.meter};
    dpm_status status = DPM_OK;
    for (size_t i = first_part(f, site); i < f->part_count && span_eq(f->parts[i].site, site) && status == DPM_OK; i++) {
        dpm_error why = {0};
        status = add_to_session(s, &all, &f->parts[i], &why);
        if (status < 0 && status != DPM_ENOMEM) {
            status = dpm_session_skip(s, f->parts[i].path, span_str(status_reason(&why)), err);
        }
    }
    archives_free(&all);
    return status == DPM_ENOMEM ? status_nomem(err) : status;
}

static dpm_status run_session(const dpm_fleet *f, dpm_session *s, dpm_span site, dpm_report **out, dpm_error *err)
{
    TRY(add_parts(f, s, site, err));
    for (size_t i = 0; f->site_count == 1 && i < f->skipped_count; i++) {
        TRY(dpm_session_skip(s, f->skipped[i].path, f->skipped[i].reason, err));
    }
    const dpm_status status = dpm_session_run(s, err);
    TRY(status);
    TRY(dpm_session_report(s, out, err));
    return status;
}

dpm_status dpm_fleet_report(dpm_fleet *f, size_t index, dpm_report **out, dpm_error *err)
{
    dpm_session *s = NULL;
    *out = NULL;
    if (index >= dpm_fleet_count(f)) {
        return status_fail(err, DPM_EARG, "there is no such site");
    }
    dpm_status status = dpm_session_new(&s, f->rules, &f->options, err);
    if (status == DPM_OK) {
        status = run_session(f, s, f->sites[index], out, err);
        f->repeated += session_repeated(s);
    }
    dpm_session_free(s);
    return status;
}

static dpm_status join_site(const dpm_fleet *f, dpm_session *s, dpm_span site, dpm_write_fn write, void *context, dpm_error *err)
{
    TRY(dpm_session_write_summary(s, write, context, err));
    TRY(site.len ? dpm_session_name_site(s, site, err) : DPM_OK);
    TRY(add_parts(f, s, site, err));
    const dpm_status status = dpm_session_run(s, err);
    TRY(status);
    TRY(dpm_session_end_summary(s, err));
    return status;
}

dpm_status dpm_fleet_write_summary(dpm_fleet *f, dpm_write_fn write, void *context, dpm_error *err)
{
    dpm_status status = DPM_OK;
    for (size_t i = 0; i < dpm_fleet_count(f) && status == DPM_OK; i++) {
        dpm_session *s = NULL;
        TRY(dpm_session_new(&s, f->rules, &f->options, err));
        status = join_site(f, s, f->sites[i], write, context, err);
        dpm_session_free(s);
    }
    return status;
}

dpm_status dpm_fleet_run(dpm_fleet *f, const dpm_baseline *before, dpm_span name, dpm_fleet_fn take, void *context,
                         dpm_error *err)
{
    dpm_status status = DPM_OK;
    f->row_count = f->failure_count = 0;
    for (size_t i = 0; i < dpm_fleet_count(f) && status == DPM_OK; i++) {
        dpm_report *report = NULL;
        status = dpm_fleet_report(f, i, &report, err);
        if (status >= 0 && !fleet_note(f, f->sites[i], dpm_report_get_data(report))) {
            status = status_nomem(err);
        }
        if (status == DPM_OK && take && !take(context, f->sites[i], report)) {
            status = DPM_STOP;
        }
        dpm_report_free(report);
    }
    if (status < 0) {
        return status;
    }
    return fleet_settle(f, before, name) ? status : status_nomem(err);
}

uint64_t dpm_fleet_repeated(const dpm_fleet *f)
{
    return f->repeated;
}

const dpm_fleet_data *dpm_fleet_get_data(const dpm_fleet *fleet)
{
    return &fleet->data;
}
