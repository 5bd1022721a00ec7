/* Law: memory that runs out is an error code, wherever it happens: nothing crashes, nothing leaks, and with enough memory the
 * same calls succeed. malloc itself is made to fail from the n-th call on, for every n, so that the libraries below us are
 * tried too. */
#include "../support/temp_tree.h"
#include "kit.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define OWN_MALLOC 0 /* the sanitizers bring their own */
#else
#define OWN_MALLOC 1
#endif

#if OWN_MALLOC
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void __libc_free(void *old);

static bool armed;
static size_t calls, fail_from;
static long alive; /* allocations made while armed that were not freed yet, as far as they can be told */

static bool fails(void)
{
    return armed && ++calls >= fail_from;
}

void *malloc(size_t size)
{
    void *const p = fails() ? NULL : __libc_malloc(size);
    alive += armed && p;
    return p;
}

void *calloc(size_t count, size_t size)
{
    void *const p = fails() ? NULL : __libc_calloc(count, size);
    alive += armed && p;
    return p;
}

void *realloc(void *old, size_t size)
{
    if (fails()) {
        return NULL;
    }
    void *const p = __libc_realloc(old, size);
    alive += armed && p && !old;
    return p;
}

void free(void *old)
{
    alive -= armed && old;
    __libc_free(old);
}

typedef dpm_status (*attempt)(const fixture *f);

static dpm_status everything(const fixture *f)
{
    dpm_rules *rules = NULL;
    dpm_error err;
    dpm_status status = dpm_rules_load(&rules, NULL, 0, &err);
    strbuf json = {0};
    if (status >= 0) {
        status = kit_feed(rules, f->path, (dpm_span){f->bytes, f->len}, 4096, &json);
    }
    if (status >= 0 && json.failed) {
        status = DPM_ENOMEM;
    }
    strbuf_free(&json);
    dpm_rules_free(rules);
    return status;
}

static dpm_status try_from(attempt everything_of, const fixture *f, size_t n)
{
    calls = 0;
    alive = 0;
    fail_from = n;
    armed = true;
    const dpm_status status = everything_of(f);
    armed = false;
    return status;
}

static const fixture *find(const fixture *all, size_t count, const char *part)
{
    for (size_t i = 0; i < count; i++) {
        if (strstr(all[i].path, part)) {
            return &all[i];
        }
    }
    return NULL;
}

Test(law_memory, malloc_fails_from_the_nth_call_on, .timeout = 110)
{
    size_t count;
    fixture *const all = kit_fixtures(0, &count);
    const fixture *const f = find(all, count, "fixtures/Temp/MSDPMCurr.errlog");
    cr_assert(f, "no fixture");
    cr_assert_eq(try_from(everything, f, SIZE_MAX), DPM_OK);
    const size_t total = calls;
    cr_assert_gt(total, 100, "only %zu allocations: is malloc still ours?", total);
    cr_expect_eq(alive, 0, "%ld allocations leak when all goes well", alive);
    /* loading the rules makes most of the calls: step through them, then try every call of the analysis */
    dpm_rules *rules = NULL;
    calls = 0;
    fail_from = SIZE_MAX;
    armed = true;
    cr_assert_eq(dpm_rules_load(&rules, NULL, 0, NULL), DPM_OK);
    armed = false;
    const size_t loading = calls;
    dpm_rules_free(rules);
    const size_t stride = loading / 400 + 1;
    for (size_t n = 1; n <= total; n += n < loading - stride ? stride : 1) {
        const dpm_status status = try_from(everything, f, n);
        cr_assert(status == DPM_ENOMEM || status == DPM_OK, "call %zu of %zu: status %d", n, total, (int)status);
        cr_assert_eq(alive, 0, "call %zu of %zu: %ld allocations leak", n, total, alive);
    }
    kit_fixtures_free(all, count);
}

static const dpm_rules *loaded; /* for `walk`: rules are loaded once */

/* Archives: the path of `f`. */
static dpm_status walk(const fixture *f)
{
    const char *const path = f->path;
    strbuf json = {0};
    const dpm_status status = kit_run(loaded, &path, 1, &json);
    const bool failed = json.failed;
    strbuf_free(&json);
    return failed ? DPM_ENOMEM : status;
}

