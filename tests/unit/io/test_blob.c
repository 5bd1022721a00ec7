/* Blobs: bytes at any offset from every kind, spooled streams, references. */
#include "../../support/temp_tree.h"

#include "../archive/archive_support.h"

#include <dirent.h>
#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>

static void expect_bytes(const char *what, blob *b, dpm_span want)
{
    static const size_t caps[] = {1, 7, 100000};
    cr_assert_eq(blob_size(b), want.len, "%s: %llu bytes", what, (unsigned long long)blob_size(b));
    char *const room = malloc(want.len + 100000);
    size_t got;
    for (size_t c = 0; c < sizeof caps / sizeof *caps; c++) {
        const size_t stride = want.len / 50 + 1;
        for (size_t at = 0; at <= want.len + 1; at += stride) {
            const size_t left = at < want.len ? want.len - at : 0;
            cr_assert_eq(blob_read_at(b, at, room, caps[c], &got, NULL), DPM_OK);
            cr_assert_eq(got, left < caps[c] ? left : caps[c], "%s: %zu bytes at %zu", what, got, at);
            cr_assert(got == 0 || memcmp(room, want.ptr + at, got) == 0, "%s: at %zu", what, at);
        }
    }
    cr_assert_eq(blob_read_at(b, UINT64_MAX, room, 10, &got, NULL), DPM_OK);
    cr_assert_eq(got, 0);
    free(room);
}

static void expect_stream(const char *what, blob *b, uint64_t offset, uint64_t len, dpm_span want)
{
    static const size_t steps[] = {1, 7, 100000};
    strbuf text = {0};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        if (steps[i] * 100000 < len) {
            continue;
        }
        stream *s;
        cr_assert_eq(blob_stream(&s, b, offset, len, NULL), DPM_OK, "%s", what);
        cr_assert_eq(slurp(s, steps[i], &text, NULL), DPM_OK);
        cr_assert(span_eq(strbuf_span(&text), want), "%s in steps of %zu", what, steps[i]);
    }
    strbuf_free(&text);
}

/* All of it, which is fine. */
static blob *spool(dpm_span bytes, uint64_t limit)
{
    blob *b;
    stream *const s = drip_new(bytes, 100001, DPM_OK);
    cr_assert_eq(blob_spool(&b, s, limit, NULL), DPM_OK);
    stream_close(s);
    return b;
}

Test(input_blob, every_kind_gives_its_bytes)
{
    temp_tree t;
    strbuf data = {0};
    tree_new(&t);
    const size_t lens[] = {0, 1, 1000, BLOB_MEMORY_MAX - 1, BLOB_MEMORY_MAX, BLOB_MEMORY_MAX + 1, BLOB_MEMORY_MAX + 300000};
    for (size_t i = 0; i < sizeof lens / sizeof *lens; i++) {
        blob *kinds[4];
        data_make(&data, DATA_FAR, lens[i]);
        const dpm_span all = strbuf_span(&data);
        cr_assert_eq(blob_file(&kinds[0], tree_write(&t, "file", all), NULL), DPM_OK);
        cr_assert_eq(blob_memory(&kinds[1], all, NULL), DPM_OK);
        kinds[2] = spool(all, UINT64_MAX);
        kinds[3] = spool(all, lens[i]); /* just the limit */
        for (size_t k = 0; k < 4; k++) {
            static const char *const names[] = {"file", "memory", "spooled", "spooled, limited"};
            expect_bytes(names[k], kinds[k], all);
            expect_stream(names[k], kinds[k], 0, all.len, all);
            expect_stream(names[k], kinds[k], all.len / 3, all.len / 2, span_of(all.ptr + all.len / 3, all.len / 2));
            blob *part, *inner;
            cr_assert_eq(blob_part(&part, kinds[k], all.len / 3, all.len / 2, NULL), DPM_OK);
            cr_assert_eq(blob_part(&inner, part, all.len / 5, all.len / 5, NULL), DPM_OK);
            blob_release(kinds[k]); /* parts hold what they are of */
            expect_bytes("part", part, span_of(all.ptr + all.len / 3, all.len / 2));
            blob_release(part);
            expect_bytes("part of a part", inner, span_of(all.ptr + all.len / 3 + all.len / 5, all.len / 5));
            stream *s;
            cr_assert_eq(blob_stream(&s, inner, 0, all.len / 5, NULL), DPM_OK);
            blob_release(inner); /* and so do streams */
            strbuf text = {0};
            cr_assert_eq(slurp(s, 4096, &text, NULL), DPM_OK);
            cr_assert(span_eq(strbuf_span(&text), span_of(all.ptr + all.len / 3 + all.len / 5, all.len / 5)));
            strbuf_free(&text);
        }
    }
    blob_release(NULL);
    strbuf_free(&data);
    tree_free(&t);
}

