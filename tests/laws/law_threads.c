/* Law: the report is the same bytes for any number of threads. Over all fixtures at once, over one log of many blocks, over
 * archives of many logs. */
#include "../support/temp_tree.h"
#include "kit.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

static dpm_status run(const dpm_rules *rules, unsigned jobs, const char *const *paths, size_t count, uint64_t limit, strbuf *json)
{
    dpm_session_options options = kit_options();
    options.jobs = jobs;
    options.max_expand = limit;
    return kit_run_with(rules, &options, paths, count, json);
}

static void same_for_all_jobs(const dpm_rules *rules, const char *const *paths, size_t count, uint64_t limit)
{
    static const unsigned jobs[] = {2, 3, 8};
    strbuf one = {0}, many = {0};
    cr_assert_eq(run(rules, 1, paths, count, limit, &one), DPM_OK);
    for (size_t i = 0; i < sizeof jobs / sizeof *jobs; i++) {
        strbuf_clear(&many);
        cr_assert_eq(run(rules, jobs[i], paths, count, limit, &many), DPM_OK);
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
    same_for_all_jobs(rules, paths, count, 0);
    free(paths);
    kit_fixtures_free(all, count);
    dpm_rules_free(rules);
}

/* A log of about `size` bytes, of fixtures from the `from`-th on. */
static void write_long_log(const char *path, const fixture *all, size_t count, size_t from, size_t size)
{
    FILE *const out = fopen(path, "wb");
    cr_assert_not_null(out);
    for (size_t written = 0, i = from; written < size; i++) {
        const fixture *const f = &all[i % count];
        if (f->len > 4 && f->bytes[0] == '\xFF' && f->bytes[1] == '\xFE') {
            written += fwrite(f->bytes + (written ? 2 : 0), 1, f->len - (written ? 2 : 0), out);
        }
    }
    fclose(out);
}

/* Some 20 blocks: a fixture's records again and again, day after day, so that blocks end in all kinds of places. */
Test(law_threads, many_blocks)
{
    dpm_rules *const rules = kit_rules();
    size_t count;
    fixture *const all = kit_fixtures(0, &count);
    temp_tree t;
    tree_new(&t);
    write_long_log(tree_path(&t, "long.errlog"), all, count, 0, 5 << 20);
    const char *const paths[] = {tree_path(&t, "long.errlog")};
    same_for_all_jobs(rules, paths, 1, 0);
    tree_free(&t);
    kit_fixtures_free(all, count);
    dpm_rules_free(rules);
}

/* Members that are unpacked ahead while others are read, up to a limit that strikes within one of them, or damaged. */
Test(law_threads, archives, .timeout = 110)
{
    static const struct {
        const char *name, *command;
        uint64_t limit;
    } rows[] = {
        {"logs.zip", "zip -q logs.zip *.errlog", 0},
        {"limited.zip", "zip -q limited.zip *.errlog", 7 << 20},
        {"stored.zip", "zip -q0 stored.zip *.errlog && printf x | dd of=stored.zip bs=1 seek=4000000 conv=notrunc 2>/dev/null",
         0},
        {"inner.zip", "zip -q1 a.zip *.errlog && zip -q0 inner.zip a.zip", 9 << 20},
        {"packed", "mkdir packed && gzip -k *.errlog && mv *.gz packed", 0},
    };
    static const char *const logs[] = {"DPMRA0.errlog", "DPMRACurr.errlog", "MSDPMCurr.errlog", "DPMLACurr.errlog",
                                       "CBEngineCurr.errlog"};
    dpm_rules *const rules = kit_rules();
    size_t count;
    fixture *const all = kit_fixtures(0, &count);
    temp_tree t;
    tree_new(&t);
    for (size_t i = 0; i < sizeof logs / sizeof *logs; i++) {
        write_long_log(tree_path(&t, logs[i]), all, count, i, (1 + i) << 20);
    }
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char command[sizeof t.root + 256];
        snprintf(command, sizeof command, "cd %s && %s", t.root, rows[i].command);
        cr_assert_eq(system(command), 0, "%s", command);
        const char *const paths[] = {tree_path(&t, rows[i].name)};
        same_for_all_jobs(rules, paths, 1, rows[i].limit);
    }
    tree_free(&t);
    kit_fixtures_free(all, count);
    dpm_rules_free(rules);
}

/* Many small logs, which are read several at a time, and among them those that are not: damaged, empty, packed once more, in two
 * encodings, alert text; and limits that strike in the middle. */
Test(law_threads, small_logs, .timeout = 110)
{
    static const struct {
        const char *name, *command;
        uint64_t limit;
    } rows[] = {
        {"logs", "true", 0},
        {"logs.zip", "zip -qr logs.zip logs", 0},
        {"limited.zip", "zip -qr limited.zip logs", 900 << 10},
        {"stored.zip",
         "zip -qr0 stored.zip logs && for at in 9000 70000 300000 300500; do"
         " printf xyz | dd of=stored.zip bs=1 seek=$at conv=notrunc 2>/dev/null; done",
         0},
        {"inner.zip", "zip -q0 inner.zip logs.zip", 0},
        {"logs.tar", "tar cf logs.tar logs", 0},
        {"logs.tar.gz", "tar czf logs.tar.gz logs", 0},
    };
    static const char *const processes[] = {"DPMRA", "MSDPM", "DPMLA", "CBEngine", "DpmWriter"};
    static const char alert[] = "Alert type: Synchronization failures\r\nComputer: FS01.contoso.com\r\n"
                                "Description: The replica of Volume E:\\ on FS01.contoso.com is inconsistent. (ID 3106)\r\n";
    dpm_rules *const rules = kit_rules();
    size_t count;
    fixture *const all = kit_fixtures(0, &count);
    temp_tree t;
    tree_new(&t);
    for (size_t i = 0; i < 4 * count; i++) {
        char name[64];
        snprintf(name, sizeof name, "logs/FS%02zu/%s%zu.errlog", i % 9, processes[i % 5], i / 9);
        tree_write(&t, name, span_of(all[i % count].bytes, all[i % count].len));
        if (i % 11 == 5) {
            tree_write(&t, name, span_of(alert, sizeof alert - 1));
        }
    }
    char command[sizeof t.root + 256];
    snprintf(command, sizeof command,
             "cd %s/logs && gzip -c FS01/MSDPM0.errlog >FS02/DPMRA90.errlog && cat FS03/DPMRA*.errlog FS01/*.errlog | "
             "head -c 60000 >FS04/DPMRA91.errlog && touch FS05/DPMRA92.errlog",
             t.root);
    cr_assert_eq(system(command), 0, "%s", command);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        snprintf(command, sizeof command, "cd %s && %s", t.root, rows[i].command);
        cr_assert_eq(system(command), 0, "%s", command);
        const char *const paths[] = {tree_path(&t, rows[i].name)};
        same_for_all_jobs(rules, paths, 1, rows[i].limit);
    }
    tree_free(&t);
    kit_fixtures_free(all, count);
    dpm_rules_free(rules);
}
