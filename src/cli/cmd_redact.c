/* dpmlog redact: the logs themselves with pseudonyms, so that they can be sent on and analyzed elsewhere. They are read twice:
 * names are learned first. A log of FS01 goes to DIR/HOST-BCDFGHJKLM/DPMRACurr.errlog, where its machine is found again. */
#include "cli/cli.h"
#include "cli/flags.h"
#include "cli/platform.h"
#include "cli/reading.h"
#include "cli/redaction.h"
#include "cli/say.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { PATH_CAP = 4096, SAME_MAX = 100000 /* logs of one name */ };

typedef struct redact_run {
    const cli_options *o;
    cli_run r;
    char from[PATH_CAP]; /* of the log that is being written; empty: none is */
    char to[PATH_CAP];
    char *part;
    FILE *file;
    int64_t last; /* time of its last record */
    size_t logs, left_out;
    uint64_t records;
    bool failed;
} redact_run;

static bool unwritten(redact_run *t, int why)
{
    print_error("%s: cannot be written: %s", t->to, platform_words(why ? why : EIO));
    t->failed = true;
    return false;
}

/* The year of a log is found by its file's time. */
static bool end_log(redact_run *t)
{
    FILE *const file = t->file;
    char *const part = t->part;
    t->file = NULL;
    t->part = NULL;
    t->from[0] = '\0';
    if (!file) {
        return true;
    }
    if (!platform_close(file)) {
        const int why = errno;
        platform_discard(part);
        return unwritten(t, why);
    }
    if (t->last != DPM_NO_TIME) {
        platform_set_time(part, t->last);
    }
    if (!platform_publish(part, t->to, t->o->force)) {
        return unwritten(t, errno);
    }
    t->logs++;
    return true;
}

/* ".2016-06-01_20-55-45.Crash", or nothing: the time of a crash, which names nobody. */
static bool is_crash_tail(const char *tail)
{
    static const char form[] = ".dddd-dd-dd_dd-dd-dd.Crash";
    for (size_t i = 0; i < sizeof form; i++) {
        if (form[i] == 'd' ? tail[i] < '0' || tail[i] > '9' : tail[i] != form[i]) {
            return false;
        }
    }
    return true;
}

/* The name stays where it has nothing but words, since it tells the process and the time of a crash. */
static void log_name(redact_run *t, const dpm_event *e, char *out, size_t cap)
{
    static const char ending[] = ".errlog";
    size_t at = e->path.len;
    while (at && !strchr("/\\!", e->path.ptr[at - 1])) {
        at--;
    }
    char own[256];
    const size_t len = e->path.len - at < sizeof own ? e->path.len - at : sizeof own - 1;
    snprintf(own, sizeof own, "%.*s", (int)len, e->path.ptr + at);
    char *const end = strstr(own, ending);
    const char *const tail = end && is_crash_tail(end + strlen(ending)) ? end + strlen(ending) : "";
    char crash[32]; /* a stamp has 26 */
    snprintf(crash, sizeof crash, "%s", tail);
    if (end) {
        end[strlen(ending)] = '\0'; /* .gz is taken off */
    }
    const dpm_span shown = dpm_redact_text(t->r.redactor, word_span(own));
    if (end && shown.len == strlen(own) && memcmp(shown.ptr, own, shown.len) == 0) {
        snprintf(out, cap, "%s%s", own, crash);
        return;
    }
    const dpm_span process = dpm_redact_text(t->r.redactor, e->process);
    snprintf(out, cap, "%.*sCurr.errlog%s", (int)(process.len < 64 ? process.len : 64), process.len ? process.ptr : "", crash);
}

/* DIR/HOST-.../NAME; DIR/no.host/NAME where the machine is not known, so that DIR is not taken for one. Logs of the same name
 * go into user2, user3: such folders are nobody's. */
static bool find_place(redact_run *t, const dpm_event *e)
{
    char name[512], folder[PATH_CAP], host[64] = "no.host";
    if (e->host.len) {
        const dpm_span word = dpm_redact_text(t->r.redactor, e->host);
        snprintf(host, sizeof host, "%.*s", (int)(word.len < 63 ? word.len : 63), word.ptr);
    }
    log_name(t, e, name, sizeof name);
    for (unsigned i = 1; i < SAME_MAX; i++) {
        char more[32] = "";
        if (i > 1) {
            snprintf(more, sizeof more, "/user%u", i);
        }
        const int len = snprintf(folder, sizeof folder, "%s/%s%s", t->o->outputs.items[0], host, more);
        const int all = snprintf(t->to, sizeof t->to, "%s/%s", folder, name);
        if (len < 0 || all < 0 || (size_t)all >= sizeof t->to) {
            errno = ENAMETOOLONG;
            return false;
        }
        if (platform_kind_of(t->to) == KIND_NONE) {
            return platform_make_folder(folder);
        }
    }
    errno = EEXIST;
    return false;
}

