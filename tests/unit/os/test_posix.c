/* os.h on the system that the tests run on. */
#include "../../support/temp_tree.h"

#include "os/names.h"
#include "os/os.h"

#include <signal.h>
#include <sys/time.h>
#include <sys/wait.h>

Test(os_posix, stat_tells_kind_size_and_identity)
{
    temp_tree t;
    tree_new(&t);
    tree_write(&t, "log.errlog", SPAN("12345"));
    cr_assert_eq(symlink("log.errlog", tree_path(&t, "link")), 0);
    cr_assert_eq(symlink("nowhere", tree_path(&t, "dangling")), 0);
    cr_assert_eq(mkfifo(tree_path(&t, "pipe"), 0600), 0);
    tree_set_mtime(tree_path(&t, "log.errlog"), 1464814545);
    static const struct {
        const char *name;
        os_kind kind;
        uint64_t size;
        bool is_link;
    } rows[] = {
        {"log.errlog", OS_FILE, 5, false},      {"link", OS_FILE, 5, true},        {"", OS_FOLDER, 0, false},
        {"pipe", OS_OTHER, 0, false},           {"dangling", OS_MISSING, 0, true}, {"none", OS_MISSING, 0, false},
        {"log.errlog/x", OS_MISSING, 0, false},
    };
    os_info file = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        os_info info;
        dpm_error err;
        cr_expect_eq(os_stat(tree_path(&t, rows[i].name), &info, &err), DPM_OK, "%s", rows[i].name);
        cr_expect_eq(info.kind, rows[i].kind, "%s: kind %d", rows[i].name, info.kind);
        cr_expect_eq(info.size, rows[i].size, "%s", rows[i].name);
        cr_expect_eq(os_is_link(tree_path(&t, rows[i].name)), rows[i].is_link, "%s", rows[i].name);
        if (i == 0) {
            file = info;
            cr_expect_eq(info.mtime, INT64_C(1464814545000));
        } else {
            const bool same = file.inode == info.inode && file.device == info.device;
            cr_expect_eq(same, strcmp(rows[i].name, "link") == 0, "%s", rows[i].name);
        }
    }
    tree_free(&t);
}

Test(os_posix, reads_on_and_at_an_offset)
{
    temp_tree t;
    tree_new(&t);
    os_file *file;
    char buffer[8] = {0};
    size_t got;
    cr_assert_eq(os_open(&file, tree_write(&t, "f", SPAN("0123456789")), NULL), DPM_OK);
    cr_expect_eq(os_read(file, buffer, 4, &got, NULL), DPM_OK);
    cr_expect(got == 4 && memcmp(buffer, "0123", 4) == 0);
    cr_expect_eq(os_read_at(file, 7, buffer, 8, &got, NULL), DPM_OK);
    cr_expect(got == 3 && memcmp(buffer, "789", 3) == 0);
    cr_expect_eq(os_read_at(file, 100, buffer, 8, &got, NULL), DPM_OK);
    cr_expect_eq(got, 0);
    cr_expect_eq(os_read_at(file, UINT64_MAX, buffer, 8, &got, NULL), DPM_EIO);
    cr_expect_eq(os_read(file, buffer, 8, &got, NULL), DPM_OK);
    cr_expect(got == 6 && memcmp(buffer, "456789", 6) == 0, "the position stayed");
    cr_expect_eq(os_read(file, buffer, 8, &got, NULL), DPM_OK);
    cr_expect_eq(got, 0, "the end");
    os_info info;
    cr_expect_eq(os_file_info(file, &info, NULL), DPM_OK);
    cr_expect(info.kind == OS_FILE && info.size == 10);
    os_close(file);
    os_close(NULL);
    tree_free(&t);
}

Test(os_posix, failures_name_the_path)
{
    temp_tree t;
    tree_new(&t);
    os_file *file;
    dpm_error err;
    cr_expect_eq(os_open(&file, tree_path(&t, "none"), &err), DPM_EIO);
    cr_expect_null(file);
    cr_expect(strncmp(err.message, t.path, strlen(t.path)) == 0 && strstr(err.message, ": "), "%s", err.message);
    cr_expect_eq(os_open(&file, tree_path(&t, ""), &err), DPM_EIO, "a folder is no file");
    strbuf names = {0};
    size_t count;
    cr_expect_eq(os_list(tree_path(&t, "none"), &names, &count, &err), DPM_EIO);
    cr_expect(strstr(err.message, t.path), "%s", err.message);
    cr_expect_eq(os_list(tree_write(&t, "file", SPAN("")), &names, &count, &err), DPM_EIO);
    strbuf_free(&names);
    tree_free(&t);
}