/* libarchive keeps to that too, but for what it leaks: so it is given less to do than our own zip and gzip. */
Test(law_memory, malloc_fails_in_archives, .timeout = 110)
{
    static const struct {
        const char *name, *command;
        bool ours;
    } rows[] = {
        {"logs.zip", "zip -qr %s/logs.zip access-denied/FS01 healthy/FS01", true},
        {"outer.zip", "cp -r . %s/in && cd %s/in && zip -qr inner.zip access-denied/FS01 && zip -q ../outer.zip inner.zip", true},
        {"DPMRACurr.errlog.gz", "gzip -c access-denied/FS01/DPMRACurr.errlog > %s/DPMRACurr.errlog.gz", true},
        {"logs.tar", "tar -cf %s/logs.tar access-denied/FS01", false},
    };
    temp_tree t;
    tree_new(&t);
    dpm_rules *const rules = kit_rules();
    loaded = rules;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char command[1024] = "cd fixtures && ";
        const size_t len = strlen(command);
        snprintf(command + len, sizeof command - len, rows[i].command, t.root, t.root);
        cr_assert_eq(system(command), 0, "%s", command);
        fixture f = {.bytes = NULL};
        snprintf(f.path, sizeof f.path, "%.200s/%s", t.root, rows[i].name);
        cr_assert_eq(try_from(walk, &f, SIZE_MAX), DPM_OK);
        cr_expect_eq(alive, 0, "%s: %ld allocations leak when all goes well", rows[i].name, alive);
        const size_t total = calls;
        cr_assert_gt(total, 20, "%s: only %zu allocations", rows[i].name, total);
        for (size_t n = 1; n <= total; n++) {
            const dpm_status status = try_from(walk, &f, n);
            cr_assert(status == DPM_ENOMEM || status == DPM_OK, "%s, call %zu of %zu: status %d", rows[i].name, n, total,
                      (int)status);
            cr_assert(alive == 0 || !rows[i].ours, "%s, call %zu of %zu: %ld allocations leak", rows[i].name, n, total, alive);
        }
    }
    dpm_rules_free(rules);
    tree_free(&t);
}

/* The summary that is `f`, merged with itself and with one that is missing, as text and as a summary. */
static dpm_status merge_twice(const fixture *f)
{
    const dpm_session_options options = kit_options();
    dpm_session *session = NULL;
    dpm_report *report = NULL;
    strbuf text = {0}, again = {0};
    const dpm_span bytes = {f->bytes, f->len}, name = SPAN("a summary");
    dpm_status status = dpm_session_new(&session, loaded, &options, NULL);
    status = status < 0 ? status : dpm_session_write_summary(session, kit_write, &again, NULL);
    status = status < 0 ? status : dpm_session_add_summary_bytes(session, bytes, name, NULL);
    status = status < 0 ? status : dpm_session_add_summary_bytes(session, bytes, name, NULL);
    status = status < 0 ? status : dpm_session_skip(session, name, name, NULL);
    status = status < 0 ? status : dpm_session_run(session, NULL);
    status = status < 0 ? status : dpm_session_end_summary(session, NULL);
    status = status < 0 ? status : dpm_session_report(session, &report, NULL);
    status = status < 0 ? status : dpm_report_write_text(report, NULL, kit_write, &text, NULL);
    status = text.failed || again.failed ? DPM_ENOMEM : status;
    strbuf_free(&text);
    strbuf_free(&again);
    dpm_report_free(report);
    dpm_session_free(session);
    return status;
}

Test(law_memory, malloc_fails_in_merging, .timeout = 110)
{
    dpm_rules *const rules = kit_rules();
    loaded = rules;
    const dpm_session_options options = kit_options();
    dpm_session *session = NULL;
    strbuf summary = {0};
    cr_assert_eq(dpm_session_new(&session, rules, &options, NULL), DPM_OK);
    cr_assert_eq(dpm_session_write_summary(session, kit_write, &summary, NULL), DPM_OK);
    cr_assert_eq(dpm_session_add(session, "fixtures/hang", NULL), DPM_OK);
    cr_assert_geq(dpm_session_run(session, NULL), 0);
    cr_assert_eq(dpm_session_end_summary(session, NULL), DPM_OK);
    const fixture f = {.bytes = summary.ptr, .len = summary.len};
    cr_assert_eq(try_from(merge_twice, &f, SIZE_MAX), DPM_OK);
    const size_t total = calls;
    cr_assert_gt(total, 8, "only %zu allocations", total);
    cr_expect_eq(alive, 0, "%ld allocations leak when all goes well", alive);
    for (size_t n = 1; n <= total; n++) {
        const dpm_status status = try_from(merge_twice, &f, n);
        cr_assert_eq(status, DPM_ENOMEM, "call %zu of %zu: status %d", n, total, (int)status);
        cr_assert_eq(alive, 0, "call %zu of %zu: %ld allocations leak", n, total, alive);
    }
    strbuf_free(&summary);
    dpm_session_free(session);
    dpm_rules_free(rules);
}
#endif
