/* Who explains what, and how sure that is. */
#include "rank/score.h"
#include "base/civil.h"

#include <math.h>
#include <stdlib.h>

enum {
    NOBODY = CAUSE_MAX,
    EFFECT_BEFORE = 10 * MS_MINUTE, /* an effect may be noticed before its cause */
    EFFECT_AFTER = MS_HOUR          /* where the signature has no window of its own */
};

/* ---- which cause explains which incident ---- */

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

/* A set of causes. */
enum { CAUSE_WORDS = (CAUSE_MAX + 63) / 64 };
typedef struct cause_set {
    uint64_t words[CAUSE_WORDS];
} cause_set;

/* The first cause of the set from `from` on; CAUSE_MAX: there is none. */
static size_t set_next(const cause_set *set, size_t from)
{
    size_t word = from / 64;
    uint64_t bits = from < CAUSE_MAX ? set->words[word] >> from % 64 << from % 64 : 0;
    while (!bits && ++word < CAUSE_WORDS) {
        bits = set->words[word];
    }
    return bits ? word * 64 + (size_t)__builtin_ctzll(bits) : CAUSE_MAX;
}

typedef struct contest {
    const dpm_rules *rules;
    const coverage *covers;
    const bool *reach;
    const cause_set *fits; /* by observation: the causes that cover it, few of all */
    size_t fallback;       /* NOBODY: there is none */
} contest;

/* The causes that cover each observation. */
static cause_set *list_fits(const dpm_rules *rules, const observations *t, const coverage *covers, arena *memory)
{
    cause_set *const fits = ARENA_ARRAY(memory, t->count + 1, cause_set);
    for (size_t i = 0; fits && i < rules->cause_count; i++) {
        const uint8_t *const by = covers[i].by;
        for (size_t item = 0; covers[i].incidents && item < t->count; item++) {
            if (by[item]) {
                fits[item].words[i / 64] |= UINT64_C(1) << i % 64;
            }
        }
    }
    return fits;
}

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
    const cause_set *const fits = &c->fits[item];
    for (size_t other = set_next(fits, 0); other < CAUSE_MAX; other = set_next(fits, other + 1)) {
        if (c->reach[other * c->rules->cause_count + cause_number]) {
            return true;
        }
    }
    return false;
}

static size_t winner(const contest *c, size_t item, bool made)
{
    size_t best = NOBODY;
    const cause_set *const fits = &c->fits[item];
    for (size_t i = set_next(fits, 0); i < CAUSE_MAX; i = set_next(fits, i + 1)) {
        if (i != c->fallback && !explained_by_another(c, item, i) && (best == NOBODY || better(c, item, i, best))) {
            best = i;
        }
    }
    return best == NOBODY && !made ? c->fallback : best;
}

/* ---- effects that follow ---- */

/* How far the incidents of cause `by` reach, by the strength that they are covered with and by host; the whole site is one
 * more. */
typedef struct reachable {
    int64_t *until; /* [strength * hosts + host] */
    size_t hosts;
} reachable;

static bool reaches_site(const rank_input *in, const signature *sig, const observation *o)
{
    const bool engine = in->correlated->processes.streams[o->stream].engine;
    return sig->scope == SCOPE_SITE ||
           (engine && o->incident->worst == DPM_LEVEL_CRITICAL); /* a process that crashed served all */
}

static void reach_from(reachable *r, const contest *c, const rank_input *in, const observations *t, size_t owner, size_t item,
                       bool forward)
{
    const observation *const o = &t->items[item];
    if (o->first == DPM_NO_TIME) {
        return;
    }
    const signature *const sig = &c->rules->causes[owner].signatures[c->covers[owner].via[item]];
    const int64_t after = sig->within ? sig->within : EFFECT_AFTER;
    const int64_t before = after < EFFECT_BEFORE ? after : EFFECT_BEFORE;
    const int64_t until = forward ? o->last + after : before - o->first; /* backwards, time is counted down */
    const size_t host = reaches_site(in, sig, o) ? r->hosts - 1 : o->host;
    for (size_t s = 0; s < c->covers[owner].by[item]; s++) {
        int64_t *const at = &r->until[s * r->hosts + host];
        *at = until > *at ? until : *at;
    }
}

static bool is_reached(const reachable *r, const observation *o, uint8_t by, bool forward)
{
    if (o->first == DPM_NO_TIME) {
        return false;
    }
    const int64_t time = forward ? o->first : -o->first;
    const size_t row = by ? by - 1u : 0;
    return r->until[row * r->hosts + o->host] >= time || r->until[row * r->hosts + r->hosts - 1] >= time;
}

