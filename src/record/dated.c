#include "record/dated.h"

#include "base/number.h"
#include "record/year.h"

/* The column that ends before the TAB in front of the level word. */
static dpm_span stated(const record_batch *b, uint32_t i)
{
    const char *const base = b->base;
    size_t at = b->message[i];
    for (int columns = 0; columns < 2; columns++) { /* the level, then what is looked for */
        const size_t end = at > b->start[i] ? at - 1 : at;
        at = end;
        while (at > b->start[i] && base[at - 1] != '\t') {
            at--;
        }
        if (columns == 1) {
            return span_of(base + at, end - at);
        }
    }
    return (dpm_span){0};
}

void dated_apply(record_batch *batch)
{
    for (uint32_t i = 0; i < batch->count; i++) {
        uint64_t year = 0, number = 0;
        const dpm_span text = stated(batch, i);
        const size_t len = number_decimal(text, &year);
        const bool good = len && year < 10000 && len < text.len && text.ptr[len] == '#';
        batch->time[i] = DPM_NO_TIME;
        if (!good) {
            batch->flags[i] |= RECORD_NO_TIME;
            continue;
        }
        if (number_decimal(span_from(text, len + 1), &number)) {
            batch->line[i] = (uint32_t)number - 1;
        }
        if (!(batch->flags[i] & RECORD_NO_TIME)) {
            batch->time[i] = stamp_to_ms(batch->stamp[i], (int)year);
        }
    }
}
