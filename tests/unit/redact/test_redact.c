/* What is replaced in texts, what is not, and that the same is replaced by the same. */
#include "redact/redact.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

static dpm_redactor *make(void)
{
    dpm_redactor *r = NULL;
    cr_assert_eq(dpm_redactor_new(&r, NULL), DPM_OK);
    return r;
}

/* Of each text, what must be gone and what must stand. */
Test(redact_text, names_go_and_words_stand)
{
    static const struct {
        const char *text, *gone, *stands;
    } rows[] = {
        {"server FS01.contoso.com failed", "FS01", "server "},
        {"Server: = [SQL01], server not found", "SQL01", "], server not found"},
        {"10.1.2.3:5718 and", "10.1.2.3", ":5718 and"},
        {"fd00::5 at 20:55:45: done", "fd00", " at 20:55:45: done"},
        {"user CONTOSO\\vera Quill failed", "Quill", " failed"},
        {"vera+dpm@contoso.com has", "vera", " has"},
        {"SID S-1-12-1-1111111111-2222222222 has", "1111111111", " has"},
        {"open C:\\Shares\\HR (quill)\\x.doc failed", "quill", " failed"},
        {"https://quill.contoso.com/x is", "quill", " is"},
        {"virtual machine Quill\xC3\xA4 is", "Quill", "virtual machine "},
        {"database 'Backup' is", "Backup", "database '"},
        {"tenant 11111111-2222-3333-4444-555555555555 is", "1111-2222", " is"},
        {"Failed: Hr: = [0x800706BA] 06/01 20:54:55.393", "Quill", "Failed: Hr: = [0x800706BA] 06/01 20:54:55.393"},
        {"of type System.FormatException, version 4.2.1205.0", "Quill", "System.FormatException, version 4.2.1205.0"},
    };
    dpm_redactor *const r = make();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const dpm_span seen = dpm_redact_text(r, span_str(rows[i].text));
        cr_expect_eq(span_find(seen, span_str(rows[i].gone)), SIZE_MAX, "row %zu: '%.*s'", i, (int)seen.len, seen.ptr);
        cr_expect_neq(span_find(seen, span_str(rows[i].stands)), SIZE_MAX, "row %zu: '%.*s'", i, (int)seen.len, seen.ptr);
    }
    cr_expect_not(dpm_redactor_failed(r));
    dpm_redactor_free(r);
    dpm_redactor_free(NULL);
}

/* One key gives one word everywhere, another key another one. */
Test(redact_text, keys)
{
    unsigned char key[DPM_REDACT_KEY], again[DPM_REDACT_KEY];
    dpm_redactor *const a = make(), *const b = make(), *const c = make();
    dpm_redactor_key_of(SPAN("secret"), key);
    dpm_redactor_set_key(a, key);
    dpm_redactor_set_key(b, key);
    dpm_redactor_get_key(b, again);
    cr_expect(memcmp(key, again, sizeof key) == 0);
    const dpm_span one = dpm_redact_text(a, SPAN("Quill")), two = dpm_redact_text(b, SPAN("qUILL")),
                   three = dpm_redact_text(c, SPAN("Quill"));
    cr_expect(span_eq(one, two) && !span_eq(one, three), "'%.*s'", (int)one.len, one.ptr);
    cr_expect(dpm_redactor_put(c, SPAN("FS01"), SPAN("host-7")));
    cr_expect_not(dpm_redactor_put(c, SPAN("x"), SPAN("host-")));
    cr_expect_not(dpm_redactor_put(c, SPAN("x"), SPAN("thing-1")));
    cr_expect(span_eq(dpm_redact_text(c, SPAN("fs01")), SPAN("host-7")));
    dpm_redactor_free(a);
    dpm_redactor_free(b);
    dpm_redactor_free(c);
}

