/* Archives in the list of sources: what is met in them, how it is addressed, and where a walk ends. */
#include "../../support/temp_tree.h"

#include "../../support/pack.h"
#include "discover/archive_walk.h"

#define LOG "180C\t280C\t06/01\t20:55:45.690\t09\tbackupasync.cpp(1279)\t\t\tNORMAL\t"

static void need_libarchive(void)
{
#ifndef DPM_WITH_LIBARCHIVE
    cr_skip("built without libarchive");
#endif
}

/* "path=bytes path=bytes ..." of what the list has, in its order, without the folder of the test. */
static const char *read_all(const temp_tree *t, const source_list *list)
{
    static char text[8192];
    size_t len = 0;
    text[0] = '\0';
    for (size_t i = 0; i < list->count; i++) {
        char bytes[256];
        stream *s;
        uint64_t size;
        size_t got = 0;
        dpm_error err = {0};
        const size_t root = strncmp(list->items[i].path.ptr, t->root, strlen(t->root)) == 0 ? strlen(t->root) + 1 : 0;
        cr_assert_eq(source_open(&list->items[i], &s, &size, &err), DPM_OK, "%s: %s", list->items[i].path.ptr, err.message);
        const dpm_status status = stream_fill(s, bytes, sizeof bytes, &got, &err);
        stream_close(s);
        const size_t head = sizeof LOG - 1;
        len +=
            (size_t)snprintf(text + len, sizeof text - len, "%s%s=%.*s%s", i ? " " : "", list->items[i].path.ptr + root,
                             got > head ? (int)(got - head) : (int)got, got > head ? bytes + head : bytes, status < 0 ? "!" : "");
    }
    return text;
}

static const char *skips(const temp_tree *t, const source_list *list)
{
    static char text[8192];
    size_t len = 0;
    text[0] = '\0';
    for (size_t i = 0; i < list->skipped_count; i++) {
        const dpm_skipped *const s = &list->skipped[i];
        const size_t root = strncmp(s->path.ptr, t->root, strlen(t->root)) == 0 ? strlen(t->root) + 1 : 0;
        len += (size_t)snprintf(text + len, sizeof text - len, "%s%s: %s", i ? "\n" : "", s->path.ptr + root, s->reason.ptr);
    }
    return text;
}

static void write_zip(temp_tree *t, const char *name, const packed *members, size_t count)
{
    strbuf b = {0};
    pack_zip(&b, members, count);
    tree_write(t, name, strbuf_span(&b));
    strbuf_free(&b);
}

#define COUNT(list) (sizeof(list) / sizeof *(list))

static const packed inner[] = {
    {"Temp/DPMRACurr.errlog", SPAN_INIT(LOG "ra")},
    {"Temp/notes.txt", SPAN_INIT("notes")},
    {"MSDPMCurr.errlog", SPAN_INIT(LOG "ms")},
};

/* bundle.tar with inner.zip and a log of its own; zip.zip with inner.zip twice. */
static void make_archives(temp_tree *t)
{
    strbuf zip = {0}, tar = {0};
    pack_zip(&zip, inner, COUNT(inner));
    const packed in_tar[] = {
        {"data/inner.zip", strbuf_span(&zip)}, {"FS01/DPMRA0.errlog", SPAN(LOG "r0")}, {"data/dpmdb.tar", SPAN("x")}};
    pack_tar(&tar, in_tar, COUNT(in_tar));
    tree_write(t, "bundle.tar", strbuf_span(&tar));
    const packed twice[] = {{"inner.zip", strbuf_span(&zip)}, {"inner.zip", strbuf_span(&zip)}, {"a.errlog", SPAN(LOG "1")},
                            {"a.errlog", SPAN(LOG "2")},      {"a.errlog#2", SPAN("x")},        {"a.errlog", SPAN(LOG "3")}};
    write_zip(t, "twice.zip", twice, COUNT(twice));
    strbuf_free(&zip);
    strbuf_free(&tar);
}

