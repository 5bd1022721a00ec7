/* What a cause says of itself. */
#include "rank/explain.h"
#include "rank/settle.h"
#include "base/limits.h"
#include "rank/stated.h"
#include "base/number.h"
#include "base/strbuf.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- records ---- */

static dpm_status keep(arena *memory, dpm_span s, dpm_span *out)
{
    return arena_keep(memory, s, out) ? DPM_OK : DPM_ENOMEM;
}

static dpm_status keep_hex(arena *memory, uint32_t value, dpm_span *out)
{
    char text[12];
    snprintf(text, sizeof text, "%04X", (unsigned)value);
    return keep(memory, span_str(text), out);
}

dpm_status explain_record(const rank_input *in, const record_ref *k, arena *memory, dpm_evidence *out)
{
    const dpm_source_info *const source = &in->sources[k->source].info;
    *out = (dpm_evidence){
        .line = k->line,
        .numbered = k->numbered,
        .offset = k->offset,
        .time = rank_time(in, k),
        .level = (dpm_level)k->level,
        .text_cut = k->text_cut,
        .rule = k->rule == RULE_NONE ? (dpm_span){0} : in->rules->rules[k->rule].id,
        .code = k->code,
        .dpm_id = k->dpm_id,
    };
    TRY(keep(memory, source->path, &out->path)); /* the report outlives the session, whose this is */
    TRY(keep(memory, source->host, &out->host));
    TRY(keep(memory, source->process, &out->process));
    if (k->has_task) {
        char guid[GUID_TEXT + 1];
        guid_text(k->task, guid);
        TRY(keep(memory, span_str(guid), &out->task));
    }
    TRY(keep_hex(memory, k->pid, &out->pid));
    TRY(keep_hex(memory, k->tid, &out->tid));
    TRY(keep(memory, record_ref_position(k), &out->source));
    return keep(memory, record_ref_text(k), &out->text);
}

/* ---- evidence: the first, the last, and the most telling ---- */

typedef struct chosen {
    const record_ref *items[EVIDENCE_MAX];
    size_t count;
} chosen;

static void choose(chosen *c, const record_ref *k)
{
    if (!k || c->count == EVIDENCE_MAX) {
        return;
    }
    for (size_t i = 0; i < c->count; i++) {
        if (record_ref_compare(c->items[i], k) == 0) {
            return;
        }
    }
    c->items[c->count++] = k;
}

static bool more_telling(const incident *a, const incident *b)
{
    return a->strength != b->strength ? a->strength > b->strength : a->telling->level < b->telling->level;
}

/* What stood before the crash that this incident ended in. */
static void choose_before_crash(chosen *c, const rank_input *in, const incident *i)
{
    for (uint32_t k = 0; k < in->correlated->crash_count; k++) {
        const crash *const known = &in->correlated->crashes[k];
        if (record_ref_compare(known->record, i->telling) == 0 || record_ref_compare(known->record, i->last) == 0) {
            choose(c, known->before.of_task);
            choose(c, known->before.of_thread);
        }
    }
}

static int by_time(const void *a, const void *b)
{
    return record_ref_compare(*(const record_ref *const *)a, *(const record_ref *const *)b);
}

static chosen choose_evidence(const rank_input *in, const observations *t, const claim *cl)
{
    chosen c = {0};
    const incident *const first = t->items[cl->items[0]].incident;
    const incident *const last = t->items[cl->items[cl->item_count - 1]].incident;
    const incident *telling = first;
    for (size_t i = 1; i < cl->item_count; i++) {
        const incident *const it = t->items[cl->items[i]].incident;
        telling = more_telling(it, telling) ? it : telling;
    }
    choose(&c, first->first);
    choose(&c, telling->telling);
    choose(&c, last->last);
    choose_before_crash(&c, in, telling);
    choose(&c, first->last);
    qsort(c.items, c.count, sizeof c.items[0], by_time);
    return c;
}

static dpm_status explain_evidence(const rank_input *in, const observations *t, const claim *cl, arena *memory, dpm_cause *out)
{
    const chosen c = choose_evidence(in, t, cl);
    dpm_evidence *const evidence = ARENA_ARRAY(memory, c.count, dpm_evidence);
    if (!evidence) {
        return DPM_ENOMEM;
    }
    for (size_t i = 0; i < c.count; i++) {
        TRY(explain_record(in, c.items[i], memory, &evidence[i]));
    }
    out->evidence = ARENA_POINTERS(memory, evidence, c.count);
    out->evidence_count = c.count;
    return out->evidence ? DPM_OK : DPM_ENOMEM;
}

