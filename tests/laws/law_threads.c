#define _POSIX_C_SOURCE 200809L /* mkstemp, fdopen */
/* Law: the report is the same bytes for any number of threads. Over all fixtures at once, and over one log of many blocks. */
#include "kit.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

static dpm_status run(const dpm_rules *rules, unsigned jobs, const char *const *paths, size_t count, strbuf *json)
{
    dpm_session_options options = kit_options();
    options.jobs = jobs;
    return kit_run_with(rules, &options, paths, count, json);
}

static void same_for_all_jobs(const dpm_rules *rules, const char *const *paths, size_t count)
{
    static const unsigned jobs[] = {2, 3, 8};
    strbuf one = {0}, many = {0};
    cr_assert_eq(run(rules, 1, paths, count, &one), DPM_OK);
    for (size_t i = 0; i < sizeof jobs / sizeof *jobs; i++) {
        strbuf_clear(&many);
        cr_assert_eq(run(rules, jobs[i], paths, count, &many), DPM_OK);
        cr_expect(many.len == one.len && memcmp(many.ptr, one.ptr, one.len) == 0, "-j%u differs from -j1", jobs[i]);
    }
    strbuf_free(&one);
    strbuf_free(&many);
}

Test(law_threads, all_fixtures)
{
    dpm_rules *const rules = kit_rules();
    size_t count;
    fixture *const all = kit_fixtures(0, &count);
    const char **const paths = calloc(count, sizeof *paths);
    for (size_t i = 0; i < count; i++) {
        paths[i] = all[i].path;
    }
    same_for_all_jobs(rules, paths, count);
    free(paths);
    kit_fixtures_free(all, count);
    dpm_rules_free(rules);
}

/* Some 20 blocks: a fixture's records again and again, day after day, so that blocks end in all kinds of places. */
Test(law_threads, many_blocks)
{
    dpm_rules *const rules = kit_rules();
    size_t count;
    fixture *const all = kit_fixtures(0, &count);
    char path[] = "/tmp/dpmlog-law-XXXXXX";
    const int fd = mkstemp(path);
    cr_assert_geq(fd, 0);
    FILE *const out = fdopen(fd, "wb");
    for (size_t written = 0, i = 0; written < 5u << 20; i++) {
        const fixture *const f = &all[i % count];
        if (f->len > 4 && f->bytes[0] == '\xFF' && f->bytes[1] == '\xFE') { /* UTF-16LE with a BOM: the usual kind */
            written += fwrite(f->bytes + (written ? 2 : 0), 1, f->len - (written ? 2 : 0), out);
        }
    }
    fclose(out);
    const char *const paths[] = {path};
    same_for_all_jobs(rules, paths, 1);
    remove(path);
    kit_fixtures_free(all, count);
    dpm_rules_free(rules);
}