Test(input_bundle, members_by_their_address)
{
    need_libarchive();
    static const struct {
        const char *address, *read; /* NULL: no such member */
    } rows[] = {
        {"bundle.tar", "bundle.tar!data/inner.zip!Temp/DPMRACurr.errlog=ra bundle.tar!data/inner.zip!MSDPMCurr.errlog=ms "
                       "bundle.tar!FS01/DPMRA0.errlog=r0"},
        {"bundle.tar!data/inner.zip",
         "bundle.tar!data/inner.zip!Temp/DPMRACurr.errlog=ra bundle.tar!data/inner.zip!MSDPMCurr.errlog=ms"},
        {"bundle.tar!data/inner.zip!MSDPMCurr.errlog", "bundle.tar!data/inner.zip!MSDPMCurr.errlog=ms"},
        {"bundle.tar!data/inner.zip!Temp", "bundle.tar!data/inner.zip!Temp/DPMRACurr.errlog=ra"},
        {"bundle.tar!data/inner.zip!Temp/", "bundle.tar!data/inner.zip!Temp/DPMRACurr.errlog=ra"},
        {"bundle.tar!data/inner.zip!Temp/notes.txt", "bundle.tar!data/inner.zip!Temp/notes.txt=notes"},
        {"bundle.tar!FS01", "bundle.tar!FS01/DPMRA0.errlog=r0"},
        {"bundle.tar!FS0", NULL},
        {"bundle.tar!data/inner.zip!nothing", NULL},
        {"bundle.tar!FS01/DPMRA0.errlog!x", NULL},
        {"twice.zip!a.errlog", "twice.zip!a.errlog=1"},
        {"twice.zip!a.errlog#3", "twice.zip!a.errlog#3=3"},
        {"twice.zip", "twice.zip!inner.zip!Temp/DPMRACurr.errlog=ra twice.zip!inner.zip!MSDPMCurr.errlog=ms "
                      "twice.zip!inner.zip#2!Temp/DPMRACurr.errlog=ra twice.zip!inner.zip#2!MSDPMCurr.errlog=ms "
                      "twice.zip!a.errlog=1 twice.zip!a.errlog#2=2 twice.zip!a.errlog#3=3"},
    };
    temp_tree t;
    tree_new(&t);
    make_archives(&t);
    tree_write(&t, "real!name.errlog", SPAN(LOG "real"));
    for (size_t i = 0; i < COUNT(rows); i++) {
        source_list list = {0};
        dpm_error err = {0};
        const dpm_status status = sources_add(&list, tree_path(&t, rows[i].address), &err);
        cr_expect_eq(status >= 0 && list.count > 0, rows[i].read != NULL, "%s: %s", rows[i].address, err.message);
        cr_expect(rows[i].read || list.skipped_count == 1, "%s", rows[i].address);
        cr_expect_str_eq(read_all(&t, &list), rows[i].read ? rows[i].read : "", "%s", rows[i].address);
        sources_free(&list);
    }
    source_list list = {0};
    cr_expect_eq(sources_add(&list, tree_path(&t, "real!name.errlog"), NULL), DPM_OK);
    cr_expect_str_eq(read_all(&t, &list), "real!name.errlog=real", "a file of that very name wins");
    sources_free(&list);
    tree_free(&t);
}

Test(input_bundle, the_same_member_is_read_once)
{
    need_libarchive();
    temp_tree t;
    tree_new(&t);
    make_archives(&t);
    source_list list = {0};
    static const char *const paths[] = {"bundle.tar!FS01/DPMRA0.errlog", "bundle.tar", "", "bundle.tar!data/inner.zip"};
    for (size_t i = 0; i < COUNT(paths); i++) {
        cr_assert_eq(sources_add(&list, tree_path(&t, paths[i]), NULL), DPM_OK);
    }
    cr_expect_eq(list.count, 3 + 7, "three of the tar, seven of the zip");
    sources_free(&list);
    tree_free(&t);
}

