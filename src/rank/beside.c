/* What a report says beside its causes. */
#include "rank/beside.h"
#include "base/number.h"
#include "base/text.h"
#include "rank/explain.h"

#include <stdio.h>
#include <stdlib.h>

enum { ABSENCES_SHOWN_MAX = 256, HOSTS_MAX = 256 };

static dpm_status keep(arena *memory, dpm_span s, dpm_span *out)
{
    return arena_keep(memory, s, out) ? DPM_OK : DPM_ENOMEM;
}

/* ---- absences ---- */

static dpm_status copy_absence(const rank_input *in, const finding *f, arena *memory, dpm_absence *out)
{
    const correlation *const c = in->correlated;
    char guid[GUID_TEXT + 1], pid[12];
    guid_text(f->task, guid);
    snprintf(pid, sizeof pid, "%04X", (unsigned)f->pid);
    *out =
        (dpm_absence){.kind = f->kind, .from = f->from, .until = f->until, .forever = f->kind == DPM_ABSENCE_KIND_PROCESS_GONE};
    TRY(keep(memory, span_str(guid), &out->task));
    TRY(keep(memory, span_str(pid), &out->pid));
    TRY(keep(memory, intern_get(&c->names, f->host), &out->host));
    TRY(keep(memory, intern_get(&c->names, c->processes.streams[f->stream].process), &out->process));
    TRY(keep(memory, f->function, &out->function));
    return explain_record(in, f->last, memory, &out->last);
}

static int by_time(const void *a, const void *b)
{
    const finding *const x = *(const finding *const *)a, *const y = *(const finding *const *)b;
    return x->from != y->from ? (x->from < y->from ? -1 : 1) : memcmp(x->task, y->task, sizeof x->task);
}

static dpm_status add_absences(const rank_input *in, const observations *t, arena *memory, dpm_report_data *facts)
{
    const size_t shown = t->finding_count < ABSENCES_SHOWN_MAX ? t->finding_count : ABSENCES_SHOWN_MAX;
    const finding **const sorted = ARENA_ARRAY(memory, t->finding_count + 1, const finding *);
    dpm_absence *const out = ARENA_ARRAY(memory, shown + 1, dpm_absence);
    if (!sorted || !out) {
        return DPM_ENOMEM;
    }
    for (size_t i = 0; i < t->finding_count; i++) {
        sorted[i] = &t->findings[i];
    }
    if (t->finding_count) {
        qsort(sorted, t->finding_count, sizeof *sorted, by_time);
    }
    for (size_t i = 0; i < shown; i++) {
        TRY(copy_absence(in, sorted[i], memory, &out[i]));
    }
    facts->absences = out;
    facts->absence_count = shown;
    return DPM_OK;
}

/* ---- main causes that were not found ---- */

static bool claimed(const claim *claims, size_t count, size_t number)
{
    for (size_t i = 0; i < count; i++) {
        if (claims[i].number == number) {
            return true;
        }
    }
    return false;
}

static dpm_status add_not_found(const rank_input *in, const observations *t, const claim *claims, size_t count, arena *memory,
                                dpm_report_data *facts)
{
    dpm_checked *const out = ARENA_ARRAY(memory, in->rules->cause_count + 1, dpm_checked);
    if (!out) {
        return DPM_ENOMEM;
    }
    for (size_t i = 0; i < in->rules->cause_count && facts->records; i++) {
        const cause *const c = &in->rules->causes[i];
        const bool off = c->changed && c->changed->disabled;
        if (c->main.len && !off && !t->withheld[i].found && !claimed(claims, count, i)) {
            out[facts->not_found_count++] = (dpm_checked){c->id, c->main};
        }
    }
    facts->not_found = out;
    return DPM_OK;
}

/* ---- what could not be looked at ---- */

/* Only one side's logs. */
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

static int span_by_bytes(const void *a, const void *b)
{
    return span_cmp(*(const dpm_span *)a, *(const dpm_span *)b);
}

/* Servers on which something failed and of which nobody sent a log. */
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
    for (size_t i = 0; i < t->count && facts->unheard_count < HOSTS_MAX; i++) {
        const observation *const o = &t->items[i];
        if (o->incident && o->incident->host_source == HOST_NAMED && o->host && !seen[o->host]) {
            seen[o->host] = true;
            TRY(keep(memory, intern_get(&c->names, o->host), &hosts[facts->unheard_count++]));
        }
    }
    if (facts->unheard_count) {
        qsort(hosts, facts->unheard_count, sizeof *hosts, span_by_bytes);
    }
    facts->unheard_hosts = hosts;
    return DPM_OK;
}

/* ---- overrides ---- */

static size_t cause_of(const dpm_rules *rules, const override *o)
{
    size_t i = 0;
    while (i < rules->cause_count && rules->causes[i].changed != o) {
        i++;
    }
    return i;
}

static uint64_t records_of(const rank_input *in, const override *o)
{
    for (size_t i = 0; i < in->rules->rule_count && !o->noise; i++) {
        if (in->rules->rules[i].changed == o) {
            return in->correlated->counts.noise[i];
        }
    }
    return 0;
}

static dpm_status add_overrides(const rank_input *in, const observations *t, arena *memory, dpm_report_data *facts)
{
    const dpm_rules *const rules = in->rules;
    dpm_override *const out = ARENA_ARRAY(memory, rules->override_count + 1, dpm_override);
    if (!out) {
        return DPM_ENOMEM;
    }
    for (size_t i = 0; i < rules->override_count; i++) {
        const override *const o = &rules->overrides[i];
        out[i] = (dpm_override){
            .kind = o->of_cause ? SPAN("cause")
                    : o->noise  ? SPAN("noise")
                                : SPAN("rule"),
            .id = o->id,
            .reason = o->reason,
            .file = o->file,
            .line = o->line,
            .disabled = o->disabled,
            .class_changed = o->has_class,
            .cls = o->cls,
            .until = o->until ? o->until : DPM_NO_TIME,
            .expired = o->until && facts->last != DPM_NO_TIME && facts->last >= o->until,
            .incidents = o->of_cause ? t->withheld[cause_of(rules, o)].incidents : 0,
            .records = o->of_cause || !o->until ? 0 : records_of(in, o),
        };
        facts->suppressed_incidents += o->disabled ? 0 : out[i].incidents;
    }
    facts->overrides = out;
    facts->override_count = rules->override_count;
    return DPM_OK;
}

dpm_status beside_make(const rank_input *in, const observations *t, const claim *claims, size_t count, arena *memory,
                       dpm_report_data *facts)
{
    TRY(add_absences(in, t, memory, facts));
    TRY(add_not_found(in, t, claims, count, memory, facts));
    add_sides(in, facts);
    TRY(add_unheard(in, t, memory, facts));
    return add_overrides(in, t, memory, facts);
}
