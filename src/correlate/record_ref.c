/* Records kept beyond their blocks, and the memory that they are kept in. */
#include "correlate/record_ref.h"

#include <stdlib.h>
#include <string.h>

enum { CHUNK = 64 << 10 };

/* With AddressSanitizer, who reads a record that went is found out. */
#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#define POOL_FORBID(at, bytes) ASAN_POISON_MEMORY_REGION(at, bytes)
#define POOL_ALLOW(at, bytes) ASAN_UNPOISON_MEMORY_REGION(at, bytes)
#else
#define POOL_FORBID(at, bytes) ((void)(at), (void)(bytes))
#define POOL_ALLOW(at, bytes) ((void)(at), (void)(bytes))
#endif

/* ---- the pool ---- */

/* A chunk begins with a pointer to the one before. */
static bool add_chunk(record_pool *p)
{
    char *const chunk = malloc(CHUNK + POOL_UNIT);
    if (!chunk) {
        return false;
    }
    memcpy(chunk, &p->chunks, sizeof p->chunks);
    p->chunks = chunk;
    const size_t begin = sizeof p->chunks, past = ((uintptr_t)chunk + begin) % POOL_UNIT;
    p->fresh = chunk + begin + (past ? POOL_UNIT - past : 0);
    p->left = (size_t)(chunk + CHUNK + POOL_UNIT - p->fresh) / POOL_UNIT * POOL_UNIT;
    return true;
}

static size_t size_index(size_t bytes)
{
    return (bytes - 1) / POOL_UNIT;
}

void *record_pool_take(record_pool *p, size_t bytes)
{
    const size_t index = size_index(bytes), size = (index + 1) * POOL_UNIT;
    void *const known = p->free[index];
    if (known) {
        POOL_ALLOW(known, size);
        memcpy(&p->free[index], known, sizeof p->free[index]);
        p->held++;
        return known;
    }
    if (p->left < size && !add_chunk(p)) {
        return NULL;
    }
    void *const fresh = p->fresh;
    p->fresh += size;
    p->left -= size;
    p->held++;
    return fresh;
}

void record_pool_give(record_pool *p, void *taken, size_t bytes)
{
    const size_t index = size_index(bytes);
    memcpy(taken, &p->free[index], sizeof p->free[index]);
    p->free[index] = taken;
    POOL_FORBID((char *)taken + sizeof taken, (index + 1) * POOL_UNIT - sizeof taken);
    p->held--;
}

void record_pool_free(record_pool *p)
{
    while (p->chunks) {
        void *const chunk = p->chunks;
        POOL_ALLOW(chunk, CHUNK + POOL_UNIT);
        memcpy(&p->chunks, chunk, sizeof p->chunks);
        free(chunk);
    }
    *p = (record_pool){0};
}

/* ---- records ---- */

static size_t record_size(size_t text_len, size_t position_len)
{
    return offsetof(record_ref, texts) + text_len + position_len;
}

uint64_t place_offset(place *where, const record_batch *batch, uint32_t record)
{
    const uint32_t start = batch->start[record];
    if (where->offsets) {
        return where->offsets[record];
    }
    if (start > where->at) {
        where->offset += where->encoded_len(where->encoding, span_of(batch->base + where->at, start - where->at));
        where->at = start;
    }
    return where->offset;
}

static record_ref *keep(record_pool *p, const record_batch *batch, const event *e, place *where)
{
    const uint32_t i = e->record;
    const dpm_span message = span_trim(batch_message(batch, i)), text = span_head_utf8(message, RECORD_REF_TEXT_CAP);
    const dpm_span position = span_head_utf8(batch_part(batch, batch->source[i]), RECORD_REF_POSITION_CAP);
    record_ref *const out = record_pool_take(p, record_size(text.len, position.len));
    if (!out) {
        return NULL;
    }
    out->time = batch->time[i];
    out->line = where->line + batch->line[i] + 1;
    out->numbered = where->numbered;
    out->offset = place_offset(where, batch, i);
    out->uses = 0;
    out->source = where->source;
    out->pid = batch->pid[i];
    out->tid = batch->tid[i];
    out->code = e->code_count ? e->codes[0] : 0;
    out->dpm_id = e->dpm_id;
    out->rule = e->rule;
    out->level = batch->level[i];
    out->has_task = e->has_task;
    out->text_cut = message.len > text.len;
    memcpy(out->task, e->task, sizeof out->task);
    out->text_len = (uint8_t)text.len;
    out->position_len = (uint8_t)position.len;
    if (text.len) {
        memcpy(out->texts, text.ptr, text.len);
    }
    if (position.len) {
        memcpy(out->texts + text.len, position.ptr, position.len);
    }
    return out;
}

void record_forget(record_pool *p, record_ref *k)
{
    record_pool_give(p, k, record_size(k->text_len, k->position_len));
}

record_ref *record_now(record_pool *p, const record_batch *batch, const event *e, place *where)
{
    if (!p->now) {
        record_set(p, &p->now, keep(p, batch, e, where));
    }
    return p->now;
}

void record_done(record_pool *p)
{
    record_set(p, &p->now, NULL);
}

/* ---- captures ---- */

uint8_t capture_keep(char to[CAPTURE_TEXT_CAP], dpm_span text)
{
    static const char mark[] = "...";
    const size_t mark_len = text.len > CAPTURE_TEXT_CAP ? sizeof mark - 1 : 0;
    const dpm_span head = span_head_utf8(text, CAPTURE_TEXT_CAP - mark_len);
    if (head.len) {
        memcpy(to, head.ptr, head.len);
    }
    memcpy(to + head.len, mark, mark_len);
    return (uint8_t)(head.len + mark_len);
}

static size_t captures_size(size_t count)
{
    return sizeof(captures) + count * sizeof(struct captured_text);
}

captures *captures_keep(record_pool *p, const event *e)
{
    captures *const out = record_pool_take(p, captures_size(e->capture_count));
    if (!out) {
        return NULL;
    }
    out->uses = 0;
    out->count = e->capture_count;
    for (size_t i = 0; i < e->capture_count; i++) {
        out->items[i].what = e->captures[i].what;
        out->items[i].len = capture_keep(out->items[i].text, e->captures[i].text);
    }
    return out;
}

void captures_set(record_pool *p, captures **at, captures *c)
{
    if (c) {
        c->uses++;
    }
    if (*at && --(*at)->uses == 0) {
        record_pool_give(p, *at, captures_size((*at)->count));
    }
    *at = c;
}

/* ---- order ---- */

int record_ref_compare(const record_ref *a, const record_ref *b)
{
    if (a->time != b->time) {
        return a->time < b->time ? -1 : 1;
    }
    if (a->source != b->source) {
        return a->source < b->source ? -1 : 1;
    }
    return (a->line > b->line) - (a->line < b->line);
}
