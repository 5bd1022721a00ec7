/* The progress line. It is drawn ten times a second at most, so it costs nothing that could be measured. */
#include "cli/progress.h"

#include "cli/platform.h"

#include <stdlib.h>
#include <string.h>

enum { EVERY_MS = 100 };

static double megabytes(uint64_t bytes)
{
    return (double)bytes / 1e6;
}

static void draw(void *context, const dpm_progress *p)
{
    progress_line *const line = context;
    const int64_t now = platform_ticks();
    if (now - line->shown < EVERY_MS) {
        return;
    }
    line->shown = now;
    line->visible = true;
    const double seconds = (double)(now - line->begun) / 1000;
    fputs("\r\033[K", stderr);
    if (p->bytes_total) {
        const uint64_t done = p->bytes_done < p->bytes_total ? p->bytes_done : p->bytes_total;
        fprintf(stderr, "%3.0f%%  ", 100 * (double)done / (double)p->bytes_total);
    }
    fprintf(stderr, "%.1f MB", megabytes(p->bytes_done));
    if (p->bytes_total) {
        fprintf(stderr, " of %.1f MB", megabytes(p->bytes_total));
    }
    const double rate = seconds > 0 ? megabytes(p->bytes_done) / seconds : 0;
    fprintf(stderr, "  %.0f MB/s  %zu of %zu logs", rate, p->sources_done, p->sources_total);
    fflush(stderr);
}

void progress_begin(progress_line *line, const cli_options *o, dpm_session *session)
{
    const char *const term = getenv("TERM");
    *line = (progress_line){.begun = platform_ticks()};
    line->shown = line->begun; /* a run that takes no time shows nothing */
    if (!o->no_progress && !o->quiet && platform_is_terminal(stderr) && !(term && strcmp(term, "dumb") == 0)) {
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
