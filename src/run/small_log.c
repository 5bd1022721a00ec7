/* Reading a small log whole. */
#include "run/small_log.h"

#include <string.h>

static bool read_blocks(small_log *l, reader *r, char *text, size_t room)
{
    block b, more;
    const dpm_status got = reader_next(r, &b, NULL);
    l->empty = got == DPM_END;
    if (got < 0 || l->empty) {
        return l->empty;
    }
    if (b.text.len > room) {
        return false;
    }
    if (b.text.len) {
        memcpy(text, b.text.ptr, b.text.len);
    }
    l->made.from = b;
    l->made.from.text.ptr = text;
    l->made.encoding = (int)reader_encoding(r);
    l->layout = reader_layout(r);
    return reader_next(r, &more, NULL) == DPM_END;
}

bool small_log_read(small_log *l, reader *r, char *text, size_t room)
{
    stream *from;
    uint64_t size = l->src->size;
    if (origin_apart_open(&l->bytes, &from, &size) < 0) {
        return false;
    }
    reader_page(r, l->src->page);
    reader_take(r, from, size);
    if (!read_blocks(l, r, text, room)) {
        reader_close(r, 0);
        return false;
    }
    return true;
}

/* Alerts are numbered through all logs of a run, so their text is read in order. */
void small_log_close(small_log *l, reader *r)
{
    l->end = reader_close(r, l->made.counts.nuls);
    l->done = !l->end.is_alert;
}
