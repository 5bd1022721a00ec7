/* dpmlog code: what a code means, in every way in which its spelling can be read; its causes and their fixes. */
#include "cli/cli.h"
#include "cli/output.h"
#include "cli/say.h"
#include "cli/wrap.h"

#include <inttypes.h>

enum { READINGS = 8, LABEL_COLUMNS = 11, TITLE_BYTES = 1024 };

/* Readings of one argument. */
typedef struct reading_list {
    const char *word;
    size_t count;
    dpm_code items[READINGS];
} reading_list;

static void code_text(const dpm_code *code, char out[16])
{
    if (code->kind == DPM_CODE_KIND_DPM_ID) {
        snprintf(out, 16, "ID %" PRIu32, code->value);
    } else {
        snprintf(out, 16, "0x%08" PRIX32, code->value);
    }
}

static dpm_span or_else(dpm_span text, const char *otherwise)
{
    return text.len ? text : word_span(otherwise);
}

/* ---- text ---- */

static void print_line(const char *label, dpm_span text)
{
    if (text.len) {
        printf("  %-9s", label);
        wrap_span(text, LABEL_COLUMNS, LABEL_COLUMNS);
    }
}

static void print_causes(const dpm_rules *rules, const dpm_code *code)
{
    dpm_span title = {0}, fix = {0};
    for (size_t i = 0;; i++) {
        const dpm_span id = dpm_code_cause(rules, code, i, &title, &fix);
        if (!id.len) {
            return;
        }
        char text[TITLE_BYTES];
        snprintf(text, sizeof text, "%.*s (%.*s)", (int)title.len, title.ptr, (int)id.len, id.ptr);
        print_line("cause", word_span(text));
        print_line("  fix", fix);
    }
}

static void print_reading(const dpm_rules *rules, const dpm_code *code)
{
    char text[16];
    code_text(code, text);
    fputs(text, stdout);
    if (code->kind == DPM_CODE_KIND_HRESULT) {
        printf("  %" PRId64, code->value < 0x80000000 ? (int64_t)code->value : (int64_t)code->value - INT64_C(0x100000000));
    }
    if (code->name.len) {
        fputs("  ", stdout);
        put_span(stdout, code->name);
    }
    fputc('\n', stdout);
    print_line("meaning", or_else(code->meaning, "not in the list of known codes"));
    if (code->known) {
        print_line("class", code->class_name);
    }
    print_line("action", code->action);
    print_causes(rules, code);
}

static void print_text(const dpm_rules *rules, const reading_list *list, bool first)
{
    for (size_t i = 0; i < list->count; i++) {
        if (!first || i) {
            fputc('\n', stdout);
        }
        print_reading(rules, &list->items[i]);
    }
}

/* ---- JSON ---- */

static void print_member(const char *indent, const char *key, dpm_span value, const char *after)
{
    printf("%s\"%s\": ", indent, key);
    put_json(stdout, value);
    fputs(after, stdout);
}

static void print_json_causes(const dpm_rules *rules, const dpm_code *code)
{
    static const char indent[] = "              ";
    dpm_span title = {0}, fix = {0};
    fputs("          \"causes\": [", stdout);
    size_t i = 0;
    for (;; i++) {
        const dpm_span id = dpm_code_cause(rules, code, i, &title, &fix);
        if (!id.len) {
            break;
        }
        fputs(i ? ",\n            {\n" : "\n            {\n", stdout);
        print_member(indent, "id", id, ",\n");
        print_member(indent, "title", title, ",\n");
        print_member(indent, "fix", fix, "\n            }");
    }
    fputs(i ? "\n          ]\n" : "]\n", stdout);
}

static void print_json_reading(const dpm_rules *rules, const dpm_code *code, bool first)
{
    static const char indent[] = "          ";
    char text[16];
    code_text(code, text);
    fputs(first ? "\n        {\n" : ",\n        {\n", stdout);
    print_member(indent, "code", word_span(text), ",\n");
    printf("%s\"known\": %s,\n", indent, code->known ? "true" : "false");
    print_member(indent, "name", code->name, ",\n");
    print_member(indent, "meaning", code->meaning, ",\n");
    print_member(indent, "class", or_else(code->class_name, "other"), ",\n");
    print_member(indent, "action", code->action, ",\n");
    print_json_causes(rules, code);
    fputs("        }", stdout);
}

static void print_json(const dpm_rules *rules, const reading_list *list, bool first)
{
    fputs(first ? "{\n  \"schema\": \"dpmlog.code/1\",\n  \"codes\": [" : ",", stdout);
    fputs("\n    {\n", stdout);
    print_member("      ", "input", word_span(list->word), ",\n");
    fputs("      \"readings\": [", stdout);
    for (size_t i = 0; i < list->count; i++) {
        print_json_reading(rules, &list->items[i], i == 0);
    }
    fputs("\n      ]\n    }", stdout);
}

/* ---- the command ---- */

static int decode_all(const cli_options *o, const dpm_rules *rules)
{
    const bool json = o->format == FORMAT_JSON;
    size_t decoded = 0;
    for (size_t i = 0; i < o->operands.count; i++) {
        reading_list list = {.word = o->operands.items[i]};
        list.count = dpm_code_parse(rules, word_span(list.word), list.items, READINGS);
        if (list.count == 0) {
            print_error("'%s' is not a code; write it as 0x800706BA, 800706BA, -2147023174, 2147944122, 1722 or 'ID 308'",
                        list.word);
            continue;
        }
        (json ? print_json : print_text)(rules, &list, decoded == 0);
        decoded++;
    }
    if (json && decoded) {
        fputs("\n  ]\n}\n", stdout);
    }
    return decoded == o->operands.count ? CLI_DONE : decoded ? CLI_INCOMPLETE : CLI_USAGE;
}

int cmd_code(const cli_options *o)
{
    if (o->operands.count == 0) {
        print_error("code needs a CODE, such as 0x800706BA, -2147023174 or 'ID 308'");
        return CLI_USAGE;
    }
    dpm_rules *rules = NULL;
    dpm_error err = {0};
    if (!format_fits(o->format, WRITES_CODES)) {
        return CLI_USAGE;
    }
    if (dpm_rules_load(&rules, o->rules.items, o->rules.count, &err) < 0) {
        print_error("%s", err.message);
        return CLI_USAGE;
    }
    const int code = decode_all(o, rules);
    dpm_rules_free(rules);
    return code;
}
