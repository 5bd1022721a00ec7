/* dpmlog rules: what is in force, and whether rule files are right. */
#include "cli/cli.h"
#include "cli/say.h"

#include <stdlib.h>
#include <string.h>

enum { ID_COLUMNS = 34 };

static void print_rule(const dpm_rule_info *info)
{
    printf("%-6.*s%-*.*s ", (int)info->kind.len, info->kind.ptr, ID_COLUMNS, (int)info->id.len, info->id.ptr);
    printf("%-12.*s%-7.*s", (int)info->class_name.len, info->class_name.ptr, (int)info->strength.len, info->strength.ptr);
    put_span(stdout, info->file);
    printf(":%zu", info->line);
    if (info->shadows.len) {
        fputs(" (in place of ", stdout);
        put_span(stdout, info->shadows);
        fputc(')', stdout);
    }
    fputc('\n', stdout);
}

static int list(const dpm_rules *rules)
{
    dpm_rule_info info;
    printf("%-6s%-*s %-12s%-7s%s\n", "kind", ID_COLUMNS, "id", "class", "limit", "file");
    for (size_t i = 0; dpm_rules_info(rules, i, &info); i++) {
        print_rule(&info);
    }
    return CLI_DONE;
}

static bool is_kind(dpm_span kind, const char *word)
{
    return kind.len == strlen(word) && memcmp(kind.ptr, word, kind.len) == 0;
}

/* Loading has proved every rule against its samples: what is left is to say what there is. */
static int check(const dpm_rules *rules)
{
    size_t rule_count = 0, noise_count = 0, cause_count = 0;
    dpm_rule_info info;
    for (size_t i = 0; dpm_rules_info(rules, i, &info); i++) {
        rule_count += is_kind(info.kind, "rule");
        noise_count += is_kind(info.kind, "noise");
        cause_count += is_kind(info.kind, "cause");
    }
    printf("ok: %zu rules, %zu kinds of noise, %zu causes; every sample holds; hash %s\n", rule_count, noise_count, cause_count,
           dpm_rules_hash(rules));
    return CLI_DONE;
}

/* Those of --rules, and the arguments after `skip`. */
static int with_rules(const cli_options *o, size_t skip, int (*run)(const dpm_rules *rules))
{
    const size_t count = o->rules.count + o->operands.count - skip;
    const char **const dirs = calloc(count + 1, sizeof *dirs);
    if (!dirs) {
        say("out of memory");
        return CLI_USAGE;
    }
    for (size_t i = 0; i < count; i++) {
        dirs[i] = i < o->rules.count ? o->rules.items[i] : o->operands.items[i - o->rules.count + skip];
    }
    dpm_rules *rules = NULL;
    dpm_error err = {0};
    int code = CLI_USAGE;
    if (dpm_rules_load(&rules, dirs, count, &err) < 0) {
        say("%s", err.message);
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
    if (strcmp(verb, "list") == 0 && o->operands.count == 1) {
        return with_rules(o, 1, list);
    }
    if (strcmp(verb, "list") == 0) {
        say("rules list takes no argument; --rules DIR adds rule files");
    } else if (strcmp(verb, "test") == 0 || strcmp(verb, "explain") == 0) {
        say("'rules %s' is not built yet", verb);
    } else {
        say(*verb ? "there is no 'rules %s'; there is list and check" : "rules needs a word%s: list or check", verb);
    }
    return CLI_USAGE;
}
