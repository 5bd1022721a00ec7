/* Every member of every struct of a report has a row in the schema: read out of the public headers. docs/report.schema.json says
 * of members that JSON shows what their rows say, and the sample that writers are tested with has each of them. */
#include "model/report_schema.h"

#include "../output/sample_facts.h"

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
        lists |= s->fields[i].kind == FIELD_LIST || s->fields[i].kind == FIELD_ROWS;
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
    dpm_cause cause = {
        .hosts = hosts, .host_count = 2, .evidence = ITEMS(dpm_evidence, &evidence), .evidence_count = 1, .title = {"T", 1}};
    dpm_report_data data = {.causes = ITEMS(dpm_cause, &cause), .cause_count = 1};
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
    static const field one[] = {{.kind = FIELD_U64, .name = "a"}, {.kind = FIELD_U64, .name = "b", .offset = 8}};
    static const field two[] = {{.kind = FIELD_U64, .name = "b"}, {.kind = FIELD_U64, .name = "a", .offset = 8}};
    const struct_schema s = {"s", 16, one, 2}, t = {"t", 16, two, 2};
    cr_expect_neq(schema_mark(&s), schema_mark(&t));
    cr_expect_eq(schema_mark(&s), schema_mark(&s));
}

/* ---- the document ---- */

/* docs/report.schema.json without its white space. */
static char *document(void)
{
    char *const text = calloc(1, 1 << 16);
    FILE *const file = fopen("docs/report.schema.json", "rb");
    size_t len = 0;
    cr_assert(text && file);
    for (int c; (c = fgetc(file)) != EOF;) {
        cr_assert(len < (1 << 16) - 1);
        if (!isspace(c)) {
            text[len++] = (char)c;
        }
    }
    fclose(file);
    return text;
}

