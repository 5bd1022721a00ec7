/* What the product itself says of failures for which no cause is known: the IDs, codes and exceptions that their records
 * state, with what the catalogue knows of them. */
#include "rank/stated.h"

#include "base/limits.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "record/statement.h"

#include <stdlib.h>

enum { TOLD_MAX = 5 };

typedef struct statement {
    const record_ref *record;
    uint32_t id, code;
    dpm_span exception; /* in the record */
} statement;

static uint32_t failing_id(const dpm_rules *rules, const record_ref *k)
{
    code_entry e;
    return k->dpm_id && (!rules_dpm_id(rules, k->dpm_id, &e) || e.statement == DPM_STATEMENT_FAILURE) ? k->dpm_id : 0;
}

/* Its type, or the name that an FMException has as its code. */
static dpm_span exception_of(dpm_span text)
{
    const dpm_span name = statement_error_name(text);
    return name.len ? name : statement_exception(text, false);
}

/* The record of an incident that says most: one with an ID before one with a code alone, and that before an exception. */
static statement statement_of(const dpm_rules *rules, const incident *i)
{
    const record_ref *const records[] = {i->telling, i->first, i->last};
    statement best = {0};
    for (size_t k = 0; k < sizeof records / sizeof records[0]; k++) {
        const record_ref *const r = records[k];
        const statement now = {r, r ? failing_id(rules, r) : 0, r ? r->code : 0,
                               r ? exception_of(record_ref_text(r)) : (dpm_span){0}};
        const bool more = now.id ? !best.id : now.code ? !best.id && !best.code : now.exception.len && !best.record;
        best = more ? now : best;
    }
    return best;
}

static bool same(const dpm_stated *a, const statement *s)
{
    if (s->id) {
        return a->what.kind == DPM_CODE_KIND_DPM_ID && a->what.value == s->id && a->detail.value == s->code;
    }
    if (s->code) {
        return a->what.kind == DPM_CODE_KIND_HRESULT && a->what.value == s->code;
    }
    return a->what.kind == DPM_CODE_KIND_EXCEPTION && span_eq(a->what.name, s->exception);
}

static dpm_status begin(const dpm_rules *rules, const statement *s, arena *memory, dpm_stated *out)
{
    *out = (dpm_stated){.first = DPM_NO_TIME, .last = DPM_NO_TIME};
    if (s->id) {
        dpm_code_lookup(rules, DPM_CODE_KIND_DPM_ID, s->id, &out->what);
        if (s->code) {
            dpm_code_lookup(rules, DPM_CODE_KIND_HRESULT, s->code, &out->detail);
        }
        return DPM_OK;
    }
    if (s->code) {
        dpm_code_lookup(rules, DPM_CODE_KIND_HRESULT, s->code, &out->what);
        return DPM_OK;
    }
    code_entry e;
    dpm_code_kind kind = DPM_CODE_KIND_EXCEPTION;
    const bool known = rules_named(rules, s->exception, &kind, &e);
    rules_describe(DPM_CODE_KIND_EXCEPTION, &e, known, &out->what);
    return arena_keep(memory, s->exception, &out->what.name) ? DPM_OK : DPM_ENOMEM;
}

static void count(dpm_stated *s, const observation *o)
{
    s->incidents += o->incident->count;
    s->first = o->first != DPM_NO_TIME && (s->first == DPM_NO_TIME || o->first < s->first) ? o->first : s->first;
    s->last = o->last > s->last ? o->last : s->last; /* DPM_NO_TIME is the least of all times */
}

/* IDs first, then codes, then exceptions. */
static int order_of_kind(dpm_code_kind kind)
{
    return kind == DPM_CODE_KIND_DPM_ID ? 0 : kind == DPM_CODE_KIND_HRESULT ? 1 : 2;
}

/* A total order, whatever was counted: 0 where both state the same. */
static int stated_compare(const dpm_stated *a, const dpm_stated *b)
{
    const int x = order_of_kind(a->what.kind), y = order_of_kind(b->what.kind);
    if (x != y) {
        return x - y;
    }
    if (a->what.value != b->what.value) {
        return a->what.value < b->what.value ? -1 : 1;
    }
    if (a->detail.value != b->detail.value) {
        return a->detail.value < b->detail.value ? -1 : 1;
    }
    return span_cmp(a->what.name, b->what.name);
}

static int stated_most_first(const void *a, const void *b)
{
    const dpm_stated *const x = a, *const y = b;
    return x->incidents != y->incidents ? (x->incidents < y->incidents) - (x->incidents > y->incidents) : stated_compare(x, y);
}

/* ---- in words ---- */

