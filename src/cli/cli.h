/* What the parts of the program share: the options as they were given, and its exit codes. */
#ifndef DPM_CLI_CLI_H
#define DPM_CLI_CLI_H

#include "dpmlog.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The exit codes: CLI_DONE, CLI_USAGE ... Of several that apply, the first of 130, 2, 3, 1, 4. */
#define EXIT_CODE(name, value, meaning) CLI_##name = (value),
enum {
#include "cli/exit_codes.def"
};
#undef EXIT_CODE

/* In the order of the words of --format in flags.def. */
typedef enum cli_format {
    FORMAT_DEFAULT,
    FORMAT_TEXT,
    FORMAT_JSON,
    FORMAT_JSONL,
    FORMAT_CSV,
    FORMAT_HTML,
    FORMAT_SQLITE,
    FORMAT_SUMMARY,
    FORMAT_REG, /* what fixes are written as */
    FORMAT_CMD,
    FORMAT_MD,
    FORMAT_MAIL,
    FORMAT_PROM,
    FORMAT_SARIF,
    FORMATS
} cli_format;
/* Bits of formats: what a command writes. */
enum {
    WRITES_PLACES = 1 << FORMAT_MD | 1 << FORMAT_MAIL | 1 << FORMAT_PROM | 1 << FORMAT_SARIF, /* for other places than a screen */
    WRITES_REPORTS =
        WRITES_PLACES | 1 << FORMAT_TEXT | 1 << FORMAT_JSON | 1 << FORMAT_CSV | 1 << FORMAT_HTML | 1 << FORMAT_SQLITE,
    WRITES_FIXES = 1 << FORMAT_TEXT | 1 << FORMAT_REG | 1 << FORMAT_CMD,
    WRITES_SUMMARIES = 1 << FORMAT_SUMMARY,
    WRITES_MERGED =
        WRITES_PLACES | 1 << FORMAT_TEXT | 1 << FORMAT_JSON | 1 << FORMAT_CSV | 1 << FORMAT_HTML | 1 << FORMAT_SUMMARY,
    WRITES_EVENTS = 1 << FORMAT_TEXT | 1 << FORMAT_JSONL | 1 << FORMAT_CSV,
    WRITES_INCIDENTS = 1 << FORMAT_TEXT | 1 << FORMAT_JSON | 1 << FORMAT_JSONL | 1 << FORMAT_CSV,
    WRITES_LISTS = 1 << FORMAT_TEXT | 1 << FORMAT_JSON,
    WRITES_CHANGES = WRITES_LISTS | 1 << FORMAT_HTML
};
/* What --fail-on takes beside classes. */
enum { FAIL_ON_ANY = DPM_CLASSES, FAIL_ON_NEW };
/* In the order of the words of --color. */
typedef enum cli_color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER } cli_color;

/* The zone of times given and printed. */
typedef struct cli_zone {
    bool local;
    int32_t minutes; /* east of UTC, unless local */
} cli_zone;

/* Words that an option was given, in their order. */
typedef struct cli_words {
    const char **items;
    size_t count;
} cli_words;

typedef struct cli_options {
    bool help, version, force, no_progress, quiet, verbose, language, no_config, keep_guids;
    cli_format format;
    unsigned formats;      /* bits: what the command writes */
    dpm_event_form schema; /* of JSON lines */
    cli_color color;
    cli_zone zone;
    const char *since, *until, *baseline, *config, *expect, *state;
    const char *redact, *redact_key; /* NULL: not given */
    const char *dpm_version;         /* NULL: not given */
    const char *encoding;            /* the same */
    unsigned classes, levels;        /* bits; 0: all */
    unsigned fail_on;                /* bits of classes, and FAIL_ON_NEW */
    unsigned jobs, top, max_depth, context;
    int year;
    unsigned max_ratio, max_members, max_time, keep; /* 0: not given; times in seconds */
    bool keep_none;                                  /* --keep 0 */
    uint64_t max_expand, max_memory;
    const char *task; /* digits that a GUID begins with; NULL: not given */
    cli_words hosts, processes, rules, outputs, operands, sites;
    cli_words expanded;                    /* operands that stand for wildcards, owned */
    cli_words servers, causes, codes, ids; /* that incidents are picked by */
    size_t bare;                           /* operands before `--`: one of them may name a command */
    uint64_t given;                        /* bits of flag ids */
} cli_options;

/* The commands. Each returns the exit code. */
int cmd_analyze(const cli_options *o);
int cmd_events(const cli_options *o);
int cmd_incidents(const cli_options *o);
int cmd_show(const cli_options *o);
int cmd_task(const cli_options *o);
int cmd_follow(const cli_options *o);
int cmd_completions(const cli_options *o);
int cmd_code(const cli_options *o);
int cmd_rules(const cli_options *o);
int cmd_fix(const cli_options *o);
int cmd_ls(const cli_options *o);
int cmd_summarize(const cli_options *o);
int cmd_merge(const cli_options *o);
int cmd_check(const cli_options *o);
int cmd_config(const cli_options *o);
int cmd_diff(const cli_options *o);
int cmd_redact(const cli_options *o);
int cmd_help(const cli_options *o);

#endif
