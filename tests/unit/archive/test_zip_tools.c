/* Archives as real tools write them: zip, 7zz, gzip and Python's zipfile. Each is skipped where its tool is not installed. */
#include "../../support/temp_tree.h"

#include "archive_support.h"

#include "archive/gzip.h"
#include "archive/zip/zip.h"
#include "os/os.h"

#include <sys/wait.h>

static bool have(const char *tool)
{
    char command[200];
    snprintf(command, sizeof command, "command -v %s >/dev/null 2>&1", tool);
    return system(command) == 0;
}

/* In the tree's folder; what the tool says goes to a file there. */
static int run(temp_tree *t, const char *command)
{
    char full[2000];
    snprintf(full, sizeof full, "cd '%s' && { %s ; } >said 2>&1", t->root, command);
    const int how = system(full);
    return WIFEXITED(how) ? WEXITSTATUS(how) : -1;
}

static const struct source {
    const char *name;
    data_kind kind;
    size_t len;
} sources[] = {
    {"in/MSDPMCurr.errlog", DATA_LOG, 300000}, {"in/random", DATA_RANDOM, 200000}, {"in/far", DATA_FAR, 400000},
    {"in/zeros", DATA_ZEROS, 1000000},         {"in/empty", DATA_EMPTY, 0},        {"in/folder/small.errlog", DATA_LOG, 100},
};
enum { SOURCES = sizeof sources / sizeof *sources };

enum { STAMP = 1464814545 }; /* 2016-06-01T20:55:45Z */

static void write_sources(temp_tree *t)
{
    strbuf data = {0};
    tree_new(t);
    for (size_t i = 0; i < SOURCES; i++) {
        data_make(&data, sources[i].kind, sources[i].len);
        tree_set_mtime(tree_write(t, sources[i].name, strbuf_span(&data)), STAMP);
    }
    strbuf_free(&data);
}

/* The source whose path ends like this name. */
static const struct source *find_source(dpm_span name)
{
    for (size_t i = 0; i < SOURCES; i++) {
        const dpm_span path = span_str(sources[i].name + strlen("in/"));
        if (name.len >= path.len && span_eq(span_from(name, name.len - path.len), path)) {
            return &sources[i];
        }
    }
    return NULL;
}

typedef struct seen {
    size_t files, folders, troubles;
} seen;

/* Every member that is one of the sources has its bytes; what is not read says why. */
static seen read_archive(const char *what, const char *path)
{
    blob *b;
    arena memory = {0};
    zip_directory dir;
    dpm_error err = {0};
    strbuf text = {0}, want = {0};
    seen n = {0};
    cr_assert_eq(blob_file(&b, path, &err), DPM_OK, "%s: %s", what, err.message);
    cr_assert_eq(zip_open(&dir, b, 1000, &memory, &err), DPM_OK, "%s: %s", what, err.message);
    cr_expect_str_empty(dir.trouble, "%s: %s", what, dir.trouble);
    for (size_t i = 0; i < dir.count; i++) {
        const zip_member *const m = &dir.members[i];
        n.folders += m->folder;
        n.troubles += m->trouble != NULL;
        if (m->folder || m->trouble) {
            continue;
        }
        const struct source *const from = find_source(m->name);
        stream *s;
        cr_assert_not_null(from, "%s: %.*s", what, (int)m->name.len, m->name.ptr);
        cr_assert_eq(zip_member_stream(&s, b, m, NULL, &err), DPM_OK, "%s: %s", what, err.message);
        data_make(&want, from->kind, from->len);
        cr_expect_eq(slurp(s, 10007 * (1 + i), &text, &err), DPM_OK, "%s: %s: %s", what, from->name, err.message);
        cr_expect(span_eq(strbuf_span(&text), strbuf_span(&want)), "%s: %s: %zu bytes", what, from->name, text.len);
        n.files++;
    }
    strbuf_free(&text);
    strbuf_free(&want);
    arena_free(&memory);
    blob_release(b);
    return n;
}

enum { SOME = 1000 };

typedef struct tool_row {
    const char *what, *command; /* writes x.zip of in/ */
    seen want;                  /* troubles SOME: what is small or random may be stored nevertheless */
} tool_row;

