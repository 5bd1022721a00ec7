/* dpmlog follow: the events of logs while they are written, with a status line where there is a terminal. */
#include "cli/cli.h"
#include "cli/events_out.h"
#include "cli/folders.h"
#include "cli/platform.h"
#include "cli/reading.h"
#include "cli/redaction.h"
#include "cli/say.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { POLL_MS = 200, POLL_SHARE = 10 /* of the time one part is spent in polls, at most */ };

typedef struct follow_run {
    const cli_options *o;
    dpm_rules *rules;
    dpm_follow *follow;
    events_out out;
    dpm_redactor *redactor;
    bool line;  /* a status line is wanted */
    bool shown; /* it stands there */
    uint64_t unread;
    size_t added;
} follow_run;

static void clear_line(follow_run *run)
{
    if (run->shown) {
        fputs("\r\033[K", stderr);
        fflush(stderr);
        run->shown = false;
    }
}

static bool take(void *context, const dpm_event *event)
{
    follow_run *const run = context;
    clear_line(run);
    return events_out_take(&run->out, event);
}

static void draw_line(follow_run *run, const dpm_follow_state *state)
{
    if (!run->line) {
        return;
    }
    char text[128];
    const int len =
        snprintf(text, sizeof text, "following %zu log%s, %" PRIu64 " event%s, %.1f MB read", state->logs,
                 state->logs == 1 ? "" : "s", state->events, state->events == 1 ? "" : "s", (double)state->bytes / 1e6);
    const unsigned columns = platform_columns(stderr);
    const int most = columns && (int)columns <= len ? (int)columns - 1 : len;
    fprintf(stderr, "\r\033[K%.*s", most, text);
    fflush(stderr);
    run->shown = true;
}

static void add(void *context, const char *path)
{
    follow_run *const run = context;
    dpm_error err = {0};
    if (dpm_follow_add(run->follow, path, &err) < 0) {
        print_dpm_error(&err);
    } else {
        run->added++;
    }
}

static bool add_all(follow_run *run)
{
    const cli_words paths = run->o->operands;
    if (paths.count == 0) {
        return folders_each(add, run) && run->added;
    }
    for (size_t i = 0; i < paths.count; i++) {
        add(run, paths.items[i]);
    }
    if (run->added == 0) {
        print_error("nothing to follow");
    }
    return run->added > 0;
}

/* One poll, and what there is to show of it. False: it is over, for the reason in `*code`. */
static bool poll_once(follow_run *run, bool final, int *code)
{
    dpm_error err = {0};
    dpm_follow_state state;
    const dpm_status status = dpm_follow_poll(run->follow, final, &err);
    dpm_follow_get_state(run->follow, &state);
    if (state.unread > run->unread && state.trouble.len) {
        clear_line(run);
        print_error("%.*s", (int)state.trouble.len, state.trouble.ptr);
        run->unread = state.unread;
    }
    if (status < 0) {
        clear_line(run);
        *code = print_dpm_error(&err) ? CLI_DONE : CLI_USAGE;
        return false;
    }
    if (!events_out_flush(&run->out)) {
        *code = CLI_USAGE;
        return false;
    }
    if (status == DPM_STOP || run->out.unread || platform_reader_gone(stdout)) {
        *code = CLI_DONE;
        return false;
    }
    draw_line(run, &state);
    return true;
}

static int follow(follow_run *run)
{
    int code = CLI_DONE;
    platform_watch_interrupt();
    while (!platform_interrupted()) {
        const int64_t begun = platform_ticks();
        if (!poll_once(run, false, &code)) {
            return code;
        }
        const int64_t took = platform_ticks() - begun;
        platform_sleep(took * POLL_SHARE > POLL_MS ? (unsigned)(took * POLL_SHARE) : POLL_MS);
    }
    return poll_once(run, true, &code) ? CLI_INTERRUPTED : code;
}

static bool open_run(follow_run *run, const cli_options *o)
{
    dpm_session_options options = {0};
    dpm_error err = {0};
    run->line = !o->quiet && !o->no_progress && platform_styled(stderr);
    return redaction_begin(o, &run->redactor) &&
           (dpm_rules_load(&run->rules, o->rules.items, o->rules.count, &err) >= 0 || print_dpm_error(&err)) &&
           session_options(o, &options) &&
           (dpm_follow_new(&run->follow, run->rules, &options, take, run, &err) >= 0 || print_dpm_error(&err)) &&
           events_out_begin(&run->out, o) && (run->out.redactor = run->redactor, true);
}

int cmd_follow(const cli_options *o)
{
    cli_options told = *o;
    if (told.format == FORMAT_DEFAULT) {
        told.format = platform_is_terminal(stdout) ? FORMAT_TEXT : FORMAT_JSONL;
    }
    follow_run run = {.o = &told};
    const int code = !open_run(&run, &told) ? CLI_USAGE : !add_all(&run) ? CLI_NO_INPUT : follow(&run);
    clear_line(&run);
    const bool kept = redaction_end(&told, run.redactor);
    events_out_end(&run.out);
    redaction_free(run.redactor);
    dpm_follow_free(run.follow);
    dpm_rules_free(run.rules);
    return kept ? code : CLI_USAGE;
}
