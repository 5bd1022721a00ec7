/* Which codes a message states, and which it only seems to. */
#include "base/text.h"
#include "record/codes.h"

#include <criterion/criterion.h>
#include <stdlib.h>

static const struct row {
    const char *message;
    uint32_t codes[STATED_MAX], ids[STATED_MAX];
} rows[] = {
    {"Failed: Hr: = [0x8007173d] : text", {0x8007173D}, {0}},
    {"0x800706BA", {0x800706BA}, {0}},
    {"0X800706bA,0x80070005", {0x800706BA, 0x80070005}, {0}},
    {"Hr=0x80070005 then 0x800706BA then 0x80070005", {0x80070005, 0x800706BA}, {0}},
    {"0x80070001 0x80070002 0x80070003 0x80070004 0x80070005", {0x80070001, 0x80070002, 0x80070003, 0x80070004}, {0}},
    /* no codes */
    {"0x800706B", {0}, {0}},
    {"0x800706BA1", {0}, {0}},
    {"0x00000000 0x00000001 0x000706BA 0x7FFFFFFF", {0}, {0}},
    {"failed with error code: 8b7afbe0", {0}, {0}},
    {"800706BA 100x800706BA x80070005 0x", {0}, {0}},
    {"[000000001A12E3F0] 0x000000018007003F", {0}, {0}},
    /* signed */
    {"-2147023174", {0x800706BA}, {0}},
    {"DetailedCode=\"-2147024809\" StatusCode=\"-2139092405\"", {0x80070057, 0x80800A4B}, {0}},
    {"hr -1073741819.", {0xC0000005}, {0}},
    {"-2147483648 -2147483649 -214702317 -21470231740 -3147023174", {0x80000000}, {0}},
    {"a-2147023174 8AE83798-2147023174-1 -2147023174x", {0}, {0}},
    {"2147944122", {0}, {0}},
    /* DPM IDs */
    {"(ID 43 Details: text (0x80070005))", {0x80070005}, {43}},
    {"ID: 43", {0}, {43}},
    {"error ID 43, Error ID: 60. DPM ID 308", {0}, {43, 60, 308}},
    {"failed (ID:104)", {0}, {104}},
    {"<Status ErrorCode=\"998\" DetailedCode=\"-2147024809\"/>", {0x80070057}, {998}},
    {"(ID 30115)(ID 1)(ID 2)(ID 3)(ID 4)", {0}, {30115, 1, 2, 3}},
    {"(ID 43 ID 43)", {0}, {43}},
    /* no IDs */
    {"Process ID 43 Thread ID: 44, Event ID 45 terror ID 46 xDPM ID 47", {0}, {0}},
    {"IDs 43, ID43, PID 43, GUID: 43, pID: 43, $ID 43, event-ID: 43, task.ID 43, ->ID 43", {0}, {0}},
    {"ID 0, ID: 043, ID 1234567, ID 43a, ID 43.5, ID 43-A, ID 4,300, ID: 0x43, ID", {0}, {0}},
    {"ErrorCode=\"0\" ErrorCode=998 ErrorCode=\"99 DetailErrorCode=\"99\" ErrorCode=\"-5\" ErrorCode=\"1234567\"", {0}, {0}},
    {"error code: 998", {0}, {0}},
    {"", {0}, {0}},
};

static size_t count(const uint32_t *list)
{
    size_t n = 0;
    while (n < STATED_MAX && list[n]) {
        n++;
    }
    return n;
}

static void expect_row(const char *name, const uint32_t *codes, size_t code_count, const uint32_t *expected)
{
    cr_expect_eq(code_count, count(expected), "'%s': %zu found", name, code_count);
    for (size_t i = 0; i < code_count && i < STATED_MAX; i++) {
        cr_expect_eq(codes[i], expected[i], "'%s': 0x%08X at %zu", name, codes[i], i);
    }
}