/* What cause `by` explains and what comes on its hosts (or anywhere, where it is the site's) soon after it, is its effect. */
static void take_effects(reachable *r, const contest *c, const rank_input *in, const observations *t, const size_t *owners,
                         size_t by, size_t *out)
{
    const size_t n = c->rules->cause_count;
    for (int forward = 0; forward < 2; forward++) {
        for (size_t i = 0; i < 3 * r->hosts; i++) {
            r->until[i] = INT64_MIN;
        }
        for (size_t i = 0; i < t->count; i++) {
            const size_t item = forward ? i : t->count - 1 - i;
            const size_t owner = owners[item];
            if (owner == by) {
                reach_from(r, c, in, t, by, item, forward);
            } else if (owner != NOBODY && c->reach[by * n + owner] &&
                       is_reached(r, &t->items[item], c->covers[owner].by[item], forward) &&
                       (out[item] == owner || better(c, item, by, out[item]))) {
                out[item] = by;
            }
        }
    }
}

static dpm_status follow_effects(const contest *c, const rank_input *in, const observations *t, size_t *owners, arena *memory)
{
    reachable r = {.hosts = in->correlated->names.count + 2u};
    r.until = ARENA_ARRAY(memory, 3 * r.hosts, int64_t);
    size_t *const before = ARENA_ARRAY(memory, t->count + 1, size_t);
    bool *const present = ARENA_ARRAY(memory, c->rules->cause_count + 1, bool);
    if (!r.until || !before || !present) {
        return DPM_ENOMEM;
    }
    memcpy(before, owners, t->count * sizeof *before);
    for (size_t i = 0; i < t->count; i++) {
        if (before[i] != NOBODY) {
            present[before[i]] = true;
        }
    }
    for (size_t by = 0; by < c->rules->cause_count; by++) {
        if (present[by] && c->rules->causes[by].explains_count) {
            take_effects(&r, c, in, t, before, by, owners);
        }
    }
    return DPM_OK;
}

/* A disabled cause takes nothing; how much it would have fitted is reported. */
static dpm_status hold_disabled(const dpm_rules *rules, observations *t, coverage *covers, arena *memory)
{
    t->withheld = ARENA_ARRAY(memory, rules->cause_count + 1, struct withheld);
    if (!t->withheld) {
        return DPM_ENOMEM;
    }
    for (size_t i = 0; i < rules->cause_count; i++) {
        t->withheld[i].found = covers[i].incidents > 0;
        if (rules->causes[i].changed && rules->causes[i].changed->disabled) {
            t->withheld[i].incidents = covers[i].incidents;
            covers[i].incidents = 0;
            memset(covers[i].by, 0, t->count);
        }
    }
    return DPM_OK;
}

/* The incident is its cause's, and an override suppresses it. */
static bool suppressed(const cause *c, const observation *o)
{
    return c->changed && c->changed->until && o->first != DPM_NO_TIME && o->first < c->changed->until;
}

static void hold_suppressed(const dpm_rules *rules, observations *t, size_t *owners)
{
    for (size_t item = 0; item < t->count; item++) {
        const size_t owner = owners[item];
        if (owner != NOBODY && suppressed(&rules->causes[owner], &t->items[item])) {
            t->withheld[owner].incidents += t->items[item].incident->count;
            t->incidents += t->items[item].made;
            owners[item] = NOBODY;
        }
    }
}

/* ---- rivals ---- */

static loss why_lost(const contest *c, size_t winner_number, size_t other, dpm_strength by_winner, dpm_strength by_other)
{
    if (c->reach[winner_number * c->rules->cause_count + other]) {
        return LOSS_EXPLAINED;
    }
    if (by_other < by_winner) {
        return LOSS_WEAKER;
    }
    return c->covers[other].incidents < c->covers[winner_number].incidents ? LOSS_FEWER : LOSS_NAME;
}

static void keep_rival(claim *cl, rival fresh)
{
    size_t at = cl->rival_count < RIVALS ? cl->rival_count++ : RIVALS;
    for (; at > 0 && cl->rivals[at - 1].items < fresh.items; at--) {
        if (at < RIVALS) {
            cl->rivals[at] = cl->rivals[at - 1];
        }
    }
    if (at < RIVALS) {
        cl->rivals[at] = fresh;
    }
}

