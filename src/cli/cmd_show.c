/* dpmlog show: the record that an address of a report names, with its neighbours. */
#include "base/strbuf.h"
#include "cli/cli.h"
#include "cli/flags.h"
#include "cli/output.h"
#include "cli/platform.h"
#include "cli/reading.h"
#include "cli/redaction.h"
#include "cli/say.h"
#include "cli/values.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { CONTEXT_DEFAULT = 3, LINES_OF_RECORD = 64 /* that a record before has at most, to be shown for certain */ };

/* A record in the form that is wanted. */
typedef struct shown {
    strbuf text;
    uint64_t line;
} shown;

typedef struct show_run {
    cli_options o; /* the path of the log is its only operand */
    char *path;
    uint64_t line;
    size_t context;
    cli_run r;
    output *outputs;
    size_t count;
    shown *ring; /* the records before, the one that is meant, and those after */
    size_t kept, after;
    uint64_t first, last; /* of the record that was met last: its lines */
    bool found, failed;
} show_run;

/* ---- taking records ---- */

static bool keep_record(show_run *t, const dpm_event *e, bool meant)
{
    const size_t room = 2 * t->context + 1;
    if (t->kept == room) { /* only those before make room */
        const shown oldest = t->ring[0];
        memmove(t->ring, t->ring + 1, (room - 1) * sizeof *t->ring);
        t->ring[room - 1] = oldest;
        t->kept--;
    }
    const dpm_write_options options = {.zone_minutes = zone_minutes_at(t->o.zone, e->time), .color = false};
    const bool text = t->o.format <= FORMAT_TEXT;
    const dpm_event_form form = text ? DPM_EVENT_FORM_TEXT : t->o.format == FORMAT_CSV ? DPM_EVENT_FORM_CSV : t->o.schema;
    shown *const s = &t->ring[t->kept++];
    strbuf_clear(&s->text);
    s->line = e->line;
    strbuf_adds(&s->text, !text ? "" : meant ? "> " : "  ");
    t->failed = dpm_event_write(e, form, &options, strbuf_write, &s->text) != DPM_OK || s->text.failed;
    return !t->failed;
}

/* Records before the one that is meant, as many as are shown: older ones go. */
static void forget_before(show_run *t)
{
    while (t->kept > t->context) {
        const shown oldest = t->ring[0];
        memmove(t->ring, t->ring + 1, (t->kept - 1) * sizeof *t->ring);
        t->ring[--t->kept] = oldest;
    }
}

static uint64_t last_line(const dpm_event *e)
{
    uint64_t line = e->line;
    for (size_t i = 0; i < e->message.len; i++) {
        line += e->message.ptr[i] == '\n';
    }
    return line;
}

/* A record has the lines up to the next one: what it says ends before, where lines cannot be read. */
static bool take(void *context, const dpm_event *event)
{
    show_run *const t = context;
    const dpm_event e = t->r.redactor ? dpm_redact_event(t->r.redactor, event) : *event;
    t->first = event->line;
    t->last = last_line(event);
    if (t->found) {
        t->after++;
        return t->after <= t->context && keep_record(t, &e, false);
    }
    if (t->last < t->line && event->line + LINES_OF_RECORD * (t->context + 1) < t->line) {
        return true; /* far before: not worth the writing */
    }
    t->found = t->line >= event->line && t->line <= t->last;
    if (!t->found && event->line > t->line) {
        return false; /* it lies between two records, in what could not be read */
    }
    forget_before(t);
    return keep_record(t, &e, t->found) && (!t->found || t->context > 0);
}

/* ---- what there is instead ---- */

/* Logs of the same name, elsewhere in the same archive or folder. */
static void tell_others(const show_run *t)
{
    const char *const inside = strchr(t->path, '!');
    char outer[4096];
    if (!inside || (size_t)(inside - t->path) >= sizeof outer) {
        return;
    }
    const char *const name = strrchr(inside, '!') + 1;
    snprintf(outer, sizeof outer, "%.*s", (int)(inside - t->path), t->path);
    const char *const paths[] = {outer};
    dpm_listing *listing = NULL;
    dpm_error err = {0};
    size_t count = 0, told = 0;
    if (dpm_listing_new(&listing, paths, 1, NULL, &err) < 0) {
        return;
    }
    const dpm_entry *const entries = dpm_listing_entries(listing, &count);
    const size_t len = strlen(name);
    for (size_t i = 0; i < count && told < 5; i++) {
        const dpm_span path = entries[i].path;
        const bool log = entries[i].kind == DPM_ENTRY_KIND_LOG || entries[i].kind == DPM_ENTRY_KIND_EVENTS ||
                         entries[i].kind == DPM_ENTRY_KIND_SETUP;
        if (log && path.len > len && memcmp(path.ptr + path.len - len, name, len) == 0) {
            print_error("%s %.*s", told++ ? "  or" : "there is", (int)path.len, path.ptr);
        }
    }
    dpm_listing_free(listing);
}