/* Members of the JSON that are computed: no row has them, and they come first ("") or after one that has. */
static const char *computed_after(const struct_schema *s, const char *key)
{
    static const char *const rows[][3] = {{"dpm_absence", "until", "silent_ms"},
                                          {"dpm_unknown", "level", "rule"},
                                          {"dpm_incident", "task", "dpm_id\",\"code\",\"job"},
                                          {"dpm_stated", "", "dpm_id\",\"code\",\"name\",\"meaning\",\"class\",\"action"},
                                          {"dpm_crash", "", "path\",\"time\",\"process\",\"pid\",\"task"},
                                          {"dpm_crash", "message", "before"},
                                          {"dpm_code_count", "", "code\",\"name\",\"meaning\",\"class"},
                                          {"dpm_override", "disabled", "class"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (strcmp(rows[i][0], s->type) == 0 && strcmp(rows[i][1], key) == 0) {
            return rows[i][2];
        }
    }
    return NULL;
}

/* The list of words begins at `words`: each word of the enumeration is in it, and no other. */
static void expect_words(const field *f, const char *words)
{
    const char *const end = strchr(words, ']');
    size_t count = 1;
    cr_assert(end);
    for (const char *at = words; at < end; at++) {
        count += *at == ',';
    }
    cr_expect_eq(count, f->limit, "%s has %zu words and not %zu", f->key, count, f->limit);
    for (unsigned i = 0; i < f->limit; i++) {
        char word[60];
        size_t len = (size_t)snprintf(word, sizeof word, "\"%s\"", f->word(i));
        for (char *blank; (blank = memchr(word, ' ', len)); len--) { /* the document has none here */
            memmove(blank, blank + 1, len - (size_t)(blank - word));
        }
        const char *const found = strstr(words, word);
        cr_expect(found && found < end, "%s is not among the words of %s", word, f->key);
    }
}

/* What can be said of a member, by its kind. */
static const char *const *types_of(const field *f)
{
    static const char *const boolean[] = {"\"type\":\"boolean\"", NULL};
    static const char *const count[] = {"\"$ref\":\"#/$defs/count\"", "\"type\":\"integer\"", NULL};
    static const char *const number[] = {"\"type\":\"number\"", NULL};
    static const char *const time[] = {"\"$ref\":\"#/$defs/time\"", NULL};
    static const char *const text[] = {"\"type\":\"string\"", "\"enum\":[", NULL};
    static const char *const texts[] = {"\"type\":\"array\",\"items\":{\"type\":\"string\"}", NULL};
    static const char *const list[] = {"\"type\":\"array\"", NULL};
    static const char *const other[] = {"\"$ref\":\"#/$defs/", "\"enum\":[", NULL};
    switch (f->kind) {
    case FIELD_BOOL: return boolean;
    case FIELD_DOUBLE: return number;
    case FIELD_TIME: return time;
    case FIELD_SPAN: return text;
    case FIELD_LIST: return list;
    case FIELD_ROWS: return field_is_texts(f) ? texts : list;
    case FIELD_ENUM:
    case FIELD_NESTED: return other;
    default: return count;
    }
}

/* The next member of that name is one of the row's kind. Returns where it is. */
static const char *expect_member(const char *all, const char *at, const field *f)
{
    char key[60];
    snprintf(key, sizeof key, "\"%s\":{", f->key);
    const char *const found = strstr(at, key);
    cr_assert(found, "%s is not in the document, or not in its place", key);
    const char *const type = found + strlen(key);
    bool fits = false;
    for (const char *const *one = types_of(f); *one; one++) {
        const char *const said = strstr(type, *one);
        fits |= said && said < strchr(type, '}');
    }
    cr_expect(fits, "%s is of another kind: %.40s", key, type);
    if (f->kind == FIELD_ENUM) {
        snprintf(key, sizeof key, "\"%s\":{\"enum\":[", f->key);
        const char *const words = *type == '"' && type[1] == '$' ? strstr(strstr(all, "\"$defs\""), key) : strstr(found, key);
        cr_assert(words, "%s", key);
        expect_words(f, words + strlen(key));
    }
    return type;
}

static void expect_struct(const char *all, const struct_schema *s)
{
    strbuf required = {0};
    strbuf_adds(&required, "\"required\":[");
    const char *comma = "";
    if (computed_after(s, "")) {
        strbuf_addf(&required, "\"%s\"", computed_after(s, ""));
        comma = ",";
    }
    for (size_t i = 0; i < s->field_count; i++) {
        if (s->fields[i].shown & SHOWN_JSON) {
            const char *const computed = computed_after(s, s->fields[i].key);
            strbuf_addf(&required, "%s\"%s\"", comma, s->fields[i].key);
            strbuf_addf(&required, computed ? ",\"%s\"" : "%s", computed ? computed : "");
            comma = ",";
        }
    }
    strbuf_adds(&required, "]");
    const char *at = strstr(all, required.ptr);
    cr_expect(at, "%s: the document has no %s", s->type, required.ptr);
    strbuf_free(&required);
    for (size_t i = 0; at && i < s->field_count; i++) {
        if (s->fields[i].shown & SHOWN_JSON) {
            at = expect_member(all, at, &s->fields[i]);
        }
    }
}

/* Each struct that is shown, but for the report itself, whose members are spread over several objects. */
static size_t expect_structs(const char *all, const struct_schema *s)
{
    size_t count = 0;
    for (size_t i = 0; i < s->field_count; i++) {
        const field *const f = &s->fields[i];
        if (f->shown & SHOWN_JSON && f->inner && !field_is_texts(f)) {
            expect_struct(all, f->inner);
            count += 1 + expect_structs(all, f->inner);
        }
    }
    return count;
}

Test(report_schema, the_document_says_what_the_rows_say)
{
    char *const all = document();
    const char *at = strstr(all, "\"coverage\":{");
    cr_assert(at);
    for (size_t i = 0; i < report_schema.field_count; i++) {
        if (report_schema.fields[i].shown & SHOWN_JSON) {
            at = expect_member(all, at, &report_schema.fields[i]);
        }
    }
    cr_expect_eq(expect_structs(all, &report_schema), 17);
    free(all);
}

/* ---- the sample ---- */

/* Whether some struct under `at` has anything in the member of the row. */
static bool is_filled(const struct_schema *s, const void *at, const field *wanted)
{
    static const char nothing[sizeof(dpm_evidence) * 2];
    bool filled = false;
    for (size_t i = 0; i < s->field_count && !filled; i++) {
        const field *const f = &s->fields[i];
        const char *const place = (const char *)at + f->offset;
        if (f == wanted) {
            const size_t size = f->kind == FIELD_SPAN     ? sizeof(dpm_span)
                                : f->kind == FIELD_NESTED ? f->inner->size
                                : f->kind == FIELD_U32    ? sizeof(uint32_t)
                                                          : sizeof(uint64_t);
            cr_assert(size <= sizeof nothing);
            filled = memcmp(place, nothing, size) != 0;
        } else if (f->kind == FIELD_NESTED) {
            filled = is_filled(f->inner, place, wanted);
        } else if (f->kind == FIELD_LIST || f->kind == FIELD_ROWS) {
            for (size_t k = 0; k < field_length(f, at) && !filled; k++) {
                filled = is_filled(f->inner, field_item(f, at, k), wanted);
            }
        }
    }
    return filled;
}

static void expect_filled(const struct_schema *s)
{
    for (size_t i = 0; i < s->field_count; i++) {
        const bool any = s->fields[i].kind == FIELD_BOOL || s->fields[i].kind == FIELD_ENUM; /* 0 is one of their values */
        cr_expect(any || is_filled(&report_schema, &sample_report, &s->fields[i]), "no sample of %s.%s", s->type,
                  s->fields[i].name);
        if (s->fields[i].inner) {
            expect_filled(s->fields[i].inner);
        }
    }
}

Test(report_schema, the_sample_has_every_member)
{
    expect_filled(&report_schema);
}
