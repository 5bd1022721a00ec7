/* dpmlog fix: the whole fix of a cause, as text, as a registry file or as commands. Only prints: no machine is changed. */
#include "cli/cli.h"
#include "cli/fix_file.h"
#include "cli/flags.h"
#include "cli/reading.h"
#include "cli/say.h"

#include <stdlib.h>
#include <string.h>

typedef struct fix_run {
    cli_options logs; /* the options without the cause among the operands */
    cli_run r;
    fix_names names;
    dpm_fix fix;
    dpm_fix_file file;
    const dpm_fix_stage *stages;
    size_t count;
    int code; /* what reading the logs came to */
} fix_run;

static bool put(output *out, const char *text)
{
    return output_write(out, text, strlen(text));
}

static bool put_safe(void *out, const char *bytes, size_t len)
{
    return dpm_escape((dpm_span){bytes, len}, DPM_ESCAPE_TERMINAL, output_write, out) == DPM_OK;
}

/* A text with its names filled in, safe for terminals. */
static bool put_filled(const fix_run *f, output *out, const char *before, dpm_span text, const char *after)
{
    return put(out, before) && dpm_fix_fill(text, f->names.cause, f->names.version, put_safe, out) == DPM_OK && put(out, after);
}

static bool put_named(const fix_run *f, output *out, const char *name, dpm_span text)
{
    return text.len == 0 || put_filled(f, out, name, text, "\n");
}

static bool put_stage(const fix_run *f, output *out, size_t index)
{
    const dpm_fix_stage *const stage = &f->stages[index];
    char head[32];
    snprintf(head, sizeof head, "\n%zu. ", index + 1);
    bool good = stage->title.len ? put_filled(f, out, head, stage->title, "\n") : put(out, "\n");
    good = good && put_named(f, out, "   On: ", stage->where);
    for (size_t i = 0; i < stage->step_count && good; i++) {
        good = put_filled(f, out, fix_is_command(stage->steps[i]) ? "       " : "   - ", stage->steps[i], "\n");
    }
    return good && put_named(f, out, "   Changes: ", stage->changes) && put_named(f, out, "   Undo: ", stage->undo) &&
           put_named(f, out, "   Check: ", stage->check);
}

static bool put_file(const fix_run *f, output *out)
{
    const bool registry = f->file.kind.len == 3;
    return f->file.text.len == 0 || (put(out, registry ? "\nAs a registry file (-o FILE.reg writes it):\n\n"
                                                       : "\nAs commands (-o FILE.cmd writes them):\n\n") &&
                                     dpm_fix_fill(f->file.text, f->names.cause, f->names.version, output_write, out) == DPM_OK);
}

static bool put_text(const fix_run *f, output *out)
{
    bool good = put_filled(f, out, "", f->fix.summary, "\n");
    for (size_t i = 0; i < f->count && good; i++) {
        good = put_stage(f, out, i);
    }
    good = good && put_file(f, out);
    if (f->fix.url.len) {
        good = good && put(out, f->fix.kb.len ? "\nKB " : "\n") && output_write(out, f->fix.kb.ptr, f->fix.kb.len) &&
               put(out, f->fix.kb.len ? ": " : "") && output_write(out, f->fix.url.ptr, f->fix.url.len) && put(out, "\n");
    }
    return good;
}

static bool write_one(const fix_run *f, output *out)
{
    switch (out->format) {
    case FORMAT_REG:
        if (f->file.kind.len != 3) {
            print_error("the fix of '%.*s' is no registry file; write FILE.cmd or FILE.txt", (int)f->names.id.len,
                        f->names.id.ptr);
            return false;
        }
        (void)fix_write_reg(&f->file, out);
        break;
    case FORMAT_CMD: (void)fix_write_cmd(&f->file, f->stages, f->count, &f->names, out); break;
    default: (void)put_text(f, out); break;
    }
    return output_flush(out);
}

static bool write_all(const fix_run *f, const cli_options *o)
{
    output *outputs = NULL;
    size_t count = 0;
    bool good = outputs_begin(o, &outputs, &count);
    for (size_t i = 0; i < count && good; i++) {
        good = write_one(f, &outputs[i]) && output_finish(&outputs[i], o->force);
        if (good && outputs[i].path && !o->quiet) {
            printf("written: %s\n", outputs[i].path);
        }
    }
    outputs_end(outputs, count);
    return good;
}

/* What the logs say of the cause. It need not be in them: then its names stay open. */
static bool read_logs(fix_run *f)
{
    if (!cli_run_add(&f->r) || !cli_run_analyze(&f->r)) {
        return false;
    }
    cli_run_report_gaps(&f->r, "what is filled in is");
    f->code = cli_run_exit_code(&f->r);
    const dpm_report_data *const data = dpm_report_get_data(f->r.report);
    for (size_t i = 0; i < data->cause_count; i++) {
        const dpm_cause *const c = data->causes[i];
        if (c->id.len == f->names.id.len && memcmp(c->id.ptr, f->names.id.ptr, c->id.len) == 0) {
            f->names.cause = c;
            return true;
        }
    }
    if (f->code == CLI_NO_INPUT) {
        return true; /* that is told; the fix is the same */
    }
    print_error("these logs do not show '%.*s'; what depends on them is left open", (int)f->names.id.len, f->names.id.ptr);
    return true;
}

