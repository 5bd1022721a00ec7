/* Which observations each cause covers. A signature is tried on each group of observations of its scope (a task, a process
 * instance, a host, the site), in a window that slides over time:
 *
 *     time ──▶   o    o  o     o      o o   o
 *                     └── within ──┘            all terms met in here: what bears one of them is covered
 */
#include "rank/evidence.h"
#include "base/civil.h"
#include "rank/busy.h"
#include "rank/sequence.h"

#include <stdlib.h>

enum { GROUP_BITS = TERM_GROUPS, STEADY_PERCENT = 20, FEW_HOSTS_PERCENT = 20 };

/* One observation as one signature sees it. */
typedef struct seen {
    uint64_t key;    /* the group of the scope */
    uint64_t groups; /* bits: of the signature's groups (signature_group), those that it meets */
    size_t item;     /* number in the tally */
} seen;

typedef struct trial {
    const rank_input *in;
    const observations *observations;
    const signature *sig;
    seen *list; /* observations that meet any group, by key and time */
    size_t count;
    uint32_t *host_uses; /* by interned host: relevant observations in the window */
    uint8_t *covered;    /* by observation */
    fact_set seen;       /* facts that any observation shows */
    stretches order;     /* where the signature has a sequence */
    busy_hours busy;
} trial;

static bool meets(const fact_set *facts, const fact_group *group)
{
    for (size_t i = 0; i < group->count; i++) {
        if (fact_has(facts, group->facts[i])) {
            return true;
        }
    }
    return false;
}

static uint64_t groups_met(const signature *sig, const fact_set *facts)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < signature_wanted(sig) + sig->none_count; i++) {
        bits |= (uint64_t)meets(facts, signature_group(sig, i)) << i;
    }
    return bits;
}

/* The facts of all its groups. */
static fact_set facts_asked(const signature *sig)
{
    fact_set facts = {0};
    for (size_t i = 0; i < signature_wanted(sig) + sig->none_count; i++) {
        const fact_group *const group = signature_group(sig, i);
        for (size_t f = 0; f < group->count; f++) {
            fact_add(&facts, group->facts[f]);
        }
    }
    return facts;
}

static uint64_t bits_below(size_t n)
{
    return n >= GROUP_BITS ? UINT64_MAX : (UINT64_C(1) << n) - 1;
}

static uint64_t scope_key(evidence_scope scope, const observation *o, size_t item)
{
    switch (scope) {
    case SCOPE_TASK: return item;
    case SCOPE_PROCESS: return (uint64_t)o->stream << 32 | o->pid;
    case SCOPE_HOST: return o->host;
    default: return 0;
    }
}

static int by_key_and_time(const void *a, const void *b)
{
    const seen *const x = a, *const y = b;
    if (x->key != y->key) {
        return x->key < y->key ? -1 : 1;
    }
    return (x->item > y->item) - (x->item < y->item); /* the tally is in order of time */
}

static void trial_list(trial *t)
{
    const fact_set asked = facts_asked(t->sig);
    t->count = 0;
    for (size_t i = 0; i < t->observations->count; i++) {
        const observation *const o = &t->observations->items[i];
        const uint64_t groups = facts_meet(&asked, &o->facts) ? groups_met(t->sig, &o->facts) : 0;
        if (groups) {
            t->list[t->count++] = (seen){scope_key(t->sig->scope, o, i), groups, i};
        }
    }
    qsort(t->list, t->count, sizeof *t->list, by_key_and_time);
}

/* An incident that only the engine heard of, and that names no machine, may have happened anywhere. */
static bool host_known(const observation *o)
{
    return !o->incident || o->incident->host_source != HOST_OF_ENGINE;
}

/* The window's content. */
typedef struct window {
    uint64_t uses[GROUP_BITS]; /* incidents and companions that meet each group */
    uint64_t incidents;        /* of those that meet a wanted group */
    size_t hosts;
} window;

