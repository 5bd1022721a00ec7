/* Law: the order in which paths are named changes nothing, nor does naming one twice. */
#include "kit.h"

#include <criterion/criterion.h>
#include <stdlib.h>

enum { ROUNDS = 12 };

static void shuffle(const char **paths, size_t count, unsigned *seed)
{
    for (size_t i = count; i > 1; i--) {
        *seed = *seed * 1103515245U + 12345U;
        const size_t j = (*seed >> 16) % i;
        const char *const held = paths[i - 1];
        paths[i - 1] = paths[j];
        paths[j] = held;
    }
}

Test(law_order, all_fixtures_shuffled)
{
    dpm_rules *const rules = kit_rules();
    size_t count;
    fixture *const all = kit_fixtures(0, &count);
    const char **const paths = calloc(count + 1, sizeof *paths);
    for (size_t i = 0; i < count; i++) {
        paths[i] = all[i].path;
    }
    strbuf first = {0}, other = {0};
    cr_assert_eq(kit_run(rules, paths, count, &first), DPM_OK);
    unsigned seed = 7;
    for (size_t round = 0; round < ROUNDS; round++) {
        shuffle(paths, count, &seed);
        paths[count] = paths[round % count];
        strbuf_clear(&other);
        cr_assert_eq(kit_run(rules, paths, count + 1, &other), DPM_OK);
        cr_expect(other.len == first.len && memcmp(other.ptr, first.ptr, first.len) == 0, "round %zu differs", round);
    }
    strbuf_free(&first);
    strbuf_free(&other);
    free(paths);
    kit_fixtures_free(all, count);
    dpm_rules_free(rules);
}
