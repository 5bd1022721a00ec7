/* The progress line. It is drawn ten times a second at most, so it costs nothing that could be measured. */
#include "cli/progress.h"

#include "cli/platform.h"
#include "cli/progress_text.h"

#include <stdio.h>

enum { EVERY_MS = 100, USUAL_COLUMNS = 80 };

static void draw(void *context, const dpm_progress *p)
{
    progress_line *const line = context;
    const int64_t now = platform_ticks();
    char text[PROGRESS_TEXT];
    if (now - line->shown < EVERY_MS) {
        return;
    }
    line->shown = now;
    line->visible = true;
    const unsigned columns = platform_columns(stderr);
    progress_text(p, now - line->begun, columns ? columns : USUAL_COLUMNS, text, sizeof text);
    fprintf(stderr, "\r\033[K%s", text);
    fflush(stderr);
}

void progress_begin(progress_line *line, const cli_options *o, dpm_session *session)
{
    *line = (progress_line){.begun = platform_ticks()};
    line->shown = line->begun; /* a run that takes no time shows nothing */
    if (!o->no_progress && !o->quiet && platform_styled(stderr)) {
        dpm_session_on_progress(session, draw, line);
    }
}

void progress_end(progress_line *line)
{
    if (line->visible) {
        fputs("\r\033[K", stderr);
        fflush(stderr);
        line->visible = false;
    }
}
