/* The search for many literals against the plain one. */
#include "base/text.h"
#include "rules/literal_kernels.h"

#include <criterion/criterion.h>
#include <stdlib.h>

enum { LITERALS = 60, TEXT = 300 };

static uint32_t next(uint32_t *state)
{
    *state = *state * 1664525U + 1013904223U;
    return *state >> 8;
}

/* Few different bytes, so that literals overlap and are often found. */
static void fill(char *out, size_t len, unsigned letters, uint32_t *state)
{
    for (size_t i = 0; i < len; i++) {
        out[i] = (char)('a' + next(state) % letters);
    }
}

static void expect_same(const literal_set *set, const dpm_span *literals, const uint16_t *numbers, size_t count, dpm_span text,
                        size_t readable, unsigned round)
{
    uint16_t found[LITERALS];
    bool seen[LITERALS] = {false};
    const size_t n = literal_find(set, text, readable, found, LITERALS);
    for (size_t i = 0; i < n; i++) {
        const size_t which = found[i] - numbers[0];
        cr_assert(which < count && !seen[which], "round %u: %u is no number or came twice", round, found[i]);
        seen[which] = true;
    }
    for (size_t i = 0; i < count; i++) {
        cr_assert_eq(seen[i], span_find(text, literals[i]) != SIZE_MAX, "round %u: literal '%.*s' in '%.*s'", round,
                     (int)literals[i].len, literals[i].ptr, (int)text.len, text.ptr);
    }
}

Test(rules_literal, like_the_plain_search)
{
    uint32_t state = 7;
    for (unsigned round = 0; round < 3000; round++) {
        arena memory = {0};
        static char pool[LITERALS][40];
        dpm_span literals[LITERALS];
        uint16_t numbers[LITERALS];
        const size_t count = next(&state) % LITERALS;
        const unsigned letters = 1 + next(&state) % 4;
        const size_t shortest = 2 + next(&state) % 12;
        for (size_t i = 0; i < count; i++) {
            const size_t len = shortest + next(&state) % (round % 3 ? 4 : 28);
            fill(pool[i], len, letters, &state);
            literals[i] = span_of(pool[i], len < sizeof pool[i] ? len : sizeof pool[i]);
            numbers[i] = (uint16_t)(100 + i);
        }
        literal_set *const set = literal_build_with(&memory, literals, numbers, count, round % 2 && shuffle_available());
        cr_assert_not_null(set);
        const size_t len = next(&state) % TEXT;
        const size_t behind = round % 4 < 2 ? 0 : next(&state) % 80; /* more of the same that may be read and does not count */
        char *const text = malloc(len + behind + 1);                 /* of exact size, for ASan */
        cr_assert_not_null(text);
        fill(text, len + behind, letters, &state);
        expect_same(set, literals, numbers, count, span_of(text, len), len + behind, round);
        free(text);
        arena_free(&memory);
    }
}

Test(rules_literal, bounds)
{
    arena memory = {0};
    const dpm_span literals[] = {SPAN("RPC server is unavailable"), SPAN("\0\xFF"), SPAN("server")};
    const uint16_t numbers[] = {5, 6, 7};
    uint16_t out[3] = {0};
    const literal_set *const none = literal_build(&memory, NULL, NULL, 0);
    const literal_set *const set = literal_build(&memory, literals, numbers, 3);
    cr_assert(none && set);
    cr_expect_eq(literal_find(none, SPAN("anything"), SPAN("anything").len, out, 3), 0);
    cr_expect_eq(literal_find(set, (dpm_span){0}, 0, out, 3), 0);
    cr_expect_eq(literal_find(set, SPAN("The RPC server is unavailable"), SPAN("The RPC server is unavailable").len, out, 3), 2);
    cr_expect_eq(literal_find(set, SPAN("The RPC server is unavailable"), SPAN("The RPC server is unavailable").len, out, 1), 1,
                 "what does not fit is left out");
    cr_expect_eq(literal_find(set, SPAN("the rpc SERVER is unavailable"), SPAN("the rpc SERVER is unavailable").len, out, 3), 0,
                 "bytes match exactly");
    cr_expect_eq(literal_find(set, SPAN("x\0\xFF"), SPAN("x\0\xFF").len, out, 3), 1);
    cr_expect_eq(out[0], 6);
    arena_free(&memory);
}

/* Texts of one block: what is sifted out holds no literal, and little else is let through. */
Test(rules_literal, sift_loses_nothing)
{
    uint32_t state = 5;
    for (unsigned round = 0; round < 400; round++) {
        arena memory = {0};
        static char pool[LITERALS][40];
        dpm_span literals[LITERALS];
        uint16_t numbers[LITERALS];
        const size_t count = next(&state) % 12, shortest = round % 5 ? 4 : 2;
        for (size_t i = 0; i < count; i++) {
            const size_t len = shortest + next(&state) % 20;
            fill(pool[i], len, 6, &state);
            literals[i] = span_of(pool[i], len);
            numbers[i] = (uint16_t)i;
        }
        literal_set *const set = literal_build_with(&memory, literals, numbers, count, round % 2 && shuffle_available());
        cr_assert_not_null(set);
        const size_t len = 1 + next(&state) % 2000;
        char *const block = malloc(len); /* of exact size, for ASan */
        cr_assert_not_null(block);
        fill(block, len, 6, &state);
        uint32_t from[LITERALS], to[LITERALS];
        bool maybe[LITERALS];
        for (size_t i = 0; i < LITERALS; i++) {
            from[i] = next(&state) % (uint32_t)(len + 1);
            to[i] = from[i] + next(&state) % (uint32_t)(len + 1 - from[i]);
        }
        literal_sift(set, &(literal_texts){block, from, to, LITERALS, (uint32_t)len}, maybe);
        for (size_t i = 0; i < LITERALS; i++) {
            for (size_t k = 0; k < count; k++) {
                const bool there = span_find(span_of(block + from[i], to[i] - from[i]), literals[k]) != SIZE_MAX;
                cr_assert(maybe[i] || !there, "round %u: literal %zu in text %zu", round, k, i);
            }
            cr_assert(!maybe[i] || count > 0, "round %u: nothing is looked for", round);
        }
        free(block);
        arena_free(&memory);
    }
}