Test(input_bundle, what_only_looks_like_an_archive)
{
    static const struct {
        const char *name;
        dpm_span bytes;
        const char *why; /* skipped with this; NULL: read */
    } rows[] = {
        {"empty.zip", SPAN_INIT("PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), ""},
        {"zero.zip", {NULL, 0}, "is empty, though it is named like an archive"},
        {"text.zip", SPAN_INIT("text"), NULL},
        {"x.rar", SPAN_INIT("Rar!\x1A\x07\0....."), "rar archives are not read: unpack it first"},
        {"log", SPAN_INIT(LOG "x"), NULL},
    };
    temp_tree t;
    tree_new(&t);
    for (size_t i = 0; i < COUNT(rows); i++) {
        source_list list = {0};
        dpm_error err = {0};
        char want[512] = "";
        const dpm_status status = sources_add(&list, tree_write(&t, rows[i].name, rows[i].bytes), &err);
        if (rows[i].why && *rows[i].why) {
            snprintf(want, sizeof want, "%s: %s", rows[i].name, rows[i].why);
        }
        cr_expect_eq(list.count, rows[i].why == NULL, "%s", rows[i].name);
        cr_expect_eq(status, !rows[i].why ? DPM_OK : *rows[i].why ? DPM_EDATA : DPM_END, "%s: %d", rows[i].name, (int)status);
        cr_expect_str_eq(skips(&t, &list), want);
        sources_free(&list);
    }
    tree_free(&t);
}

Test(input_bundle, a_folder_is_searched_for_archives_too)
{
    need_libarchive();
    temp_tree t;
    tree_new(&t);
    make_archives(&t);
    tree_write(&t, "broken.zip", SPAN("no zip"));
    tree_write(&t, "nothing.gz", SPAN(""));
    tree_write(&t, "readme.txt", SPAN("PK\3\4"));
    source_list list = {0};
    cr_expect_eq(sources_add(&list, tree_path(&t, ""), NULL), DPM_OK);
    cr_expect_eq(list.count, 10);
    cr_expect_str_eq(skips(&t, &list), "broken.zip: is named like an archive, but is not one\n"
                                       "nothing.gz: is empty, though it is named like an archive");
    sources_free(&list);
    tree_free(&t);
}

/* zips around a log, `depth` of them. */
static void nest(temp_tree *t, const char *name, unsigned depth)
{
    strbuf now = {0};
    const packed log = {"DPMRACurr.errlog", SPAN(LOG "deep")};
    pack_zip(&now, &log, 1);
    for (unsigned i = 1; i < depth; i++) {
        strbuf next = {0};
        const packed one = {"a.zip", strbuf_span(&now)};
        pack_zip(&next, &one, 1);
        strbuf_free(&now);
        now = next;
    }
    tree_write(t, name, strbuf_span(&now));
    strbuf_free(&now);
}

Test(input_bundle, depth_is_limited)
{
    static const struct {
        unsigned depth, limit;
        const char *skipped;
    } rows[] = {
        {1, 1, ""}, {2, 1, "nested.zip!a.zip: is inside 1 archive: --max-depth 2 reads it"},
        {4, 0, ""}, {5, 0, "nested.zip!a.zip!a.zip!a.zip!a.zip: is inside 4 archives: --max-depth 5 reads it"},
        {5, 5, ""}, {64, 1000, ""},
    };
    temp_tree t;
    tree_new(&t);
    for (size_t i = 0; i < COUNT(rows); i++) {
        source_list list = {0};
        sources_limit(&list, &(source_limits){.max_depth = rows[i].limit});
        nest(&t, "nested.zip", rows[i].depth);
        cr_expect_eq(sources_add(&list, tree_path(&t, "nested.zip"), NULL), DPM_OK);
        cr_expect_str_eq(skips(&t, &list), rows[i].skipped, "row %zu", i);
        cr_expect_eq(list.count, !*rows[i].skipped, "row %zu", i);
        sources_free(&list);
    }
    tree_free(&t);
}

Test(input_bundle, what_is_unpacked_is_limited)
{
    temp_tree t;
    tree_new(&t);
    make_archives(&t);
    source_list list = {0};
    sources_limit(&list, &(source_limits){.max_expand = 150});
    cr_expect_eq(sources_add(&list, tree_path(&t, "twice.zip!a.errlog"), NULL), DPM_OK);
    cr_assert_eq(list.count, 1);
    stream *s;
    uint64_t size;
    char bytes[256];
    size_t got;
    dpm_error err = {0};
    dpm_status status = DPM_OK;
    size_t rounds = 0;
    while (status == DPM_OK && rounds++ < 10) {
        cr_assert_eq(source_open(&list.items[0], &s, &size, &err), DPM_OK);
        status = stream_fill(s, bytes, sizeof bytes, &got, &err);
        stream_close(s);
    }
    cr_expect_eq(status, DPM_ELIMIT);
    cr_expect_eq(rounds, 2, "%zu: looking at it counts too", rounds);
    cr_expect_not_null(strstr(err.message, "--max-expand"), "%s", err.message);
    sources_free(&list);
    tree_free(&t);
}

Test(input_bundle, many_members_and_skips_are_counted)
{
    enum { MANY = 300 };
    static char names[MANY][32];
    packed members[MANY];
    temp_tree t;
    tree_new(&t);
    for (size_t i = 0; i < MANY; i++) {
        snprintf(names[i], sizeof names[i], i % 2 ? "%03zu.zip" : "%03zu.errlog", i);
        members[i] = (packed){names[i], SPAN("x")};
    }
    write_zip(&t, "many.zip", members, MANY);
    source_list list = {0};
    cr_expect_eq(sources_add(&list, tree_path(&t, "many.zip"), NULL), DPM_OK);
    cr_expect_eq(list.count, MANY / 2);
    cr_expect_eq(list.skipped_count, SKIPPED_NAMED_MAX + 1);
    cr_expect_not_null(strstr(skips(&t, &list), "many.zip: 86 more of its members could not be read"), "%s", skips(&t, &list));
    sources_free(&list);
    tree_free(&t);
}

Test(input_bundle, a_reader_reads_members_in_any_order)
{
    need_libarchive();
    temp_tree t;
    tree_new(&t);
    strbuf tar = {0};
    enum { TARS = 40 }; /* more than are held open */
    static char names[TARS][16];
    for (size_t i = 0; i < TARS; i++) {
        const packed log = {"DPMRACurr.errlog", SPAN(LOG "x")};
        strbuf_clear(&tar);
        pack_tar(&tar, &log, 1);
        snprintf(names[i], sizeof names[i], "%zu.tar", i);
        tree_write(&t, names[i], strbuf_span(&tar));
    }
    source_list list = {0};
    cr_assert_eq(sources_add(&list, tree_path(&t, ""), NULL), DPM_OK);
    cr_assert_eq(list.count, TARS);
    for (size_t round = 0; round < 3; round++) {
        const char *const text = read_all(&t, &list);
        size_t count = 0;
        for (const char *at = text; (at = strstr(at, "=x")) != NULL; at++) {
            count++;
        }
        cr_expect_eq(count, TARS);
        cr_expect_leq(list.archives.cached_count, CACHE_FILES_MAX);
    }
    sources_free(&list);
    strbuf_free(&tar);
    tree_free(&t);
}