static bool begin_log(redact_run *t, const dpm_event *e)
{
    if (!end_log(t)) {
        return false;
    }
    snprintf(t->from, sizeof t->from, "%.*s", (int)(e->path.len < PATH_CAP ? e->path.len : PATH_CAP - 1), e->path.ptr);
    t->last = DPM_NO_TIME;
    if (!e->record.len) {
        t->left_out++; /* its bytes are no records of a log */
        return true;
    }
    t->file = find_place(t, e) ? platform_open_beside(t->to, &t->part) : NULL;
    return t->file || unwritten(t, errno);
}

static bool take(void *context, const dpm_event *event)
{
    redact_run *const t = context;
    const size_t len = strlen(t->from);
    const bool same = len && event->path.len == len && memcmp(event->path.ptr, t->from, len) == 0;
    if (!same && !begin_log(t, event)) {
        return false;
    }
    if (!t->file) {
        return true;
    }
    const dpm_span record = dpm_redact_record(t->r.redactor, event);
    t->last = event->time == DPM_NO_TIME ? t->last : event->time;
    t->records++;
    if (fwrite(record.ptr, 1, record.len, t->file) != record.len || fputs("\r\n", t->file) < 0) {
        return unwritten(t, errno);
    }
    return true;
}

static int conclude(redact_run *t)
{
    const bool stopped = t->failed;
    if (!end_log(t) || stopped) {
        return CLI_USAGE;
    }
    cli_run_report_gaps(&t->r, "what was written is");
    if (dpm_redactor_failed(t->r.redactor)) {
        print_error("out of memory");
        return CLI_USAGE;
    }
    const uint64_t unparsed = dpm_report_get_data(t->r.report)->unparsed_lines;
    if (unparsed) {
        print_error("%" PRIu64 " line%s that no record has %s left out", unparsed, unparsed == 1 ? "" : "s",
                    unparsed == 1 ? "is" : "are");
    }
    if (t->left_out) {
        print_error("%zu input%s left out: event logs and alerts are no logs of DPM", t->left_out,
                    t->left_out == 1 ? " is" : "s are");
    }
    if (!redaction_end(t->o, t->r.redactor)) {
        return CLI_USAGE;
    }
    if (!t->o->quiet && t->logs) {
        printf("%zu log%s with %" PRIu64 " record%s written to ", t->logs, t->logs == 1 ? "" : "s", t->records,
               t->records == 1 ? "" : "s");
        put_span(stdout, word_span(t->o->outputs.items[0]));
        puts(t->o->redact ? "" : "; no map of the names was kept (--redact MAP keeps one)");
    }
    const int code = cli_run_exit_code(&t->r);
    return code == CLI_DONE && t->left_out ? CLI_INCOMPLETE : code;
}

static bool good_arguments(const cli_options *o)
{
    if (o->outputs.count != 1 || strcmp(o->outputs.items[0], "-") == 0) {
        print_error("redact writes many logs: -o names the folder for them");
        return false;
    }
    for (size_t i = 0; i < o->operands.count; i++) {
        if (strcmp(o->operands.items[i], "-") == 0) {
            print_error("redact reads its logs twice, and standard input can be read once: name a file");
            return false;
        }
    }
    const platform_kind kind = platform_kind_of(o->outputs.items[0]);
    if (kind != KIND_NONE && kind != KIND_FOLDER) {
        print_error("%s: is no folder", o->outputs.items[0]);
        return false;
    }
    if (kind == KIND_FOLDER && !o->force) {
        print_error("%s: is there already; --force writes into it", o->outputs.items[0]);
        return false;
    }
    return true;
}

int cmd_redact(const cli_options *o)
{
    cli_options told = *o;
    redact_run t = {.o = o};
    int code = CLI_USAGE;
    if (!good_arguments(o)) {
        return code;
    }
    if (!o->redact) {
        told.redact_key = NULL; /* which go with a map elsewhere */
        told.keep_guids = false;
    }
    if (cli_run_open(&t.r, &told) && (t.r.redactor || redaction_make(o, &t.r.redactor))) {
        t.r.learn = true;
        dpm_session_on_record(t.r.session, take, &t);
        code = !cli_run_add(&t.r) ? CLI_NO_INPUT : cli_run_analyze(&t.r) ? conclude(&t) : CLI_USAGE;
    }
    if (t.file) {
        fclose(t.file);
        platform_discard(t.part);
    }
    cli_run_close(&t.r);
    return code;
}
