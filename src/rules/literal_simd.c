/* Many literals searched for at once with AVX2 shuffles, after Hyperscan's Teddy. Four neighbouring bytes of each literal, the
 * rarest, are its window; windows are put into eight buckets, one a bit. For each of four places two tables of 16 say, by the
 * low and by the high half of a byte, which buckets allow it there:
 *
 *     text          . . R P C   s ...      32 places at a time
 *     place 0 to 3      │ │ │ └── low[3][' ' & 15] & high[3][' ' >> 4]
 *                       └─┴─┴───▶ and: the buckets that remain
 *
 * What remains is looked up in a hash of the windows and compared. The one file of src/rules that knows a platform. */
#include "rules/literal_kernels.h"

#include "base/text.h"

#if defined(__GNUC__) && defined(__x86_64__)

#include <assert.h>
#include <immintrin.h>
#include <stdlib.h>

enum { WINDOW = SHUFFLE_WINDOW, PLACES = 32, REACH = PLACES + WINDOW - 1, BUCKETS = 8, SLOTS = 16 * SHUFFLE_MAX };

typedef struct entry {
    const char *ptr;
    uint32_t len, at; /* its window begins at `at` */
    uint32_t window;
    uint16_t number;
} entry;

struct shuffle_set {
    uint8_t low[WINDOW][16], high[WINDOW][16]; /* bit b: bucket b allows the half byte in this place */
    uint16_t slots[SLOTS];                     /* by hash of a window: index + 1 of its first entry */
    entry *entries;                            /* those of one window together */
    size_t count;
};

bool shuffle_available(void)
{
    return __builtin_cpu_supports("avx2");
}

static uint32_t load_window(const char *at)
{
    uint32_t w;
    memcpy(&w, at, sizeof w);
    return w;
}

static size_t first_slot(uint32_t window)
{
    return (window * UINT32_C(0x9E3779B1)) >> 20; /* below SLOTS */
}

static int by_window(const void *left, const void *right)
{
    const entry *const a = left, *const b = right;
    return a->window != b->window ? (a->window < b->window ? -1 : 1) : (a->number > b->number) - (a->number < b->number);
}

static void fill_slots(shuffle_set *s)
{
    qsort(s->entries, s->count, sizeof *s->entries, by_window);
    for (size_t i = 0; i < s->count; i++) {
        if (i && s->entries[i - 1].window == s->entries[i].window) {
            continue;
        }
        size_t slot = first_slot(s->entries[i].window);
        while (s->slots[slot]) {
            slot = (slot + 1) % SLOTS;
        }
        s->slots[slot] = (uint16_t)(i + 1);
    }
}

static unsigned count_allowed(const uint8_t *table, size_t bucket)
{
    unsigned n = 0;
    for (size_t i = 0; i < 16; i++) {
        n += table[i] >> bucket & 1U;
    }
    return n;
}

/* How many windows a bucket lets through. */
static uint64_t width_of(const shuffle_set *s, size_t bucket)
{
    uint64_t product = 1;
    for (size_t k = 0; k < WINDOW; k++) {
        product *= (uint64_t)count_allowed(s->low[k], bucket) * count_allowed(s->high[k], bucket);
    }
    return product;
}

static void allow(shuffle_set *s, size_t bucket, const char *window)
{
    for (size_t k = 0; k < WINDOW; k++) {
        const unsigned char c = (unsigned char)window[k];
        s->low[k][c & 15] |= (uint8_t)(1U << bucket);
        s->high[k][c >> 4] |= (uint8_t)(1U << bucket);
    }
}

/* Each window into the bucket that it widens least. */
static void fill_buckets(shuffle_set *s)
{
    for (size_t i = 0; i < s->count; i++) {
        const char *const window = s->entries[i].ptr + s->entries[i].at;
        size_t best = 0;
        uint64_t least = UINT64_MAX;
        for (size_t bucket = 0; bucket < BUCKETS; bucket++) {
            shuffle_set trial;
            memcpy(trial.low, s->low, sizeof trial.low);
            memcpy(trial.high, s->high, sizeof trial.high);
            allow(&trial, bucket, window);
            const uint64_t more = width_of(&trial, bucket) - width_of(s, bucket);
            if (more < least) {
                least = more;
                best = bucket;
            }
        }
        allow(s, best, window);
    }
}

shuffle_set *shuffle_build(arena *a, const dpm_span *literals, const uint16_t *numbers, size_t count)
{
    assert(count <= SHUFFLE_MAX);
    shuffle_set *const s = ARENA_NEW(a, shuffle_set);
    entry *const entries = ARENA_ARRAY(a, count, entry);
    if (!s || !entries) {
        return NULL;
    }
    s->entries = entries;
    for (size_t i = 0; i < count; i++) {
        const dpm_span l = literals[i];
        assert(l.len >= SHUFFLE_WINDOW);
        const size_t at = literal_window(l, WINDOW);
        entries[s->count++] = (entry){l.ptr, (uint32_t)l.len, (uint32_t)at, load_window(l.ptr + at), numbers[i]};
    }
    fill_slots(s);
    fill_buckets(s);
    return s;
}