/* ---- words ---- */

static dpm_span find_capture(const observations *t, const claim *cl, dpm_span name)
{
    for (size_t i = 0; i < cl->item_count; i++) {
        const incident *const it = t->items[cl->items[i]].incident;
        for (size_t k = 0; it->captures && k < it->captures->count; k++) {
            const struct captured_text *const known = &it->captures->items[k];
            if (span_eq(known->what->name, name) && known->len) {
                return span_of(known->text, known->len);
            }
        }
    }
    return (dpm_span){0};
}

/* {name} stands for what a pattern captured. Other braces stay. False: something was not captured. */
static bool fill_part(strbuf *b, dpm_span text, const observations *t, const claim *cl)
{
    bool known = true;
    while (text.len) {
        const cut open = span_cut(text, '{');
        strbuf_add(b, open.head);
        const cut close = span_cut(open.tail, '}');
        if (!open.found || !close.found) {
            strbuf_add(b, span_from(text, open.head.len));
            break;
        }
        const dpm_span value = find_capture(t, cl, close.head);
        known = known && value.len;
        strbuf_add(b, value.len ? value : SPAN("(not stated)"));
        text = close.tail;
    }
    return known;
}

/* What stands between [[ and ]] is left out where it has a name for which nothing was captured. */
static dpm_status fill(dpm_span text, const observations *t, const claim *cl, arena *memory, dpm_span *out)
{
    strbuf b = {0};
    while (text.len) {
        const size_t open = span_find(text, SPAN("[["));
        const dpm_span rest = open == SIZE_MAX ? (dpm_span){0} : span_from(text, open + 2);
        const size_t close = span_find(rest, SPAN("]]"));
        if (close == SIZE_MAX) {
            fill_part(&b, text, t, cl);
            break;
        }
        fill_part(&b, span_head(text, open), t, cl);
        const size_t before = b.len;
        if (!fill_part(&b, span_head(rest, close), t, cl)) {
            b.len = before;
        }
        text = span_from(rest, close + 2);
    }
    const dpm_status status = b.failed ? DPM_ENOMEM : keep(memory, span_trim(strbuf_span(&b)), out);
    strbuf_free(&b);
    return status;
}

/* "The same records fit <title> (KB n), too. <what tells them apart>" */
static dpm_status explain_beside(const claim *cl, arena *memory, dpm_span *out)
{
    const cause *const other = cl->beside;
    const dpm_span apart = cl->cause->apart.len ? cl->cause->apart : other->apart;
    strbuf b = {0};
    strbuf_adds(&b, "The same records fit ");
    strbuf_add(&b, other->id);
    if (other->fix.kb.len) {
        strbuf_adds(&b, " (KB ");
        strbuf_add(&b, other->fix.kb);
        strbuf_adds(&b, ")");
    }
    strbuf_adds(&b, cl->shared ? ", for which they are counted." : ", too.");
    strbuf_adds(&b, apart.len ? " " : "");
    strbuf_add(&b, apart);
    const dpm_status status = b.failed ? DPM_ENOMEM : keep(memory, strbuf_span(&b), out);
    strbuf_free(&b);
    return status;
}

static dpm_status explain_counter(const rank_input *in, const claim *cl, arena *memory, dpm_cause *out)
{
    dpm_span *const lines = ARENA_ARRAY(memory, 4, dpm_span);
    if (!lines) {
        return DPM_ENOMEM;
    }
    char text[160];
    if (cl->beside) {
        TRY(explain_beside(cl, memory, &lines[out->counter_count++]));
    }
    if (cl->recovered) {
        snprintf(text, sizeof text, "%llu %s with the same evidence succeeded%s.", (unsigned long long)cl->recovered,
                 plural(cl->recovered, "task", "tasks"), cl->lowered_by_success ? ", so confidence is lowered" : "");
        TRY(keep(memory, span_str(text), &lines[out->counter_count++]));
    }
    if (in->lost && !cl->cause->fallback) {
        snprintf(text, sizeof text, "Not everything could be read%s.", cl->lowered_by_gaps ? ", so confidence is lowered" : "");
        TRY(keep(memory, span_str(text), &lines[out->counter_count++]));
    }
    if (cl->lowered_by_silence) {
        TRY(keep(memory,
                 SPAN("No log that was read tells how these tasks ended, so confidence is lowered: a retry may have worked."),
                 &lines[out->counter_count++]));
    }
    out->counter_evidence = lines;
    return DPM_OK;
}