static void expect_rows(const tool_row *rows, size_t count)
{
    temp_tree t;
    write_sources(&t);
    for (size_t i = 0; i < count; i++) {
        cr_assert_eq(run(&t, "rm -f x.*"), 0);
        cr_assert_eq(run(&t, rows[i].command), 0, "%s", rows[i].command);
        const seen n = read_archive(rows[i].what, tree_path(&t, "x.zip"));
        const bool some = rows[i].want.troubles == SOME && n.troubles > 0 && n.files + n.troubles == rows[i].want.files;
        const bool exact = n.files == rows[i].want.files && n.troubles == rows[i].want.troubles;
        cr_expect((some || exact) && n.folders == rows[i].want.folders, "%s: %zu files, %zu folders, %zu troubles", rows[i].what,
                  n.files, n.folders, n.troubles);
    }
    tree_free(&t);
}

Test(input_zip_tools, info_zip)
{
    static const tool_row rows[] = {
        {"zip", "zip -qr x.zip in", {6, 2, 0}},
        {"zip -0", "zip -qr0 x.zip in", {6, 2, 0}},
        {"zip -9 without folders", "zip -qr9D x.zip in", {6, 0, 0}},
        {"zip with Zip64", "zip -qr -fz x.zip in", {6, 2, 0}},
        {"zip to a pipe, with descriptors", "zip -qr - in | cat >x.zip", {6, 2, 0}},
        {"zip from a pipe to a pipe", "mkdir -p in2; zip -qj -fd - in/MSDPMCurr.errlog in/zeros | cat >x.zip", {2, 0, 0}},
        {"zip with a comment", "zip -qr x.zip in; echo 'the archive of a case' | zip -qz x.zip", {6, 2, 0}},
        {"zip encrypted", "zip -qrD -P secret x.zip in", {0, 0, 6}}, /* the empty one too */
    };
    if (!have("zip")) {
        cr_skip_test("zip is not installed");
    }
    expect_rows(rows, sizeof rows / sizeof *rows);
}

Test(input_zip_tools, seven_zip)
{
    static const tool_row rows[] = {
        {"Deflate64", "7zz a -tzip -mm=Deflate64 x.zip in", {6, 2, 0}},
        {"Deflate64, fastest", "7zz a -tzip -mm=Deflate64 -mx=1 x.zip in", {6, 2, 0}},
        {"Deflate64, best", "7zz a -tzip -mm=Deflate64 -mx=9 x.zip in", {6, 2, 0}},
        {"Deflate", "7zz a -tzip -mm=Deflate -mx=9 x.zip in", {6, 2, 0}},
        {"Copy", "7zz a -tzip -mm=Copy x.zip in", {6, 2, 0}},
        {"LZMA", "7zz a -tzip -mm=LZMA x.zip in", {6, 2, SOME}},
        {"BZip2", "7zz a -tzip -mm=BZip2 x.zip in", {6, 2, SOME}},
        {"PPMd", "7zz a -tzip -mm=PPMd x.zip in", {6, 2, SOME}},
        {"encrypted", "7zz a -tzip -psecret x.zip in", {6, 2, SOME}},
        {"encrypted by AES", "7zz a -tzip -psecret -mem=AES256 x.zip in", {6, 2, SOME}},
    };
    if (!have("7zz")) {
        cr_skip_test("7zz is not installed");
    }
    expect_rows(rows, sizeof rows / sizeof *rows);
}

#define PYTHON(body)                                                                                                             \
    "python3 -c 'import os, sys, zipfile as Z\n"                                                                                 \
    "files = [os.path.join(a, n) for a, _, c in os.walk(\"in\") for n in c]\n" body "'"

