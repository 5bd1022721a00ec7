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