static void window_move(trial *t, window *w, const seen *s, bool in)
{
    const observation *const o = &t->observations->items[s->item];
    const uint64_t weight = o->incident ? o->incident->count : 0, use = weight ? weight : 1;
    for (uint64_t bits = s->groups; bits; bits &= bits - 1) {
        w->uses[__builtin_ctzll(bits)] += in ? use : 0 - use;
    }
    if ((s->groups & bits_below(signature_wanted(t->sig))) == 0) {
        return;
    }
    w->incidents += in ? weight : 0 - weight;
    if (!host_known(o)) {
        return;
    }
    if (in) {
        w->hosts += t->host_uses[o->host]++ == 0;
    } else {
        w->hosts -= --t->host_uses[o->host] == 0;
    }
}

static bool window_meets(const trial *t, const window *w)
{
    const signature *const sig = t->sig;
    for (size_t i = 0; i < sig->all_count; i++) {
        if (w->uses[i] == 0) {
            return false;
        }
    }
    size_t distinct = 0;
    for (size_t i = 0; i < sig->any_count; i++) {
        distinct += w->uses[sig->all_count + i] > 0;
    }
    const size_t ordered = sig->all_count + sig->any_count, counted = ordered + sig->sequence_count;
    for (size_t i = ordered; i < counted; i++) {
        if (w->uses[i] == 0) {
            return false;
        }
    }
    for (size_t i = 0; i < sig->count_count; i++) {
        if (w->uses[counted + i] < sig->counts[i].at_least) {
            return false;
        }
    }
    const size_t wanted = sig->any_count && sig->distinct == 0 ? 1 : sig->distinct;
    const bool hosts = sig->spread != SPREAD_MANY_HOSTS || sig->scope != SCOPE_SITE || w->hosts > 1;
    return distinct >= wanted && w->incidents >= (sig->at_least ? sig->at_least : 1) && hosts;
}

/* Incidents of one group of the scope and the successes of the same time and place: steady means that hardly anything
 * works, intermittent that much does. */
static bool course_fits(const trial *t, const seen *run, size_t count)
{
    if (t->sig->course == COURSE_ANY) {
        return true;
    }
    int64_t first = INT64_MAX, last = INT64_MIN;
    uint64_t failed = 0;
    for (size_t i = 0; i < count; i++) {
        const observation *const o = &t->observations->items[run[i].item];
        if (!t->covered[run[i].item] || !o->incident) {
            continue;
        }
        failed += o->incident->count;
        if (o->first != DPM_NO_TIME) {
            first = o->first < first ? o->first : first;
            last = o->last > last ? o->last : last;
        }
    }
    if (failed == 0 || first > last) {
        return false; /* without times nothing is known of a course */
    }
    const uint32_t host = t->sig->scope == SCOPE_SITE ? INTERN_NONE : t->observations->items[run[0].item].host;
    const uint64_t worked = incidents_successes(&t->in->correlated->incidents, host, first - MS_HOUR, last + MS_HOUR);
    const bool steady = worked * 100 < (worked + failed) * STEADY_PERCENT;
    return steady == (t->sig->course == COURSE_STEADY);
}

/* Two of three incidents of the group are in busy hours. */
static bool hours_fit(const trial *t, const seen *run, size_t count)
{
    uint64_t all = 0, busy = 0;
    for (size_t i = 0; i < count && t->sig->busy; i++) {
        const observation *const o = &t->observations->items[run[i].item];
        const uint64_t weight = t->covered[run[i].item] && o->incident ? o->incident->count : 0;
        all += weight;
        busy += o->first != DPM_NO_TIME && busy_at(&t->busy, o->first) ? weight : 0;
    }
    return !t->sig->busy || (all > 0 && busy * 3 >= all * 2);
}

static bool absent(const trial *t, const seen *run, size_t count)
{
    const size_t wanted = signature_wanted(t->sig);
    const uint64_t unwanted = bits_below(wanted + t->sig->none_count) & ~bits_below(wanted);
    for (size_t i = 0; i < count; i++) {
        if (run[i].groups & unwanted) {
            return false;
        }
    }
    return true;
}

/* Where the terms came in their order; false: nowhere. */
static bool find_order(trial *t, const seen *run, size_t count)
{
    stretches_begin(&t->order);
    for (size_t i = 0; i < count && t->sig->sequence_count; i++) {
        stretches_add(&t->order, t->in, t->sig, &t->observations->items[run[i].item]);
    }
    stretches_find(&t->order, t->sig);
    return t->sig->sequence_count == 0 || t->order.count > 0;
}

