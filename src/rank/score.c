/* Who explains what, and how sure that is. */
#include "rank/score.h"

#include <math.h>
#include <stdlib.h>

enum { NOBODY = CAUSE_LIMIT };

/* ---- who explains what ---- */

/* reach[a * count + b]: a explains b, directly or through others. The rules were checked to have no cycle. */
static bool *explain_closure(const dpm_rules *rules, arena *memory)
{
    const size_t n = rules->cause_count;
    bool *const reach = ARENA_ARRAY(memory, n * n + 1, bool);
    if (!reach) {
        return NULL;
    }
    for (size_t a = 0; a < n; a++) {
        for (size_t i = 0; i < rules->causes[a].explains_count; i++) {
            reach[a * n + rules->causes[a].explains[i]] = true;
        }
    }
    for (size_t via = 0; via < n; via++) {
        for (size_t a = 0; a < n; a++) {
            for (size_t b = 0; reach[a * n + via] && b < n; b++) {
                reach[a * n + b] |= reach[via * n + b];
            }
        }
    }
    return reach;
}

typedef struct contest {
    const dpm_rules *rules;
    const coverage *covers;
    const bool *reach;
} contest;

/* `a` explains observation `item` better than `b`: by an edge, by strength, by covering more at once, by name. */
static bool better(const contest *c, size_t item, size_t a, size_t b)
{
    const size_t n = c->rules->cause_count;
    if (c->reach[a * n + b] != c->reach[b * n + a]) {
        return c->reach[a * n + b];
    }
    if (c->covers[a].by[item] != c->covers[b].by[item]) {
        return c->covers[a].by[item] > c->covers[b].by[item];
    }
    if (c->covers[a].incidents != c->covers[b].incidents) {
        return c->covers[a].incidents > c->covers[b].incidents;
    }
    return span_cmp(c->rules->causes[a].id, c->rules->causes[b].id) < 0;
}

static bool explained_by_another(const contest *c, size_t item, size_t cause_number)
{
    const size_t n = c->rules->cause_count;
    for (size_t other = 0; other < n; other++) {
        if (c->covers[other].by[item] && c->reach[other * n + cause_number]) {
            return true;
        }
    }
    return false;
}

static size_t winner(const contest *c, size_t item)
{
    size_t best = NOBODY, fallback = NOBODY;
    for (size_t i = 0; i < c->rules->cause_count; i++) {
        if (c->rules->causes[i].fallback) {
            fallback = i;
        } else if (c->covers[i].by[item] && !explained_by_another(c, item, i) && (best == NOBODY || better(c, item, i, best))) {
            best = i;
        }
    }
    return best == NOBODY ? fallback : best;
}

static void claim_item(claim *cl, const coverage *cover, const observation *o, size_t item)
{
    cl->items[cl->item_count++] = item;
    cl->incidents += o->incident->count;
    cl->events += o->incident->events;
    cl->tasks += o->incident->tasks;
    const dpm_strength strength = cover->by[item] ? (dpm_strength)(cover->by[item] - 1) : DPM_WEAK;
    cl->confidence = strength > cl->confidence ? strength : cl->confidence;
}

/* ---- how sure ---- */

static uint64_t count_recovered(const rank_input *in, const tally *t, const cause *c)
{
    const fact_set facts = evidence_facts(c);
    uint64_t single = 0, folded = 0;
    for (size_t i = 0; i < t->recovered_count; i++) {
        single += facts_meet(&facts, &t->recovered[i]->facts);
    }
    for (uint16_t f = 0; f < in->rules->fact_count; f++) {
        const uint64_t tasks = in->correlated->incidents.recovered[f];
        folded = fact_has(&facts, f) && tasks > folded ? tasks : folded;
    }
    return single + folded;
}

static void lower(claim *cl, bool *why)
{
    if (cl->confidence > DPM_WEAK) {
        cl->confidence--;
        *why = true;
    }
}

static void add_term(claim *cl, const char *name, double points, const char *reason)
{
    cl->terms[cl->term_count++] = (dpm_score_term){span_str(name), points, span_str(reason)};
    cl->score += points;
}

static double rounded(double x)
{
    return round(x * 10) / 10;
}

static void judge(claim *cl, const rank_input *in, const tally *t, const coverage *cover)
{
    if (cl->cause->fallback) {
        cl->confidence = DPM_WEAK;
        add_term(cl, "confidence", 1, "no known cause");
        return;
    }
    cl->recovered = count_recovered(in, t, cl->cause);
    if (cl->recovered > 4 * cl->incidents) {
        lower(cl, &cl->lowered_by_success);
    }
    if (!in->complete && cover->needs_absence) {
        lower(cl, &cl->lowered_by_gaps);
    }
    static const double base[] = {[DPM_WEAK] = 2, [DPM_MEDIUM] = 4, [DPM_STRONG] = 6};
    add_term(cl, "confidence", base[cl->confidence], "weak 2, medium 4, strong 6");
    add_term(cl, "share", rounded(2 * (double)cl->incidents / (double)t->incidents), "2 x share of all incidents");
    if (cover->companions) {
        add_term(cl, "companions", 0.5, "several signs that belong together");
    }
    if (cl->recovered) {
        const double share = (double)cl->recovered / (double)(cl->recovered + cl->incidents);
        add_term(cl, "success", -rounded(2 * share), "2 x share of tasks with the same signs that succeeded");
    }
    if (!in->complete) {
        add_term(cl, "coverage", -0.5, "not everything could be read");
    }
}

static int best_first(const void *a, const void *b)
{
    const claim *const x = a, *const y = b;
    if (x->cause->fallback != y->cause->fallback) {
        return x->cause->fallback ? 1 : -1;
    }
    if (fabs(x->score - y->score) > 1e-9) {
        return x->score > y->score ? -1 : 1;
    }
    return span_cmp(x->cause->id, y->cause->id);
}

dpm_status score_claims(const rank_input *in, const tally *t, arena *memory, claim *out, size_t *count)
{
    const size_t n = in->rules->cause_count;
    coverage *const covers = ARENA_ARRAY(memory, n + 1, coverage);
    bool *const reach = explain_closure(in->rules, memory);
    if (!covers || !reach) {
        return DPM_ENOMEM;
    }
    TRY(evidence_cover(in, t, memory, covers));
    const contest contest_of = {in->rules, covers, reach};
    size_t *const owners = ARENA_ARRAY(memory, t->count + 1, size_t);
    if (!owners) {
        return DPM_ENOMEM;
    }
    for (size_t i = 0; i < n; i++) {
        out[i] = (claim){.cause = &in->rules->causes[i], .number = i};
    }
    for (size_t item = 0; item < t->count; item++) {
        owners[item] = t->items[item].incident ? winner(&contest_of, item) : NOBODY;
        if (owners[item] != NOBODY) {
            out[owners[item]].item_count++;
        }
    }
    for (size_t i = 0; i < n; i++) {
        out[i].items = ARENA_ARRAY(memory, out[i].item_count, size_t);
        out[i].item_count = 0;
        if (!out[i].items) {
            return DPM_ENOMEM;
        }
    }
    for (size_t item = 0; item < t->count; item++) {
        if (owners[item] != NOBODY) {
            claim_item(&out[owners[item]], &covers[owners[item]], &t->items[item], item);
        }
    }
    *count = 0;
    for (size_t i = 0; i < n; i++) {
        if (out[i].item_count) {
            judge(&out[i], in, t, &covers[i]);
            out[(*count)++] = out[i];
        }
    }
    if (*count) {
        qsort(out, *count, sizeof *out, best_first);
    }
    return DPM_OK;
}