Test(input_zip_tools, python)
{
    static const tool_row rows[] = {
        {"stored", PYTHON("z = Z.ZipFile(\"x.zip\", \"w\")\nfor f in files: z.write(f)\nz.close()"), {6, 0, 0}},
        {"deflated", PYTHON("z = Z.ZipFile(\"x.zip\", \"w\", Z.ZIP_DEFLATED)\nfor f in files: z.write(f)\nz.close()"), {6, 0, 0}},
        {"Zip64",
         PYTHON("z = Z.ZipFile(\"x.zip\", \"w\", Z.ZIP_DEFLATED)\n"
                "for f in files:\n  with z.open(f, \"w\", force_zip64=True) as o: o.write(open(f, \"rb\").read())\nz.close()"),
         {6, 0, 0}},
        {"names that come twice",
         PYTHON("z = Z.ZipFile(\"x.zip\", \"w\")\nfor f in files + files: z.write(f)\nz.close()"),
         {12, 0, 0}},
        {"to a pipe, with descriptors",
         PYTHON("class P:\n  def write(s, b): return os.write(1, b)\n  def flush(s): pass\n"
                "z = Z.ZipFile(P(), \"w\", Z.ZIP_DEFLATED)\nfor f in files: z.write(f)\nz.close()") " 2>/dev/null >x.zip",
         {6, 0, 0}},
        {"stored to a pipe",
         PYTHON("class P:\n  def write(s, b): return os.write(1, b)\n  def flush(s): pass\n"
                "z = Z.ZipFile(P(), \"w\")\nfor f in files: z.write(f)\nz.close()") " 2>/dev/null >x.zip",
         {6, 0, 0}},
        {"xz and bzip2",
         PYTHON("z = Z.ZipFile(\"x.zip\", \"w\", Z.ZIP_LZMA)\nfor f in files[:3]: z.write(f)\n"
                "for f in files[3:]: z.write(f, compress_type=Z.ZIP_BZIP2)\nz.close()"),
         {0, 0, 6}},
    };
    if (!have("python3")) {
        cr_skip_test("python3 is not installed");
    }
    expect_rows(rows, sizeof rows / sizeof *rows);
}

/* The directory cut off: what the tools wrote is found by its local headers all the same. */
Test(input_zip_tools, without_the_directory)
{
    static const char *const commands[] = {"zip -qrD x.zip in", "zip -qrD - in | cat >x.zip", "zip -qrD0 -fz - in | cat >x.zip",
                                           "7zz a -tzip -mm=Deflate64 x.zip in", NULL};
    if (!have("zip") || !have("7zz")) {
        cr_skip_test("zip or 7zz is not installed");
    }
    temp_tree t;
    write_sources(&t);
    for (size_t i = 0; commands[i]; i++) {
        cr_assert_eq(run(&t, "rm -f x.*"), 0);
        cr_assert_eq(run(&t, commands[i]), 0, "%s", commands[i]);
        blob *b, *cut_off;
        arena memory = {0};
        zip_directory dir;
        strbuf text = {0};
        size_t files = 0;
        cr_assert_eq(blob_file(&b, tree_path(&t, "x.zip"), NULL), DPM_OK);
        cr_assert_eq(blob_part(&cut_off, b, 0, blob_size(b) - 30, NULL), DPM_OK);
        cr_assert_eq(zip_open(&dir, cut_off, 1000, &memory, NULL), DPM_OK);
        cr_expect(strstr(dir.trouble, "found without it"), "%s: %s", commands[i], dir.trouble);
        for (size_t k = 0; k < dir.count; k++) {
            stream *s;
            dpm_error err = {0};
            cr_assert_eq(zip_member_stream(&s, cut_off, &dir.members[k], NULL, &err), DPM_OK, "%s: %s", commands[i], err.message);
            cr_expect_eq(slurp(s, 100000, &text, &err), DPM_OK, "%s: %.*s: %s", commands[i], (int)dir.members[k].name.len,
                         dir.members[k].name.ptr, err.message);
            const struct source *const from = find_source(dir.members[k].name);
            cr_expect(dir.members[k].folder || (from && from->len == text.len), "%s", commands[i]);
            files += !dir.members[k].folder;
        }
        cr_expect_eq(files, 6, "%s: %zu files", commands[i], files);
        strbuf_free(&text);
        arena_free(&memory);
        blob_release(cut_off);
        blob_release(b);
    }
    tree_free(&t);
}

Test(input_zip_tools, times_are_those_of_the_files)
{
    static const char *const commands[] = {"zip -qrD x.zip in", "7zz a -tzip x.zip in", "7zz a -tzip -mtm=on -mtc=on x.zip in"};
    if (!have("zip") || !have("7zz")) {
        cr_skip_test("zip or 7zz is not installed");
    }
    temp_tree t;
    write_sources(&t);
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        blob *b;
        arena memory = {0};
        zip_directory dir;
        cr_assert_eq(run(&t, "rm -f x.*"), 0);
        cr_assert_eq(run(&t, commands[i]), 0, "%s", commands[i]);
        cr_assert_eq(blob_file(&b, tree_path(&t, "x.zip"), NULL), DPM_OK);
        cr_assert_eq(zip_open(&dir, b, 1000, &memory, NULL), DPM_OK);
        for (size_t k = 0; k < dir.count; k++) {
            const zip_member *const m = &dir.members[k];
            cr_expect(m->folder || (m->mtime_utc && m->mtime == INT64_C(1000) * STAMP), "%s: %.*s: %lld", commands[i],
                      (int)m->name.len, m->name.ptr, (long long)m->mtime);
        }
        arena_free(&memory);
        blob_release(b);
    }
    tree_free(&t);
}

