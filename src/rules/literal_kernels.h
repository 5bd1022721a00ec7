/* The two searches of literal.h: one for every machine, one with vector shuffles. */
#ifndef DPM_RULES_LITERAL_KERNELS_H
#define DPM_RULES_LITERAL_KERNELS_H

#include "rules/literal.h"

#include <stdbool.h>
#include <string.h>

/* Numbers found so far, each once. */
typedef struct literal_hits {
    uint16_t *out;
    size_t count, cap;
} literal_hits;

static inline void literal_hit(literal_hits *h, uint16_t number)
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

/* How rare a byte is in logs, whose text is mostly small letters and blanks. */
static inline unsigned literal_rarity(char c)
{
    static const char common[] = " etaoinsrldcu", usual[] = "mpfgyhbvw=0123456789";
    if (c && strchr(common, c)) {
        return 0;
    }
    return c && strchr(usual, c) ? 1 : 2;
}

/* The first place of the `width` neighbouring bytes of a literal that are rarest in logs: where a search looks first. */
static inline size_t literal_window(dpm_span literal, size_t width)
{
    unsigned sum = 0;
    for (size_t i = 0; i < width; i++) {
        sum += literal_rarity(literal.ptr[i]);
    }
    size_t best = 0;
    unsigned most = sum;
    for (size_t at = 1; at + width <= literal.len; at++) {
        sum = sum - literal_rarity(literal.ptr[at - 1]) + literal_rarity(literal.ptr[at + width - 1]);
        if (sum > most) {
            most = sum;
            best = at;
        }
    }
    return best;
}

/* literal_scan.c: windows that move by what their end tells. */
typedef struct scan_set scan_set;
scan_set *scan_build(arena *a, const dpm_span *literals, const uint16_t *numbers, size_t count);
void scan_search(const scan_set *set, dpm_span text, literal_hits *h);

/* literal_simd.c: 32 places at a time. Takes literals of SHUFFLE_WINDOW bytes and more. */
enum { SHUFFLE_WINDOW = 4, SHUFFLE_MAX = 256 };
typedef struct shuffle_set shuffle_set;
bool shuffle_available(void);
shuffle_set *shuffle_build(arena *a, const dpm_span *literals, const uint16_t *numbers, size_t count);
void shuffle_search(const shuffle_set *set, dpm_span text, size_t readable, literal_hits *h);
void shuffle_sift(const shuffle_set *set, const literal_texts *texts, bool *maybe);

/* literal_build, with the vector search only if `shuffle`: for tests. */
literal_set *literal_build_with(arena *a, const dpm_span *literals, const uint16_t *numbers, size_t count, bool shuffle);

#endif