static void add_name(strbuf *b, const dpm_code *code)
{
    if (code->kind == DPM_CODE_KIND_EXCEPTION) {
        strbuf_add(b, code->name);
        return;
    }
    strbuf_addf(b, code->kind == DPM_CODE_KIND_DPM_ID ? "ID %u" : "0x%08X", (unsigned)code->value);
    if (code->name.len) {
        strbuf_adds(b, " ");
        strbuf_add(b, code->name);
    }
}

static dpm_span without_stop(dpm_span s)
{
    return s.len && s.ptr[s.len - 1] == '.' ? span_head(s, s.len - 1) : s;
}

/* "ID 104: An unexpected error ended the job (0x8007138F ERROR_X: meaning)" */
static void add_statement(strbuf *b, const dpm_stated *s)
{
    add_name(b, &s->what);
    strbuf_adds(b, ": ");
    strbuf_add(b, s->what.meaning.len ? without_stop(s->what.meaning)
                  : s->what.known     ? SPAN("only this name is public")
                                      : SPAN("it is in no list that dpmlog knows"));
    if (s->detail.value) {
        strbuf_adds(b, " (");
        add_name(b, &s->detail);
        if (s->detail.known && s->detail.meaning.len) {
            strbuf_adds(b, ": ");
            strbuf_add(b, without_stop(s->detail.meaning));
        }
        strbuf_adds(b, ")");
    }
}

static dpm_status finish(strbuf *b, arena *memory, dpm_span *out)
{
    const dpm_status status = !b->failed && arena_keep(memory, strbuf_span(b), out) ? DPM_OK : DPM_ENOMEM;
    strbuf_free(b);
    return status;
}

static dpm_span action_of(const dpm_stated *s)
{
    return s->what.action.len ? s->what.action : s->detail.action;
}

/* Title, explanation and what helps. */
static dpm_status tell(uint64_t stated, arena *memory, dpm_cause *out)
{
    strbuf title = {0}, text = {0};
    add_statement(&title, out->stated[0]);
    if (out->stated_count > 1) {
        strbuf_addf(&title, "; and %zu other %s", out->stated_count - 1,
                    plural(out->stated_count - 1, "failure", "kinds of failure"));
    }
    strbuf_adds(&text, "dpmlog knows no cause for these. What the lists of errors say of what they state:");
    for (size_t i = 0; i < out->stated_count && i < TOLD_MAX; i++) {
        const dpm_stated *const s = out->stated[i];
        strbuf_adds(&text, i ? "; " : " ");
        add_statement(&text, s);
        if (s->incidents > 1) {
            strbuf_addf(&text, ", %llu times", (unsigned long long)s->incidents);
        }
        if (action_of(s).len) {
            strbuf_adds(&text, "; action: ");
            strbuf_add(&text, without_stop(action_of(s)));
        }
    }
    strbuf_adds(&text, ".");
    if (stated < out->incidents) {
        strbuf_addf(&text, " %llu %s nothing that a list knows.", (unsigned long long)(out->incidents - stated),
                    plural(out->incidents - stated, "other states", "others state"));
    }
    if (action_of(out->stated[0]).len) {
        out->fix.summary = action_of(out->stated[0]);
    }
    const dpm_status status = finish(&title, memory, &out->title);
    return finish(&text, memory, &out->explanation) == DPM_OK ? status : DPM_ENOMEM;
}

dpm_status stated_explain(const rank_input *in, const observations *t, const claim *cl, arena *memory, dpm_cause *out)
{
    dpm_stated *const list = ARENA_ARRAY(memory, STATED_KIND_MAX, dpm_stated);
    uint64_t stated = 0;
    size_t kinds = 0;
    if (!list) {
        return DPM_ENOMEM;
    }
    for (size_t i = 0; i < cl->item_count; i++) {
        const observation *const o = &t->items[cl->items[i]];
        const statement s = o->incident ? statement_of(in->rules, o->incident) : (statement){0};
        size_t k = 0;
        while (k < kinds && !same(&list[k], &s)) {
            k++;
        }
        if (!s.record || k == STATED_KIND_MAX) {
            continue;
        }
        if (k == kinds) {
            TRY(begin(in->rules, &s, memory, &list[kinds++]));
        }
        count(&list[k], o);
        stated += o->incident->count;
    }
    if (!kinds) {
        return DPM_OK;
    }
    qsort(list, kinds, sizeof *list, stated_most_first);
    out->stated_count = kinds < DPM_STATED_MAX ? kinds : DPM_STATED_MAX;
    out->stated = ARENA_POINTERS(memory, list, out->stated_count);
    return !out->stated ? DPM_ENOMEM : tell(stated, memory, out);
}
