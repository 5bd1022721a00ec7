/* Following at the level of single polls: what a log is, when a record is complete, what happens to it when it goes. */
#define _POSIX_C_SOURCE 200809L

#include "dpmlog.h"

#include "base/strbuf.h"
#include "base/text.h"
#include "kit.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

typedef struct scene {
    char folder[64], log[128], other[128];
    dpm_rules *rules;
    dpm_follow *follow;
    strbuf told; /* number:line of each event */
    size_t most; /* events wanted; 0: all */
    size_t count;
} scene;

static bool tell(void *context, const dpm_event *e)
{
    scene *const s = context;
    const size_t at = span_find(e->message, SPAN("number "));
    strbuf_add(&s->told, at == SIZE_MAX ? SPAN("?") : span_head(span_from(e->message, at + 7), 1));
    strbuf_addf(&s->told, ":%llu ", (unsigned long long)e->line);
    return ++s->count != s->most;
}

static void begin(scene *s, const dpm_session_options *options)
{
    *s = (scene){.rules = kit_rules()};
    snprintf(s->folder, sizeof s->folder, "/tmp/follow-XXXXXX");
    cr_assert(mkdtemp(s->folder));
    snprintf(s->log, sizeof s->log, "%s/DPMRACurr.errlog", s->folder);
    snprintf(s->other, sizeof s->other, "%s/DPMRA0.errlog", s->folder);
    cr_assert_eq(dpm_follow_new(&s->follow, s->rules, options, tell, s, NULL), DPM_OK);
    cr_assert_eq(dpm_follow_add(s->follow, s->folder, NULL), DPM_OK);
}

static void end(scene *s)
{
    dpm_follow_free(s->follow);
    dpm_rules_free(s->rules);
    strbuf_free(&s->told);
    remove(s->log);
    remove(s->other);
    rmdir(s->folder);
}

static void put(const char *path, const char *mode, const char *text)
{
    FILE *const out = fopen(path, mode);
    cr_assert(out);
    cr_assert_geq(fputs(text, out), 0);
    cr_assert_eq(fclose(out), 0);
}

#define RECORD(second, text)                                                                                                     \
    "180C\t280C\t06/01\t20:54:" second ".393\t09\ta.cs(1)\t\t8AE83798-7A85-466A-80CA-22CA66582965\tWARNING\t" text
#define EVENT(second, n) RECORD(second, "Failed: Hr: = [0x800706BA] : number " n "\r\n")

static void expect(scene *s, bool final, const char *wanted, const char *what)
{
    strbuf_clear(&s->told);
    cr_assert_geq(dpm_follow_poll(s->follow, final, NULL), 0, "%s", what);
    strbuf_adds(&s->told, "");
    const dpm_span told = strbuf_span(&s->told);
    cr_expect(span_eq(told, span_str(wanted)), "%s: '%.*s', not '%s'", what, (int)told.len, told.len ? told.ptr : "", wanted);
}

static void wait_idle(void)
{
    nanosleep(&(struct timespec){.tv_sec = 1, .tv_nsec = 100000000}, NULL);
}

Test(follow_poll, growth)
{
    const dpm_session_options options = {.year = 2016};
    scene s;
    begin(&s, &options);
    expect(&s, false, "", "an empty folder");
    put(s.log, "wb", EVENT("01", "1"));
    expect(&s, false, "", "the last record is held back");
    put(s.log, "ab", EVENT("02", "2") "180C\t28");
    expect(&s, false, "1:1 ", "another one has begun");
    put(s.log, "ab", "0C\t06/01\t20:54:03.393\t09\ta.cs(1)\t\t\tNORMAL\tnothing\r\n");
    expect(&s, false, "2:2 ", "and a third");
    put(s.log, "ab", EVENT("04", "4"));
    expect(&s, false, "", "nothing of note");
    wait_idle();
    expect(&s, false, "4:4 ", "nothing came for a second");
    put(s.log, "ab", "goes on\r\n" EVENT("05", "5"));
    expect(&s, false, "", "a late continuation is no event");
    put(s.log, "ab", RECORD("06", "Failed: Hr: = [0x800706BA] : number 6"));
    expect(&s, false, "5:6 ", "lines go on being counted");
    wait_idle();
    expect(&s, false, "", "a line without its end is not complete");
    expect(&s, true, "6:7 ", "unless that is all");
    end(&s);
}

Test(follow_poll, rotation)
{
    const dpm_session_options options = {.year = 2016};
    scene s;
    dpm_follow_state state;
    begin(&s, &options);
    put(s.log, "wb", EVENT("01", "1") EVENT("02", "2"));
    expect(&s, false, "1:1 ", "first");
    cr_assert_eq(rename(s.log, s.other), 0);
    put(s.other, "ab", EVENT("03", "3"));
    put(s.log, "wb", EVENT("04", "4") EVENT("05", "5"));
    expect(&s, false, "2:2 4:1 ", "renamed, written on, begun anew");
    remove(s.other);
    expect(&s, true, "3:3 5:2 ", "and removed: it is still open");
    put(s.log, "wb", EVENT("06", "6"));
    expect(&s, true, "6:1 ", "truncated and shorter");
    put(s.log, "wb", EVENT("07", "7") EVENT("08", "8") EVENT("09", "9"));
    expect(&s, true, "7:1 8:2 9:3 ", "written anew and longer");
    put(s.other, "wb", EVENT("07", "7") EVENT("08", "8") EVENT("10", "A"));
    expect(&s, true, "A:3 ", "a copy that goes on");
    dpm_follow_get_state(s.follow, &state);
    cr_expect_eq(state.restarts, 2, "%llu", (unsigned long long)state.restarts);
    cr_expect_eq(state.events, 10);
    end(&s);
}

/* What was read last stands at the same place of the new log, so that only the beginnings differ. */
Test(follow_poll, same_lines_at_the_same_place)
{
#define PLAIN RECORD("50", "the same words\r\n")
    const dpm_session_options options = {.year = 2016};
    scene s;
    begin(&s, &options);
    put(s.log, "wb", EVENT("01", "1") PLAIN PLAIN PLAIN PLAIN);
    expect(&s, false, "1:1 ", "first");
    put(s.log, "wb", EVENT("02", "2") PLAIN PLAIN PLAIN PLAIN EVENT("51", "3"));
    expect(&s, true, "2:1 3:6 ", "written anew with the same lines");
    end(&s);
}

Test(follow_poll, bounds)
{
    const char *const hosts[] = {"FS99"};
    const dpm_session_options none = {.year = 2016, .hosts = hosts, .host_count = 1};
    const dpm_session_options late = {.year = 2016, .since = 1464814442000};
    scene s;
    begin(&s, &none);
    put(s.log, "wb", EVENT("01", "1") EVENT("02", "2"));
    expect(&s, true, "", "another host");
    end(&s);
    begin(&s, &late);
    put(s.log, "wb", EVENT("01", "1") EVENT("02", "2") EVENT("03", "3") EVENT("04", "4"));
    s.most = 2;
    expect(&s, true, "2:2 3:3 ", "from a time on, and no more than wanted");
    cr_expect_eq(dpm_follow_poll(s.follow, true, NULL), DPM_STOP);
    dpm_error err = {0};
    cr_expect_eq(dpm_follow_add(s.follow, "-", &err), DPM_EARG);
    cr_expect_eq(dpm_follow_add(s.follow, "/none/such", &err), DPM_EIO);
    end(&s);
    dpm_follow_free(NULL);
}