/* All volumes that zip -s made, one after the other, are the whole. */
Test(input_zip_tools, volumes_joined)
{
    if (!have("zip")) {
        cr_skip_test("zip is not installed");
    }
    temp_tree t;
    write_sources(&t);
    cr_assert_eq(run(&t, "zip -qr0 -s 600k x.zip in"), 0);
    blob_volume volumes[64];
    char paths[64][TREE_PATH], name[16];
    size_t count = 0;
    for (bool there = true; there && count < 63; count++) {
        snprintf(name, sizeof name, "x.z%02zu", count + 1);
        snprintf(paths[count], TREE_PATH, "%s", tree_path(&t, name));
        os_info info;
        there = os_stat(paths[count], &info, NULL) >= 0 && info.kind == OS_FILE;
        if (!there) {
            snprintf(paths[count], TREE_PATH, "%s", tree_path(&t, "x.zip"));
            cr_assert_eq(os_stat(paths[count], &info, NULL), DPM_OK);
        }
        volumes[count] = (blob_volume){paths[count], info.size};
    }
    cr_assert(count > 2);
    blob *b;
    arena memory = {0};
    zip_directory dir;
    uint32_t last = 0;
    cr_assert_eq(blob_volumes(&b, volumes, count, NULL), DPM_OK);
    cr_assert_eq(zip_last_volume(b, &last, NULL), DPM_OK);
    cr_expect_eq(last, count - 1);
    cr_assert_eq(zip_open(&dir, b, 1000, &memory, NULL), DPM_OK);
    cr_expect_str_eq(dir.trouble, "");
    cr_expect(dir.count > 2);
    for (size_t k = 0; k < dir.count; k++) {
        stream *s;
        strbuf text = {0};
        dpm_error err = {0};
        cr_assert(!dir.members[k].trouble, "%s", dir.members[k].trouble);
        cr_assert_eq(zip_member_stream(&s, b, &dir.members[k], NULL, &err), DPM_OK, "%s", err.message);
        cr_expect_eq(slurp(s, 100000, &text, &err), DPM_OK, "%s", err.message); /* the sum of each is right */
        strbuf_free(&text);
    }
    arena_free(&memory);
    blob_release(b);
    tree_free(&t);
}

/* Split by zip -s: the first volume lists what is in it, the last one what begins there; both say that there are others. */
Test(input_zip_tools, volumes)
{
    if (!have("zip")) {
        cr_skip_test("zip is not installed");
    }
    temp_tree t;
    write_sources(&t);
    cr_assert_eq(run(&t, "zip -qr0 -s 600k x.zip in"), 0);
    static const char *const names[] = {"x.z01", "x.zip"};
    for (size_t i = 0; i < 2; i++) {
        blob *b;
        arena memory = {0};
        zip_directory dir;
        cr_assert_eq(blob_file(&b, tree_path(&t, names[i]), NULL), DPM_OK);
        cr_assert_eq(zip_open(&dir, b, 1000, &memory, NULL), DPM_OK, "%s", names[i]);
        cr_expect(strstr(dir.trouble, "volume"), "%s: %s", names[i], dir.trouble);
        cr_expect(dir.count > 0, "%s", names[i]);
        for (size_t k = 0; k < dir.count; k++) {
            stream *s;
            strbuf text = {0};
            dpm_error err = {0};
            const zip_member *const m = &dir.members[k];
            if (m->trouble) {
                cr_expect(strstr(m->trouble, "volume"), "%s: %s", names[i], m->trouble);
                continue;
            }
            cr_assert_eq(zip_member_stream(&s, b, m, NULL, &err), DPM_OK, "%s: %s", names[i], err.message);
            const dpm_status status = slurp(s, 100000, &text, &err);
            cr_expect(status == DPM_OK || m->cut, "%s: %.*s: %s", names[i], (int)m->name.len, m->name.ptr, err.message);
            strbuf_free(&text);
        }
        arena_free(&memory);
        blob_release(b);
    }
    tree_free(&t);
}