/* At every distance from the start of a window of sixteen, in memory of exact size. */
Test(record_codes, table)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const size_t len = strlen(rows[i].message);
        for (size_t pad = 0; pad < 34; pad++) {
            char *const text = malloc(pad + len + 1);
            cr_assert_not_null(text);
            memset(text, ' ', pad);
            memcpy(text + pad, rows[i].message, len);
            char *const exact = malloc(pad + len ? pad + len : 1);
            cr_assert_not_null(exact);
            memcpy(exact, text, pad + len);
            const stated_codes found = codes_find(span_of(exact, pad + len));
            expect_row(rows[i].message, found.codes, found.code_count, rows[i].codes);
            expect_row(rows[i].message, found.ids, found.id_count, rows[i].ids);
            free(exact);
            free(text);
        }
    }
}

/* The forms in which DPM prints an ID, in any language, and what only looks like one. `form`: p printed, s also sure, - none. */
static const struct form {
    const char *message;
    uint32_t id;
    char form;
} forms[] = {
    {"(ID 112 Details: x)", 112, 's'},
    {"(ID 112 \xE8\xA9\xB3\xE7\xB4\xB0: x)", 112, 's'},
    {"\xE5\xA4\xB1\xE6\x95\x97\xEF\xBC\x88ID 112 \xE8\xA9\xB3\xE7\xB4\xB0\xEF\xBC\x9A x\xEF\xBC\x89", 112, 's'},
    {"\xEF\xBC\x88ID: 112\xEF\xBC\x89", 112, 'p'},
    {"\xE3\x80\x90ID 112\xE3\x80\x91", 112, 'p'},
    {"(ID\xC2\xA0: 112)", 112, 'p'},
    {"(ID\xEF\xBC\x9A"
     "112)",
     112, 'p'},
    {"(ID 112)", 112, 'p'},
    {"[ID 112]", 112, 'p'},
    {"text\nID: 112\r\nDetails: x", 112, 's'},
    {"text\r\n\t ID: 112", 112, 's'},
    {"text\nID : 112\n", 112, 's'},
    {"ID 112: text", 112, 'p'},
    {"text; ID 112: text", 112, 'p'},
    {"ID 112\xC2\xA0: text", 112, 'p'},
    {"Error 112: text", 112, 'p'},
    {"it failed: Error 112: text", 112, 'p'},
    {"it failed\nError 112: text", 112, 'p'},
    {"Fehler 112: Text", 112, 'p'},
    {"it failed\r\n  Fehler 112: Text", 112, 'p'},
    {"Erreur 112\xC2\xA0: texte", 112, 'p'},
    {"\xE3\x82\xA8\xE3\x83\xA9\xE3\x83\xBC 112: x", 112, 'p'},
    {"\xE3\x82\xA8\xE3\x83\xA9\xE3\x83\xBC"
     "112\xEF\xBC\x9Ax",
     112, 'p'},
    {"\xD0\x9E\xD1\x88\xD0\xB8\xD0\xB1\xD0\xBA\xD0\xB0 112: x", 112, 'p'},
    {"\xE9\x94\x99\xE8\xAF\xAF ID 112", 112, 'p'},
    {"Fehler-ID: 112", 112, 'p'},
    {"Fehler ID 112", 112, 'p'},
    {"<Status ErrorCode=\"112\"/>", 112, 'p'},
    {"internal service error [0x29834]", 170036, 'p'},
    {"interner Dienstfehler [0x7DC]", 2012, 'p'},
    {"ein Problem im Dienst [0x1fbe2]", 130018, 'p'},
    /* stated, but in no form of DPM's */
    {"ID 112 text", 112, '-'},
    {"text, ID 112, text", 112, '-'},
    {"x\tID 112", 112, '-'},
    {"ID: 112 is what it said", 112, '-'},
    /* none */
    {"\xE3\x83\x97\xE3\x83\xAD\xE3\x82\xBB\xE3\x82\xB9 ID 112", 0, '-'},
    {"\xE3\x83\x97\xE3\x83\xAD\xE3\x82\xBB\xE3\x82\xB9ID: 112", 0, '-'},
    {"Prozess-ID 112: x", 0, '-'},
    {"Process ID 112: x", 0, '-'},
    {"Win32 Error 112: x", 0, '-'},
    {"Error 112 x", 0, '-'},
    {"Errors 112: x", 0, '-'},
    {"Phase 112: x", 0, '-'},
    {"Phase 1\nPhase 112: x", 0, '-'},
    {"flags [0x29834]", 170036, 'p'},
    {"flags: [0x29834]", 0, '-'},
    {"flags = [0x7DC]", 0, '-'},
    {"flags [0x7DC]", 0, '-'},
    {"error [0x7DC", 0, '-'},
};

