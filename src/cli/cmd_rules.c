/* dpmlog rules: what is in force, and whether rule files are right. */
#include "cli/cli.h"
#include "cli/platform.h"
#include "cli/say.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ID_COLUMNS = 34 };

/* What an override does to it. */
static void print_change(const dpm_rule_info *info)
{
    if (!info->override_file.len) {
        return;
    }
    fputs(info->disabled ? " [disabled" : info->class_changed ? " [class changed" : " [", stdout);
    if (info->suppressed_until) {
        const time_t until = (time_t)(info->suppressed_until / 1000);
        const struct tm *const date = gmtime(&until);
        char text[16] = "";
        if (date) {
            strftime(text, sizeof text, "%Y-%m-%d", date);
        }
        const bool over = info->suppressed_until <= platform_now();
        printf("%ssuppressed until %s%s", info->class_changed ? ", " : "", text, over ? " (over)" : "");
    }
    fputs(" by ", stdout);
    put_span(stdout, info->override_file);
    printf(":%zu: ", info->override_line);
    put_span(stdout, info->reason);
    fputc(']', stdout);
}

static bool print_rule(void *context, const dpm_rule_info *info)
{
    (void)context;
    printf("%-6.*s%-*.*s ", (int)info->kind.len, info->kind.ptr, ID_COLUMNS, (int)info->id.len, info->id.ptr);
    printf("%-12.*s%-7.*s", (int)info->class_name.len, info->class_name.ptr, (int)info->strength.len, info->strength.ptr);
    put_span(stdout, info->file);
    printf(":%zu", info->line);
    if (info->shadows.len) {
        fputs(" (in place of ", stdout);
        put_span(stdout, info->shadows);
        fputc(')', stdout);
    }
    print_change(info);
    fputc('\n', stdout);
    return true;
}

static int list(const dpm_rules *rules)
{
    printf("%-6s%-*s %-12s%-7s%s\n", "kind", ID_COLUMNS, "id", "class", "limit", "file");
    (void)dpm_rules_each(rules, print_rule, NULL);
    return CLI_DONE;
}

static bool is_kind(dpm_span kind, const char *word)
{
    return kind.len == strlen(word) && memcmp(kind.ptr, word, kind.len) == 0;
}

typedef struct rule_counts {
    size_t rules, noise, causes, changed;
} rule_counts;

static bool count_rule(void *context, const dpm_rule_info *info)
{
    rule_counts *const n = context;
    n->rules += is_kind(info->kind, "rule");
    n->noise += is_kind(info->kind, "noise");
    n->causes += is_kind(info->kind, "cause");
    n->changed += info->override_file.len > 0;
    return true;
}

static int check(const dpm_rules *rules)
{
    rule_counts n = {0};
    dpm_error err = {0};
    if (dpm_rules_check(rules, &err) < 0) {
        print_error("%s", err.message);
        return CLI_USAGE;
    }
    (void)dpm_rules_each(rules, count_rule, &n);
    printf("ok: %zu rules, %zu kinds of noise, %zu causes; every sample holds; ", n.rules, n.noise, n.causes);
    if (n.changed) {
        printf("%zu overridden; ", n.changed);
    }
    printf("hash %s\n", dpm_rules_hash(rules));
    return CLI_DONE;
}

/* ---- what the rules say to lines ---- */

typedef struct asked {
    const char *rule; /* only this one; NULL: those that fit, and those that nearly do */
    bool taken, known, near;
} asked;

static void print_verdict(void *context, const dpm_rule_verdict *v)
{
    asked *const a = context;
    const bool named = a->rule && is_kind(v->id, a->rule);
    if (a->rule ? !named : v->reason && !v->near) {
        return;
    }
    a->known |= named || !v->reason;
    a->near |= v->near;
    a->taken |= v->takes;
    printf("%.*s: %s%s\n", (int)v->id.len, v->id.ptr, v->reason && !a->rule ? "refuses it: " : "",
           v->reason              ? v->reason
           : v->takes && v->noise ? "takes it, as noise"
           : v->takes             ? "takes it"
                                  : "fits too, but competes later");
}

static int explain_line(const dpm_rules *rules, const char *line, const char *rule, const char *process)
{
    asked a = {.rule = rule};
    dpm_error err = {0};
    const dpm_span text = {line, strlen(line)}, of = {process, strlen(process)};
    if (dpm_rules_explain(rules, text, of, print_verdict, &a, &err) < 0) {
        print_error("%s; give the line with its TABs, or as it was pasted", err.message);
        return CLI_USAGE;
    }
    if (rule && !a.known) {
        print_error("no rule has the id '%s'", rule);
        return CLI_USAGE;
    }
    if (!rule && !a.known) {
        puts(a.near ? "no rule takes it"
                    : "no rule takes it, and no rule asks for anything in it; 'rules explain LINE RULE' says why one does not");
    }
    return CLI_DONE;
}

static void print_taker(void *context, const dpm_rule_verdict *v)
{
    if (v->takes) {
        *(bool *)context = true;
        printf("%-34.*s ", (int)v->id.len, v->id.ptr);
    }
}

/* By its mark, or by a NUL in its first character. The file is rewound. */
static bool is_utf16(FILE *file)
{
    unsigned char head[2] = {0};
    const bool two = fread(head, 1, 2, file) == 2;
    rewind(file);
    const bool marked = (head[0] == 0xFF && head[1] == 0xFE) || (head[0] == 0xFE && head[1] == 0xFF);
    return two && (marked || !head[0] || !head[1]);
}