/* What is around the window at text[at], which falls into `slot`? */
static void verify(const shuffle_set *s, dpm_span text, size_t at, size_t slot, literal_hits *h)
{
    const uint32_t window = load_window(text.ptr + at);
    while (s->slots[slot] && s->entries[s->slots[slot] - 1].window != window) {
        slot = (slot + 1) % SLOTS;
    }
    for (size_t i = s->slots[slot]; i && i <= s->count && s->entries[i - 1].window == window; i++) {
        const entry *const e = &s->entries[i - 1];
        if (e->at <= at && e->len <= text.len - (at - e->at) && memcmp(text.ptr + (at - e->at), e->ptr, e->len) == 0) {
            literal_hit(h, e->number);
        }
    }
}

typedef struct tables {
    __m256i low[WINDOW], high[WINDOW];
} tables;

__attribute__((target("avx2"))) static inline __m256i spread(const uint8_t *table)
{
    return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)table));
}

/* The buckets that allow byte k of a window at each of 32 places. */
__attribute__((target("avx2"))) static inline __m256i allowed(const tables *t, size_t k, const char *p)
{
    const __m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)(p + k)), half = _mm256_set1_epi8(15);
    const __m256i high = _mm256_and_si256(_mm256_srli_epi16(bytes, 4), half), low = _mm256_and_si256(bytes, half);
    return _mm256_and_si256(_mm256_shuffle_epi8(t->low[k], low), _mm256_shuffle_epi8(t->high[k], high));
}

/* Bit i: a window may begin at p[i]. Reads REACH bytes. */
__attribute__((target("avx2"))) static inline uint32_t candidates(const tables *t, const char *p)
{
    const __m256i front = _mm256_and_si256(allowed(t, 0, p), allowed(t, 1, p)),
                  back = _mm256_and_si256(allowed(t, 2, p), allowed(t, 3, p));
    const __m256i buckets = _mm256_and_si256(front, back);
    return ~(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(buckets, _mm256_setzero_si256()));
}

static inline void verify_all(const shuffle_set *s, dpm_span text, size_t at, uint32_t found, literal_hits *h)
{
    for (; found; found &= found - 1) {
        const size_t place = at + (size_t)__builtin_ctz(found), slot = first_slot(load_window(text.ptr + place));
        if (s->slots[slot]) { /* the buckets let through ten times as many windows as there are */
            verify(s, text, place, slot, h);
        }
    }
}

/* What is left of a text in which fewer than REACH bytes can be read. */
__attribute__((target("avx2"))) static void search_copy(const shuffle_set *set, const tables *t, dpm_span text, size_t at,
                                                        literal_hits *h)
{
    char padded[REACH] = {0};
    const size_t left = text.len - at;
    memcpy(padded, text.ptr + at, left);
    verify_all(set, text, at, candidates(t, padded) & ((UINT32_C(1) << (left - (WINDOW - 1))) - 1), h);
}

__attribute__((target("avx2"))) void shuffle_search(const shuffle_set *set, dpm_span text, size_t readable, literal_hits *h)
{
    if (text.len < WINDOW) {
        return;
    }
    tables t;
    for (size_t k = 0; k < WINDOW; k++) {
        t.low[k] = spread(set->low[k]);
        t.high[k] = spread(set->high[k]);
    }
    size_t at = 0;
    for (; at + REACH <= text.len; at += PLACES) {
        verify_all(set, text, at, candidates(&t, text.ptr + at), h);
    }
    if (text.len < at + WINDOW) {
        return;
    }
    if (at + REACH <= readable) { /* places that reach beyond the text do not count; fewer than PLACES are left */
        verify_all(set, text, at, candidates(&t, text.ptr + at) & ((UINT32_C(1) << (text.len - at - (WINDOW - 1))) - 1), h);
    } else {
        search_copy(set, &t, text, at, h);
    }
}

/* One text: is there a candidate among its places? Near the block's end that is not looked at. */
__attribute__((target("avx2"))) static inline bool sift(const tables *t, const literal_texts *texts, size_t i)
{
    const uint32_t to = texts->to[i];
    uint32_t at = texts->from[i];
    assert(at <= to && to <= texts->limit);
    for (; at + REACH <= to; at += PLACES) {
        if (candidates(t, texts->base + at)) {
            return true;
        }
    }
    if (at + WINDOW > to) {
        return false;
    }
    return at + REACH > texts->limit || candidates(t, texts->base + at) << (PLACES - (to - at - (WINDOW - 1)));
}

__attribute__((target("avx2"))) void shuffle_sift(const shuffle_set *set, const literal_texts *texts, bool *maybe)
{
    tables t;
    for (size_t k = 0; k < WINDOW; k++) {
        t.low[k] = spread(set->low[k]);
        t.high[k] = spread(set->high[k]);
    }
    for (size_t i = 0; i < texts->count; i++) {
        maybe[i] = sift(&t, texts, i);
    }
}

#else

struct shuffle_set {
    char none;
};

bool shuffle_available(void)
{
    return false;
}

shuffle_set *shuffle_build(arena *a, const dpm_span *literals, const uint16_t *numbers, size_t count)
{
    (void)a, (void)literals, (void)numbers, (void)count;
    return NULL;
}

void shuffle_search(const shuffle_set *set, dpm_span text, size_t readable, literal_hits *h)
{
    (void)set, (void)text, (void)readable, (void)h;
}

void shuffle_sift(const shuffle_set *set, const literal_texts *texts, bool *maybe)
{
    (void)set;
    memset(maybe, true, texts->count * sizeof *maybe);
}

#endif
