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

Test(redact_text, forms)
{
    static const struct {
        const char *text, *wanted;
    } rows[] = {
        {"", ""},
        {"server FS01.contoso.com failed", "server host-1 failed"},
        {"FS01 and fs01 and FS011", "host-1 and host-1 and FS011"},
        {"Server: = [SQL01], server not found", "Server: = [host-2], server not found"},
        {"10.1.2.3:5718 and 10.1.2.3, version 1.2.3.4.5", "address-1:5718 and address-1, version 1.2.3.4.5"},
        {"fe80::1ff:fe23:4567:890a or 00:15:5D:01:02:03 at 20:55:45: done", "address-2 or address-3 at 20:55:45: done"},
        {"==>Class::Function 8AE83798-7A85-466A-80CA-22CA66582965", "==>Class::Function 8AE83798-7A85-466A-80CA-22CA66582965"},
        {"CONTOSO\\anna and anna@contoso.com and CONTOSO\\FS01$", "user-1 and user-2 and user-3"},
        {"SID S-1-5-21-1004336348-1177238915-682003330-512 has", "SID user-4 has"},
        {"open C:\\Program Files\\Microsoft DPM\\x.dat failed", "open path-1 failed"},
        {"path \"\\\\FS02\\share$\\a b\\c\", D:\\x.", "path \"path-2\", path-3."},
        {"volume \\\\?\\Volume{0b5f0d5e-1111-2222-3333-444455556666}\\ is", "volume path-4 is"},
        {"of type System.FormatException in backupasync.cpp(1279)", "of type System.FormatException in backupasync.cpp(1279)"},
        {"0x800706BA 06/01 20:54:55.393", "0x800706BA 06/01 20:54:55.393"},
        {"C:\\Program Files\\Microsoft DPM\\x.dat", "path-1"},
        {"\xC3\xA4\xFF\\\\", "\xC3\xA4\xFF\\\\"},
    };
    dpm_redactor *const r = make();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const dpm_span seen = dpm_redact_text(r, span_str(rows[i].text));
        cr_expect(span_eq(seen, span_str(rows[i].wanted)), "row %zu: '%.*s', not '%s'", i, (int)seen.len,
                  seen.len ? seen.ptr : "", rows[i].wanted);
    }
    cr_expect_not(dpm_redactor_failed(r));
    dpm_redactor_free(r);
    dpm_redactor_free(NULL);
}

Test(redact_text, map)
{
    dpm_redactor *const r = make();
    cr_expect(dpm_redactor_put(r, SPAN("FS01"), SPAN("host-7")));
    cr_expect(dpm_redactor_put(r, SPAN("CONTOSO\\anna"), SPAN("user-2")));
    cr_expect_not(dpm_redactor_put(r, SPAN("x"), SPAN("host")));
    cr_expect_not(dpm_redactor_put(r, SPAN("x"), SPAN("host-")));
    cr_expect_not(dpm_redactor_put(r, SPAN("x"), SPAN("host-1x")));
    cr_expect_not(dpm_redactor_put(r, SPAN("x"), SPAN("thing-1")));
    cr_expect_not(dpm_redactor_put(r, (dpm_span){0}, SPAN("host-1")));
    const dpm_span seen = dpm_redact_text(r, SPAN("fs01 sql01.contoso.com contoso\\ANNA"));
    cr_expect(span_eq(seen, SPAN("host-7 host-8 user-2")), "'%.*s'", (int)seen.len, seen.ptr);
    dpm_span word;
    cr_expect(span_eq(dpm_redactor_entry(r, 2, &word), SPAN("sql01")) && span_eq(word, SPAN("host-8")));
    cr_expect_eq(dpm_redactor_entry(r, 3, &word).len, 0);
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
    cr_expect(span_starts(seen, SPAN("host-")) && seen.len > 12, "'%.*s'", (int)seen.len, seen.ptr);
    dpm_redactor_free(r);
}
