/* Incidents as reports list them: each observation that a cause owns is a row. */
#include "rank/incident_list.h"

#include "base/number.h"
#include "base/text.h"
#include "correlate/job_text.h"
#include "rank/settle.h"

#include <stdlib.h>

enum { EVIDENCE = 3 };

typedef struct listing {
    const rank_input *in;
    arena *memory;
    dpm_report_data *facts;
} listing;

static dpm_status keep(const listing *l, dpm_span s, dpm_span *out)
{
    return arena_keep(l->memory, s, out) ? DPM_OK : DPM_ENOMEM;
}

/* ---- evidence ---- */

static dpm_status keep_hex(const listing *l, uint32_t value, dpm_span *out)
{
    char text[HEX_TEXT + 1];
    return keep(l, span_of(text, hex_text(value, 4, text)), out);
}

static dpm_status keep_task(const listing *l, const uint8_t task[16], dpm_span *out)
{
    char guid[GUID_TEXT + 1];
    guid_text(task, guid);
    return keep(l, span_str(guid), out);
}

/* As explain_record, but what is of the source is that of facts->sources: there are many incidents of few sources. */
static dpm_status put_record(const listing *l, const record_ref *k, dpm_evidence *out)
{
    const dpm_source_info *const source = l->facts->sources[k->source];
    *out = (dpm_evidence){
        .path = source->path,
        .host = source->host,
        .process = source->process,
        .line = k->line,
        .numbered = k->numbered,
        .offset = k->offset,
        .time = rank_time(l->in, k),
        .level = (dpm_level)k->level,
        .text_cut = k->text_cut,
        .rule = k->rule == RULE_NONE ? (dpm_span){0} : l->in->rules->rules[k->rule].id,
        .code = k->code,
    };
    if (k->has_task) {
        TRY(keep_task(l, k->task, &out->task));
    }
    TRY(keep_hex(l, k->pid, &out->pid));
    TRY(keep_hex(l, k->tid, &out->tid));
    TRY(keep(l, record_ref_position(k), &out->source));
    return keep(l, record_ref_text(k), &out->text);
}

static dpm_status put_evidence(const listing *l, const incident *i, dpm_incident *out)
{
    const record_ref *const shown[EVIDENCE] = {i->first, i->telling, i->last};
    const record_ref *before = NULL;
    const record_ref *kept[EVIDENCE];
    size_t count = 0;
    for (size_t k = 0; k < EVIDENCE; k++) {
        if (shown[k] && (!before || (before != shown[k] && record_ref_compare(before, shown[k]) != 0))) {
            kept[count++] = before = shown[k];
        }
    }
    dpm_evidence *const list = ARENA_ARRAY(l->memory, count, dpm_evidence);
    if (!list) {
        return DPM_ENOMEM;
    }
    for (size_t k = 0; k < count; k++) {
        TRY(put_record(l, kept[k], &list[k]));
    }
    out->evidence_count = count;
    out->evidence = ARENA_POINTERS(l->memory, list, out->evidence_count);
    return out->evidence ? DPM_OK : DPM_ENOMEM;
}

/* ---- what it is about ---- */

static uint32_t find_id(const listing *l, const incident *i)
{
    const record_ref *const records[] = {i->telling, i->last, i->first};
    for (size_t k = 0; k < sizeof records / sizeof *records; k++) {
        if (records[k] && records[k]->dpm_id) {
            return records[k]->dpm_id;
        }
    }
    uint32_t least = 0;
    for (size_t f = fact_next(&i->facts, 0); f < FACT_MAX; f = fact_next(&i->facts, f + 1)) {
        const fact *const known = &l->in->rules->facts[f];
        if (known->kind == FACT_DPM_ID && (!least || known->value < least)) {
            least = known->value;
        }
    }
    return least;
}

static uint32_t find_code(const incident *i)
{
    return i->telling->code ? i->telling->code : i->last->code ? i->last->code : i->first->code;
}

/* The machine whose log has it, if that is another one; else the one that a record names. */
static dpm_span find_peer(const listing *l, const observation *o)
{
    const correlation *const c = l->in->correlated;
    const uint32_t logged = c->processes.streams[o->stream].host;
    if (logged != o->host) {
        return intern_get(&c->names, logged);
    }
    const captures *const all = o->incident->captures;
    for (size_t k = 0; all && k < all->count; k++) {
        if (all->items[k].what->type == CAPTURE_HOST) {
            const dpm_span named = span_of(all->items[k].text, all->items[k].len);
            return span_ieq(span_cut(named, '.').head, intern_get(&c->names, o->host)) ? (dpm_span){0} : named;
        }
    }
    return (dpm_span){0};
}

/* What the messages of an incident say of its job. */
static job_words read_messages(const incident *i)
{
    const record_ref *const records[] = {i->telling, i->first, i->last};
    job_words out = {0}, one;
    for (size_t k = 0; k < sizeof records / sizeof *records; k++) {
        bool again = false; /* mostly it is one record */
        for (size_t before = 0; before < k; before++) {
            again |= records[before] == records[k];
        }
        if (records[k] && !again && job_text_read(record_ref_text(records[k]), &one)) {
            out.kind = out.kind == DPM_JOB_UNKNOWN ? one.kind : out.kind;
            out.source = out.source.len ? out.source : one.source;
        }
    }
    return out;
}