static bool bears(const trial *t, const seen *s)
{
    return (s->groups & bits_below(signature_wanted(t->sig))) != 0 &&
           (t->sig->sequence_count == 0 || stretches_touch(&t->order, &t->observations->items[s->item]));
}

static void slide(trial *t, const seen *run, size_t count)
{
    window w = {0};
    size_t left = 0, marked = 0;
    for (size_t right = 0; right < count; right++) {
        window_move(t, &w, &run[right], true);
        const int64_t now = t->observations->items[run[right].item].first;
        while (t->sig->within && time_elapsed(t->observations->items[run[left].item].first, now) > t->sig->within) {
            window_move(t, &w, &run[left++], false);
        }
        if (!window_meets(t, &w)) {
            continue;
        }
        for (size_t i = marked > left ? marked : left; i <= right; i++) {
            t->covered[run[i].item] |= bears(t, &run[i]);
        }
        marked = right + 1;
    }
    for (; left < count; left++) {
        window_move(t, &w, &run[left], false); /* so that host_uses is zero again */
    }
}

static void try_run(trial *t, const seen *run, size_t count)
{
    if (!absent(t, run, count) || !find_order(t, run, count)) {
        return;
    }
    slide(t, run, count);
    if (!course_fits(t, run, count) || !hours_fit(t, run, count)) {
        for (size_t i = 0; i < count; i++) {
            t->covered[run[i].item] = 0;
        }
    }
}

/* One host means one, or a few of a large site: what many hosts have at a time has a cause that they share. */
static bool spread_fits(trial *t)
{
    size_t hosts = 0;
    for (size_t i = 0; i < t->observations->count; i++) {
        hosts += t->covered[i] && host_known(&t->observations->items[i]) && t->host_uses[t->observations->items[i].host]++ == 0;
    }
    for (size_t i = 0; i < t->observations->count; i++) {
        t->host_uses[t->observations->items[i].host] = 0;
    }
    switch (t->sig->spread) {
    case SPREAD_ONE_HOST: return hosts <= 1 || hosts * 100 <= t->observations->hosts * FEW_HOSTS_PERCENT;
    case SPREAD_MANY_HOSTS: return hosts > 1;
    default: return true;
    }
}

/* The signature relies on what was not there: records that could not be read might have held it. */
static bool relies_on_absence(const dpm_rules *rules, const signature *sig)
{
    for (size_t i = 0; i < signature_wanted(sig); i++) {
        const fact_group *const group = signature_group(sig, i);
        for (size_t f = 0; f < group->count; f++) {
            if (rules->facts[group->facts[f]].kind == FACT_ABSENCE) {
                return true;
            }
        }
    }
    return sig->none_count > 0 || sig->spread != SPREAD_ANY || sig->course != COURSE_ANY || sig->busy;
}

/* All that the signature asks for was seen somewhere: most signatures end here. */
static bool worth_trying(const trial *t)
{
    const signature *const sig = t->sig;
    size_t distinct = 0;
    for (size_t i = 0; i < signature_wanted(sig); i++) {
        const bool met = meets(&t->seen, signature_group(sig, i)),
                   one_of_any = i >= sig->all_count && i < sig->all_count + sig->any_count;
        distinct += met && one_of_any;
        if (!met && !one_of_any) {
            return false;
        }
    }
    return sig->any_count == 0 || distinct >= (sig->distinct ? sig->distinct : 1);
}

/* How many of the groups an observation must meet to show the whole signature. */
static size_t groups_needed(const signature *sig)
{
    return signature_wanted(sig) - sig->any_count + (sig->distinct ? sig->distinct : sig->any_count > 0);
}

