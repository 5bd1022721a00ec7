/* What is known of codes, in every spelling, and what is in force. */
#include "rules_support.h"

#include "base/text.h"

#include <criterion/criterion.h>
#include <stdio.h>

static const char yaml[] =
    "schema: 1\n"
    "rules:\n" RULE("r.one") "    strength: strong\n    when: { any: [ { code: 0x800706BA } ] }\n" SAMPLES "causes:\n"
                             "  - { id: c.one, class: access, title: One, evidence: { all: [ { code: 0x80070005 } ] }, fix: { "
                             "summary: Fix one. } }\n"
                             "  - { id: c.two, class: access, title: Two, evidence: { any: [ { dpm_id: 308 }, { code: "
                             "[0x800706BA, 0x80070005] } ] } }\n"
                             "  - { id: c.not, class: access, title: Not, evidence: { all: [ { dpm_id: 41 } ], none: [ { code: "
                             "0x80070005 } ] } }\n"
                             "codes:\n"
                             "  - { code: 0x80070005, name: E_ACCESSDENIED, class: access, meaning: Access is denied. }\n"
                             "  - { code: 0x800706BA, class: rpc-failure, action: Look. }\n"
                             "dpm_ids:\n"
                             "  - { id: 308, class: rpc-failure, meaning: No contact. }\n"
                             "  - { id: 5, meaning: Five. }\n";

static const char names[] = "# names\ncode\tname\n0x80070001\tERROR_INVALID_FUNCTION\r\n0x80070005\tOTHER_NAME\n"
                            "0x800706BA\tRPC_S_SERVER_UNAVAILABLE\n0x800706BA\tSECOND_NAME\n0xC0000005\tSTATUS_ACCESS_VIOLATION";

static const char ids[] = "id\tname\tkind\tclass\tmeaning\taction\n170036\t-\tfailure\tcloud\tToo short.\t-\n"
                          "2012\tAuthorizationFailed\tfailure\taccess\t-\t-\n59\t-\tnotice\tother\tNothing.\t-\n";
static const char exceptions[] = "name\tcode\tclass\tmeaning\taction\nSalLowDiskSpace\t-\tcloud\tFull.\tMake space.\n"
                                 "System.IO.IOException\t0x80131620\tstorage\tIt failed.\t-\n";

static dpm_rules *load(dpm_error *err)
{
    const builtin_file files[] = {
        {.name = "a.yaml", .bytes = (const unsigned char *)yaml, .len = strlen(yaml)},
        {.name = "ids.tsv", .bytes = (const unsigned char *)ids, .len = strlen(ids)},
        {.name = "exceptions.tsv", .bytes = (const unsigned char *)exceptions, .len = strlen(exceptions)},
        {.name = "winerror.tsv", .bytes = (const unsigned char *)names, .len = strlen(names)},
    };
    dpm_rules *rules = NULL;
    rules_build(&rules, files, sizeof files / sizeof files[0], NULL, 0, err);
    return rules;
}

