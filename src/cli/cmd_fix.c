/* dpmlog fix: the fix of a cause as a registry file, as commands, or as steps. Only prints: no machine is changed. */
#include "cli/cli.h"
#include "cli/say.h"

#include <string.h>

static bool same(dpm_span s, const char *word)
{
    return s.len == strlen(word) && memcmp(s.ptr, word, s.len) == 0;
}

static void print_steps(const dpm_fix *fix)
{
    put_span(stdout, fix->summary);
    fputc('\n', stdout);
    for (size_t i = 0; i < fix->step_count; i++) {
        printf("%zu. ", i + 1);
        put_span(stdout, fix->steps[i]);
        fputc('\n', stdout);
    }
    if (fix->url.len) {
        put_span(stdout, fix->url);
        fputc('\n', stdout);
    }
}

/* A product's year stands for its version, and numbers with dots are one; empty: a product that is not known. */
static dpm_span find_version(const dpm_fix_file *file, const char *word)
{
    for (size_t i = 0; i < file->version_count; i++) {
        if (same(file->products[i], word)) {
            return file->versions[i];
        }
    }
    const size_t len = strlen(word);
    const bool version = strchr(word, '.') && strspn(word, "0123456789.") == len;
    return (dpm_span){word, version ? len : 0};
}

static bool needs_version(dpm_span text)
{
    static const char mark[] = "{version}";
    for (size_t i = 0; i + sizeof mark - 1 <= text.len; i++) {
        if (memcmp(text.ptr + i, mark, sizeof mark - 1) == 0) {
            return true;
        }
    }
    return false;
}

/* Registry editors and cmd want CRLF; {version} is filled in. */
static void print_file(dpm_span text, dpm_span version)
{
    static const char mark[] = "{version}";
    for (size_t i = 0; i < text.len; i++) {
        if (i + sizeof mark - 1 <= text.len && memcmp(text.ptr + i, mark, sizeof mark - 1) == 0) {
            put_span(stdout, version);
            i += sizeof mark - 2;
        } else if (text.ptr[i] == '\n') {
            fputs("\r\n", stdout);
        } else {
            fputc(text.ptr[i], stdout);
        }
    }
}

static int lack_version(const char *cause, const char *given, const dpm_fix_file *file)
{
    if (given) {
        print_error("--dpm-version: '%s' is neither a product that is known here nor a version such as 4.2.1205.0", given);
    }
    print_error("the fix of '%s' depends on the version: give --dpm-version with that of the agent, or one of these", cause);
    for (size_t i = 0; i < file->version_count; i++) {
        print_error("  %.*s for %.*s", (int)file->products[i].len, file->products[i].ptr, (int)file->versions[i].len,
                    file->versions[i].ptr);
    }
    return CLI_USAGE;
}

static int print_fix(const dpm_rules *rules, const char *cause, const char *version)
{
    dpm_fix fix;
    dpm_fix_file file;
    if (!dpm_rules_fix(rules, (dpm_span){cause, strlen(cause)}, &fix, &file)) {
        print_error("there is no cause '%s'; 'dpmlog rules list' lists them", cause);
        return CLI_USAGE;
    }
    if (file.text.len == 0) {
        print_steps(&fix);
        return CLI_DONE;
    }
    const dpm_span found = version ? find_version(&file, version) : (dpm_span){0};
    if (!found.len && needs_version(file.text)) {
        return lack_version(cause, version, &file);
    }
    print_file(file.text, found);
    return CLI_DONE;
}

int cmd_fix(const cli_options *o)
{
    if (o->operands.count != 1) {
        print_error("fix takes one cause, such as network-saturated");
        return CLI_USAGE;
    }
    dpm_rules *rules = NULL;
    dpm_error err = {0};
    int code = CLI_USAGE;
    if (dpm_rules_load(&rules, o->rules.items, o->rules.count, &err) < 0) {
        print_error("%s", err.message);
    } else {
        code = print_fix(rules, o->operands.items[0], o->dpm_version);
    }
    dpm_rules_free(rules);
    return code;
}
