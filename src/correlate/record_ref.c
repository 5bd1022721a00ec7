/* A record kept beyond its block. */
#include "correlate/record_ref.h"

#include <string.h>

static uint8_t copy(char *to, dpm_span from, size_t cap)
{
    const dpm_span head = span_head_utf8(from, cap);
    if (head.len) {
        memcpy(to, head.ptr, head.len);
    }
    return (uint8_t)head.len;
}

uint64_t place_offset(place *where, const record_batch *batch, uint32_t record)
{
    const uint32_t start = batch->start[record];
    if (start > where->at) {
        where->offset += where->encoded_len(where->encoding, span_of(batch->base + where->at, start - where->at));
        where->at = start;
    }
    return where->offset;
}

void record_ref_fill(record_ref *out, const record_batch *batch, const event *e, place *where)
{
    const uint32_t i = e->record;
    const dpm_span message = span_trim(batch_message(batch, i));
    out->time = batch->time[i];
    out->line = where->line + batch->line[i] + 1;
    out->offset = place_offset(where, batch, i);
    out->source = where->source;
    out->pid = batch->pid[i];
    out->tid = batch->tid[i];
    out->code = e->code_count ? e->codes[0] : 0;
    out->rule = e->rule;
    out->level = batch->level[i];
    out->present = true;
    out->has_task = e->has_task;
    memcpy(out->task, e->task, sizeof out->task);
    out->text_len = copy(out->text, message, RECORD_REF_TEXT_CAP);
    out->text_cut = message.len > out->text_len;
    out->position_len = copy(out->position, batch_part(batch, batch->source[i]), RECORD_REF_POSITION_CAP);
}

int record_ref_compare(const record_ref *a, const record_ref *b)
{
    if (a->time != b->time) {
        return a->time < b->time ? -1 : 1;
    }
    if (a->source != b->source) {
        return a->source < b->source ? -1 : 1;
    }
    return (a->line > b->line) - (a->line < b->line);
}