static const struct row {
    const char *text;
    size_t count;
    dpm_code_kind kind;
    uint32_t value; /* of the first reading */
    bool known;
} rows[] = {
    {"0x800706BA", 1, DPM_CODE_KIND_HRESULT, 0x800706BA, true},
    {" 0X800706ba\n", 1, DPM_CODE_KIND_HRESULT, 0x800706BA, true},
    {"800706ba", 1, DPM_CODE_KIND_HRESULT, 0x800706BA, true},
    {"80070005", 1, DPM_CODE_KIND_HRESULT, 0x80070005, true},
    {"-2147023174", 1, DPM_CODE_KIND_HRESULT, 0x800706BA, true},
    {"2147944122", 1, DPM_CODE_KIND_HRESULT, 0x800706BA, true},
    {"-2147483648", 1, DPM_CODE_KIND_HRESULT, 0x80000000, false},
    {"-2147483649", 0, 0, 0, false},
    {"4294967295", 1, DPM_CODE_KIND_HRESULT, 0xFFFFFFFF, false},
    {"4294967296", 0, 0, 0, false},
    {"1722", 1, DPM_CODE_KIND_HRESULT, 0x800706BA, true},
    {"0x6BA", 1, DPM_CODE_KIND_HRESULT, 0x800706BA, true},
    {"5", 2, DPM_CODE_KIND_DPM_ID, 5, true},
    {"308", 1, DPM_CODE_KIND_DPM_ID, 308, true},
    {"31999", 1, DPM_CODE_KIND_DPM_ID, 31999, false},
    {"ID 308", 1, DPM_CODE_KIND_DPM_ID, 308, true},
    {"id:308", 1, DPM_CODE_KIND_DPM_ID, 308, true},
    {"Id = 1722", 1, DPM_CODE_KIND_DPM_ID, 1722, false},
    {"ID 0", 0, 0, 0, false},
    {"ID", 0, 0, 0, false},
    {"ID 308x", 0, 0, 0, false},
    {"123456", 1, DPM_CODE_KIND_DPM_ID, 123456, false},
    {"1234567", 0, 0, 0, false},
    {"12345678", 0, 0, 0, false},
    {"ID 170036", 1, DPM_CODE_KIND_DPM_ID, 170036, true},
    {"0x29834", 1, DPM_CODE_KIND_DPM_ID, 170036, true},
    {"0x7DC", 1, DPM_CODE_KIND_DPM_ID, 2012, true},
    {"6ba", 1, DPM_CODE_KIND_HRESULT, 0x800706BA, true},
    {"bad", 0, 0, 0, false},
    {"(ID: 308)", 1, DPM_CODE_KIND_DPM_ID, 308, true},
    {"Error 308:", 1, DPM_CODE_KIND_DPM_ID, 308, true},
    {"Error 5", 2, DPM_CODE_KIND_DPM_ID, 5, true},
    {"rpc_s_server_unavailable", 1, DPM_CODE_KIND_HRESULT, 0x800706BA, true},
    {"AuthorizationFailed", 1, DPM_CODE_KIND_DPM_ID, 2012, true},
    {"SalLowDiskSpace", 1, DPM_CODE_KIND_EXCEPTION, 0, true},
    {"FMException: SalLowDiskSpace", 1, DPM_CODE_KIND_EXCEPTION, 0, true},
    {"IOException", 1, DPM_CODE_KIND_EXCEPTION, 0x80131620, true},
    {"System.IO.IOException", 1, DPM_CODE_KIND_EXCEPTION, 0x80131620, true},
    {"0x", 0, 0, 0, false},
    {"0x800706BA0", 0, 0, 0, false},
    {"0x8007 06BA", 0, 0, 0, false},
    {"-", 0, 0, 0, false},
    {"", 0, 0, 0, false},
    {"help", 0, 0, 0, false},
    {"C0000005", 1, DPM_CODE_KIND_HRESULT, 0xC0000005, true},
};

Test(rules_lookup, spellings)
{
    dpm_error err = {.message = "none"};
    dpm_rules *const rules = load(&err);
    cr_assert_not_null(rules, "%s", err.message);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        dpm_code out[3] = {{.value = 0}};
        const size_t count = dpm_code_parse(rules, span_str(rows[i].text), out, 3);
        cr_expect_eq(count, rows[i].count, "'%s': %zu readings", rows[i].text, count);
        if (rows[i].count) {
            cr_expect_eq(out[0].kind, rows[i].kind, "'%s': kind %d", rows[i].text, out[0].kind);
            cr_expect_eq(out[0].value, rows[i].value, "'%s': 0x%08X", rows[i].text, out[0].value);
            cr_expect_eq(out[0].known, rows[i].known, "'%s': known %d", rows[i].text, out[0].known);
        }
    }
    dpm_code both[2];
    cr_expect_eq(dpm_code_parse(rules, SPAN("5"), both, 2), 2);
    cr_expect_eq(both[1].value, 0x80070005);
    cr_expect_eq(dpm_code_parse(rules, SPAN("5"), both, 1), 1);
    rules_destroy(rules);
}

static const struct meaning {
    dpm_code_kind kind;
    uint32_t value;
    const char *name, *meaning, *cls, *action;
} meanings[] = {
    {DPM_CODE_KIND_HRESULT, 0x80070005, "E_ACCESSDENIED", "Access is denied.", "access", ""},
    {DPM_CODE_KIND_HRESULT, 0x800706BA, "RPC_S_SERVER_UNAVAILABLE", "", "rpc-failure", "Look."},
    {DPM_CODE_KIND_HRESULT, 0x80070001, "ERROR_INVALID_FUNCTION", "", "other", ""},
    {DPM_CODE_KIND_HRESULT, 0x80990123, "", "DPM internal code, meaning not public", "other", ""},
    {DPM_CODE_KIND_HRESULT, 0x8007FFFE, "", "Windows (Win32) error that is in no table", "other", ""},
    {DPM_CODE_KIND_HRESULT, 0x12345678, "", "", "other", ""},
    {DPM_CODE_KIND_DPM_ID, 308, "", "No contact.", "rpc-failure", ""},
    {DPM_CODE_KIND_DPM_ID, 9999, "", "", "other", ""},
};

