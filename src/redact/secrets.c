/* What is replaced, and by which word. */
#include "redact/redact.h"

#include "base/grow.h"
#include "base/hash.h"
#include "base/number.h"
#include "base/sha256.h"
#include "os/os.h"
#include "redact/allowed.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const names[DPM_SECRETS] = {"host", "user", "path", "address", "name", "id"};

const char *dpm_secret_name(dpm_secret kind)
{
    return names[kind];
}

dpm_status dpm_redactor_new(dpm_redactor **out, dpm_error *err)
{
    dpm_redactor *const r = calloc(1, sizeof *r);
    *out = r;
    if (!r) {
        return status_nomem(err);
    }
    if (os_random(r->key, sizeof r->key, err) < 0 || os_random(&r->seed, sizeof r->seed, err) < 0) {
        dpm_redactor_free(r);
        *out = NULL;
        return DPM_EIO;
    }
    if (allowed_fill(&r->allowed, r->seed) < 0) {
        dpm_redactor_free(r);
        *out = NULL;
        return status_nomem(err);
    }
    return DPM_OK;
}

void dpm_redactor_free(dpm_redactor *r)
{
    if (r) {
        arena_free(&r->memory);
        hashset_free(&r->allowed);
        hashset_free(&r->tasks);
        free(r->items);
        free(r->slots);
        strbuf_free(&r->text);
        for (size_t i = 0; i < EVENT_TEXTS; i++) {
            strbuf_free(&r->texts[i]);
        }
        memset(r->key, 0, sizeof r->key);
        free(r);
    }
}

bool dpm_redactor_failed(const dpm_redactor *r)
{
    return r->failed;
}

void dpm_redactor_set_key(dpm_redactor *r, const unsigned char key[DPM_REDACT_KEY])
{
    memcpy(r->key, key, sizeof r->key);
}

void dpm_redactor_get_key(const dpm_redactor *r, unsigned char key[DPM_REDACT_KEY])
{
    memcpy(key, r->key, sizeof r->key);
}

void dpm_redactor_key_of(dpm_span bytes, unsigned char key[DPM_REDACT_KEY])
{
    sha256 s;
    sha256_begin(&s);
    sha256_add(&s, bytes);
    sha256_end(&s, key);
}

void dpm_redactor_keep_guids(dpm_redactor *r, bool keep)
{
    r->keep_guids = keep;
}

void dpm_redactor_learn_host(dpm_redactor *r, dpm_span host)
{
    if (host.len) {
        (void)secret_word(r, DPM_SECRET_HOST, host);
    }
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
        return word;
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

static void sum_of(const dpm_redactor *r, dpm_span text, uint8_t out[SHA256_BYTES])
{
    enum { PIECES = 64, PIECE = 1024 }; /* of what is longer, beginning and length */
    char small[PIECES][PIECE];
    dpm_span parts[PIECES + 1];
    size_t count = 0, at = 0;
    while (at < text.len && count < PIECES) {
        const dpm_span piece = span_head(span_from(text, at), PIECE);
        for (size_t i = 0; i < piece.len; i++) {
            small[count][i] = ascii_lower(piece.ptr[i]);
        }
        parts[count] = span_of(small[count], piece.len);
        at += piece.len;
        count++;
    }
    char length[24];
    snprintf(length, sizeof length, "/%zu", text.len);
    parts[count++] = span_str(length);
    hmac_sha256(r->key, parts, count, out);
}

/* Letters without vowels make no words, and without digits they are masked by nobody. */
static void make_word(dpm_redactor *r, dpm_secret kind, dpm_span original)
{
    static const char letters[] = "BCDFGHJKLMNPQRSTVWXZ";
    uint8_t sum[SHA256_BYTES];
    sum_of(r, original, sum);
    if (kind == DPM_SECRET_ID) {
        snprintf(r->made, sizeof r->made, "%02X%02X%02X%02X-%02X%02X-4%01X%02X-A%01X%02X-%02X%02X%02X%02X%02X%02X", sum[0],
                 sum[1], sum[2], sum[3], sum[4], sum[5], sum[6] & 15, sum[7], sum[8] & 15, sum[9], sum[10], sum[11], sum[12],
                 sum[13], sum[14], sum[15]);
        return;
    }
    char *at = r->made;
    for (const char *name = names[kind]; *name; name++) {
        *at++ = (char)(*name - ('a' - 'A'));
    }
    *at++ = '-';
    for (int i = 0; i < SECRET_LETTERS; i++) {
        const uint32_t two = (uint32_t)sum[2 * i] << 8 | sum[2 * i + 1];
        *at++ = letters[two % (sizeof letters - 1)];
    }
    *at = '\0';
}

dpm_span secret_word(dpm_redactor *r, dpm_secret kind, dpm_span original)
{
    const dpm_span key = short_name(kind, original);
    const uint64_t hash = hash_of(r, kind, key);
    const secret *const known = find(r, kind, key, hash);
    if (known) {
        return known->word;
    }
    make_word(r, kind, key);
    const dpm_span word = span_str(r->made);
    return r->count >= SECRET_MAX || key.len > SECRET_KEPT ? word : add(r, kind, key, word, hash);
}

dpm_span secret_host(const dpm_redactor *r, dpm_span name)
{
    const secret *const known = find(r, DPM_SECRET_HOST, name, hash_of(r, DPM_SECRET_HOST, name));
    return known ? known->word : (dpm_span){0};
}

/* host-1, HOST-BCDFGHJKLM, or a GUID. */
static bool word_kind(dpm_span word, dpm_secret *out)
{
    uint8_t guid[16];
    for (dpm_secret kind = 0; kind < DPM_SECRETS; kind++) {
        const dpm_span name = span_str(names[kind]);
        bool good = span_istarts(word, name) && word.len > name.len + 1 && word.len < SECRET_WORD && word.ptr[name.len] == '-';
        for (size_t i = name.len + 1; good && i < word.len; i++) {
            good = ascii_alpha(word.ptr[i]) || ascii_digit(word.ptr[i]);
        }
        if (good) {
            *out = kind;
            return true;
        }
    }
    *out = DPM_SECRET_ID;
    return word.len < SECRET_WORD && number_guid(word, guid);
}

bool secret_is_host_word(dpm_span name)
{
    dpm_secret kind;
    return word_kind(name, &kind) && kind == DPM_SECRET_HOST && name.len == strlen(names[kind]) + 1 + SECRET_LETTERS;
}

bool dpm_redactor_put(dpm_redactor *r, dpm_span original, dpm_span word)
{
    dpm_secret kind;
    if (!original.len || !word_kind(word, &kind)) {
        return false;
    }
    const uint64_t hash = hash_of(r, kind, original);
    if (!find(r, kind, original, hash)) {
        add(r, kind, original, word, hash);
    }
    return !r->failed;
}

bool dpm_redactor_each(const dpm_redactor *r, dpm_redactor_fn take, void *context)
{
    bool more = true;
    for (size_t i = 0; more && i < r->count; i++) {
        more = take(context, r->items[i].original, r->items[i].word);
    }
    return more;
}
