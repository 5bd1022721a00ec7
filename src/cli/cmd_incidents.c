/* dpmlog incidents: which job of which data source on which server failed, when, why, and where that stands. */
#include "cli/cli.h"
#include "cli/output.h"
#include "cli/platform.h"
#include "cli/reading.h"
#include "cli/say.h"
#include "cli/values.h"

#include <stdlib.h>
#include <string.h>

typedef struct incident_run {
    const cli_options *o;
    cli_run r;
    dpm_incident_filter filter;
    uint32_t *codes, *ids;
    char **servers; /* as --redact names them, so that they are found in what was redacted */
    output *outputs;
    size_t count;
} incident_run;

/* ---- what was asked for ---- */

static bool find_codes(incident_run *t, const cli_words *words, dpm_code_kind kind, uint32_t *out)
{
    for (size_t i = 0; i < words->count; i++) {
        dpm_code readings[4];
        size_t fits = 0;
        const dpm_span word = word_span(words->items[i]);
        char text[64];
        snprintf(text, sizeof text, kind == DPM_CODE_KIND_DPM_ID ? "ID %.*s" : "%.*s", (int)(word.len > 40 ? 40 : word.len),
                 word.ptr);
        const bool plain = kind == DPM_CODE_KIND_DPM_ID && word.len && strspn(word.ptr, "0123456789") == word.len;
        const size_t count = dpm_code_parse(t->r.rules, plain ? word_span(text) : word, readings, 4);
        while (fits < count && readings[fits].kind != kind) {
            fits++;
        }
        if (fits == count) {
            print_error("--%s: '%s' is no %s", kind == DPM_CODE_KIND_DPM_ID ? "id" : "code", words->items[i],
                        kind == DPM_CODE_KIND_DPM_ID ? "error ID of DPM, such as 43" : "code, such as 0x800706BA");
            return false;
        }
        out[i] = readings[fits].value;
    }
    return true;
}

static bool make_filter(incident_run *t)
{
    const cli_options *const o = t->o;
    t->codes = calloc(o->codes.count + 1, sizeof *t->codes);
    t->ids = calloc(o->ids.count + 1, sizeof *t->ids);
    if (!t->codes || !t->ids) {
        print_error("out of memory");
        return false;
    }
    if (!find_codes(t, &o->codes, DPM_CODE_KIND_HRESULT, t->codes) || !find_codes(t, &o->ids, DPM_CODE_KIND_DPM_ID, t->ids)) {
        return false;
    }
    t->filter = (dpm_incident_filter){
        .servers = o->servers.items,
        .server_count = o->servers.count,
        .causes = o->causes.items,
        .cause_count = o->causes.count,
        .codes = t->codes,
        .code_count = o->codes.count,
        .ids = t->ids,
        .id_count = o->ids.count,
        .classes = o->classes,
        .task = o->task,
    };
    return true;
}

/* ---- what there is ---- */

static int by_text(const void *a, const void *b)
{
    const dpm_span *const x = a, *const y = b;
    const int order = memcmp(x->ptr, y->ptr, x->len < y->len ? x->len : y->len);
    return order ? order : (x->len > y->len) - (x->len < y->len);
}

enum { NAMED = 12 };

/* "servers: FS01, SQL01" */
static void tell_values(const char *what, dpm_span *list, size_t count)
{
    char line[512];
    size_t len = (size_t)snprintf(line, sizeof line, "  %s:", what), told = 0;
    qsort(list, count, sizeof *list, by_text);
    for (size_t i = 0; i < count; i++) {
        const bool again = i && by_text(&list[i - 1], &list[i]) == 0;
        if (!again && list[i].len && told < NAMED && len + list[i].len + 8 < sizeof line) {
            len += (size_t)snprintf(line + len, sizeof line - len, "%s %.*s", told++ ? "," : "", (int)list[i].len, list[i].ptr);
        }
    }
    if (told) {
        print_error("%s", line);
    }
}

