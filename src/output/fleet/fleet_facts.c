/* What the table of a fleet says beside its rows. */
#include "output/fleet/fleet_facts.h"

#include "base/text.h"

#include <inttypes.h>

enum { SHARED_KINDS = 64 };

dpm_span fleet_site_name(const dpm_site *site)
{
    return site->name.len ? site->name : SPAN("(no name)");
}

bool fleet_is_silent(const dpm_fleet_data *fleet, const dpm_site *site)
{
    return site->last == DPM_NO_TIME || time_between(site->last, fleet->last) > MS_DAY;
}

void fleet_headline(const dpm_fleet_data *f, strbuf *out)
{
    size_t failing = 0, silent = 0;
    for (size_t i = 0; i < f->site_count; i++) {
        failing += f->sites[i]->incidents > 0;
        silent += fleet_is_silent(f, f->sites[i]);
    }
    strbuf_addf(out, "%zu %s, %" PRIu64 " %s: ", f->site_count, plural(f->site_count, "site", "sites"), f->servers,
                plural(f->servers, "server", "servers"));
    if (failing) {
        strbuf_addf(out, "%zu %s failures", failing, plural(failing, "site has", "sites have"));
    } else {
        strbuf_adds(out, "no failures");
    }
    if (silent) {
        strbuf_addf(out, ", %zu sent nothing for a day or more", silent);
    }
    if (f->missing_count) {
        strbuf_addf(out, ", %zu %s missing", f->missing_count, plural(f->missing_count, "is", "are"));
    }
}

void fleet_worst(const dpm_site *site, strbuf *out)
{
    if (!site->cause_count) {
        strbuf_adds(out, site->first == DPM_NO_TIME ? "nothing was read" : site->complete ? "none" : "none seen");
        return;
    }
    const dpm_site_cause *const c = site->causes[0];
    if (c->server.len) {
        strbuf_add(out, c->server);
        strbuf_adds(out, ": ");
    }
    strbuf_add(out, c->title);
    strbuf_addf(out, " (%s)", dpm_strength_name(c->confidence));
}

/* Room for more kinds than a table shows: rules have a few hundred, and a site keeps FLEET_CAUSES_MAX. */
static void count_cause(fleet_shared *all, size_t *count, const dpm_site_cause *c)
{
    size_t i = 0;
    while (i < *count && !span_eq(all[i].cause->id, c->id)) {
        i++;
    }
    if (i == SHARED_KINDS) {
        return;
    }
    if (i == *count) {
        all[(*count)++] = (fleet_shared){.cause = c};
    }
    all[i].sites++;
    all[i].incidents += c->incidents;
}

static bool more(const fleet_shared *a, const fleet_shared *b)
{
    return a->sites != b->sites           ? a->sites > b->sites
           : a->incidents != b->incidents ? a->incidents > b->incidents
                                          : span_cmp(a->cause->id, b->cause->id) < 0;
}

size_t fleet_find_shared(const dpm_fleet_data *f, fleet_shared *out, size_t cap)
{
    fleet_shared all[SHARED_KINDS];
    size_t count = 0, taken = 0;
    for (size_t i = 0; i < f->site_count; i++) {
        for (size_t k = 0; k < f->sites[i]->cause_count; k++) {
            if (!f->sites[i]->causes[k]->fallback) {
                count_cause(all, &count, f->sites[i]->causes[k]);
            }
        }
    }
    while (taken < cap) {
        size_t best = count;
        for (size_t i = 0; i < count; i++) {
            best = all[i].sites > 1 && (best == count || more(&all[i], &all[best])) ? i : best;
        }
        if (best == count) {
            break;
        }
        out[taken++] = all[best];
        all[best].sites = 0;
    }
    return taken;
}
