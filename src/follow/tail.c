/* One log that grows. */
#include "follow/tail.h"

#include "base/text.h"

#include <stdlib.h>

enum { TEXT_SLACK = 64, TEXT_MAX = RECORD_CAP + (64 << 10), HEAD_LEAST = 32 };

void tail_free(tail *t)
{
    os_close(t->file);
    free(t->text);
    t->file = NULL;
    t->text = NULL;
}

/* ---- blocks ---- */

static dpm_span text_of(const tail *t)
{
    return span_of(t->text, t->text_len);
}

/* Hand out the first `len` bytes of the text, and forget them. */
static dpm_status hand(tail *t, size_t len, bool more, bool last, tail_take take, void *context)
{
    const dpm_span text = span_of(t->text, len);
    const block b = {
        .text = text,
        .offset = t->offset,
        .continues = t->continues,
        .inside = t->inside,
        .more = more,
        .last = last,
    };
    const dpm_status status = take(context, t, &b);
    t->continues = (more || last) && (t->continues || record_begins(t->layout, text));
    t->inside = more && text.ptr[len - 1] != '\n' && text.ptr[len - 1] != '\r';
    t->offset += encoded_len(t->enc, text);
    t->text_len -= len;
    memmove(t->text, t->text + len, t->text_len);
    return status;
}

static dpm_status hand_whole(tail *t, tail_take take, void *context)
{
    if (t->layout == LAYOUT_NONE) {
        t->layout = layout_detect(text_of(t));
    }
    const size_t start = record_last_start(t->layout, text_of(t));
    if (start < t->text_len) {
        return hand(t, start, false, false, take, context);
    }
    while (t->text_len >= TEXT_MAX) {
        const size_t len = record_cut_inside(span_of(t->text, t->text_len - 1));
        const dpm_status status = hand(t, len, true, false, take, context);
        if (status != DPM_OK) {
            return status;
        }
    }
    return DPM_OK;
}

dpm_status tail_flush(tail *t, bool torn, tail_take take, void *context)
{
    const bool complete = t->text_len && (t->text[t->text_len - 1] == '\n' || t->text[t->text_len - 1] == '\r');
    if (t->text_len == 0 || (!complete && !torn)) {
        return DPM_OK;
    }
    return hand(t, t->text_len, false, true, take, context);
}

/* ---- bytes ---- */

static bool reserve(tail *t, size_t more)
{
    const size_t need = t->text_len + more + TEXT_SLACK;
    if (need <= t->text_cap) {
        return true;
    }
    char *const text = realloc(t->text, need);
    if (!text) {
        return false;
    }
    t->text = text;
    t->text_cap = need;
    return true;
}

static bool file_has(const tail *t, uint64_t offset, const uint8_t *wanted, size_t len)
{
    uint8_t bytes[TAIL_PRINT];
    size_t got = 0;
    return len == 0 ||
           (os_read_at(t->file, offset, bytes, len, &got, NULL) >= 0 && got == len && memcmp(bytes, wanted, len) == 0);
}

/* The file begins with the bytes that were read first and has those that were read last where they were. The last ones alone do
 * not tell: lines of one length repeat GUIDs, sources and words at the same places. */
static bool same_file(const tail *t)
{
    return file_has(t, 0, t->head, t->head_len) && file_has(t, t->read_to - t->print_len, t->print, t->print_len);
}

static void remember(tail *t, const char *raw, size_t taken)
{
    const size_t first = taken < TAIL_PRINT - t->head_len ? taken : TAIL_PRINT - t->head_len;
    memcpy(t->head + t->head_len, raw, first);
    t->head_len += first;
    if (taken >= TAIL_PRINT) {
        memcpy(t->print, raw + taken - TAIL_PRINT, TAIL_PRINT);
        t->print_len = TAIL_PRINT;
        return;
    }
    const size_t kept = t->print_len + taken > TAIL_PRINT ? TAIL_PRINT - taken : t->print_len;
    memmove(t->print, t->print + t->print_len - kept, kept);
    memcpy(t->print + kept, raw, taken);
    t->print_len = kept + taken;
}

/* From its first byte again. */
static void restart(tail *t)
{
    t->read_to = t->offset = t->line = 0;
    t->head_len = t->print_len = t->text_len = 0;
    t->detected = t->probed = t->continues = t->inside = false;
    t->layout = LAYOUT_NONE;
    t->recent = (recent_hashes){.at = 0};
}

/* `in` to text; how many bytes were taken. SIZE_MAX: memory ran out. */
static size_t decode_raw(tail *t, dpm_span in)
{
    size_t bom = 0;
    if (!t->detected) {
        if (in.len < HEAD_LEAST) { /* no record is that short */
            return 0;
        }
        t->enc = encoding_detect(in, &bom);
        t->detected = true;
        t->offset = bom;
    }
    const size_t room = 3 * in.len + 4;
    if (!reserve(t, room)) {
        return SIZE_MAX;
    }
    const decoded d = decode(t->enc, span_from(in, bom), false, t->text + t->text_len, room);
    t->text_len += d.made;
    return bom + d.taken;
}

/* Hand out what is left of a log that was truncated or written again. Not a torn line: it is whole in the copy that a rotation
 * made, if it made one. */
static dpm_status begin_again(tail *t, tail_take take, void *context, tail_news *news)
{
    const dpm_status status = tail_flush(t, false, take, context);
    if (status == DPM_OK) {
        restart(t);
        *news = TAIL_RESTARTED;
    }
    return status;
}

/* The file is compared after the bytes were read: between a comparison and a read it could be truncated and written again. */
static dpm_status read_on(tail *t, char *raw, tail_take take, void *context, uint64_t *bytes, tail_news *news, dpm_error *err)
{
    for (;;) {
        size_t got = 0;
        TRY(os_read_at(t->file, t->read_to, raw, TAIL_RAW, &got, err));
        if (!same_file(t)) {
            const dpm_status status = begin_again(t, take, context, news);
            if (status != DPM_OK) {
                return status;
            }
            continue;
        }
        const size_t taken = got ? decode_raw(t, span_of(raw, got)) : 0;
        if (taken == SIZE_MAX) {
            return status_nomem(err);
        }
        if (taken == 0) {
            return DPM_OK;
        }
        remember(t, raw, taken);
        t->read_to += taken;
        *bytes += taken;
        *news = *news == TAIL_RESTARTED ? TAIL_RESTARTED : TAIL_GREW;
        const dpm_status status = hand_whole(t, take, context);
        if (status != DPM_OK) {
            return status;
        }
    }
}

dpm_status tail_read(tail *t, char *raw, tail_take take, void *context, uint64_t *bytes, tail_news *news, dpm_error *err)
{
    os_info info;
    *news = TAIL_SAME;
    TRY(os_file_info(t->file, &info, err));
    if (info.size == t->read_to && info.mtime == t->mtime) {
        return DPM_OK;
    }
    t->mtime = info.mtime;
    return read_on(t, raw, take, context, bytes, news, err);
}
