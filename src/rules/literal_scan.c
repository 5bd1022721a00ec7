/* Many literals searched for at once, after Wu and Manber. A window of each literal, all of one width, drives the search:
 * the last bytes under the window's end say how far it may move before a literal's window can end there.
 *
 *     text     ... t h e   R P C   s e r v e r   i s   u n ...
 *                    └──── window ────┘─▶ shift[hash("ver")]      */
#include "rules/literal_kernels.h"

#include "base/text.h"

#include <stdlib.h>

enum {
    SLOTS = 1 << 15, /* of `shift`: hashes of three bytes */
    HEADS = 1 << 10,
    WIDEST = 24 /* a wider window would gain little and fill `shift` */
};

typedef struct entry {
    const char *ptr;
    uint32_t len, at; /* its window begins at `at` */
    uint16_t number, slot;
} entry;

struct scan_set {
    size_t width, block; /* of the window; bytes hashed at its end: 2 or 3 */
    uint8_t *shift;      /* by slot; 0: a window may end here */
    uint16_t *heads;     /* entries of slots s with s % HEADS == i: heads[i] to heads[i + 1] */
    entry *entries;
    size_t count;
};

static inline size_t hash_block(const char *last, size_t block)
{
    const size_t c = (unsigned char)last[0], b = (unsigned char)last[-1];
    const size_t a = block == 3 ? (unsigned char)last[-2] : 0;
    return (c ^ b << 5 ^ a << 10) & (SLOTS - 1);
}

static int by_head(const void *left, const void *right)
{
    const entry *const a = left, *const b = right;
    const unsigned x = a->slot % HEADS, y = b->slot % HEADS;
    if (x != y) {
        return x < y ? -1 : 1;
    }
    return (a->number > b->number) - (a->number < b->number);
}

static void fill_shift(scan_set *s)
{
    memset(s->shift, (int)(s->width - s->block + 1), SLOTS);
    for (size_t i = 0; i < s->count; i++) {
        const entry *const e = &s->entries[i];
        for (size_t end = s->block - 1; end < s->width; end++) {
            const size_t slot = hash_block(e->ptr + e->at + end, s->block), shift = s->width - 1 - end;
            s->shift[slot] = (uint8_t)(shift < s->shift[slot] ? shift : s->shift[slot]);
        }
    }
}

static void fill_heads(scan_set *s)
{
    qsort(s->entries, s->count, sizeof *s->entries, by_head);
    size_t at = 0;
    for (size_t head = 0; head <= HEADS; head++) {
        while (at < s->count && s->entries[at].slot % HEADS < head) {
            at++;
        }
        s->heads[head] = (uint16_t)at;
    }
}

scan_set *scan_build(arena *a, const dpm_span *literals, const uint16_t *numbers, size_t count)
{
    scan_set *const s = ARENA_NEW(a, scan_set);
    if (!s) {
        return NULL;
    }
    s->width = WIDEST;
    for (size_t i = 0; i < count; i++) {
        s->width = literals[i].len < s->width ? literals[i].len : s->width;
    }
    s->block = s->width > 3 ? 3 : 2;
    s->shift = arena_alloc(a, SLOTS);
    s->heads = ARENA_ARRAY(a, HEADS + 1, uint16_t);
    s->entries = ARENA_ARRAY(a, count, entry);
    if (!s->shift || !s->heads || !s->entries) {
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        const size_t at = literal_window(literals[i], s->width);
        const size_t slot = hash_block(literals[i].ptr + at + s->width - 1, s->block);
        s->entries[s->count++] = (entry){literals[i].ptr, (uint32_t)literals[i].len, (uint32_t)at, numbers[i], (uint16_t)slot};
    }
    fill_shift(s);
    fill_heads(s);
    return s;
}

/* A window ends at text[end]: which literals are around it? */
static void verify(const scan_set *s, dpm_span text, size_t end, size_t slot, literal_hits *h)
{
    const size_t begin = end + 1 - s->width, head = slot % HEADS;
    for (size_t i = s->heads[head]; i < s->heads[head + 1]; i++) {
        const entry *const e = &s->entries[i];
        if (e->slot == slot && e->at <= begin && e->len <= text.len - (begin - e->at) &&
            memcmp(text.ptr + (begin - e->at), e->ptr, e->len) == 0) {
            literal_hit(h, e->number);
        }
    }
}

static inline void search(const scan_set *s, dpm_span text, size_t block, literal_hits *h)
{
    for (size_t end = s->width - 1; end < text.len;) {
        const size_t slot = hash_block(text.ptr + end, block);
        const size_t shift = s->shift[slot];
        if (shift == 0) {
            verify(s, text, end, slot, h);
            end++;
        } else {
            end += shift;
        }
    }
}

void scan_search(const scan_set *set, dpm_span text, literal_hits *h)
{
    if (set->block == 3) {
        search(set, text, 3, h);
    } else {
        search(set, text, 2, h);
    }
}