/* A filter that nothing passes: which values there are. */
static void tell_nothing(const incident_run *t)
{
    const dpm_report_data *const facts = dpm_report_get_data(t->r.report);
    const size_t count = facts->incident_list_count;
    for (size_t i = 0; i < count; i++) {
        if (dpm_incident_matches(facts->incident_list[i], &t->filter)) {
            return;
        }
    }
    dpm_span *const list = calloc(count + 1, sizeof *list);
    if (!count || !list) {
        free(list);
        return;
    }
    print_error("no incident matches; there are %zu, with", count);
    for (size_t i = 0; i < count; i++) {
        list[i] = facts->incident_list[i]->server;
    }
    tell_values("servers", list, count);
    for (size_t i = 0; i < count; i++) {
        list[i] = facts->incident_list[i]->cause;
    }
    tell_values("causes", list, count);
    for (size_t i = 0; i < count; i++) {
        list[i] = word_span(dpm_class_name(facts->incident_list[i]->cls));
    }
    tell_values("classes", list, count);
    free(list);
}

/* ---- output ---- */

static dpm_incident_form form_of(cli_format format)
{
    switch (format) {
    case FORMAT_JSON: return DPM_INCIDENT_FORM_JSON;
    case FORMAT_JSONL: return DPM_INCIDENT_FORM_JSONL;
    case FORMAT_CSV: return DPM_INCIDENT_FORM_CSV;
    default: return DPM_INCIDENT_FORM_TEXT;
    }
}

static bool write_one(const incident_run *t, output *out)
{
    const dpm_report_data *const facts = dpm_report_get_data(t->r.report);
    dpm_error err = {0};
    const dpm_write_options options = {
        .zone_minutes = zone_minutes_at(t->o->zone, facts->last == DPM_NO_TIME ? platform_now() : facts->last),
        .verbose = t->o->verbose,
        .color = !out->path && use_color(t->o),
        .width = out->path ? 0 : platform_columns(stdout),
    };
    const dpm_status status =
        dpm_report_write_incidents(t->r.report, &t->filter, form_of(out->format), &options, output_write, out, &err);
    return (status >= 0 || status == DPM_EIO || print_dpm_error(&err)) && output_flush(out) && output_finish(out, t->o->force);
}

static bool redact_filter(incident_run *t)
{
    if (!t->r.redactor || !t->o->servers.count) {
        return true;
    }
    t->servers = calloc(t->o->servers.count, sizeof *t->servers);
    for (size_t i = 0; t->servers && i < t->o->servers.count; i++) {
        const dpm_span word = dpm_redact_text(t->r.redactor, word_span(t->o->servers.items[i]));
        t->servers[i] = calloc(word.len + 1, 1);
        if (!t->servers[i]) {
            break;
        }
        memcpy(t->servers[i], word.ptr, word.len);
    }
    if (!t->servers || !t->servers[t->o->servers.count - 1]) {
        print_error("out of memory");
        return false;
    }
    t->filter.servers = (const char *const *)t->servers;
    return true;
}

static int conclude(incident_run *t)
{
    cli_run_report_gaps(&t->r, "the table is");
    const int code = cli_run_exit_code(&t->r);
    if (code == CLI_NO_INPUT) {
        return code;
    }
    if (!cli_run_redact(&t->r) || !redact_filter(t)) {
        return CLI_USAGE;
    }
    tell_nothing(t);
    for (size_t i = 0; i < t->count; i++) {
        if (!write_one(t, &t->outputs[i])) {
            return CLI_USAGE;
        }
    }
    return code;
}

int cmd_incidents(const cli_options *o)
{
    cli_options reading = *o;
    reading.classes = 0; /* the report is that of all events; the classes of its incidents are asked for */
    incident_run t = {.o = o};
    int code = CLI_USAGE;
    if (cli_run_open(&t.r, &reading) && make_filter(&t) && outputs_begin(o, &t.outputs, &t.count)) {
        code = !cli_run_add(&t.r) ? CLI_NO_INPUT : cli_run_analyze(&t.r) ? conclude(&t) : CLI_USAGE;
    }
    outputs_end(t.outputs, t.count);
    cli_run_close(&t.r);
    for (size_t i = 0; t.servers && i < o->servers.count; i++) {
        free(t.servers[i]);
    }
    free(t.servers);
    free(t.codes);
    free(t.ids);
    return code;
}
