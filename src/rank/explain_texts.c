/* Two texts of a cause: what was seen of it, and its fix with the names filled in. */
#include "base/civil.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "dpmlog/fix.h"
#include "rank/explain.h"

#include <stdlib.h>

/* ---- what was seen ---- */

enum { SIGNS_MAX = 4, SEEN_HOSTS_MAX = 3 };

typedef struct sign {
    uint16_t fact;
    uint64_t incidents;
} sign;

static int most_seen(const void *a, const void *b)
{
    const sign *const x = a, *const y = b;
    return x->incidents != y->incidents ? (x->incidents < y->incidents) - (x->incidents > y->incidents)
                                        : (x->fact > y->fact) - (x->fact < y->fact);
}

/* Titles of rules say in words what the numbers say: they are for causes without a number. */
static size_t prefer_numbers(const dpm_rules *rules, sign *signs, size_t count)
{
    size_t numbers = 0;
    for (size_t i = 0; i < count; i++) {
        if (rules->facts[signs[i].fact].kind != FACT_RULE) {
            signs[numbers++] = signs[i];
        }
    }
    return numbers ? numbers : count;
}

/* The facts that the cause asks for and that its incidents showed, most frequent first. */
static dpm_status find_signs(const rank_input *in, const observations *t, const claim *cl, arena *memory, sign **out,
                             size_t *count)
{
    const fact_set asked = evidence_facts(cl->cause);
    sign *const signs = ARENA_ARRAY(memory, in->rules->fact_count + 1, sign);
    if (!signs) {
        return DPM_ENOMEM;
    }
    *count = 0;
    for (uint16_t f = 0; f < in->rules->fact_count; f++) {
        const fact_kind kind = in->rules->facts[f].kind;
        sign seen = {.fact = f};
        for (size_t i = 0; i < cl->item_count && fact_has(&asked, f) && kind != FACT_INSTANCE && kind != FACT_ABSENCE; i++) {
            const observation *const o = &t->items[cl->items[i]];
            seen.incidents += fact_has(&o->facts, f) ? o->incident->count : 0;
        }
        if (seen.incidents) {
            signs[(*count)++] = seen;
        }
    }
    if (*count) {
        qsort(signs, *count, sizeof *signs, most_seen);
        *count = prefer_numbers(in->rules, signs, *count);
    }
    *out = signs;
    return DPM_OK;
}

static void add_sign(const rank_input *in, const sign *s, strbuf *b)
{
    const fact *const f = &in->rules->facts[s->fact];
    if (f->kind == FACT_RULE) {
        strbuf_adds(b, "\"");
        strbuf_add(b, in->rules->rules[f->value].title);
        strbuf_adds(b, "\"");
    } else {
        strbuf_add(b, f->label);
    }
    if (s->incidents > 1) {
        strbuf_addf(b, " (%llu times)", (unsigned long long)s->incidents);
    }
}

static void add_moment(int64_t ms, strbuf *b)
{
    const civil c = civil_from_ms(ms);
    strbuf_addf(b, "%04d-%02d-%02d %02d:%02d UTC", c.year, c.month, c.day, c.hour, c.minute);
}

static void add_place(const dpm_cause *of, strbuf *b)
{
    for (size_t i = 0; i < of->host_count && i < SEEN_HOSTS_MAX; i++) {
        strbuf_adds(b, i ? ", " : " on ");
        strbuf_add(b, of->hosts[i]);
    }
    if (of->host_count > SEEN_HOSTS_MAX) {
        strbuf_addf(b, " and %zu more", of->host_count - SEEN_HOSTS_MAX);
    }
    if (of->first != DPM_NO_TIME) {
        strbuf_adds(b, of->incidents > 1 ? ", from " : " at ");
        add_moment(of->first, b);
    }
    strbuf_adds(b, ".");
}

/* "Seen: ID 43, 0x8099090E on SQL01 at 2024-06-14 02:40 UTC. ", then the explanation. */
dpm_status explain_seen(const rank_input *in, const observations *t, const claim *cl, dpm_span text, arena *memory,
                        dpm_cause *out)
{
    sign *signs = NULL;
    size_t count = 0;
    TRY(find_signs(in, t, cl, memory, &signs, &count));
    strbuf b = {0};
    for (size_t i = 0; i < count && i < SIGNS_MAX; i++) {
        strbuf_adds(&b, i ? ", " : "Seen: ");
        add_sign(in, &signs[i], &b);
    }
    if (count) {
        add_place(out, &b);
        strbuf_adds(&b, text.len ? " " : "");
    }
    strbuf_add(&b, text);
    const dpm_status status = !b.failed && arena_keep(memory, strbuf_span(&b), &out->explanation) ? DPM_OK : DPM_ENOMEM;
    strbuf_free(&b);
    return status;
}

/* ---- the fix ---- */

static dpm_status fill_fix(dpm_span text, dpm_span version, const dpm_cause *of, arena *memory, dpm_span *out)
{
    *out = text;
    if (!span_cut(text, '{').found) {
        return DPM_OK;
    }
    strbuf b = {0};
    const bool good = dpm_fix_fill(text, of, version, strbuf_write, &b) == DPM_OK && arena_keep(memory, strbuf_span(&b), out);
    strbuf_free(&b);
    return good ? DPM_OK : DPM_ENOMEM;
}

dpm_status explain_fix(const rank_input *in, arena *memory, dpm_cause *out)
{
    dpm_span *const steps = ARENA_ARRAY(memory, out->fix.step_count + 1, dpm_span);
    if (!steps) {
        return DPM_ENOMEM;
    }
    TRY(fill_fix(out->fix.summary, in->dpm_version, out, memory, &out->fix.summary));
    for (size_t i = 0; i < out->fix.step_count; i++) {
        TRY(fill_fix(out->fix.steps[i], in->dpm_version, out, memory, &steps[i]));
    }
    out->fix.steps = steps;
    return DPM_OK;
}
