/* The columns of a usual record by the bit map of the TABs: what columns_find says. Inlined into the scanner's loop. */
#ifndef DPM_RECORD_WIDE_COLUMNS_H
#define DPM_RECORD_WIDE_COLUMNS_H

#include "record/columns.h"
#include "record/mask.h"
#include "record/target.h"
#include "record/wide.h"

/* Where the next TAB is, if it is in the next 57 bytes. */
INLINE bool next_tab(const uint64_t *tabs, uint32_t at, uint32_t *tab)
{
    const uint64_t bits = mask_from(tabs, at);
    if (bits) {
        *tab = at + mask_first(bits);
    }
    return bits;
}

/* The next two. Two at a time, because each look at the map waits for the one before: that is what this loop's time goes to. */
INLINE bool next_two_tabs(const uint64_t *tabs, uint32_t at, uint32_t *tab, uint32_t *second)
{
    const uint64_t bits = mask_from(tabs, at), rest = bits & (bits - 1);
    if (rest) {
        *tab = at + mask_first(bits);
        *second = at + mask_first(rest);
    }
    return rest;
}

INLINE part part_between(uint32_t at, uint32_t end)
{
    return (part){at, end - at};
}

/* columns_find for the usual layouts, 10 columns or 11, straight into row `i`. Columns longer than 56 bytes, a task of 4 to 8
 * bytes, which could be a level, and the text's last bytes are left to columns_find: then the answer is false. */
INLINE bool wide_columns(dpm_span text, const uint64_t *tabs, uint32_t at, uint32_t end, record_batch *out, uint32_t i)
{
    uint32_t module, source, object, task, level; /* where they end */
    if (!next_two_tabs(tabs, at, &module, &source) || !next_two_tabs(tabs, source + 1, &object, &task) ||
        !next_tab(tabs, task + 1, &level) || level >= end || text.len - task <= WIDE_LEVEL || task - object - 5 <= 4) {
        return false;
    }
    dpm_level word = wide_level(text.ptr + task + 1, level - task - 1);
    uint8_t flags = 0;
    if (word == DPM_LEVELS) {
        const uint32_t extra = level;
        if (!next_tab(tabs, extra + 1, &level) || level >= end || text.len - extra <= WIDE_LEVEL) {
            return false;
        }
        word = wide_level(text.ptr + extra + 1, level - extra - 1);
        flags = RECORD_EXTRA;
    }
    out->module[i] = part_between(at, module);
    out->source[i] = part_between(module + 1, source);
    out->object[i] = part_between(source + 1, object);
    out->task[i] = part_between(object + 1, task);
    out->message[i] = level + 1;
    out->level[i] = (uint8_t)word;
    out->flags[i] = flags;
    return word != DPM_LEVELS;
}

#endif