/* What tests/support/archive_writer.py wrote, whose Deflate64 7-Zip has read too. */
Test(input_zip_tools, fixtures)
{
    static const struct {
        const char *path;
        size_t files, troubles, failures;
        bool trouble; /* of the archive */
    } rows[] = {
        {"fixtures/archives/deflate.zip", 3, 0, 0, false},     {"fixtures/archives/deflate64-backslashes.zip", 1, 0, 0, false},
        {"fixtures/archives/descriptors.zip", 4, 0, 0, false}, {"fixtures/archives/zip64.zip", 1, 0, 0, false},
        {"fixtures/archives/empty.zip", 0, 0, 0, false},       {"fixtures/archives/deceiving.zip", 5, 4, 1, false},
        {"fixtures/archives/cut.zip", 2, 0, 1, true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        blob *b;
        arena memory = {0};
        zip_directory dir;
        strbuf text = {0};
        size_t troubles = 0, failures = 0;
        cr_assert_eq(blob_file(&b, rows[i].path, NULL), DPM_OK, "%s", rows[i].path);
        cr_assert_eq(zip_open(&dir, b, 1000, &memory, NULL), DPM_OK, "%s", rows[i].path);
        cr_expect_eq(dir.count, rows[i].files, "%s: %zu", rows[i].path, dir.count);
        cr_expect_eq(dir.trouble[0] != '\0', rows[i].trouble, "%s: %s", rows[i].path, dir.trouble);
        for (size_t k = 0; k < dir.count; k++) {
            stream *s;
            troubles += dir.members[k].trouble != NULL;
            if (zip_member_stream(&s, b, &dir.members[k], NULL, NULL) == DPM_OK) {
                failures += slurp(s, 1000, &text, NULL) < 0;
                cr_expect(text.len < 2 || memcmp(text.ptr, "\xff\xfe", 2) == 0 || text.len == 11, "%s", rows[i].path);
            }
        }
        cr_expect_eq(troubles, rows[i].troubles, "%s: %zu", rows[i].path, troubles);
        cr_expect_eq(failures, rows[i].failures, "%s: %zu", rows[i].path, failures);
        strbuf_free(&text);
        arena_free(&memory);
        blob_release(b);
    }
}

Test(input_zip_tools, gzip)
{
    static const struct {
        const char *command;
        size_t times;
        const char *words;
    } rows[] = {
        {"gzip -1 <f >x.gz", 1, NULL},
        {"gzip -9 <f >x.gz", 1, NULL},
        {"gzip -k f && mv f.gz x.gz", 1, NULL},
        {"gzip -c f >x.gz && gzip -c1 f >>x.gz && gzip -c f >>x.gz", 3, NULL},
        {"{ gzip -c f; head -c 512 /dev/zero; } >x.gz", 1, NULL},
        {"{ gzip -c f; echo no gzip; } >x.gz", 1, "garbage"},
    };
    if (!have("gzip")) {
        cr_skip_test("gzip is not installed");
    }
    temp_tree t;
    strbuf data = {0}, all = {0}, text = {0};
    tree_new(&t);
    for (int kind = 0; kind < DATA_KINDS; kind++) {
        data_make(&data, (data_kind)kind, 600000);
        tree_write(&t, "f", strbuf_span(&data));
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
            blob *b;
            stream *s;
            dpm_error err = {0};
            cr_assert_eq(run(&t, rows[i].command), 0, "%s", rows[i].command);
            cr_assert_eq(blob_file(&b, tree_path(&t, "x.gz"), NULL), DPM_OK);
            cr_assert_eq(blob_stream(&s, b, 0, blob_size(b), NULL), DPM_OK);
            cr_assert_eq(gzip_stream(&s, s, NULL, NULL), DPM_OK);
            cr_expect_eq(slurp(s, 100000, &text, &err), rows[i].words ? DPM_EDATA : DPM_OK, "%s: %s", rows[i].command,
                         err.message);
            cr_expect(!rows[i].words || strstr(err.message, rows[i].words), "%s: %s", rows[i].command, err.message);
            strbuf_clear(&all);
            for (size_t k = 0; k < rows[i].times; k++) {
                strbuf_add(&all, strbuf_span(&data));
            }
            cr_expect(span_eq(strbuf_span(&text), strbuf_span(&all)), "%s: kind %d, %zu bytes", rows[i].command, kind, text.len);
            blob_release(b);
        }
    }
    strbuf_free(&data);
    strbuf_free(&all);
    strbuf_free(&text);
    tree_free(&t);
}
