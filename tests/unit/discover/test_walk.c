/* The list of sources from files and folders: what is in it, what is skipped, what is said. */
#include "../../support/temp_tree.h"

#include "discover/source.h"

static int by_path(const void *a, const void *b)
{
    return span_cmp(((const source *)a)->path, ((const source *)b)->path);
}

/* "host:process:name host:process:name ..." in order of path, without the folder of the test. */
static const char *list_text(const temp_tree *t, source_list *list)
{
    static char text[4096];
    size_t len = 0;
    text[0] = '\0';
    if (list->count) {
        qsort(list->items, list->count, sizeof *list->items, by_path);
    }
    for (size_t i = 0; i < list->count; i++) {
        const source *const s = &list->items[i];
        const char *name = s->path.ptr;
        cr_assert_eq(s->path.ptr[s->path.len], '\0', "a NUL follows the path");
        name += strncmp(name, t->root, strlen(t->root)) == 0 ? strlen(t->root) + 1 : 0;
        len += (size_t)snprintf(text + len, sizeof text - len, "%s%.*s:%.*s:%s", i ? " " : "", (int)s->host.len,
                                s->host.ptr ? s->host.ptr : "", (int)s->process.len, s->process.ptr, name);
    }
    return text;
}

static const char *skipped_text(const temp_tree *t, const source_list *list)
{
    static char text[4096];
    size_t len = 0;
    text[0] = '\0';
    for (size_t i = 0; i < list->skipped_count; i++) {
        const dpm_skipped *const s = &list->skipped[i];
        const size_t root = strncmp(s->path.ptr, t->root, strlen(t->root)) == 0 ? strlen(t->root) + 1 : 0;
        len += (size_t)snprintf(text + len, sizeof text - len, "%s%.*s: %.*s", i ? "\n" : "", (int)(s->path.len - root),
                                s->path.ptr + root, (int)s->reason.len, s->reason.ptr);
    }
    return text;
}

Test(input_walk, reads_the_logs_of_a_tree)
{
    temp_tree t;
    tree_new(&t);
    tree_write(&t, "FS01/Temp/DPMRACurr.errlog", SPAN("12345"));
    tree_write(&t, "FS01/Temp/DPMRA1.ERRLOG", SPAN(""));
    tree_write(&t, "FS01/Temp/MSDPMCurr.errlog.2016-06-01_20-55-45.Crash", SPAN(""));
    tree_write(&t, "FS01/Temp/notes.txt", SPAN(""));
    tree_write(&t, "FS01/Temp/MTA/DPMRACurr.errlog", SPAN(""));
    tree_write(&t, "FS01/MTA/DPMLACurr.errlog", SPAN(""));
    tree_write(&t, "HV01/deep/er/temp/mta/x.errlog", SPAN(""));
    tree_write(&t, "HV01/DPMRACurr.errlog", SPAN(""));
    cr_assert_eq(symlink("../FS01", tree_path(&t, "HV01/loop")), 0);
    cr_assert_eq(symlink("DPMRACurr.errlog", tree_path(&t, "HV01/again.errlog")), 0);
    cr_assert_eq(symlink("nowhere", tree_path(&t, "HV01/dangling.errlog")), 0);
    cr_assert_eq(mkfifo(tree_path(&t, "HV01/pipe.errlog"), 0600), 0);
    source_list list = {0};
    dpm_error err;
    cr_assert_eq(sources_add(&list, tree_path(&t, ""), &err), DPM_OK);
    cr_expect_str_eq(list_text(&t, &list),
                     "FS01:DPMLA:FS01/MTA/DPMLACurr.errlog FS01:DPMRA:FS01/Temp/DPMRA1.ERRLOG "
                     "FS01:DPMRA:FS01/Temp/DPMRACurr.errlog FS01:MSDPM:FS01/Temp/MSDPMCurr.errlog.2016-06-01_20-55-45.Crash "
                     "HV01:DPMRA:HV01/DPMRACurr.errlog");
    cr_expect_str_eq(skipped_text(&t, &list), "HV01/dangling.errlog: is gone, or a link to nothing\n"
                                              "HV01/pipe.errlog: is neither a file nor a folder");
    cr_expect_eq(list.passed[DPM_ENTRY_KIND_OTHER], 4, "notes, two staging areas, a linked folder");
    cr_expect(list.items[2].size == 5 && list.items[2].mtime > 0 && !list.items[2].probed);
    sources_free(&list);
    cr_expect(list.count == 0 && !list.items && !list.skipped && !list.slots, "can be used again");
    tree_free(&t);
}