/* A file of lines; NULL, and told, where it is none. */
static FILE *open_lines(const char *path)
{
    FILE *file = platform_open(path, false);
    if (!file) {
        print_error("%s cannot be read", path);
    } else if (is_utf16(file)) {
        print_error("%s is UTF-16, and 'rules test' reads UTF-8: save it as UTF-8", path);
        fclose(file);
        file = NULL;
    }
    return file;
}

/* Each line of a file with the rule that takes it. */
static int test_file(const dpm_rules *rules, const char *path, const char *process)
{
    enum { LINE_CAP = 64 << 10 };
    FILE *const file = open_lines(path);
    char *const line = malloc(LINE_CAP);
    if (!line) {
        print_error("out of memory");
    }
    for (int number = 1; file && line && fgets(line, LINE_CAP, file); number++) {
        bool taken = false;
        const dpm_span text = {line, strcspn(line, "\r\n")}, of = {process, strlen(process)};
        if (text.len == 0) {
            continue;
        }
        const dpm_status status = dpm_rules_explain(rules, text, of, print_taker, &taken, NULL);
        if (!taken) {
            printf("%-34s ", status < 0 ? "(no record)" : "(no rule)");
        }
        printf("%s:%d\n", path, number);
    }
    const int code = file && line ? CLI_DONE : CLI_NO_INPUT;
    free(line);
    if (file) {
        fclose(file);
    }
    return code;
}

/* ---- what is seldom meant ---- */

static void print_place(const dpm_lint *f)
{
    put_span(stdout, f->file);
    printf(":%zu:%zu: ", f->line, f->column);
    put_span(stdout, f->about);
    fputc(' ', stdout);
}

static void print_finding(void *context, const dpm_lint *f)
{
    (void)context;
    print_place(f);
    put_span(stdout, f->text);
    if (f->more.len) {
        fputs(" '", stdout);
        put_span(stdout, f->more);
        fputc('\'', stdout);
    }
    fputc('\n', stdout);
}

static void print_language(void *context, const dpm_lint *f)
{
    (void)context;
    print_place(f);
    fputs("needs English, '", stdout);
    put_span(stdout, f->text);
    fputs(f->more.len ? "': " : "': no reason given", stdout);
    put_span(stdout, f->more);
    fputc('\n', stdout);
}

static int lint(const dpm_rules *rules)
{
    return dpm_rules_lint(rules, print_finding, NULL) ? CLI_USAGE : CLI_DONE;
}

static int lint_language(const dpm_rules *rules)
{
    return dpm_rules_lint_language(rules, print_language, NULL) ? CLI_USAGE : CLI_DONE;
}

/* ---- which of it was asked for ---- */

static int judge(const cli_options *o, const dpm_rules *rules)
{
    const char *const verb = o->operands.items[0], *const process = o->processes.count ? o->processes.items[0] : "DPMRA";
    const cli_words words = {o->operands.items + 1, o->operands.count - 1};
    if (strcmp(verb, "explain") == 0) {
        return explain_line(rules, words.items[0], words.count > 1 ? words.items[1] : NULL, process);
    }
    return test_file(rules, words.items[0], process);
}

static int with_words(const cli_options *o, size_t least, size_t most, const char *usage)
{
    if (o->operands.count - 1 < least || o->operands.count - 1 > most) {
        print_error("%s", usage);
        return CLI_USAGE;
    }
    dpm_rules *rules = NULL;
    dpm_error err = {0};
    int code = CLI_USAGE;
    if (dpm_rules_load(&rules, o->rules.items, o->rules.count, &err) < 0) {
        print_error("%s", err.message);
    } else {
        code = judge(o, rules);
    }
    dpm_rules_free(rules);
    return code;
}

/* Those of --rules, and the arguments after `skip`. */
static int with_rules(const cli_options *o, size_t skip, int (*run)(const dpm_rules *rules))
{
    const size_t count = o->rules.count + o->operands.count - skip;
    const char **const dirs = calloc(count + 1, sizeof *dirs);
    if (!dirs) {
        print_error("out of memory");
        return CLI_USAGE;
    }
    for (size_t i = 0; i < count; i++) {
        dirs[i] = i < o->rules.count ? o->rules.items[i] : o->operands.items[i - o->rules.count + skip];
    }
    dpm_rules *rules = NULL;
    dpm_error err = {0};
    int code = CLI_USAGE;
    if (dpm_rules_load(&rules, dirs, count, &err) < 0) {
        print_error("%s", err.message);
    } else {
        code = run(rules);
    }
    dpm_rules_free(rules);
    free(dirs);
    return code;
}

int cmd_rules(const cli_options *o)
{
    const char *const verb = o->operands.count ? o->operands.items[0] : "";
    if (strcmp(verb, "check") == 0) {
        return with_rules(o, 1, check);
    }
    if (strcmp(verb, "lint") == 0) {
        return with_rules(o, 1, o->language ? lint_language : lint);
    }
    if (strcmp(verb, "list") == 0 && o->operands.count == 1) {
        return with_rules(o, 1, list);
    }
    if (strcmp(verb, "list") == 0) {
        print_error("rules list takes no argument; --rules DIR adds rule files");
    } else if (strcmp(verb, "test") == 0) {
        return with_words(o, 1, 1, "rules test takes one FILE of lines");
    } else if (strcmp(verb, "explain") == 0) {
        return with_words(o, 1, 2, "rules explain takes a LINE and perhaps the id of a RULE");
    } else {
        print_error(*verb ? "there is no 'rules %s'; there is list, check, lint, test and explain"
                          : "rules needs a word%s: list, check, lint, test or explain",
                    verb);
    }
    return CLI_USAGE;
}
