/* Years that one log lends to its neighbours. A file's time is lost when a folder is copied or unpacked; a `.Crash` name keeps
 * its stamp. Where a log begins with the same record as a crash copy of it, both are of the same year; and where that shows the
 * log's file time to be wrong, no file time of that folder is believed, nor one of the same hour: what is copied together. */
#include "base/civil.h"
#include "base/text.h"
#include "discover/source.h"
#include "record/year.h"

/* The folder that a log lies in, or the archive. */
static dpm_span folder_of(const source *s)
{
    size_t len = s->path.len;
    while (len && s->path.ptr[len - 1] != '/' && s->path.ptr[len - 1] != '\\' &&
           !(s->inside.len && s->path.ptr[len - 1] == '!')) {
        len--;
    }
    return span_head(s->path, len);
}

static bool guessed(const source *s)
{
    return s->year_basis == DPM_YEAR_BASIS_MTIME && s->probed && s->first_stamp != UINT64_MAX;
}

/* By its own name: what was lent is not lent on. */
static bool dated(const source *s)
{
    return s->crash_time != DPM_NO_TIME && s->year_basis == DPM_YEAR_BASIS_CRASH_NAME && s->probed &&
           s->first_stamp != UINT64_MAX;
}

/* The year that brings the log's end, or what is known of it, nearest to the time of the crash. */
static int nearest_year(const source *s, int64_t crash)
{
    const int year = civil_from_ms(crash).year;
    const uint64_t stamp = s->end_known ? s->last_stamp : s->first_stamp;
    int best = year - 1;
    for (int y = year; y <= year + 1; y++) {
        const int64_t far = stamp_to_ms(stamp, best) - crash, near = stamp_to_ms(stamp, y) - crash;
        best = (near < 0 ? -near : near) < (far < 0 ? -far : far) ? y : best;
    }
    return best;
}

static void lend(source *s, int year, dpm_year_basis basis)
{
    s->year = year;
    s->year_basis = basis;
    s->lent = true;
}

static bool copied_together(const source *a, const source *b)
{
    const bool known = a->mtime != DPM_NO_TIME && b->mtime != DPM_NO_TIME;
    const int64_t apart = known ? a->mtime - b->mtime : MS_DAY;
    return (apart <= MS_HOUR && apart >= -MS_HOUR) || span_eq(folder_of(a), folder_of(b));
}

/* The crash copy disproves the file time of `wrong`: date the logs that came with it from the crash. */
static void date_company(source_list *list, const source *wrong, const source *copy)
{
    for (size_t i = 0; i < list->count; i++) {
        source *const s = &list->items[i];
        if (guessed(s) && copied_together(s, wrong)) {
            lend(s, nearest_year(s, copy->crash_time) - s->wraps, copy->year_basis);
        }
    }
}

void sources_infer_years(source_list *list)
{
    for (size_t c = 0; c < list->count; c++) {
        const source *const copy = &list->items[c];
        for (size_t i = 0; dated(copy) && i < list->count; i++) {
            source *const s = &list->items[i];
            if (!guessed(s) || s->first_stamp != copy->first_stamp || !span_ieq(s->process, copy->process) ||
                !span_ieq(s->host, copy->host)) {
                continue;
            }
            const bool wrong = s->year != copy->year;
            lend(s, copy->year, copy->year_basis);
            if (wrong) {
                date_company(list, s, copy);
            }
        }
    }
}