/* Cuts at any place, also files of nothing. */
Test(input_blob, files_that_follow_each_other)
{
    temp_tree t;
    strbuf data = {0};
    static const size_t lens[] = {0, 1, 700, 0, 40000, 3};
    enum { COUNT = sizeof lens / sizeof *lens };
    blob_volume volumes[COUNT];
    char paths[COUNT][TREE_PATH], name[8];
    tree_new(&t);
    data_make(&data, DATA_FAR, 40704);
    const dpm_span all = strbuf_span(&data);
    uint64_t at = 0, start;
    blob *b, *part;
    for (size_t i = 0; i < COUNT; i++) {
        snprintf(name, sizeof name, "%zu", i);
        snprintf(paths[i], TREE_PATH, "%s", tree_write(&t, name, span_of(all.ptr + at, lens[i])));
        volumes[i] = (blob_volume){paths[i], lens[i]};
        at += lens[i];
    }
    cr_assert_eq(blob_volumes(&b, volumes, COUNT, NULL), DPM_OK);
    expect_bytes("files", b, all);
    expect_stream("files", b, 0, all.len, all);
    cr_expect(blob_volume_start(b, 0, &start) && start == 0);
    cr_expect(blob_volume_start(b, 5, &start) && start == 40701);
    cr_expect(!blob_volume_start(b, COUNT, &start));
    cr_assert_eq(blob_part(&part, b, 600, 30000, NULL), DPM_OK);
    blob_release(b);
    expect_bytes("a part of them", part, span_of(all.ptr + 600, 30000));
    cr_expect(!blob_volume_start(part, 0, &start));

    tree_write(&t, "2", SPAN("short"));
    size_t got;
    char byte;
    dpm_error err = {0};
    cr_expect_eq(blob_read_at(part, 50, &byte, 1, &got, &err), DPM_EIO);
    cr_expect(strstr(err.message, "shorter"), "%s", err.message);
    blob_release(part);
    strbuf_free(&data);
    tree_free(&t);
}

Test(input_blob, parts_that_reach_behind_the_end)
{
    static const struct {
        uint64_t offset, len;
        dpm_status status;
    } rows[] = {
        {0, 10, DPM_OK},
        {10, 0, DPM_OK},
        {5, 5, DPM_OK},
        {0, 11, DPM_EDATA},
        {11, 0, DPM_EDATA},
        {1, UINT64_MAX, DPM_EDATA},
        {UINT64_MAX, 1, DPM_EDATA},
    };
    blob *b;
    cr_assert_eq(blob_memory(&b, SPAN("0123456789"), NULL), DPM_OK);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        blob *part;
        stream *s;
        cr_expect_eq(blob_part(&part, b, rows[i].offset, rows[i].len, NULL), rows[i].status, "row %zu", i);
        cr_expect_eq(blob_stream(&s, b, rows[i].offset, rows[i].len, NULL), rows[i].status, "row %zu", i);
        blob_release(part);
        stream_close(s);
    }
    blob_release(b);
}

Test(input_blob, what_came_before_a_failure_is_kept)
{
    static const struct {
        const char *what;
        size_t len;
        uint64_t limit;
        dpm_status end, status;
        size_t kept;
    } rows[] = {
        {"damage in memory", 1000, UINT64_MAX, DPM_EDATA, DPM_EDATA, 1000},
        {"damage at once", 0, UINT64_MAX, DPM_EIO, DPM_EIO, 0},
        {"damage in a file", BLOB_MEMORY_MAX + 5000, UINT64_MAX, DPM_EDATA, DPM_EDATA, BLOB_MEMORY_MAX + 5000},
        {"limit in memory", 1000, 999, DPM_OK, DPM_ELIMIT, 999},
        {"limit of nothing", 1000, 0, DPM_OK, DPM_ELIMIT, 0},
        {"limit in a file", BLOB_MEMORY_MAX + 5000, BLOB_MEMORY_MAX + 4999, DPM_OK, DPM_ELIMIT, BLOB_MEMORY_MAX + 4999},
        {"limit where memory ends", BLOB_MEMORY_MAX + 1, BLOB_MEMORY_MAX, DPM_OK, DPM_ELIMIT, BLOB_MEMORY_MAX},
    };
    strbuf data = {0};
    data_make(&data, DATA_FAR, BLOB_MEMORY_MAX + 5000);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        blob *b = NULL;
        dpm_error err = {0};
        stream *const s = drip_new(span_of(data.ptr, rows[i].len), 77777, rows[i].end);
        cr_expect_eq(blob_spool(&b, s, rows[i].limit, &err), rows[i].status, "%s", rows[i].what);
        cr_expect_eq(err.status, rows[i].status, "%s", rows[i].what);
        cr_assert_not_null(b, "%s", rows[i].what);
        expect_bytes(rows[i].what, b, span_of(data.ptr, rows[i].kept));
        blob_release(b);
        stream_close(s);
    }
    strbuf_free(&data);
}