static dpm_status explain_rivals(const claim *cl, arena *memory, dpm_cause *out)
{
    static const char *const words[] = {
        [LOSS_EXPLAINED] = "it is a consequence of this one",
        [LOSS_WEAKER] = "its evidence is weaker",
        [LOSS_FEWER] = "its evidence is as strong, but covers fewer incidents",
        [LOSS_NAME] = "both fit equally well, and their ids decide the order",
    };
    dpm_span *const lines = ARENA_ARRAY(memory, cl->rival_count, dpm_span);
    if (!lines) {
        return DPM_ENOMEM;
    }
    for (size_t i = 0; i < cl->rival_count; i++) {
        const rival *const r = &cl->rivals[i];
        char text[256];
        snprintf(text, sizeof text, "%.*s (%s) fits %zu of these %zu, too; %s.", (int)r->cause->id.len, r->cause->id.ptr,
                 dpm_strength_name(r->strength), r->items, cl->item_count, words[r->why]);
        TRY(keep(memory, span_str(text), &lines[i]));
    }
    out->rivals = lines;
    out->rival_count = cl->rival_count;
    return DPM_OK;
}

static dpm_status explain_hosts(const rank_input *in, const observations *t, const claim *cl, arena *memory, dpm_cause *out)
{
    bool *const seen = ARENA_ARRAY(memory, in->correlated->names.count + 1u, bool);
    dpm_span *const hosts = ARENA_ARRAY(memory, HOST_LISTED_MAX, dpm_span);
    if (!seen || !hosts) {
        return DPM_ENOMEM;
    }
    for (size_t i = 0; i < cl->item_count; i++) {
        const incident *const it = t->items[cl->items[i]].incident;
        for (size_t k = 0; k < INCIDENT_HOST_MAX && it->hosts[k]; k++) {
            if (!seen[it->hosts[k]] && out->host_count < HOST_LISTED_MAX) {
                seen[it->hosts[k]] = true;
                TRY(keep(memory, intern_get(&in->correlated->names, it->hosts[k]), &hosts[out->host_count++]));
            }
        }
    }
    qsort(hosts, out->host_count, sizeof *hosts, span_order);
    out->hosts = hosts;
    return DPM_OK;
}

dpm_status explain_claim(const rank_input *in, const observations *t, const claim *cl, arena *memory, dpm_cause *out)
{
    const cause *const c = cl->cause;
    dpm_score_term *const terms = ARENA_ARRAY(memory, cl->term_count, dpm_score_term);
    if (!terms) {
        return DPM_ENOMEM;
    }
    memcpy(terms, cl->terms, cl->term_count * sizeof *terms);
    *out = (dpm_cause){
        .id = c->id,
        .cls = c->cls,
        .score = cl->score,
        .confidence = cl->confidence,
        .incidents = cl->incidents,
        .events = cl->events,
        .tasks = cl->tasks,
        .shared = cl->shared,
        .first = t->items[cl->items[0]].first,
        .last = t->items[cl->items[0]].last,
        .fix = c->fix,
        .terms = terms,
        .term_count = cl->term_count,
    };
    for (size_t i = 1; i < cl->item_count; i++) {
        const int64_t last = t->items[cl->items[i]].last;
        out->last = last > out->last ? last : out->last;
    }
    TRY(fill(c->title, t, cl, memory, &out->title));
    TRY(explain_hosts(in, t, cl, memory, out));
    dpm_span text = {0};
    TRY(fill(c->explanation, t, cl, memory, &text));
    TRY(explain_seen(in, t, cl, text, memory, out));
    if (c->fallback) {
        TRY(stated_explain(in, t, cl, memory, out));
    }
    TRY(explain_counter(in, cl, memory, out));
    TRY(explain_rivals(cl, memory, out));
    TRY(explain_evidence(in, t, cl, memory, out));
    return explain_fix(in, memory, out);
}