static int tell_missing(const show_run *t)
{
    if (!t->first) {
        print_error("%s: no record could be read", t->path);
    } else if (t->line > t->last) {
        print_error("%s has no line %" PRIu64 ": its last record begins at line %" PRIu64
                    "; was it replaced since the report was made?",
                    t->path, t->line, t->first);
    } else {
        print_error("%s:%" PRIu64 " is no line of a record: the next one begins at line %" PRIu64, t->path, t->line, t->first);
    }
    return CLI_NO_INPUT;
}

/* ---- the command ---- */

static int write_records(show_run *t)
{
    output *const out = &t->outputs[0];
    const dpm_event_form form = out->format == FORMAT_CSV ? DPM_EVENT_FORM_CSV : DPM_EVENT_FORM_TEXT;
    bool good = dpm_event_write_head(form, output_write, out) == DPM_OK;
    for (size_t i = 0; i < t->kept && good; i++) {
        good = output_write(out, t->ring[i].text.ptr, t->ring[i].text.len);
    }
    return output_flush(out) && output_finish(out, t->o.force) ? CLI_DONE : CLI_USAGE;
}

static int run(show_run *t)
{
    dpm_error err = {0};
    const char *paths[] = {t->path};
    if (t->r.redactor && !cli_run_learn(&t->r, (cli_words){paths, 1})) {
        return CLI_USAGE;
    }
    if (dpm_session_add(t->r.session, t->path, &err) < 0) {
        print_dpm_error(&err);
        tell_others(t);
        return CLI_NO_INPUT;
    }
    dpm_session_on_record(t->r.session, take, t);
    if (dpm_session_run(t->r.session, &err) < 0) {
        print_dpm_error(&err);
        return CLI_USAGE;
    }
    if (t->failed) {
        print_error("out of memory");
        return CLI_USAGE;
    }
    return !redaction_end(&t->o, t->r.redactor) ? CLI_USAGE : t->found ? write_records(t) : tell_missing(t);
}

/* "night.zip!DPMRACurr.errlog:12" */
static bool read_address(show_run *t, const char *address)
{
    const char *const colon = strrchr(address, ':');
    char *end = NULL;
    const bool digits = colon && colon[1] && strspn(colon + 1, "0123456789") == strlen(colon + 1) && strlen(colon + 1) < 19;
    t->line = digits ? strtoull(colon + 1, &end, 10) : 0;
    t->path = calloc(strlen(address) + 1, 1);
    if (!t->path) {
        print_error("out of memory");
        return false;
    }
    if (!t->line || colon == address) {
        print_error("show needs an address as reports have it, with its line: PATH:LINE, night.zip!DPMRACurr.errlog:12");
        return false;
    }
    memcpy(t->path, address, (size_t)(colon - address));
    if (platform_kind_of(t->path) == KIND_FOLDER) {
        print_error("%s is a folder: name one of its logs, which 'dpmlog ls %s' lists", t->path, t->path);
        return false;
    }
    return true;
}

int cmd_show(const cli_options *o)
{
    if (o->operands.count != 1) {
        print_error("show needs one address as reports have it: PATH:LINE");
        return CLI_USAGE;
    }
    show_run t = {.o = *o, .context = o->given >> FLAG_CONTEXT & 1 ? o->context : CONTEXT_DEFAULT};
    int code = CLI_USAGE;
    t.o.jobs = o->jobs ? o->jobs : 1;
    t.ring = calloc(2 * t.context + 2, sizeof *t.ring);
    if (t.ring && read_address(&t, o->operands.items[0]) && cli_run_open(&t.r, &t.o) &&
        outputs_begin(&t.o, &t.outputs, &t.count)) {
        code = run(&t);
    }
    outputs_end(t.outputs, t.count);
    cli_run_close(&t.r);
    for (size_t i = 0; t.ring && i < 2 * t.context + 2; i++) {
        strbuf_free(&t.ring[i].text);
    }
    free(t.ring);
    free(t.path);
    return code;
}