Test(input_blob, what_is_no_file_is_refused)
{
    temp_tree t;
    tree_new(&t);
    cr_assert_eq(mkfifo(tree_path(&t, "pipe"), 0600), 0);
    static const char *const names[] = {"", "missing"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        blob *b;
        dpm_error err = {0};
        cr_expect_eq(blob_file(&b, tree_path(&t, names[i]), &err), DPM_EIO, "%s", names[i]);
        cr_expect_null(b);
        cr_expect(strstr(err.message, t.root) != NULL, "%s", err.message);
    }
    tree_free(&t);
}

Test(input_blob, a_file_that_becomes_shorter_ends_early)
{
    temp_tree t;
    blob *b;
    stream *s;
    strbuf text = {0};
    tree_new(&t);
    const char *const path = tree_write(&t, "f", SPAN("0123456789"));
    cr_assert_eq(blob_file(&b, path, NULL), DPM_OK);
    cr_assert_eq(truncate(path, 4), 0);
    cr_assert_eq(blob_stream(&s, b, 2, 8, NULL), DPM_OK);
    cr_expect_eq(slurp(s, 100, &text, NULL), DPM_OK);
    cr_expect(span_eq(strbuf_span(&text), SPAN("23")));
    blob_release(b);
    strbuf_free(&text);
    tree_free(&t);
}

static size_t count_left(const char *folder)
{
    size_t count = 0;
    DIR *const dir = opendir(folder);
    for (const struct dirent *e; dir && (e = readdir(dir));) {
        struct stat info;
        char path[512];
        snprintf(path, sizeof path, "%s/%.200s", folder, e->d_name);
        count += strncmp(e->d_name, "dpmlog_", 7) == 0 && lstat(path, &info) == 0 && S_ISREG(info.st_mode);
    }
    if (dir) {
        closedir(dir);
    }
    return count;
}

Test(input_blob, a_killed_process_leaves_nothing)
{
    const size_t before = count_left("/var/tmp") + count_left("/tmp");
    const pid_t child = fork();
    if (child == 0) {
        strbuf data = {0};
        data_make(&data, DATA_ZEROS, BLOB_MEMORY_MAX + 5000);
        const blob *const b = spool(strbuf_span(&data), UINT64_MAX);
        if (blob_size(b) == data.len) {
            kill(getpid(), SIGKILL);
        }
        _exit(1);
    }
    int how = 0;
    cr_assert_eq(waitpid(child, &how, 0), child);
    cr_expect(WIFSIGNALED(how) && WTERMSIG(how) == SIGKILL, "it spooled");
    cr_expect_eq(count_left("/var/tmp") + count_left("/tmp"), before);
}

enum { THREADS = 4, TURNS = 300 };

typedef struct crew {
    blob *whole;
    dpm_span want;
    unsigned seed;
    size_t wrong;
} crew;

static void *work(void *arg)
{
    crew *const c = arg;
    dice d = {c->seed};
    char room[5000];
    for (size_t i = 0; i < TURNS; i++) {
        blob *const b = blob_keep(c->whole);
        const size_t at = dice_below(&d, (uint32_t)c->want.len);
        size_t got = 0;
        const dpm_status status = blob_read_at(b, at, room, sizeof room, &got, NULL);
        c->wrong += status != DPM_OK || got == 0 || memcmp(room, c->want.ptr + at, got) != 0;
        blob_release(b);
    }
    blob_release(c->whole);
    return NULL;
}

Test(input_blob, threads_read_and_let_go)
{
    strbuf data = {0};
    crew crews[THREADS];
    pthread_t threads[THREADS];
    data_make(&data, DATA_FAR, BLOB_MEMORY_MAX + 100000);
    blob *const b = spool(strbuf_span(&data), UINT64_MAX);
    for (unsigned i = 0; i < THREADS; i++) {
        crews[i] = (crew){blob_keep(b), strbuf_span(&data), i, 0};
        cr_assert_eq(pthread_create(&threads[i], NULL, work, &crews[i]), 0);
    }
    blob_release(b);
    for (size_t i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        cr_expect_eq(crews[i].wrong, 0, "thread %zu", i);
    }
    strbuf_free(&data);
}