/* Joined words are names as well as words are; a function's name is made of words. */
Test(redact_text, joined_words)
{
    static const struct {
        const char *text, *gone, *stands;
    } rows[] = {
        {"on BACKUP-SERVER now", "BACKUP", " now"},
        {"on SQL-01 now", "SQL-01", " now"},
        {"on DPM_SERVER_2 now", "SERVER_2", " now"},
        {"on Backup-Server now", "Backup-Server", " now"},
        {"for_10.1.2.3_and", "10.1.2", ""},
        {"x64.10.1.2", "10.1", ""},
        {"Snapshot\\Will", "Will", "Snapshot\\"},
        {"CQuill::Run", "Quill", "::Run"},
        {"at CVolumeUtil::GetDisks(", "Quill", "CVolumeUtil::GetDisks("},
        {"HDisks::Quill", "Quill", "::"},
        {"-2147023174 at 9-May", "Quill", "-2147023174 at 9-May"},
        {"re-run DPM_Error_Logs", "Quill", "re-run DPM_Error_Logs"},
        {"System.Threading.Quill.X", "Quill", "System.Threading."},
        {"<--CPipe::Read", "Quill", "<--CPipe::Read"},
    };
    dpm_redactor *const r = make();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const dpm_span seen = dpm_redact_text(r, span_str(rows[i].text));
        cr_expect_eq(span_find(seen, span_str(rows[i].gone)), SIZE_MAX, "row %zu: '%.*s'", i, (int)seen.len, seen.ptr);
        cr_expect_neq(span_find(seen, span_str(rows[i].stands)), SIZE_MAX, "row %zu: '%.*s'", i, (int)seen.len, seen.ptr);
    }
    dpm_redactor_free(r);
}

/* A record keeps what lies between its columns. */
Test(redact_text, records)
{
    static const char text[] =
        "AB0\tC8C\t06/01\t20:55:55.393\t09\tquill.cpp(1)\t[000000001A12E3F0]\t8AE83798-7A85-466A-80CA-22CA66582965\t"
        "WARNING\tof Quill\r\n   at Quill";
    dpm_redactor *const r = make();
    const dpm_span all = span_str(text);
    const dpm_event e = {.pid_number = 0xAB0,
                         .tid_number = 0xC8C,
                         .module = span_of(strstr(text, "09"), 2),
                         .source = span_of(strstr(text, "quill"), 12),
                         .object = span_of(strchr(text, '['), 18),
                         .task = span_of(strstr(text, "8AE8"), 36),
                         .message = span_str(strstr(text, "of Quill")),
                         .record = all};
    const dpm_span seen = dpm_redact_record(r, &e);
    cr_expect(span_starts(seen, SPAN("AB0\tC8C\t06/01\t20:55:55.393\t09\tNAME-")), "'%.*s'", (int)seen.len, seen.ptr);
    cr_expect_neq(span_find(seen, SPAN(".cpp(1)\t[000000001A12E3F0]\t8AE83798-7A85-466A-80CA-22CA66582965\tWARNING\tof NAME-")),
                  SIZE_MAX);
    cr_expect_neq(span_find(seen, SPAN("\r\n   at NAME-")), SIZE_MAX);
    cr_expect_eq(dpm_redact_record(r, &(dpm_event){0}).len, 0);
    dpm_redactor_free(r);
}

Test(redact_text, many_and_long)
{
    static const char *const pieces[] = {"a.", ":", "::", "\\", "a\\", "a:", " a", "1.", "S-1-5-21-", "C:\\ ", "-", "ab-"};
    enum { LONG = 1 << 20 };
    dpm_redactor *const r = make();
    char *const text = malloc(LONG);
    cr_assert(text);
    for (size_t k = 0; k < sizeof pieces / sizeof *pieces; k++) {
        const size_t len = strlen(pieces[k]);
        for (size_t i = 0; i < LONG; i++) {
            text[i] = pieces[k][i % len];
        }
        cr_expect_gt(dpm_redact_text(r, span_of(text, LONG)).len, 0, "piece %zu", k); /* and it ends soon */
    }
    free(text);
    for (int i = 0; i < 3000; i++) {
        char name[32];
        snprintf(name, sizeof name, "H%d.contoso.com", i);
        (void)dpm_redact_text(r, span_str(name));
    }
    const dpm_span seen = dpm_redact_text(r, SPAN("h0 h2999"));
    cr_expect(span_find(seen, SPAN("h0")) == SIZE_MAX && seen.len > 12, "'%.*s'", (int)seen.len, seen.ptr);
    dpm_redactor_free(r);
}
