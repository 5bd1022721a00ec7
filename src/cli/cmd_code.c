/* dpmlog code: what a code means, in every way in which its spelling can be read; its causes and their fixes. What is no code is
 * read as a text that may hold some. */
#include "cli/cli.h"
#include "cli/output.h"
#include "cli/say.h"
#include "cli/wrap.h"

#include <inttypes.h>
#include <strings.h>

enum { READINGS = 64, LABEL_COLUMNS = 11, TITLE_BYTES = 1024, JOINED_BYTES = 64, SHOWN_BYTES = 80 };

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
        snprintf(out, 16, code->value || code->kind == DPM_CODE_KIND_HRESULT ? "0x%08" PRIX32 : "", code->value);
    }
}

/* What is said where the tables have no meaning. */
static const char *no_meaning(const dpm_code *code)
{
    return code->known                          ? "only its name is known"
           : code->kind == DPM_CODE_KIND_DPM_ID ? "unknown: it is not in the catalogue of DPM's error IDs"
                                                : "not in the list of known codes";
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

static void print_head(const dpm_code *code)
{
    char text[16];
    code_text(code, text);
    const bool named = code->kind == DPM_CODE_KIND_EXCEPTION;
    if (named) {
        put_span(stdout, code->name);
    }
    printf("%s%s", named && text[0] ? "  " : "", text);
    if (code->kind == DPM_CODE_KIND_HRESULT) {
        printf("  %" PRId64, code->value < 0x80000000 ? (int64_t)code->value : (int64_t)code->value - INT64_C(0x100000000));
    }
    if (code->name.len && !named) {
        fputs("  ", stdout);
        put_span(stdout, code->name);
    }
    fputc('\n', stdout);
}

static void print_reading(const dpm_rules *rules, const dpm_code *code)
{
    print_head(code);
    print_line("meaning", or_else(code->meaning, no_meaning(code)));
    if (code->known) {
        print_line("class", code->class_name);
    }
    if (code->statement != DPM_STATEMENT_FAILURE) {
        print_line("kind", word_span(dpm_statement_name(code->statement)));
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
    print_member(indent, "kind", word_span(dpm_statement_name(code->statement)), ",\n");
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

/* `ID` and `Error` stand before a number that the shell made an argument of its own. */
static bool takes_next(const char *word)
{
    const dpm_span w = word_span(word);
    return (w.len == 2 && strncasecmp(word, "ID", 2) == 0) || (w.len == 3 && strncasecmp(word, "ID:", 3) == 0) ||
           (w.len == 5 && strncasecmp(word, "Error", 5) == 0);
}

/* Read one argument, or two; how many were read. */
static size_t read_operand(const cli_options *o, size_t i, const dpm_rules *rules, reading_list *list, char *joined)
{
    size_t taken = 1;
    list->word = o->operands.items[i];
    if (takes_next(list->word) && i + 1 < o->operands.count &&
        snprintf(joined, JOINED_BYTES, "%s %s", list->word, o->operands.items[i + 1]) < JOINED_BYTES) {
        list->word = joined;
        taken = 2;
    }
    const dpm_span text = word_span(list->word);
    list->count = dpm_code_parse(rules, text, list->items, READINGS);
    if (list->count == 0) {
        list->count = dpm_code_find(rules, text, list->items, READINGS);
    }
    return taken;
}

static void print_no_code(const char *word)
{
    const dpm_span text = word_span(word);
    if (text.len > DPM_CODE_TEXT_MAX) {
        print_error("a text of %zu bytes is too long for code; save it as a file and run dpmlog on that", text.len);
    } else {
        print_error("no code, DPM error ID or known name in '%.*s'; write it as 0x800706BA, -2147023174, 1722, 'ID 308' or "
                    "RPC_S_SERVER_UNAVAILABLE",
                    (int)(text.len < SHOWN_BYTES ? text.len : SHOWN_BYTES), word);
    }
}

static int decode_all(const cli_options *o, const dpm_rules *rules)
{
    const bool json = o->format == FORMAT_JSON;
    size_t decoded = 0, failed = 0;
    for (size_t i = 0; i < o->operands.count;) {
        char joined[JOINED_BYTES];
        reading_list list = {.count = 0};
        i += read_operand(o, i, rules, &list, joined);
        if (list.count == 0) {
            print_no_code(list.word);
            failed++;
            continue;
        }
        (json ? print_json : print_text)(rules, &list, decoded == 0);
        decoded++;
    }
    if (json && decoded) {
        fputs("\n  ]\n}\n", stdout);
    }
    return !failed ? CLI_DONE : decoded ? CLI_INCOMPLETE : CLI_USAGE;
}

int cmd_code(const cli_options *o)
{
    if (o->operands.count == 0) {
        print_error("code needs a CODE, such as 0x800706BA, -2147023174 or 'ID 308'");
        return CLI_USAGE;
    }
    dpm_rules *rules = NULL;
    dpm_error err = {0};
    if (!format_fits(o)) {
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
