/* Columns of any record, one column at a time. The scanner's loop does the two common layouts itself and comes here for the
 * rest; both give the same, which the tests hold them to. */
#include "record/columns.h"

#include "record/fields.h"

#include <assert.h>

/* Counted from the module. The fourth is column 8, the task. */
enum { TASK = 3, LEVEL = 4, LAST_LEVEL = 6, COLUMNS = 8 };

/* Cut the line at its TABs. The last column takes what is left. Returns how many there are, at least one. */
static size_t split(const char *base, uint32_t at, uint32_t end, part out[COLUMNS])
{
    for (size_t count = 0;; count++) {
        const char *const tab = at < end ? memchr(base + at, '\t', end - at) : NULL;
        const uint32_t stop = tab ? (uint32_t)(tab - base) : end;
        out[count] = (part){at, stop - at};
        if (!tab || count == COLUMNS - 1) {
            return count + 1;
        }
        at = stop + 1;
    }
}

/* The index of the level, or 0. */
static size_t find_level(const char *base, const part *cols, size_t count, dpm_level *level)
{
    for (size_t i = TASK; i < count && i <= LAST_LEVEL; i++) {
        if (level_parse(span_of(base + cols[i].at, cols[i].len), level)) {
            return i;
        }
    }
    return 0;
}

/* Without a task column, a GUID stands where the object should. */
static void without_task(const char *base, columns *c)
{
    c->task = (part){0};
    if (c->object.len && base[c->object.at] != '[') {
        c->task = c->object;
        c->object = (part){0};
    }
}

columns columns_find(const char *base, uint32_t at, uint32_t end)
{
    assert(at <= end);
    part cols[COLUMNS];
    const size_t count = split(base, at, end, cols);
    dpm_level level = DPM_LEVEL_OTHER;
    const size_t found = find_level(base, cols, count, &level);
    const size_t message = found ? found + 1 : count > LEVEL ? LEVEL : count - 1;
    const uint32_t message_at = message < count ? cols[message].at : end;
    for (size_t i = message; i < LEVEL; i++) {
        cols[i] = (part){0};
    }
    columns c = {
        .module = cols[0],
        .source = cols[1],
        .object = cols[2],
        .task = cols[TASK],
        .message = message_at,
        .level = (uint8_t)level,
        .flags = found > LEVEL ? RECORD_EXTRA : 0,
    };
    if (found == TASK) {
        without_task(base, &c);
    }
    return c;
}
