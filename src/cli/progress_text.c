/* What the progress line says. It knows no terminal and no clock. */
#include "cli/progress_text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { ESTIMATE_MS = 1000 /* from then on the rate says something */, BAR = 12, PART = 40 };

/* What stands on the line, in this order. */
enum { PART_BAR, PART_SHARE, PART_BYTES, PART_RATE, PART_LOGS, PART_LEFT, PARTS };

typedef char part_text[PART];

static double megabytes(uint64_t bytes)
{
    return (double)bytes / 1e6;
}

static void put_share(double share, part_text bar, part_text percent)
{
    const int full = (int)(share * BAR);
    snprintf(bar, PART, "[%.*s%.*s]", full, "============", BAR - full, "            ");
    snprintf(percent, PART, "%3.0f%%", 100 * share);
}

static void put_left(double seconds, part_text out)
{
    const uint64_t left = (uint64_t)(seconds + 0.5);
    if (left < 60) {
        snprintf(out, PART, "%" PRIu64 " s left", left);
    } else if (left < 3600) {
        snprintf(out, PART, "%" PRIu64 " min %02" PRIu64 " s left", left / 60, left % 60);
    } else {
        snprintf(out, PART, "%" PRIu64 " h %02" PRIu64 " min left", left / 3600, left / 60 % 60);
    }
}

/* Parts that are not known stay empty. */
static void put_parts(const dpm_progress *p, int64_t elapsed, part_text *parts)
{
    const uint64_t done = p->bytes_total && p->bytes_done > p->bytes_total ? p->bytes_total : p->bytes_done;
    const double rate = elapsed > 0 ? (double)done / (double)elapsed : 0; /* bytes a millisecond */
    memset(parts, 0, PARTS * sizeof *parts);
    if (p->bytes_total) {
        put_share((double)done / (double)p->bytes_total, parts[PART_BAR], parts[PART_SHARE]);
        snprintf(parts[PART_BYTES], PART, "%.1f of %.1f MB", megabytes(done), megabytes(p->bytes_total));
    } else {
        snprintf(parts[PART_BYTES], PART, "%.1f MB", megabytes(done));
    }
    snprintf(parts[PART_RATE], PART, "%.0f MB/s", rate / 1e3);
    snprintf(parts[PART_LOGS], PART, "%zu of %zu logs", p->sources_done, p->sources_total);
    if (p->bytes_total && rate > 0 && elapsed >= ESTIMATE_MS) {
        put_left((double)(p->bytes_total - done) / rate / 1e3, parts[PART_LEFT]);
    }
}

/* What there is no room for goes, the least wanted first: a line that wraps could not be taken away again. */
static void fit(part_text *parts, unsigned columns)
{
    static const int order[] = {PART_BAR, PART_LOGS, PART_RATE, PART_BYTES, PART_LEFT, PART_SHARE};
    for (size_t i = 0; i <= sizeof order / sizeof *order; i++) {
        size_t wide = 0;
        for (int k = 0; k < PARTS; k++) {
            wide += parts[k][0] ? strlen(parts[k]) + 2 : 0;
        }
        if (wide <= columns || i == sizeof order / sizeof *order) {
            return;
        }
        parts[order[i]][0] = '\0';
    }
}

void progress_text(const dpm_progress *p, int64_t elapsed, unsigned columns, char *out, size_t cap)
{
    part_text parts[PARTS];
    size_t len = 0;
    put_parts(p, elapsed, parts);
    fit(parts, columns);
    out[0] = '\0';
    for (int k = 0; k < PARTS && len < cap; k++) {
        if (parts[k][0]) {
            len += (size_t)snprintf(out + len, cap - len, "%s%s", len ? "  " : "", parts[k]);
        }
    }
}