/* One record alone shows all that the signature asks for: then its signs are no company for each other. */
static bool shown_by_one(const trial *t)
{
    const uint64_t wanted = bits_below(signature_wanted(t->sig));
    for (size_t i = 0; i < t->count; i++) {
        const observation *const o = &t->observations->items[t->list[i].item];
        size_t met = 0;
        for (uint64_t bits = t->list[i].groups & wanted; bits; bits &= bits - 1) {
            met++;
        }
        if (t->covered[t->list[i].item] && o->incident && o->incident->events <= o->incident->count &&
            met >= groups_needed(t->sig)) {
            return true;
        }
    }
    return false;
}

static void try_signature(trial *t, size_t number, coverage *c)
{
    if (!worth_trying(t)) {
        return;
    }
    memset(t->covered, 0, t->observations->count);
    trial_list(t);
    for (size_t begin = 0, end; begin < t->count; begin = end) {
        for (end = begin + 1; end < t->count && t->list[end].key == t->list[begin].key;) {
            end++;
        }
        try_run(t, t->list + begin, end - begin);
    }
    if (!spread_fits(t)) {
        return;
    }
    const signature *const sig = t->sig;
    const bool companions = groups_needed(sig) > 1 && !shown_by_one(t);
    for (size_t i = 0; i < t->observations->count; i++) {
        if (!t->covered[i] || !t->observations->items[i].incident || c->by[i] > sig->strength) {
            continue;
        }
        c->incidents += c->by[i] == 0;
        c->by[i] = (uint8_t)(1 + sig->strength);
        c->via[i] = (uint8_t)number;
        c->companions |= companions;
        c->needs_absence |= relies_on_absence(t->in->rules, sig);
    }
}

static size_t longest_sequence(const dpm_rules *rules)
{
    size_t steps = 0;
    for (size_t c = 0; c < rules->cause_count; c++) {
        for (size_t s = 0; s < rules->causes[c].signature_count; s++) {
            const size_t count = rules->causes[c].signatures[s].sequence_count;
            steps = count > steps ? count : steps;
        }
    }
    return steps;
}

dpm_status evidence_cover(const rank_input *in, const observations *t, arena *memory, coverage *out)
{
    trial each = {
        .in = in,
        .observations = t,
        .list = ARENA_ARRAY(memory, t->count + 1, seen),
        .host_uses = ARENA_ARRAY(memory, in->correlated->names.count + 1u, uint32_t),
        .covered = ARENA_ARRAY(memory, t->count + 1, uint8_t),
    };
    if (!each.list || !each.host_uses || !each.covered) {
        return DPM_ENOMEM;
    }
    for (size_t i = 0; i < t->count; i++) {
        facts_join(&each.seen, &t->items[i].facts);
    }
    TRY(busy_make(&each.busy, &in->correlated->incidents, memory));
    TRY(stretches_make(&each.order, longest_sequence(in->rules), t->count, memory));
    for (size_t c = 0; c < in->rules->cause_count; c++) {
        out[c] = (coverage){.by = ARENA_ARRAY(memory, t->count + 1, uint8_t), .via = ARENA_ARRAY(memory, t->count + 1, uint8_t)};
        if (!out[c].by || !out[c].via) {
            return DPM_ENOMEM;
        }
        const cause *const tried = &in->rules->causes[c];
        for (size_t s = 0; s < tried->signature_count; s++) {
            each.sig = &tried->signatures[s];
            try_signature(&each, s, &out[c]);
        }
    }
    return DPM_OK;
}

fact_set evidence_facts(const cause *c)
{
    fact_set facts = {0};
    for (size_t s = 0; s < c->signature_count; s++) {
        const signature *const sig = &c->signatures[s];
        for (size_t g = 0; g < signature_wanted(sig); g++) {
            const fact_group *const group = signature_group(sig, g);
            for (size_t i = 0; i < group->count; i++) {
                fact_add(&facts, group->facts[i]);
            }
        }
    }
    return facts;
}

void facts_join(fact_set *into, const fact_set *more)
{
    for (size_t k = 0; k < FACT_WORDS; k++) {
        into->words[k] |= more->words[k];
    }
}

bool facts_meet(const fact_set *a, const fact_set *b)
{
    uint64_t both = 0;
    for (size_t k = 0; k < FACT_WORDS; k++) {
        both |= a->words[k] & b->words[k];
    }
    return both != 0;
}
