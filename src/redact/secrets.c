/* What is replaced, and by which word. */
#include "redact/redact.h"

#include "base/grow.h"
#include "base/hash.h"
#include "base/number.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const names[DPM_SECRETS] = {"host", "user", "path", "address"};

const char *dpm_secret_name(dpm_secret kind)
{
    return names[kind];
}

dpm_status dpm_redactor_new(dpm_redactor **out, dpm_error *err)
{
    *out = calloc(1, sizeof **out);
    if (*out) {
        (*out)->seed = (uint64_t)(uintptr_t)*out * UINT64_C(0x9E3779B97F4A7C15); /* where memory lies, outsiders cannot know */
    }
    return *out ? DPM_OK : status_nomem(err);
}

void dpm_redactor_free(dpm_redactor *r)
{
    if (r) {
        arena_free(&r->memory);
        free(r->items);
        free(r->slots);
        strbuf_free(&r->text);
        for (size_t i = 0; i < EVENT_TEXTS; i++) {
            strbuf_free(&r->texts[i]);
        }
        free(r);
    }
}

bool dpm_redactor_failed(const dpm_redactor *r)
{
    return r->failed;
}

/* Without case, and kinds apart. */
static uint64_t hash_of(const dpm_redactor *r, dpm_secret kind, dpm_span text)
{
    uint64_t h = hash_words(r->seed, (uint64_t)kind, text.len);
    for (size_t at = 0; at < text.len;) {
        char lower[64];
        size_t len = 0;
        while (at < text.len && len < sizeof lower) {
            lower[len++] = ascii_lower(text.ptr[at++]);
        }
        h = hash_bytes(h, span_of(lower, len));
    }
    return h;
}

static const secret *find(const dpm_redactor *r, dpm_secret kind, dpm_span text, uint64_t hash)
{
    for (size_t at = (size_t)hash; r->slot_cap; at++) {
        const uint32_t slot = r->slots[at & (r->slot_cap - 1)];
        if (slot == 0) {
            return NULL;
        }
        const secret *const s = &r->items[slot - 1];
        if (s->hash == hash && s->kind == kind && span_ieq(s->original, text)) {
            return s;
        }
    }
    return NULL;
}

static void index_item(dpm_redactor *r, uint32_t item)
{
    size_t at = (size_t)r->items[item].hash;
    while (r->slots[at & (r->slot_cap - 1)]) {
        at++;
    }
    r->slots[at & (r->slot_cap - 1)] = item + 1;
}

static bool make_room(dpm_redactor *r)
{
    if (r->count < r->cap) {
        return true;
    }
    if (!GROW(r->items, r->count, r->cap)) {
        return false;
    }
    const size_t cap = r->cap;
    uint32_t *const slots = calloc(2 * cap, sizeof *slots);
    if (!slots) {
        return false;
    }
    free(r->slots);
    r->slots = slots;
    r->slot_cap = 2 * cap;
    for (size_t i = 0; i < r->count; i++) {
        index_item(r, (uint32_t)i);
    }
    return true;
}

static dpm_span add(dpm_redactor *r, dpm_secret kind, dpm_span original, dpm_span word, uint64_t hash)
{
    secret s = {.kind = kind, .hash = hash};
    if (!make_room(r) || !arena_keep(&r->memory, original, &s.original) || !arena_keep(&r->memory, word, &s.word)) {
        r->failed = true;
        return SPAN("redacted");
    }
    r->items[r->count] = s;
    index_item(r, (uint32_t)r->count++);
    return s.word;
}

/* FS01 of FS01.contoso.com */
static dpm_span short_name(dpm_secret kind, dpm_span original)
{
    const dpm_span head = span_cut(original, '.').head;
    return kind == DPM_SECRET_HOST && head.len ? head : original;
}

dpm_span secret_word(dpm_redactor *r, dpm_secret kind, dpm_span original)
{
    const dpm_span key = short_name(kind, original);
    const uint64_t hash = hash_of(r, kind, key);
    const secret *const known = find(r, kind, key, hash);
    if (known) {
        return known->word;
    }
    if (r->count >= SECRET_MAX) {
        return SPAN("redacted");
    }
    char word[SECRET_WORD];
    snprintf(word, sizeof word, "%s-%llu", names[kind], (unsigned long long)++r->last[kind]);
    return add(r, kind, key, span_str(word), hash);
}

dpm_span secret_host(const dpm_redactor *r, dpm_span name)
{
    const secret *const known = find(r, DPM_SECRET_HOST, name, hash_of(r, DPM_SECRET_HOST, name));
    return known ? known->word : (dpm_span){0};
}

bool dpm_redactor_put(dpm_redactor *r, dpm_span original, dpm_span word)
{
    for (dpm_secret kind = 0; kind < DPM_SECRETS; kind++) {
        const dpm_span name = span_str(names[kind]);
        uint64_t number = 0;
        if (!span_starts(word, name) || word.len < name.len + 2 || word.ptr[name.len] != '-') {
            continue;
        }
        const dpm_span digits = span_from(word, name.len + 1);
        if (number_decimal(digits, &number) != digits.len || !original.len) {
            return false;
        }
        const uint64_t hash = hash_of(r, kind, original);
        if (!find(r, kind, original, hash)) {
            add(r, kind, original, word, hash);
        }
        r->last[kind] = number > r->last[kind] ? number : r->last[kind];
        return !r->failed;
    }
    return false;
}

dpm_span dpm_redactor_entry(const dpm_redactor *r, size_t index, dpm_span *word)
{
    if (index >= r->count) {
        return (dpm_span){0};
    }
    *word = r->items[index].word;
    return r->items[index].original;
}