static dpm_status put_job(const listing *l, const incident *i, dpm_incident *out)
{
    const correlation *const c = l->in->correlated;
    const task_job *const told = i->has_task ? jobs_find(&c->jobs, i->task) : NULL;
    const job_words words = read_messages(i);
    dpm_span source = told ? intern_get(&c->jobs.sources, told->source) : (dpm_span){0};
    if (!source.len && i->has_task && c->datasource_of) {
        source = c->datasource_of(c->server_context, i->task);
    }
    source = source.len ? source : words.source;
    out->kind = told && told->kind ? (dpm_job_kind)told->kind : words.kind;
    if (out->kind == DPM_JOB_UNKNOWN && out->cls == DPM_CLASS_INSTALL) {
        out->kind = DPM_JOB_AGENT_INSTALL;
    }
    if (i->has_task && i->count == 1) {
        TRY(keep_task(l, i->task, &out->task));
    }
    return keep(l, source, &out->datasource);
}

static dpm_status put_incident(const listing *l, const observation *o, dpm_incident *out)
{
    const incident *const i = o->incident;
    const bool fatal = i->worst <= DPM_LEVEL_FATAL;
    *out = (dpm_incident){
        .first = o->first,
        .last = o->last,
        .cause = o->owner->id,
        .cls = o->owner->cls,
        .strength = o->strength,
        .incidents = i->count,
        .events = i->events,
        .attempts = i->count + i->repeats,
        .code = find_code(i),
        .dpm_id = find_id(l, i),
        .outcome = fatal     ? DPM_TASK_END_FAILED
                   : o->made ? DPM_TASK_END_OPEN
                             : DPM_TASK_END_UNKNOWN,
    };
    if (out->cls == DPM_CLASS_OTHER && i->telling->rule != RULE_NONE) {
        out->cls = l->in->rules->rules[i->telling->rule].cls;
    }
    TRY(keep(l, intern_get(&l->in->correlated->names, o->host), &out->server));
    TRY(keep(l, find_peer(l, o), &out->peer));
    TRY(put_job(l, i, out));
    return put_evidence(l, i, out);
}

static dpm_status add_incidents(const listing *l, const observations *t)
{
    dpm_incident *const list = ARENA_ARRAY(l->memory, t->count + 1, dpm_incident);
    size_t count = 0;
    if (!list) {
        return DPM_ENOMEM;
    }
    for (size_t item = 0; item < t->count; item++) { /* in order of time */
        if (t->items[item].incident && t->items[item].owner) {
            TRY(put_incident(l, &t->items[item], &list[count]));
            list[count].id = count + 1;
            count++;
        }
    }
    l->facts->incident_list = ARENA_POINTERS(l->memory, list, count);
    l->facts->incident_list_count = count;
    return l->facts->incident_list ? DPM_OK : DPM_ENOMEM;
}

/* ---- data sources ---- */

static int by_place(const void *a, const void *b)
{
    const dpm_datasource *const x = a, *const y = b;
    const int order = span_cmp(x->server, y->server);
    return order ? order : span_cmp(x->name, y->name);
}

static void join_place(dpm_datasource *into, const dpm_datasource *from)
{
    into->last_success = from->last_success > into->last_success ? from->last_success : into->last_success;
    into->last_failure = from->last_failure > into->last_failure ? from->last_failure : into->last_failure;
    into->successes += from->successes;
    into->failures += from->failures;
}

static dpm_status put_places(const listing *l, dpm_datasource *list, size_t *count)
{
    const correlation *const c = l->in->correlated;
    for (uint32_t i = 0; i < c->jobs.places.count; i++) {
        const job_place *const p = table_at(&c->jobs.places, i);
        dpm_datasource *const d = &list[(*count)++];
        *d = (dpm_datasource){.last_failure = DPM_NO_TIME, .successes = p->successes};
        d->last_success = p->last == DPM_NO_TIME ? DPM_NO_TIME : rank_settle(l->in, p->last_source, p->last);
        TRY(keep(l, intern_get(&c->names, p->host), &d->server));
        TRY(keep(l, intern_get(&c->jobs.sources, p->source), &d->name));
    }
    for (size_t i = 0; i < l->facts->incident_list_count; i++) {
        const dpm_incident *const at = l->facts->incident_list[i];
        if (at->datasource.len) {
            list[(*count)++] = (dpm_datasource){at->server, at->datasource, DPM_NO_TIME, at->last, 0, at->incidents};
        }
    }
    return DPM_OK;
}

static dpm_status add_datasources(const listing *l)
{
    const size_t most = l->in->correlated->jobs.places.count + l->facts->incident_list_count;
    dpm_datasource *const list = ARENA_ARRAY(l->memory, most + 1, dpm_datasource);
    size_t count = 0, left = 0;
    if (!list) {
        return DPM_ENOMEM;
    }
    TRY(put_places(l, list, &count));
    qsort(list, count, sizeof *list, by_place);
    for (size_t i = 0; i < count; i++) {
        if (left && by_place(&list[left - 1], &list[i]) == 0) {
            join_place(&list[left - 1], &list[i]);
        } else {
            list[left++] = list[i];
        }
    }
    l->facts->datasource_count = left < JOB_PLACE_MAX ? left : JOB_PLACE_MAX;
    l->facts->datasources = ARENA_POINTERS(l->memory, list, l->facts->datasource_count);
    return l->facts->datasources ? DPM_OK : DPM_ENOMEM;
}

dpm_status rank_incident_list(const rank_input *in, const observations *t, arena *memory, dpm_report_data *facts)
{
    const listing l = {in, memory, facts};
    TRY(add_incidents(&l, t));
    return add_datasources(&l);
}