#define EXPECT(row, span, text)                                                                                                  \
    cr_expect(span_eq((span), span_str(text)), "row %zu: '%.*s' is not '%s'", row, (int)(span).len, (span).ptr, text)

Test(rules_lookup, meanings)
{
    dpm_rules *const rules = load(NULL);
    cr_assert_not_null(rules);
    for (size_t i = 0; i < sizeof meanings / sizeof meanings[0]; i++) {
        dpm_code out;
        dpm_code_lookup(rules, meanings[i].kind, meanings[i].value, &out);
        EXPECT(i, out.name, meanings[i].name);
        EXPECT(i, out.meaning, meanings[i].meaning);
        EXPECT(i, out.class_name, meanings[i].cls);
        EXPECT(i, out.action, meanings[i].action);
    }
    rules_destroy(rules);
}

Test(rules_lookup, causes)
{
    dpm_rules *const rules = load(NULL);
    cr_assert_not_null(rules);
    dpm_code code;
    dpm_span title = {0}, fix = {0};
    dpm_code_lookup(rules, DPM_CODE_KIND_HRESULT, 0x80070005, &code);
    EXPECT((size_t)0, dpm_code_cause(rules, &code, 0, &title, &fix), "c.one");
    EXPECT((size_t)0, title, "One");
    EXPECT((size_t)0, fix, "Fix one.");
    EXPECT((size_t)1, dpm_code_cause(rules, &code, 1, NULL, NULL), "c.two");
    EXPECT((size_t)2, dpm_code_cause(rules, &code, 2, NULL, NULL), "");
    dpm_code_lookup(rules, DPM_CODE_KIND_DPM_ID, 999, &code);
    EXPECT((size_t)3, dpm_code_cause(rules, &code, 0, NULL, NULL), "");
    rules_destroy(rules);
}

static bool expect_info(void *context, const dpm_rule_info *info)
{
    static const char *const expected[][4] = {
        {"rule", "r.one", "rpc-failure", "strong"},
        {"cause", "c.one", "access", "medium"},
        {"cause", "c.two", "access", "medium"},
        {"cause", "c.not", "access", "medium"},
    };
    size_t *const i = context;
    cr_assert_lt(*i, sizeof expected / sizeof expected[0]);
    EXPECT(*i, info->kind, expected[*i][0]);
    EXPECT(*i, info->id, expected[*i][1]);
    EXPECT(*i, info->class_name, expected[*i][2]);
    EXPECT(*i, info->strength, expected[*i][3]);
    EXPECT(*i, info->file, "<built-in>/a.yaml");
    ++*i;
    return true;
}

static bool refuse(void *context, const dpm_rule_info *info)
{
    (void)context;
    return info->kind.len == 0;
}

Test(rules_lookup, each)
{
    dpm_rules *const rules = load(NULL);
    size_t count = 0;
    cr_assert_not_null(rules);
    cr_expect(dpm_rules_each(rules, expect_info, &count));
    cr_expect_eq(count, 4);
    cr_expect_not(dpm_rules_each(rules, refuse, NULL));
    rules_destroy(rules);
}

/* The codes in a text, in order, each once. */
static const struct text_row {
    const char *text, *found;
} texts[] = {
    {"", ""},
    {"Nothing to see on 2024-06-01 at 12:00, port 5718", ""},
    {"Auf FS01 (ID 308 Details: Interner Fehler: 0x80070005)", "ID 308, 0x80070005"},
    {"(ID: 170036) again (ID: 170036)", "ID 170036"},
    {"Process ID 308, Event ID 308, then ID: 308", "ID 308"},
    {"\346\230\257 ID 308: 0x800706ba", "ID 308, 0x800706BA"},
    {"code -2147023174, 2147942405 and 800706BA", "0x800706BA, 0x80070005"},
    {"internal service error [0x29834].", "ID 170036"},
    {"FMException: [ErrorCode:SalLowDiskSpace, DetailedCode:-2147024891]", "SalLowDiskSpace, 0x80070005"},
    {"System.IO.IOException: no", "System.IO.IOException"},
    {"it was RPC_S_SERVER_UNAVAILABLE.", "0x800706BA"},
    {"\316\237\317\207\316\271 170036:", "ID 170036"}, /* one number, in a language whose word for an error is not known */
    {"Fehler-ID 2012", "ID 2012"},
    {"Win32 1722 again", "0x800706BA"},
    {"code \342\210\2222147023174, \342\200\2232147024891", "0x800706BA, 0x80070005"},
    {"3 of 5 failed", ""},
    {"Event-ID 2012", ""},
    {"Ereignis ID 170036", ""},
    {"KB 971411", ""},
    {"DPM 2019", ""},
    {"999998 lines", ""},
};

