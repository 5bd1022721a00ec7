/* Archives and origins: what a file is, which members are chosen, and that their bytes are those that were packed. */
#include "../../support/temp_tree.h"

#include "../../support/pack.h"
#include "archive/archive.h"

static const packed members[] = {
    {"a.errlog", SPAN_INIT("first log")},
    {"notes.txt", SPAN_INIT("not asked for")},
    {"sub/b.errlog", SPAN_INIT("second log")},
};
enum { MEMBERS = sizeof members / sizeof *members };

static bool choose(dpm_span address, dpm_span name)
{
    return span_starts(address, SPAN("x")) && span_iends(name, SPAN(".errlog"));
}

static archives all_archives(void)
{
    return (archives){.meter.limit = 1 << 20};
}

static origin file_origin(archives *all, const char *path)
{
    return (origin){.kind = ORIGIN_FILE, .all = all, .path = path};
}

static void check_bytes(const origin *from, dpm_span want, const char *what)
{
    char bytes[64];
    size_t got = 0;
    stream *s;
    dpm_error err = {0};
    cr_assert_eq(origin_open(from, &s, NULL, &err), DPM_OK, "%s: %s", what, err.message);
    cr_expect_eq(stream_fill(s, bytes, sizeof bytes, &got, &err), DPM_OK, "%s: %s", what, err.message);
    cr_expect(span_eq(span_of(bytes, got), want), "%s: %zu bytes", what, got);
    stream_close(s);
}

/* Members of a zip can all be opened: nothing has to be extracted for that. */
static void check_members(archive *a, bool zip, const char *what)
{
    cr_assert_eq(archive_count(a), MEMBERS, "%s: %zu members", what, archive_count(a));
    for (size_t i = 0; i < MEMBERS; i++) {
        member m;
        archive_member(a, i, &m);
        cr_expect(span_eq(m.name, span_str(members[i].name)), "%s: member %zu", what, i);
        cr_expect_eq(m.size, members[i].bytes.len, "%s: member %zu", what, i);
        cr_expect(m.is_file && !m.trouble, "%s: member %zu", what, i);
        cr_expect_eq(m.has_origin, zip || choose(SPAN("x"), m.name), "%s: member %zu", what, i);
        if (m.has_origin) {
            check_bytes(&m.from, members[i].bytes, what);
        }
    }
}

Test(archive_archive, members_are_listed_chosen_and_read)
{
    static const struct {
        const char *name;
        void (*pack)(strbuf *out, const packed *members, size_t count);
        file_type inside;
        bool libarchive;
    } rows[] = {{"x.zip", pack_zip, FILE_TYPE_ZIP, false}, {"x.tar", pack_tar, FILE_TYPE_TAR, true}};
    temp_tree t;
    tree_new(&t);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
#ifndef DPM_WITH_LIBARCHIVE
        if (rows[i].libarchive) {
            continue;
        }
#endif
        archives all = all_archives();
        arena memory = {0};
        strbuf bytes = {0};
        dpm_error err = {0};
        origin_type what;
        archive *a;
        rows[i].pack(&bytes, members, MEMBERS);
        const origin from = file_origin(&all, tree_write(&t, rows[i].name, strbuf_span(&bytes)));
        cr_assert_eq(origin_look(&from, &what, &err), DPM_OK, "%s: %s", rows[i].name, err.message);
        cr_assert_eq(what.inside, rows[i].inside, "%s", rows[i].name);
        cr_assert_eq(archive_new(&a, &from, &what, choose, SPAN("x"), &memory), DPM_OK);
        cr_assert_eq(archive_list(a, 100, &err), DPM_OK, "%s: %s", rows[i].name, err.message);
        cr_expect_str_eq(archive_trouble(a), "", "%s", rows[i].name);
        check_members(a, rows[i].inside == FILE_TYPE_ZIP, rows[i].name);
        archive_forget(a);
        cr_expect_eq(archive_count(a), 0, "%s: the list is gone", rows[i].name);
        archives_free(&all);
        arena_free(&memory);
        strbuf_free(&bytes);
    }
    tree_free(&t);
}

Test(archive_archive, an_archive_that_is_cut_says_so_and_gives_what_is_there)
{
    temp_tree t;
    archives all = all_archives();
    arena memory = {0};
    strbuf bytes = {0};
    dpm_error err = {0};
    origin_type what;
    archive *a;
    member m;
    tree_new(&t);
    pack_zip(&bytes, members, MEMBERS);
    const origin from = file_origin(&all, tree_write(&t, "x.zip", span_head(strbuf_span(&bytes), 60)));
    cr_assert_eq(origin_look(&from, &what, &err), DPM_OK);
    cr_assert_eq(archive_new(&a, &from, &what, choose, SPAN("x"), &memory), DPM_OK);
    cr_assert_eq(archive_list(a, 100, &err), DPM_OK, "%s", err.message);
    cr_expect(archive_trouble(a)[0]);
    cr_assert_geq(archive_count(a), 1);
    archive_member(a, 0, &m);
    check_bytes(&m.from, members[0].bytes, "the first member");
    archive_forget(a);
    archives_free(&all);
    arena_free(&memory);
    strbuf_free(&bytes);
    tree_free(&t);
}

Test(archive_archive, a_file_is_what_its_first_bytes_say)
{
    static const struct {
        const char *name;
        dpm_span bytes;
        file_type layer, inside;
        bool empty;
    } rows[] = {
        {"empty.zip", SPAN_INIT(""), FILE_TYPE_PLAIN, FILE_TYPE_PLAIN, true},
        {"log.zip", SPAN_INIT("no archive"), FILE_TYPE_PLAIN, FILE_TYPE_PLAIN, false},
        {"end.txt", SPAN_INIT("PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), FILE_TYPE_PLAIN, FILE_TYPE_ZIP, false},
        {"hello.txt", SPAN_INIT("\x1f\x8b\b\0\0\0\0\0\0\3\1\2\0\xfd\xffhi\xac\x2a\x93\xd8\2\0\0\0"), FILE_TYPE_GZIP,
         FILE_TYPE_PLAIN, false},
    };
    temp_tree t;
    tree_new(&t);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        archives all = all_archives();
        dpm_error err = {0};
        origin_type what;
        blob *bytes = NULL;
        const origin from = file_origin(&all, tree_write(&t, rows[i].name, rows[i].bytes));
        cr_assert_eq(origin_look(&from, &what, &err), DPM_OK, "%s: %s", rows[i].name, err.message);
        cr_expect_eq(what.layer, rows[i].layer, "%s", rows[i].name);
        cr_expect_eq(what.inside, rows[i].inside, "%s", rows[i].name);
        cr_expect_eq(what.empty, rows[i].empty, "%s", rows[i].name);
        cr_assert_eq(origin_blob(&from, &bytes, &err), DPM_OK, "%s: %s", rows[i].name, err.message);
        cr_expect_eq(blob_size(bytes), rows[i].bytes.len, "%s: its bytes as stored", rows[i].name);
        blob_release(bytes);
        archives_free(&all);
    }
    tree_free(&t);
}
