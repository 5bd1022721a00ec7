/* Every member of every struct of a report has a row in the schema: read out of the public headers. */
#include "model/report_schema.h"

#include "base/strbuf.h"
#include "base/text.h"

#include <criterion/criterion.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The headers that declare the structs, one after the other, without comments. */
static char *declarations(void)
{
    static const char *const files[] = {"include/dpmlog/report.h", "include/dpmlog/rules.h", "include/dpmlog/fix.h"};
    char *const all = calloc(1, 1 << 18);
    size_t len = 0;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        FILE *const file = fopen(files[i], "rb");
        cr_assert(file, "%s", files[i]);
        len += fread(all + len, 1, (1 << 18) - 1 - len, file);
        fclose(file);
    }
    for (char *at; (at = strstr(all, "/*"));) {
        char *const end = strstr(at, "*/");
        cr_assert(end);
        memset(at, ' ', (size_t)(end + 2 - at));
    }
    return all;
}

static bool has_row(const struct_schema *s, dpm_span member)
{
    for (size_t i = 0; i < s->field_count; i++) {
        if (span_eq(span_str(s->fields[i].name), member)) {
            return true;
        }
    }
    return false;
}

/* The length of a list is in the row of the list: causes and cause_count, hosts and host_count. */
static bool counts_a_list(const struct_schema *s, dpm_span member)
{
    bool lists = false;
    for (size_t i = 0; i < s->field_count; i++) {
        lists |= s->fields[i].kind == FIELD_LIST;
    }
    return lists && member.len > 6 && span_eq(span_from(member, member.len - 6), SPAN("_count"));
}

/* The names that one declaration declares: "uint64_t a, b[DPM_LEVELS]" has a and b. Returns how many. */
static size_t check_names(const struct_schema *s, dpm_span declaration)
{
    size_t count = 0;
    for (dpm_span rest = declaration; rest.len;) {
        const cut part = span_cut(rest, ',');
        rest = part.tail;
        dpm_span name = span_cut(part.head, '[').head;
        name = span_trim(name);
        size_t from = name.len;
        while (from && (isalnum((unsigned char)name.ptr[from - 1]) || name.ptr[from - 1] == '_')) {
            from--;
        }
        name = span_from(name, from);
        if (name.len) {
            count++;
            cr_expect(has_row(s, name) || counts_a_list(s, name), "%s has no row for %.*s", s->type, (int)name.len, name.ptr);
        }
    }
    return count;
}

static size_t check_struct(const struct_schema *s, const char *text)
{
    char head[80], tail[80];
    snprintf(head, sizeof head, "typedef struct %s {", s->type);
    snprintf(tail, sizeof tail, "} %s;", s->type);
    const char *const begin = strstr(text, head), *const end = begin ? strstr(begin, tail) : NULL;
    cr_assert(end, "%s is not declared in the headers", s->type);
    size_t members = 0;
    const char *const body = begin + strlen(head);
    for (dpm_span rest = {body, (size_t)(end - body)}; rest.len;) {
        const cut one = span_cut(rest, ';');
        rest = one.tail;
        members += check_names(s, one.head);
    }
    return members;
}

static size_t check_all(const struct_schema *s, const char *text)
{
    size_t members = strcmp(s->type, "dpm_span") == 0 ? 0 : check_struct(s, text);
    for (size_t i = 0; i < s->field_count; i++) {
        members += s->fields[i].inner ? check_all(s->fields[i].inner, text) : 0;
    }
    return members;
}

Test(report_schema, every_member_has_a_row)
{
    char *const text = declarations();
    cr_expect_gt(check_all(&report_schema, text), 200); /* evidence and others are counted once for each place */
    free(text);
}

static void collect(void *context, text_class text, dpm_span *span)
{
    strbuf *const out = context;
    strbuf_addf(out, "%d:%.*s ", (int)text, (int)span->len, span->ptr);
}

Test(report_schema, texts_come_with_the_class_of_their_row)
{
    const dpm_span hosts[] = {{"FS01", 4}, {"HV01", 4}};
    const dpm_evidence evidence = {.path = {"a.errlog", 8}, .host = {"FS01", 4}, .text = {"words", 5}};
    dpm_cause cause = {.hosts = hosts, .host_count = 2, .evidence = &evidence, .evidence_count = 1, .title = {"T", 1}};
    dpm_report_data data = {.causes = &cause, .cause_count = 1};
    strbuf out = {0};
    schema_each_text(&data, collect, &out);
    const struct {
        text_class text;
        const char *span;
    } rows[] = {{TEXT_HOST, "FS01"}, {TEXT_HOST, "HV01"}, {TEXT_PATH, "a.errlog"}, {TEXT_LOG, "words"}, {TEXT_LOG, "T"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char want[40];
        snprintf(want, sizeof want, "%d:%s ", (int)rows[i].text, rows[i].span);
        cr_expect_neq(span_find(strbuf_span(&out), span_str(want)), SIZE_MAX, "%s not in %s", want, out.ptr);
    }
    strbuf_free(&out);
}

/* Two members of one kind that change places change the fingerprint: the names are in it. */
Test(report_schema, the_fingerprint_knows_names_and_order)
{
    static const field one[] = {{FIELD_U64, TEXT_PUBLIC, "a", 0, 0, 0, NULL}, {FIELD_U64, TEXT_PUBLIC, "b", 8, 0, 0, NULL}};
    static const field two[] = {{FIELD_U64, TEXT_PUBLIC, "b", 0, 0, 0, NULL}, {FIELD_U64, TEXT_PUBLIC, "a", 8, 0, 0, NULL}};
    const struct_schema s = {"s", 16, one, 2}, t = {"t", 16, two, 2};
    cr_expect_neq(schema_mark(&s), schema_mark(&t));
    cr_expect_eq(schema_mark(&s), schema_mark(&s));
}
