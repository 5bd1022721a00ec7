/* What a report did not find, and why it may not have found it. */
#include "rank/checked.h"

#include "base/limits.h"
#include "base/text.h"

#include <stdlib.h>

static bool claimed(const claim *claims, size_t count, size_t number)
{
    for (size_t i = 0; i < count; i++) {
        if (claims[i].number == number) {
            return true;
        }
    }
    return false;
}

/* All codes, IDs and rules that the logs showed, in tasks that recovered too. */
static fact_set facts_shown(const rank_input *in, const observations *t)
{
    fact_set shown = {0};
    for (size_t i = 0; i < t->count; i++) {
        facts_join(&shown, &t->items[i].facts);
    }
    for (size_t i = 0; i < t->recovered_count; i++) {
        facts_join(&shown, &t->recovered[i]->facts);
    }
    for (uint16_t f = 0; f < in->rules->fact_count; f++) {
        if (in->correlated->incidents.recovered[f]) {
            fact_add(&shown, f);
        }
        const fact_kind kind = in->rules->facts[f].kind;
        if (kind == FACT_INSTANCE || kind == FACT_ABSENCE) { /* a restart shows no cause */
            shown.words[f / 64] &= ~(UINT64_C(1) << f % 64);
        }
    }
    return shown;
}

static dpm_status add_not_found(const rank_input *in, const observations *t, const claim *claims, size_t count, arena *memory,
                                dpm_report_data *facts)
{
    dpm_checked *const out = ARENA_ARRAY(memory, in->rules->cause_count + 1, dpm_checked);
    if (!out) {
        return DPM_ENOMEM;
    }
    const fact_set shown = facts_shown(in, t);
    for (size_t i = 0; i < in->rules->cause_count && facts->records && !facts->too_little; i++) {
        const cause *const c = &in->rules->causes[i];
        const fact_set asked = evidence_facts(c);
        const bool off = c->changed && c->changed->disabled;
        if (c->main.len && !off && !t->withheld[i].found && !facts_meet(&shown, &asked) && !claimed(claims, count, i)) {
            out[facts->not_found_count++] = (dpm_checked){c->id, c->main};
        }
    }
    facts->not_found = ARENA_POINTERS(memory, out, facts->not_found_count);
    return facts->not_found ? DPM_OK : DPM_ENOMEM;
}

/* Whether only logs of the DPM server, or only logs of agents, were read. */
static void add_sides(const rank_input *in, dpm_report_data *facts)
{
    const processes *const p = &in->correlated->processes;
    size_t engines = 0;
    for (uint32_t i = 0; i < p->stream_count; i++) {
        engines += p->streams[i].engine;
    }
    const bool told_apart = in->rules->engine_count && facts->records;
    facts->no_engine_log = told_apart && engines == 0;
    facts->no_agent_log = told_apart && engines == p->stream_count;
}

/* Servers on which something failed and of which no log was read. */
static dpm_status add_unheard(const rank_input *in, const observations *t, arena *memory, dpm_report_data *facts)
{
    const correlation *const c = in->correlated;
    bool *const seen = ARENA_ARRAY(memory, c->names.count + 1u, bool);
    dpm_span *const hosts = ARENA_ARRAY(memory, t->count + 1, dpm_span);
    if (!seen || !hosts) {
        return DPM_ENOMEM;
    }
    for (uint32_t i = 0; i < c->processes.stream_count; i++) {
        seen[c->processes.streams[i].host] = true;
    }
    for (size_t i = 0; i < t->count && facts->unheard_count < HOST_LISTED_MAX; i++) {
        const observation *const o = &t->items[i];
        if (o->incident && o->incident->host_source == HOST_NAMED && o->host && !seen[o->host]) {
            seen[o->host] = true;
            if (!arena_keep(memory, intern_get(&c->names, o->host), &hosts[facts->unheard_count++])) {
                return DPM_ENOMEM;
            }
        }
    }
    if (facts->unheard_count) {
        qsort(hosts, facts->unheard_count, sizeof *hosts, span_order);
    }
    facts->unheard_hosts = hosts;
    return DPM_OK;
}

dpm_status rank_checked(const rank_input *in, const observations *t, const claim *claims, size_t count, arena *memory,
                        dpm_report_data *facts)
{
    TRY(add_not_found(in, t, claims, count, memory, facts));
    add_sides(in, facts);
    return add_unheard(in, t, memory, facts);
}