Test(input_walk, a_named_file_is_read_whatever_its_name)
{
    temp_tree t;
    tree_new(&t);
    source_list list = {0};
    cr_expect_eq(sources_add(&list, tree_write(&t, "paste.txt", SPAN("x")), NULL), DPM_OK);
    cr_assert_eq(mkfifo(tree_path(&t, "pipe"), 0600), 0);
    cr_expect_eq(sources_add(&list, tree_path(&t, "pipe"), NULL), DPM_OK, "is not opened: that would wait for a writer");
    cr_expect_str_eq(list_text(&t, &list), ":paste:paste.txt :pipe:pipe");
    cr_expect_eq(list.items[1].mtime, DPM_NO_TIME);
    cr_assert_not_null(freopen(tree_path(&t, "paste.txt"), "rb", stdin));
    cr_expect_eq(sources_add(&list, "-", NULL), DPM_OK);
    cr_expect_eq(sources_add(&list, "-", NULL), DPM_OK);
    cr_expect_eq(list.count, 3, "standard input is read once");
    cr_expect(list.items[2].is_stdin && span_eq(list.items[2].path, SPAN("-")) && list.items[2].process.len == 0);
    sources_free(&list);
    tree_free(&t);
}

Test(input_walk, errors_name_the_path_and_what_to_do)
{
    temp_tree t;
    tree_new(&t);
    tree_write(&t, "empty/notes.txt", SPAN(""));
    static const struct {
        const char *name;
        dpm_status status;
        const char *message, *skipped;
    } rows[] = {
        {"none", DPM_EIO, "no such file or folder; check the spelling", "none: no such file or folder; check the spelling"},
        {"empty", DPM_END,
         "no logs in this folder (looked for *.errlog, *.errlog.*.Crash, *.errlog.gz); a file given by name is read "
         "whatever its name",
         ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        source_list list = {0};
        dpm_error err = {0};
        const char *const path = tree_path(&t, rows[i].name);
        char want[TREE_PATH + 256];
        snprintf(want, sizeof want, "%s: %s", path, rows[i].message);
        cr_expect_eq(sources_add(&list, path, &err), rows[i].status, "%s", rows[i].name);
        cr_expect_eq(err.status, rows[i].status);
        cr_expect_str_eq(err.message, want);
        cr_expect_str_eq(skipped_text(&t, &list), rows[i].skipped);
        cr_expect_eq(sources_add(&list, path, NULL), rows[i].status, "err may be NULL");
        sources_free(&list);
    }
    tree_free(&t);
}

/* Which of two names a file gets does not depend on the order in which they are named. */
Test(input_walk, a_file_is_read_once)
{
    temp_tree t;
    tree_new(&t);
    tree_write(&t, "FS01/Temp/DPMRACurr.errlog", SPAN("x"));
    cr_assert_eq(symlink("FS01/Temp/DPMRACurr.errlog", tree_path(&t, "link.errlog")), 0);
    char first[TREE_PATH];
    snprintf(first, sizeof first, "%s", tree_path(&t, "FS01/Temp/DPMRACurr.errlog"));
    cr_assert_eq(link(first, tree_path(&t, "FS01/Temp/a.errlog")), 0);
    static const char *const names[] = {
        "", "FS01", "FS01/Temp", "FS01/Temp/DPMRACurr.errlog", "link.errlog", "FS01/Temp/a.errlog", ""};
    enum { NAMES = sizeof names / sizeof *names };
    for (size_t from = 0; from < NAMES; from++) {
        source_list list = {0};
        for (size_t i = 0; i < NAMES; i++) {
            cr_expect_eq(sources_add(&list, tree_path(&t, names[(from + i) % NAMES]), NULL), DPM_OK);
        }
        cr_expect_str_eq(list_text(&t, &list), "FS01:DPMRA:FS01/Temp/DPMRACurr.errlog", "from %zu", from);
        list.count = 0;
        cr_expect_eq(sources_add(&list, first, NULL), DPM_OK);
        cr_expect_eq(list.count, 0, "not even when it was taken out");
        sources_free(&list);
    }
    tree_free(&t);
}

Test(input_walk, the_depth_is_bounded)
{
    temp_tree t;
    tree_new(&t);
    char name[1024] = "";
    for (int i = 0; i < 70; i++) {
        strcat(name, "d/");
    }
    strcat(name, "x.errlog");
    tree_write(&t, name, SPAN(""));
    tree_write(&t, "d/y.errlog", SPAN(""));
    source_list list = {0};
    cr_expect_eq(sources_add(&list, tree_path(&t, ""), NULL), DPM_OK);
    cr_expect_str_eq(list_text(&t, &list), ":y:d/y.errlog");
    cr_assert_eq(list.skipped_count, 1);
    cr_expect_eq(list.skipped[0].path.len, strlen(t.root) + 2 * 64, "the folder that was not entered");
    cr_expect(span_find(list.skipped[0].reason, SPAN("64 folders deep")) != SIZE_MAX);
    sources_free(&list);
    tree_free(&t);
}

/* A link to itself fails for everyone, a closed folder for everyone but root. */
Test(input_walk, what_fails_on_the_way_is_skipped)
{
    const bool closes = geteuid() != 0;
    temp_tree t;
    tree_new(&t);
    tree_write(&t, "x.errlog", SPAN(""));
    tree_write(&t, "closed/y.errlog", SPAN(""));
    cr_assert_eq(symlink("self.errlog", tree_path(&t, "self.errlog")), 0);
    chmod(tree_path(&t, "closed"), closes ? 0 : 0700);
    source_list list = {0};
    cr_expect_eq(sources_add(&list, tree_path(&t, ""), NULL), DPM_OK);
    cr_expect_str_eq(list_text(&t, &list), closes ? ":x:x.errlog" : "closed:y:closed/y.errlog :x:x.errlog");
    const char *const skipped = skipped_text(&t, &list);
    cr_expect(strstr(skipped, "self.errlog: ") && !strstr(skipped, t.root), "%s", skipped);
    cr_expect_eq(strstr(skipped, "closed: ") != NULL, closes, "%s", skipped);
    cr_expect_eq(sources_add(&list, tree_path(&t, "closed"), NULL), closes ? DPM_EIO : DPM_OK);
    cr_expect_eq(sources_add(&list, tree_path(&t, "self.errlog"), NULL), DPM_EIO);
    chmod(tree_path(&t, "closed"), 0700);
    sources_free(&list);
    tree_free(&t);
}

Test(input_walk, many_files_take_linear_time)
{
    enum { FILES = 4000 };
    temp_tree t;
    tree_new(&t);
    for (int i = 0; i < FILES; i++) {
        char name[32];
        snprintf(name, sizeof name, "f%d.errlog", i);
        const int fd = open(tree_path(&t, name), O_CREAT | O_WRONLY, 0600);
        cr_assert_geq(fd, 0);
        close(fd);
    }
    source_list list = {0};
    const clock_t start = clock();
    cr_expect_eq(sources_add(&list, tree_path(&t, ""), NULL), DPM_OK);
    cr_expect_eq(sources_add(&list, tree_path(&t, ""), NULL), DPM_OK);
    cr_expect_eq(list.count, FILES);
    cr_expect_lt((double)(clock() - start) / CLOCKS_PER_SEC, 2.0);
    sources_free(&list);
    tree_free(&t);
}
