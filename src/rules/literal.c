/* Many literals searched for at once, after Wu and Manber. Only a window of each literal, all of one width, drives the
 * search: the last three bytes under the end of the text's window say how far it may move before a literal can end there.
 *
 *     text     ... t h e   R P C   s e r v e r   i s   u n ...
 *                    └──── window ────┘─▶ shift[hash("ver")]
 *
 * Long literals allow long moves, so they are searched for apart from short ones. */
#include "rules/literal.h"

#include "base/text.h"

#include <stdlib.h>

enum {
    SLOTS = 1 << 15, /* of `shift`: hashes of three bytes */
    HEADS = 1 << 10,
    LONG = 8,        /* bytes from which a literal is long */
    WIDEST = 24      /* a wider window would gain little and fill `shift` */
};

typedef struct entry {
    const char *ptr;
    uint32_t len, at; /* its window begins at `at` */
    uint16_t number, slot;
} entry;

typedef struct group {
    size_t width, block; /* of the window; bytes hashed at its end: 2 or 3 */
    uint8_t *shift;      /* by slot; 0: a window may end here */
    uint16_t *heads;     /* entries of slots s with s % HEADS == i: heads[i] to heads[i + 1] */
    entry *entries;
    size_t count;
} group;

struct literal_set {
    group groups[2]; /* long, short; unused when `count` is 0 */
};

static inline size_t hash_block(const char *last, size_t block)
{
    const size_t c = (unsigned char)last[0], b = (unsigned char)last[-1];
    const size_t a = block == 3 ? (unsigned char)last[-2] : 0;
    return (c ^ b << 5 ^ a << 10) & (SLOTS - 1);
}

/* How much a byte tells apart: log text is mostly small letters and blanks. */
static unsigned rarity(char c)
{
    if ((c >= 'a' && c <= 'z') || c == ' ') {
        return 0;
    }
    return ascii_alpha(c) ? 2 : 1;
}

/* Where the window of a literal is best laid: over its rarest bytes. */
static size_t window_at(dpm_span literal, size_t width)
{
    unsigned sum = 0;
    for (size_t i = 0; i < width; i++) {
        sum += rarity(literal.ptr[i]);
    }
    size_t best = 0;
    unsigned most = sum;
    for (size_t at = 1; at + width <= literal.len; at++) {
        sum = sum - rarity(literal.ptr[at - 1]) + rarity(literal.ptr[at + width - 1]);
        if (sum > most) {
            most = sum;
            best = at;
        }
    }
    return best;
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

static void fill_shift(group *g)
{
    memset(g->shift, (int)(g->width - g->block + 1), SLOTS);
    for (size_t i = 0; i < g->count; i++) {
        const entry *const e = &g->entries[i];
        for (size_t end = g->block - 1; end < g->width; end++) {
            const size_t slot = hash_block(e->ptr + e->at + end, g->block), shift = g->width - 1 - end;
            g->shift[slot] = (uint8_t)(shift < g->shift[slot] ? shift : g->shift[slot]);
        }
    }
}

static void fill_heads(group *g)
{
    qsort(g->entries, g->count, sizeof *g->entries, by_head);
    size_t at = 0;
    for (size_t head = 0; head <= HEADS; head++) {
        while (at < g->count && g->entries[at].slot % HEADS < head) {
            at++;
        }
        g->heads[head] = (uint16_t)at;
    }
}

static bool in_group(dpm_span literal, bool wide)
{
    return (literal.len >= LONG) == wide;
}

static bool build(arena *a, group *g, const dpm_span *literals, const uint16_t *numbers, size_t count, bool wide)
{
    size_t width = WIDEST, members = 0;
    for (size_t i = 0; i < count; i++) {
        if (in_group(literals[i], wide)) {
            width = literals[i].len < width ? literals[i].len : width;
            members++;
        }
    }
    if (members == 0) {
        return true;
    }
    *g = (group){.width = width, .block = width > 3 ? 3 : 2};
    g->shift = arena_alloc(a, SLOTS);
    g->heads = ARENA_ARRAY(a, HEADS + 1, uint16_t);
    g->entries = ARENA_ARRAY(a, members, entry);
    if (!g->shift || !g->heads || !g->entries) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (in_group(literals[i], wide)) {
            const size_t at = window_at(literals[i], width);
            const size_t slot = hash_block(literals[i].ptr + at + width - 1, g->block);
            g->entries[g->count++] = (entry){literals[i].ptr, (uint32_t)literals[i].len, (uint32_t)at, numbers[i], (uint16_t)slot};
        }
    }
    fill_shift(g);
    fill_heads(g);
    return true;
}

literal_set *literal_build(arena *a, const dpm_span *literals, const uint16_t *numbers, size_t count)
{
    literal_set *const set = ARENA_NEW(a, literal_set);
    if (!set || !build(a, &set->groups[0], literals, numbers, count, true) ||
        !build(a, &set->groups[1], literals, numbers, count, false)) {
        return NULL;
    }
    return set;
}

typedef struct hits {
    uint16_t *out;
    size_t count, cap;
} hits;

static void add(hits *h, uint16_t number)
{
    for (size_t i = 0; i < h->count; i++) {
        if (h->out[i] == number) {
            return;
        }
    }
    if (h->count < h->cap) {
        h->out[h->count++] = number;
    }
}

/* A window ends at text[end]: which literals lie around it? */
static void verify(const group *g, dpm_span text, size_t end, size_t slot, hits *h)
{
    const size_t begin = end + 1 - g->width, head = slot % HEADS;
    for (size_t i = g->heads[head]; i < g->heads[head + 1]; i++) {
        const entry *const e = &g->entries[i];
        if (e->slot == slot && e->at <= begin && e->len <= text.len - (begin - e->at) &&
            memcmp(text.ptr + (begin - e->at), e->ptr, e->len) == 0) {
            add(h, e->number);
        }
    }
}

static inline void search(const group *g, dpm_span text, size_t block, hits *h)
{
    for (size_t end = g->width - 1; end < text.len;) {
        const size_t slot = hash_block(text.ptr + end, block);
        const size_t shift = g->shift[slot];
        if (shift == 0) {
            verify(g, text, end, slot, h);
            end++;
        } else {
            end += shift;
        }
    }
}

size_t literal_find(const literal_set *set, dpm_span text, uint16_t *out, size_t cap)
{
    hits h = {.out = out, .cap = cap};
    for (size_t i = 0; i < 2; i++) {
        const group *const g = &set->groups[i];
        if (g->count && g->block == 3) {
            search(g, text, 3, &h);
        } else if (g->count) {
            search(g, text, 2, &h);
        }
    }
    return h.count;
}
