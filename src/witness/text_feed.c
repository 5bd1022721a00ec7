#include "witness/text_feed.h"

#include "base/text.h"
#include "io/streams.h"
#include "text/encoding.h"

#include <stdlib.h>
#include <string.h>

enum { RAW_BYTES = 64 << 10, TEXT_BYTES = FEED_MAX + 3 * RAW_BYTES };

typedef struct feed {
    stream *from;
    char *raw, *text;
    size_t left, len; /* bytes in `raw` that are not decoded; of `text` */
    encoding enc;
    bool begun, ended;
} feed;

/* Decode what comes next. */
static dpm_status fill(feed *f, dpm_error *err)
{
    size_t got = 0, bom = 0;
    const dpm_status status = stream_fill(f->from, f->raw + f->left, RAW_BYTES - f->left, &got, err);
    f->ended = status < 0 || f->left + got < RAW_BYTES;
    f->left += got;
    if (!f->begun) {
        f->enc = encoding_detect(span_of(f->raw, f->left), &bom);
        f->begun = true;
    }
    const decoded d = decode(f->enc, span_of(f->raw + bom, f->left - bom), f->ended, f->text + f->len, TEXT_BYTES - f->len);
    f->len += d.made;
    f->left -= bom + d.taken;
    if (f->left) {
        memmove(f->raw, f->raw + bom + d.taken, f->left);
    }
    return status;
}

/* What is not taken is dropped when it grows too long. */
static bool hand_out(feed *f, text_consumer take, void *context)
{
    size_t used = take(context, span_of(f->text, f->len), f->ended);
    if (used == SIZE_MAX) {
        return false;
    }
    used = used < f->len ? used : f->len;
    if (f->len - used > FEED_MAX) {
        used = f->len;
    }
    f->len -= used;
    if (f->len) {
        memmove(f->text, f->text + used, f->len);
    }
    return true;
}

dpm_status text_feed(stream *from, text_consumer take, void *context, dpm_error *err)
{
    feed f = {.from = from, .raw = malloc(RAW_BYTES), .text = malloc(TEXT_BYTES)};
    bool room = f.raw && f.text;
    dpm_status status = DPM_OK;
    while (status >= 0 && room && !f.ended) {
        status = fill(&f, err);
        room = status != DPM_ENOMEM && hand_out(&f, take, context);
    }
    free(f.raw);
    free(f.text);
    return room ? status : status_nomem(err);
}

bool text_line(dpm_span *rest, bool last, dpm_span *line)
{
    const cut c = span_cut(*rest, '\n');
    if (rest->len == 0 || (!c.found && !last)) {
        return false;
    }
    *line = c.head.len && c.head.ptr[c.head.len - 1] == '\r' ? span_head(c.head, c.head.len - 1) : c.head;
    *rest = c.found ? c.tail : (dpm_span){0};
    return true;
}