Test(record_codes, forms)
{
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        const struct form *const f = &forms[i];
        const size_t len = strlen(f->message);
        char *const exact = malloc(len);
        cr_assert_not_null(exact);
        memcpy(exact, f->message, len);
        const stated_codes found = codes_find(span_of(exact, len));
        cr_expect_eq(found.id_count, f->id ? 1 : 0, "%s: %zu IDs", f->message, found.id_count);
        cr_expect_eq(found.id_count ? found.ids[0] : 0, f->id, "%s: ID %u", f->message, (unsigned)found.ids[0]);
        cr_expect_eq(found.printed & 1, f->form != '-', "%s", f->message);
        cr_expect_eq(found.sure & 1, f->form == 's', "%s", f->message);
        free(exact);
    }
}

/* Every cut of a message is read without a look past its end. */
Test(record_codes, cuts)
{
    static const char message[] = "Hr: = [0x800706ba] -2147023174 (ID 43) ErrorCode=\"998\"";
    for (size_t len = 0; len < sizeof message; len++) {
        char *const exact = malloc(len ? len : 1);
        cr_assert_not_null(exact);
        memcpy(exact, message, len);
        const stated_codes found = codes_find(span_of(exact, len));
        cr_expect_eq(found.code_count, len >= 17 ? 1 : 0, "cut at %zu", len);
        cr_expect_leq(found.id_count, 2, "cut at %zu", len);
        free(exact);
    }
}

/* Random texts made of what codes are made of, with more of it behind them: the kernels agree, and only the text counts. */
Test(record_codes, kernels_agree)
{
    static const char *const pieces[] = {"0x", "0X800706ba",   "80070005",       "-2147023174", "-1", "ID 43", "(ID: 308)", "I",
                                         "D",  "ErrorCode=\"", "998\"",          "Co",          "x",  " ",     "0",         "-",
                                         "\n", "error ",       "Zeichen\xC3\xA4"};
    enum { PIECES = sizeof pieces / sizeof pieces[0], MOST = 200 };
    unsigned state = 11;
    for (size_t round = 0; round < 5000; round++) {
        char text[MOST + 16];
        size_t have = 0;
        while (have < MOST) {
            state = state * 1664525u + 1013904223u;
            const char *const piece = pieces[(state >> 16) % PIECES];
            const size_t len = strlen(piece) < MOST - have ? strlen(piece) : MOST - have;
            memcpy(text + have, piece, len);
            have += len;
        }
        const size_t readable = 1 + round % MOST, len = readable - (state >> 8) % readable;
        char *const exact = malloc(readable);
        cr_assert_not_null(exact);
        memcpy(exact, text, readable);
        stated_codes want = {0}, have_codes = {0};
        codes_find_portable(span_of(exact, len), len, &want);
        codes_best()(span_of(exact, len), readable, &have_codes);
        expect_row("random", have_codes.codes, have_codes.code_count, want.codes);
        expect_row("random", have_codes.ids, have_codes.id_count, want.ids);
        cr_assert(have_codes.code_count == want.code_count && have_codes.id_count == want.id_count, "round %zu", round);
        free(exact);
    }
}