Test(os_posix, list_is_in_the_order_of_bytes)
{
    static const char *const made[] = {"b", "a", "\xC3\xA4", "B", "a.b", "a b", "10", "9", "-"};
    static const char sorted[] = "-\0"
                                 "10\0"
                                 "9\0"
                                 "B\0"
                                 "a\0"
                                 "a b\0"
                                 "a.b\0"
                                 "b\0"
                                 "\xC3\xA4";
    temp_tree t;
    tree_new(&t);
    for (size_t i = 0; i < sizeof made / sizeof *made; i++) {
        tree_write(&t, made[i], SPAN(""));
    }
    strbuf names = {0};
    strbuf_adds(&names, "what was there before");
    size_t count;
    cr_assert_eq(os_list(tree_path(&t, ""), &names, &count, NULL), DPM_OK);
    cr_expect_eq(count, sizeof made / sizeof *made);
    cr_expect(names.len == sizeof sorted && memcmp(names.ptr, sorted, sizeof sorted) == 0);
    cr_expect_eq(os_list(tree_folder(&t, "empty"), &names, &count, NULL), DPM_OK);
    cr_expect(count == 0 && names.len == 0);
    strbuf_free(&names);
    tree_free(&t);
}

static void on_alarm(int number)
{
    (void)number;
}

/* A signal ends a read that waits, so that an interrupted run can report, unless its handler asks for restarts; what was written
 * meanwhile is read by the next call. */
Test(os_posix, a_signal_ends_a_read_that_waits)
{
    struct sigaction action = {.sa_handler = on_alarm};
    int ends[2];
    cr_assert(pipe(ends) == 0 && sigaction(SIGALRM, &action, NULL) == 0);
    const pid_t child = fork();
    if (child == 0) {
        nanosleep(&(struct timespec){0, 300000000}, NULL);
        _exit(write(ends[1], "x", 1) == 1 ? 0 : 1);
    }
    cr_assert_eq(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
    const struct itimerval often = {{0, 20000}, {0, 20000}};
    os_file *file;
    char c = 0;
    size_t got = 9;
    cr_expect_eq(os_open_stdin(&file, NULL), DPM_OK);
    setitimer(ITIMER_REAL, &often, NULL);
    cr_expect_eq(os_read(file, &c, 1, &got, NULL), DPM_EIO);
    cr_expect_eq(got, 0);
    action.sa_flags = SA_RESTART;
    cr_assert(sigaction(SIGALRM, &action, NULL) == 0);
    cr_expect_eq(os_read(file, &c, 1, &got, NULL), DPM_OK);
    setitimer(ITIMER_REAL, &(struct itimerval){{0, 0}, {0, 0}}, NULL);
    cr_expect(got == 1 && c == 'x');
    os_info info;
    cr_expect_eq(os_file_info(file, &info, NULL), DPM_OK);
    cr_expect_eq(info.kind, OS_OTHER);
    cr_expect_eq(os_read_at(file, 0, &c, 1, &got, NULL), DPM_EIO, "a pipe has no offsets");
    os_close(file);
    cr_expect_neq(fcntl(STDIN_FILENO, F_GETFD), -1, "standard input stays open");
    waitpid(child, NULL, 0);
}

Test(os_posix, seeds_differ_and_the_clock_is_right)
{
    const uint64_t a = os_seed(), b = os_seed();
    cr_expect_neq(a, b);
    cr_expect_leq(llabs((long long)os_now() / 1000 - (long long)time(NULL)), 2);
    cr_expect_geq(os_cores(), 1);
}

Test(os_posix, libraries_are_loaded_with_all_that_is_asked_for)
{
    struct {
        size_t (*length)(const char *text);
        int (*absolute)(int number);
    } calls = {NULL, NULL};
    static const char *const names[] = {"strlen", "abs"}, *const wrong[] = {"strlen", "no_such_function"};
    dpm_error err = {0};
    cr_assert_eq(os_load("libc.so.6", names, 2, &calls, &err), DPM_OK, "%s", err.message);
    cr_expect(calls.length("four") == 4 && calls.absolute(-3) == 3);
    cr_expect_eq(os_load("libc.so.6", wrong, 2, &calls, &err), DPM_ELIMIT);
    cr_expect_not_null(strstr(err.message, "no_such_function"), "%s", err.message);
    cr_expect_eq(os_load("libnone.so.1", names, 2, &calls, &err), DPM_ELIMIT);
    cr_expect_not_null(strstr(err.message, "libnone.so.1 cannot be loaded"), "%s", err.message);
}