/* The causes that fit the claim's incidents, too. `others`: room for one of each cause. */
static void find_rivals(claim *cl, const contest *c, rival *others)
{
    memset(others, 0, c->rules->cause_count * sizeof *others);
    for (size_t i = 0; i < cl->item_count; i++) {
        const size_t item = cl->items[i];
        const cause_set *const fits = &c->fits[item];
        for (size_t other = set_next(fits, 0); other < CAUSE_MAX; other = set_next(fits, other + 1)) {
            const uint8_t by = c->covers[other].by[item];
            rival *const r = &others[other];
            r->items++;
            r->strength = by > r->strength + 1 ? (dpm_strength)(by - 1) : r->strength;
        }
    }
    for (size_t other = 0; other < c->rules->cause_count; other++) {
        rival *const r = &others[other];
        if (r->items && other != cl->number) {
            const uint8_t own = c->covers[cl->number].by[cl->items[0]];
            r->cause = &c->rules->causes[other];
            r->why = why_lost(c, cl->number, other, own ? (dpm_strength)(own - 1) : DPM_STRENGTH_WEAK, r->strength);
            keep_rival(cl, *r);
        }
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

/* ---- claims ---- */

/* Cause `number` fits the incident, which another one has that is not sure of it, and neither explains the other. */
static bool is_candidate(const contest *c, size_t item, size_t owner, size_t number)
{
    const coverage *const cover = &c->covers[number];
    const size_t n = c->rules->cause_count;
    return number != owner && c->covers[owner].by[item] != 1 + DPM_STRENGTH_STRONG &&
           c->rules->causes[number].signatures[cover->via[item]].candidate && !c->reach[owner * n + number] &&
           !c->reach[number * n + owner];
}

static void claim_item(claim *cl, const coverage *cover, const observation *o, size_t item)
{
    cl->items[cl->item_count++] = item;
    cl->incidents += o->incident->count;
    cl->events += o->incident->events;
    cl->tasks += o->incident->tasks;
    const dpm_strength strength = cover->by[item] ? (dpm_strength)(cover->by[item] - 1) : DPM_STRENGTH_WEAK;
    const bool firm = cover->by[item] && cl->cause->signatures[cover->via[item]].firm;
    cl->firm = strength > cl->confidence ? firm : cl->firm || (firm && strength == cl->confidence);
    cl->confidence = strength > cl->confidence ? strength : cl->confidence;
}

/* The incident counts for its owner; the candidates are named beside it. */
static void share_item(const contest *c, const observations *t, size_t item, size_t owner, claim *out)
{
    const cause_set *const fits = &c->fits[item];
    for (size_t i = set_next(fits, 0); i < CAUSE_MAX; i = set_next(fits, i + 1)) {
        if (is_candidate(c, item, owner, i)) {
            claim_item(&out[i], &c->covers[i], &t->items[item], item);
            out[i].shared += t->items[item].incident->count;
            out[i].beside = out[i].beside ? out[i].beside : out[owner].cause;
            out[owner].beside = out[owner].beside ? out[owner].beside : out[i].cause;
        }
    }
}

static void count_candidates(const contest *c, size_t item, size_t owner, claim *out)
{
    const cause_set *const fits = &c->fits[item];
    for (size_t i = set_next(fits, 0); i < CAUSE_MAX; i = set_next(fits, i + 1)) {
        out[i].item_count += is_candidate(c, item, owner, i);
    }
}

static dpm_status fill_claims(const contest *c, observations *t, const size_t *owners, arena *memory, claim *out)
{
    for (size_t item = 0; item < t->count; item++) {
        if (owners[item] != NOBODY) {
            out[owners[item]].item_count++;
            count_candidates(c, item, owners[item], out);
            t->incidents += t->items[item].made;
        }
    }
    for (size_t i = 0; i < c->rules->cause_count; i++) {
        out[i].items = ARENA_ARRAY(memory, out[i].item_count, size_t);
        out[i].item_count = 0;
        if (!out[i].items) {
            return DPM_ENOMEM;
        }
    }
    for (size_t item = 0; item < t->count; item++) {
        if (owners[item] != NOBODY) {
            const uint8_t by = c->covers[owners[item]].by[item];
            t->items[item].owner = &c->rules->causes[owners[item]];
            t->items[item].strength = by ? (dpm_strength)(by - 1) : DPM_STRENGTH_WEAK;
            claim_item(&out[owners[item]], &c->covers[owners[item]], &t->items[item], item);
            share_item(c, t, item, owners[item], out);
        }
    }
    return DPM_OK;
}

dpm_status score_claims(const rank_input *in, observations *t, arena *memory, claim *out, size_t *count)
{
    const size_t n = in->rules->cause_count;
    coverage *const covers = ARENA_ARRAY(memory, n + 1, coverage);
    bool *const reach = explain_closure(in->rules, memory);
    if (!covers || !reach) {
        return DPM_ENOMEM;
    }
    TRY(evidence_cover(in, t, memory, covers));
    TRY(hold_disabled(in->rules, t, covers, memory));
    contest contest_of = {in->rules, covers, reach, list_fits(in->rules, t, covers, memory), NOBODY};
    size_t *const owners = ARENA_ARRAY(memory, t->count + 1, size_t);
    rival *const others = ARENA_ARRAY(memory, n + 1, rival);
    if (!owners || !others || !contest_of.fits) {
        return DPM_ENOMEM;
    }
    for (size_t i = 0; i < n; i++) {
        out[i] = (claim){.cause = &in->rules->causes[i], .number = i};
        contest_of.fallback = in->rules->causes[i].fallback ? i : contest_of.fallback;
    }
    for (size_t item = 0; item < t->count; item++) {
        owners[item] = t->items[item].incident ? winner(&contest_of, item, t->items[item].made) : NOBODY;
    }
    TRY(follow_effects(&contest_of, in, t, owners, memory));
    hold_suppressed(in->rules, t, owners);
    TRY(fill_claims(&contest_of, t, owners, memory, out));
    *count = 0;
    for (size_t i = 0; i < n; i++) {
        if (out[i].item_count) {
            claim_judge(&out[i], in, t, &covers[i]);
            find_rivals(&out[i], &contest_of, others);
            out[(*count)++] = out[i];
        }
    }
    if (*count) {
        qsort(out, *count, sizeof *out, best_first);
    }
    return DPM_OK;
}