enum { CAUSES_NAMED = 2048, CAUSE_WORD = 64 };

/* The causes that there are. */
typedef struct cause_search {
    const dpm_rules *rules;
    dpm_span kb; /* the number of an article; empty: none was asked for */
    dpm_span of_kb[CAUSES_NAMED];
    size_t kb_count, count;
    char words[CAUSES_NAMED][CAUSE_WORD];
    const char *names[CAUSES_NAMED];
} cause_search;

static bool take_cause(void *context, const dpm_rule_info *info)
{
    cause_search *const s = context;
    dpm_fix fix = {0};
    dpm_fix_file file = {0};
    const dpm_span word = word_span("cause");
    if (info->kind.len != word.len || memcmp(info->kind.ptr, word.ptr, word.len) != 0 || s->count == CAUSES_NAMED) {
        return true;
    }
    snprintf(s->words[s->count], CAUSE_WORD, "%.*s", (int)info->id.len, info->id.ptr);
    s->names[s->count] = s->words[s->count];
    s->count++;
    if (s->kb.len && dpm_rules_fix(s->rules, info->id, &fix, &file) && fix.kb.len == s->kb.len &&
        memcmp(fix.kb.ptr, s->kb.ptr, s->kb.len) == 0) {
        s->of_kb[s->kb_count++] = info->id;
    }
    return true;
}

/* "3082409", "KB3082409": the digits. */
static dpm_span article_number(dpm_span word)
{
    const bool marked = word.len > 2 && (word.ptr[0] | 32) == 'k' && (word.ptr[1] | 32) == 'b';
    const dpm_span digits = {word.ptr + (marked ? 2 : 0), word.len - (marked ? 2 : 0)};
    size_t len = 0;
    while (len < digits.len && digits.ptr[len] >= '0' && digits.ptr[len] <= '9') {
        len++;
    }
    return len && len == digits.len ? digits : (dpm_span){0};
}

/* No cause is called so: an article may be meant, or a name that is like it. False after an error, already printed. */
static bool find_cause(fix_run *f)
{
    const dpm_span id = f->names.id;
    cause_search *const s = calloc(1, sizeof *s);
    if (!s) {
        print_error("out of memory");
        return false;
    }
    s->rules = f->r.rules;
    s->kb = article_number(id);
    (void)dpm_rules_each(f->r.rules, take_cause, s);
    const char *const near = s->kb.len ? NULL : nearest_word(id.ptr, s->names, s->count);
    const bool found = s->kb_count == 1;
    if (found) {
        f->names.id = s->of_kb[0];
    } else if (s->kb_count) {
        print_error("KB %.*s is about several causes:", (int)s->kb.len, s->kb.ptr);
        for (size_t i = 0; i < s->kb_count; i++) {
            print_error("  %.*s", (int)s->of_kb[i].len, s->of_kb[i].ptr);
        }
    } else if (s->kb.len) {
        print_error("no fix here is from KB %.*s; 'dpmlog rules list' names the causes", (int)s->kb.len, s->kb.ptr);
    } else {
        print_error("there is no cause '%.*s'; %s%s%s'dpmlog rules list' names them", (int)id.len, id.ptr,
                    near ? "did you mean " : "", near ? near : "", near ? "? " : "");
    }
    free(s);
    return found;
}

static bool look_up(fix_run *f)
{
    if (!dpm_rules_fix(f->r.rules, f->names.id, &f->fix, &f->file) &&
        (!find_cause(f) || !dpm_rules_fix(f->r.rules, f->names.id, &f->fix, &f->file))) {
        return false;
    }
    f->stages = dpm_rules_fix_stages(f->r.rules, f->names.id, &f->count);
    return true;
}

int cmd_fix(const cli_options *o)
{
    if (o->operands.count == 0) {
        print_error("fix takes a cause, such as network-saturated, and logs to fill in the names from, if there are some");
        return CLI_USAGE;
    }
    fix_run f = {.logs = *o, .names = {.id = word_span(o->operands.items[0])}};
    f.logs.operands.items++;
    f.logs.operands.count--;
    const char *version = NULL;
    bool good = cli_run_open(&f.r, &f.logs) && look_up(&f) && find_dpm_version(f.r.rules, o->dpm_version, &version);
    f.names.version = word_span(version ? version : "");
    good = good && (f.logs.operands.count == 0 || read_logs(&f)) && write_all(&f, &f.logs);
    cli_run_close(&f.r);
    return good ? f.code : CLI_USAGE;
}
