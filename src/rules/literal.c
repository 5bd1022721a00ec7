/* A set of literals: which search takes which of them. */
#include "rules/literal.h"

#include "base/text.h"
#include "rules/literal_kernels.h"

struct literal_set {
    shuffle_set *shuffle;     /* NULL: none for it, or the machine cannot */
    scan_set *longs, *shorts; /* NULL: none of these */
};

enum { LONG = 8 }; /* bytes; short literals would slow down the scan for long ones */

/* Some of the literals, copied together. */
typedef struct choice {
    dpm_span *literals;
    uint16_t *numbers;
    size_t count;
} choice;

static bool choose(arena *a, choice *c, const dpm_span *literals, const uint16_t *numbers, size_t count, size_t min, size_t max)
{
    c->literals = ARENA_ARRAY(a, count, dpm_span);
    c->numbers = ARENA_ARRAY(a, count, uint16_t);
    c->count = 0;
    for (size_t i = 0; i < count && c->literals && c->numbers; i++) {
        if (literals[i].len >= min && literals[i].len <= max) {
            c->literals[c->count] = literals[i];
            c->numbers[c->count++] = numbers[i];
        }
    }
    return c->literals && c->numbers;
}

static bool add_scan(arena *a, scan_set **out, const dpm_span *literals, const uint16_t *numbers, size_t count, size_t min,
                     size_t max)
{
    choice c;
    if (!choose(a, &c, literals, numbers, count, min, max)) {
        return false;
    }
    *out = c.count ? scan_build(a, c.literals, c.numbers, c.count) : NULL;
    return c.count == 0 || *out;
}

literal_set *literal_build_with(arena *a, const dpm_span *literals, const uint16_t *numbers, size_t count, bool shuffle)
{
    literal_set *const set = ARENA_NEW(a, literal_set);
    choice c = {0};
    if (!set || !choose(a, &c, literals, numbers, count, SHUFFLE_WINDOW, SIZE_MAX)) {
        return NULL;
    }
    if (!shuffle || c.count == 0 || c.count > SHUFFLE_MAX) {
        return add_scan(a, &set->longs, literals, numbers, count, LONG, SIZE_MAX) &&
                       add_scan(a, &set->shorts, literals, numbers, count, 0, LONG - 1)
                   ? set
                   : NULL;
    }
    set->shuffle = shuffle_build(a, c.literals, c.numbers, c.count);
    return set->shuffle && add_scan(a, &set->shorts, literals, numbers, count, 0, SHUFFLE_WINDOW - 1) ? set : NULL;
}

literal_set *literal_build(arena *a, const dpm_span *literals, const uint16_t *numbers, size_t count)
{
    return literal_build_with(a, literals, numbers, count, shuffle_available());
}

void literal_sift(const literal_set *set, const literal_texts *texts, bool *maybe)
{
    const bool others = set->longs || set->shorts;
    if (set->shuffle && !others) {
        shuffle_sift(set->shuffle, texts, maybe);
    } else {
        memset(maybe, others, texts->count * sizeof *maybe);
    }
}

size_t literal_find(const literal_set *set, dpm_span text, size_t readable, uint16_t *out, size_t cap)
{
    literal_hits h = {.cap = cap};
    h.out = out;
    if (set->shuffle) {
        shuffle_search(set->shuffle, text, readable, &h);
    }
    if (set->longs) {
        scan_search(set->longs, text, &h);
    }
    if (set->shorts) {
        scan_search(set->shorts, text, &h);
    }
    return h.count;
}