Test(rules_lookup, codes_in_text)
{
    dpm_rules *const rules = load(NULL);
    cr_assert_not_null(rules);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        dpm_code out[4] = {{.value = 0}};
        char seen[256] = "";
        const size_t count = dpm_code_find(rules, span_str(texts[i].text), out, 4);
        for (size_t k = 0; k < count; k++) {
            const size_t used = strlen(seen);
            const bool id = out[k].kind == DPM_CODE_KIND_DPM_ID, named = out[k].kind == DPM_CODE_KIND_EXCEPTION;
            const char *const comma = k ? ", " : "";
            if (named) {
                snprintf(seen + used, sizeof seen - used, "%s%.*s", comma, (int)out[k].name.len, out[k].name.ptr);
            } else {
                snprintf(seen + used, sizeof seen - used, id ? "%sID %u" : "%s0x%08X", comma, (unsigned)out[k].value);
            }
        }
        cr_expect_str_eq(seen, texts[i].found, "'%s': %s", texts[i].text, seen);
    }
    static char large[DPM_CODE_TEXT_MAX + 16];
    memset(large, ' ', sizeof large);
    memcpy(large, "ID 308", 6);
    dpm_code one;
    cr_expect_eq(dpm_code_find(rules, span_of(large, DPM_CODE_TEXT_MAX), &one, 1), 1);
    cr_expect_eq(dpm_code_find(rules, span_of(large, DPM_CODE_TEXT_MAX + 1), &one, 1), 0);
    rules_destroy(rules);
}

Test(rules_lookup, statements)
{
    dpm_rules *const rules = load(NULL);
    cr_assert_not_null(rules);
    dpm_code out;
    dpm_code_lookup(rules, DPM_CODE_KIND_DPM_ID, 59, &out);
    cr_expect_eq(out.statement, DPM_STATEMENT_NOTICE);
    cr_expect_str_eq(dpm_statement_name(out.statement), "notice");
    dpm_code_lookup(rules, DPM_CODE_KIND_DPM_ID, 2012, &out);
    cr_expect_eq(out.statement, DPM_STATEMENT_FAILURE);
    EXPECT((size_t)0, out.meaning, "The catalogue has no text for this ID, only its internal name.");
    rules_destroy(rules);
}

#define HEADER "a header is expected: id or code, name, kind, class, meaning, action, with TABs between"

Test(rules_lookup, bad_tables)
{
    static const char *const bad[][2] = {
        {"", "<built-in>/w.tsv:1:1: " HEADER},
        {"0x80070005\tX\n", "<built-in>/w.tsv:1:1: " HEADER},
        {"# x\n\ncode\tname\tnme\n", "<built-in>/w.tsv:3:11: " HEADER},
        {"code\tname\n80070005g\tX\n", "<built-in>/w.tsv:2:1: a number is expected: 0x and hex digits, or decimal"},
        {"code\tname\n0x123456789\tX\n", "<built-in>/w.tsv:2:1: a number is expected: 0x and hex digits, or decimal"},
        {"code\tname\n0x80070005\n", "<built-in>/w.tsv:2:1: the row has not as many cells as the header"},
        {"code\tname\n0x80070005\t\n", "<built-in>/w.tsv:2:12: an empty cell is written as -"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        const builtin_file file = {.name = "grammars/w.tsv", .bytes = (const unsigned char *)bad[i][0], .len = strlen(bad[i][0])};
        dpm_rules *rules = NULL;
        dpm_error err = {.message = "none"};
        cr_expect_eq(rules_build(&rules, &file, 1, NULL, 0, &err), DPM_ERULE);
        cr_expect_str_eq(err.message, bad[i][1]);
        cr_expect_null(rules);
    }
}
