/* The quick look at a log before it is read: when its first and its last record were written, and in which years. What is at
 * any offset is sampled; what must be unpacked is looked at from its beginning, and to its end only if that is near. */
#include "base/civil.h"
#include "base/grow.h"
#include "base/limits.h"
#include "base/text.h"
#include "io/blob.h"
#include "io/streams.h"
#include "text/encoding.h"
#include "archive/file_type.h"
#include "discover/content.h"
#include "discover/encoding_change.h"
#include "discover/source.h"
#include "os/os.h"
#include "record/fields.h"
#include "record/remake.h"
#include "record/year.h"

#include <assert.h>
#include <stdlib.h>

enum {
    PIECE = 64 << 10,         /* bytes read at once: head, tail, steps of a small file */
    TEXT_CAP = 3 * PIECE,     /* Windows-1252 can triple */
    SAMPLE = 4 << 10,         /* bytes of a sample */
    SHORT_SAMPLE = 1 << 10,   /* those that are read first: as a rule a record begins there, and fewer pages are touched */
    SMALL_FILE = 1 << 20,     /* is read whole */
    SMALL_PACKED = 256 << 10, /* is unpacked up to SMALL_FILE */
    SAMPLES_MAX = 1024,       /* of a file; they are at least PIECE apart */
    TAIL_PIECES = 16,         /* how far back from the end a record is looked for: power loss leaves long runs of NULs */
};

/* What was seen of one log. Of a short rise `stamps` has only the ends. */
typedef struct look {
    blob *bytes; /* one of these two is there */
    stream *from;
    uint64_t size;      /* of `bytes` */
    dpm_span only;      /* as in the source */
    bool ended;         /* it was seen to its end */
    bool mixed;         /* the last piece had several encodings: where its lines are in the bytes is not known */
    encoding enc, page; /* page: given, or ENCODING_UTF8 */
    size_t bom;
    char *raw, *text;
    uint64_t *stamps;
    size_t count, cap;
    uint64_t first, last; /* UINT64_MAX: none */
    year_range range;
    size_t leap_count; /* `count` when a 02/29 was first seen; 0: never */
    uint64_t taken;    /* bytes of `from` */
    bool failed;       /* memory ran out */
} look;

/* --- stamps --- */

static bool grow_stamps(look *l)
{
    l->failed |= !GROW(l->stamps, l->count, l->cap);
    return !l->failed;
}

/* A rise within a rise says nothing, as long as it stays too short to look like a jump. */
static bool is_between(const look *l, uint64_t stamp)
{
    const uint64_t *const s = l->stamps + l->count - 2;
    return s[0] <= s[1] && s[1] <= stamp && stamp - s[0] < (uint64_t)30 * MS_DAY;
}

static void add_stamp(look *l, uint64_t stamp)
{
    const bool late = l->last != UINT64_MAX && stamp > l->last && stamp - l->last >= (uint64_t)365 * MS_DAY;
    if (l->first == UINT64_MAX) {
        l->first = stamp;
    }
    year_range_add(&l->range, stamp);
    if (!late) { /* a thread that still writes 12/31 after 01/01 does not end the log */
        l->last = stamp;
    }
    if (l->count >= 2 && is_between(l, stamp)) {
        l->stamps[l->count - 1] = stamp;
    } else if (l->count < STAMPS_MAX && grow_stamps(l)) {
        l->stamps[l->count++] = stamp;
    }
    if (stamp / MS_DAY == LEAP_DAY && l->leap_count == 0) {
        l->leap_count = l->count;
    }
}

/* --- lines --- */

/* Lines of a text. The next '\n' is remembered, so that a text full of '\r' is not searched again and again. */
typedef struct lines {
    dpm_span rest;
    const char *newline;
} lines;

static bool next_line(lines *l, dpm_span *line)
{
    if (l->rest.len == 0) {
        return false;
    }
    const char *const end = l->rest.ptr + l->rest.len;
    if (!l->newline || l->newline < l->rest.ptr) {
        const char *const at = memchr(l->rest.ptr, '\n', l->rest.len);
        l->newline = at ? at : end;
    }
    const char *const back = memchr(l->rest.ptr, '\r', (size_t)(l->newline - l->rest.ptr));
    const size_t len = (size_t)((back ? back : l->newline) - l->rest.ptr);
    *line = span_head(l->rest, len);
    l->rest = span_from(l->rest, len + 1);
    return true;
}

/* `torn`: the text begins inside a line. */
static lines lines_of(dpm_span text, bool torn)
{
    lines l = {text, NULL};
    dpm_span line;
    if (torn) {
        next_line(&l, &line);
    }
    return l;
}

static bool read_prefix(const look *l, dpm_span line, prefix *p)
{
    return (l->only.len == 0 || remake_behind_name(line, l->only, &line)) && prefix_parse(line_without_mark(line), p);
}

static bool first_stamp(const look *l, dpm_span text, bool torn, uint64_t *out)
{
    lines of = lines_of(text, torn);
    dpm_span line;
    prefix p;
    while (next_line(&of, &line)) {
        if (read_prefix(l, line, &p)) {
            *out = p.stamp;
            return true;
        }
    }
    return false;
}

static bool last_stamp(const look *l, dpm_span text, bool torn, uint64_t *out)
{
    lines of = lines_of(text, torn);
    dpm_span line;
    prefix p;
    bool found = false;
    while (next_line(&of, &line)) {
        if (read_prefix(l, line, &p)) {
            *out = p.stamp;
            found = true;
        }
    }
    return found;
}

static void add_stamps(look *l, dpm_span text, bool torn)
{
    lines of = lines_of(text, torn);
    dpm_span line;
    prefix p;
    while (next_line(&of, &line)) {
        if (read_prefix(l, line, &p)) {
            add_stamp(l, p.stamp);
        }
    }
}

/* --- reading --- */

/* Up to `len` bytes from `offset` on; fewer at the end and where they cannot be read. */
static dpm_span read_raw(look *l, uint64_t offset, size_t len)
{
    size_t have = 0, got = 1;
    while (have < len && got > 0) {
        if (blob_read_at(l->bytes, offset + have, l->raw + have, len - have, &got, NULL) < 0) {
            break;
        }
        have += got;
    }
    return span_of(l->raw, have);
}

/* Of a piece of a log that may go on in another encoding than it began with. */
static encoding piece_encoding(encoding begun, dpm_span piece)
{
    size_t bom;
    const encoding own = encoding_detect(span_head(piece, SAMPLE), &bom);
    const bool wide = own == ENCODING_UTF16LE || own == ENCODING_UTF16BE;
    return wide == (begun == ENCODING_UTF16LE || begun == ENCODING_UTF16BE) ? begun : own;
}

/* Decoded, with all encodings in it; `*taken` bytes. */
static dpm_span decode_piece(look *l, dpm_span raw, bool eof, size_t *taken)
{
    encoding now = piece_encoding(l->enc, raw);
    encoding_change change;
    size_t made = 0, at = 0;
    l->mixed = now != l->enc;
    while (encoding_change_find(now, span_from(raw, at), &change)) {
        made += decode(now, span_head(span_from(raw, at), change.at), true, l->text + made, TEXT_CAP - made).made;
        at += change.at + change.mark;
        now = change.to;
        l->mixed = true;
    }
    const decoded d = decode(now, span_from(raw, at), eof, l->text + made, TEXT_CAP - made);
    *taken = l->mixed ? raw.len : d.taken;
    return span_of(l->text, made + d.made);
}

/* The same, decoded. `offset` is moved to the start of a code unit. */
static dpm_span read_text(look *l, uint64_t offset, size_t len)
{
    const bool wide = l->enc == ENCODING_UTF16LE || l->enc == ENCODING_UTF16BE;
    const dpm_span raw = read_raw(l, wide ? offset & ~UINT64_C(1) : offset, len);
    return decode_piece(l, raw, false, &(size_t){0});
}

/* The offset after the last line end; 0: there is none. */
static size_t lines_end(dpm_span text)
{
    size_t at = text.len;
    while (at > 0 && text.ptr[at - 1] != '\n' && text.ptr[at - 1] != '\r') {
        at--;
    }
    return at;
}

static void look_at_all(look *l)
{
    bool torn = false;
    for (uint64_t offset = l->bom; offset < l->size;) {
        const dpm_span text = read_text(l, offset, PIECE);
        const bool last = l->size - offset <= PIECE;
        const size_t end = lines_end(text);
        const dpm_span whole = last || end == 0 ? text : span_head(text, end);
        const uint64_t step = l->mixed ? PIECE : encoded_len(l->enc, whole);
        add_stamps(l, l->mixed ? text : whole, torn);
        torn = end == 0 || l->mixed;
        if (last || step == 0) {
            break;
        }
        offset += step;
    }
}

/* Of the first record that begins in the sample at `offset`. */
static bool sample_stamp(look *l, uint64_t offset, uint64_t *stamp)
{
    return first_stamp(l, read_text(l, offset, SHORT_SAMPLE), true, stamp) ||
           first_stamp(l, read_text(l, offset, SAMPLE), true, stamp);
}

static void look_at_samples(look *l)
{
    uint64_t stamp;
    if (first_stamp(l, read_text(l, l->bom, PIECE), false, &stamp)) {
        add_stamp(l, stamp);
    }
    const uint64_t spread = l->size / SAMPLES_MAX, step = spread > PIECE ? spread : PIECE;
    for (uint64_t offset = step; offset < l->size - PIECE; offset += step) {
        if (sample_stamp(l, offset, &stamp)) {
            add_stamp(l, stamp);
        }
    }
    for (uint64_t back = 1; back <= TAIL_PIECES && back * PIECE < l->size; back++) {
        if (last_stamp(l, read_text(l, l->size - back * PIECE, PIECE), true, &stamp)) {
            add_stamp(l, stamp);
            break;
        }
    }
}

/* Fill `raw`, of which `have` bytes are there. False: nothing came, which is the end, be it for damage. */
static bool fill_raw(look *l, size_t *have, size_t *left)
{
    const size_t room = (size_t)PIECE - *have < *left ? (size_t)PIECE - *have : *left;
    size_t got = 0;
    const dpm_status status = room ? stream_fill(l->from, l->raw + *have, room, &got, NULL) : DPM_OK;
    l->failed |= status == DPM_ENOMEM;
    l->ended |= got < room;
    *have += got;
    *left -= got;
    l->taken += got;
    return got > 0;
}

/* From the beginning on, `most` bytes. */
static void look_at_stream(look *l, size_t most)
{
    size_t have = 0, left = most;
    bool torn = false;
    fill_raw(l, &have, &left);
    l->enc = encoding_detect_as(span_of(l->raw, have), &l->bom, l->page);
    size_t at = l->bom;
    while (!l->failed) {
        const bool last = l->ended || left == 0;
        size_t taken;
        const dpm_span text = decode_piece(l, span_of(l->raw + at, have - at), last, &taken);
        const size_t end = lines_end(text);
        const dpm_span whole = last || end == 0 || l->mixed ? text : span_head(text, end);
        const size_t step = end == 0 || last || l->mixed ? taken : (size_t)encoded_len(l->enc, whole);
        add_stamps(l, whole, torn);
        torn = end == 0 || l->mixed;
        if (last || step == 0) {
            return;
        }
        have -= at + step;
        memmove(l->raw, l->raw + at + step, have);
        at = 0;
        fill_raw(l, &have, &left);
    }
}

/* What can be unpacked in no time is seen to its end. */
static size_t worth_seeing(const source *s, bool whole)
{
    const origin *const from = s->from;
    const uint64_t packed = from && from->kind == ORIGIN_ZIP ? from->zip.packed : s->size;
    return whole ? SIZE_MAX : packed <= SMALL_PACKED ? SMALL_FILE : PIECE;
}

static dpm_status look_at_log(look *l, const source *s, bool whole)
{
    l->raw = malloc(PIECE);
    l->text = malloc(TEXT_CAP);
    if (!l->raw || !l->text) {
        return DPM_ENOMEM;
    }
    if (l->from) {
        look_at_stream(l, worth_seeing(s, whole));
        return l->failed ? DPM_ENOMEM : DPM_OK;
    }
    l->enc = encoding_detect_as(read_raw(l, 0, PIECE), &l->bom, l->page);
    l->ended = true;
    if (l->size < SMALL_FILE) {
        look_at_all(l);
    } else {
        look_at_samples(l);
    }
    return l->failed ? DPM_ENOMEM : DPM_OK;
}

/* --- years --- */

/* The year of the first record. Where a 02/29 was seen, `leap_wraps` New Years later, the year has that day. */
static void set_year(source *s, int leap_wraps, int option_year, int64_t now)
{
    s->year = source_anchor_year(s, option_year, now, s->last_stamp, &s->year_basis) - s->wraps;
    while (leap_wraps >= 0 && !civil_leap(s->year + leap_wraps)) {
        s->year--;
    }
}

/* The same where the end was not seen: it lies where the first record's stamp is not later than the anchor. The year that was
 * given is that of the end, which the file's time tells if the first record comes later in the year than it. */
static void guess_year(source *s, int option_year, int64_t now)
{
    const bool dated = s->mtime != DPM_NO_TIME;
    const int written = dated ? civil_from_ms(s->mtime).year : 0;
    s->year = source_anchor_year(s, option_year, now, s->first_stamp, &s->year_basis);
    if (option_year && dated && stamp_to_ms(s->first_stamp, written) > s->mtime + MS_DAY) {
        s->year--;
    }
}

/* A compressed file is no blob of a log. */
static bool is_layered(blob *bytes)
{
    char head[FILE_TYPE_BYTES];
    size_t got = 0;
    return blob_read_at(bytes, 0, head, sizeof head, &got, NULL) >= 0 && file_type_is_layer(file_type_of(span_of(head, got)));
}

/* Not of what is read once only, and opening a pipe disturbs its writer. False: it cannot be looked at. */
static dpm_status open_log(const source *s, look *l)
{
    os_info info;
    uint64_t size;
    const origin file = {.kind = ORIGIN_FILE, .path = s->path.ptr}, *const from = s->from ? s->from : &file;
    if (s->is_stdin && (!s->from || s->from->kind == ORIGIN_INPUT)) {
        return DPM_OK;
    }
    if (from->kind == ORIGIN_FILE && (os_stat(s->path.ptr, &info, NULL) < 0 || info.kind != OS_FILE)) {
        return DPM_OK;
    }
    dpm_status status = origin_blob(from, &l->bytes, NULL);
    if (status >= 0 && l->bytes && s->from && is_layered(l->bytes)) {
        blob_release(l->bytes);
        l->bytes = NULL;
    }
    if (status >= 0 && !l->bytes) {
        status = source_open(s, &l->from, &size, NULL);
    }
    l->size = l->bytes ? blob_size(l->bytes) : 0;
    return status == DPM_ENOMEM ? status : DPM_OK;
}

static void close_look(look *l)
{
    blob_release(l->bytes);
    stream_close(l->from);
    free(l->raw);
    free(l->text);
    free(l->stamps);
}

static void keep_look(const look *l, quick_look *out)
{
    *out = (quick_look){
        .done = true,
        .ended = l->ended,
        .enc = l->enc,
        .first = l->first,
        .last = l->ended ? l->last : UINT64_MAX,
        .range = l->range,
        .wraps = l->ended ? year_count_wraps(l->stamps, l->count) : 0,
        .leap_wraps = l->leap_count ? year_count_wraps(l->stamps, l->leap_count) : -1,
    };
}

static dpm_status look_at_source(source *s, bool whole)
{
    look l = {.first = UINT64_MAX, .last = UINT64_MAX, .only = s->only, .page = s->page};
    s->look = (quick_look){.first = UINT64_MAX, .last = UINT64_MAX, .leap_wraps = -1};
    dpm_status status = open_log(s, &l);
    if (status >= 0 && (l.bytes || l.from)) {
        status = look_at_log(&l, s, whole);
        if (status >= 0) {
            keep_look(&l, &s->look);
        }
    }
    close_look(&l);
    return status;
}

dpm_status quick_look_at(stream *from, encoding page, quick_look *out, uint64_t *taken)
{
    look l = {.from = from, .first = UINT64_MAX, .last = UINT64_MAX, .page = page};
    l.raw = malloc(PIECE);
    l.text = malloc(TEXT_CAP);
    l.failed = !l.raw || !l.text;
    if (!l.failed) {
        look_at_stream(&l, SIZE_MAX);
        keep_look(&l, out);
    }
    *taken = l.taken;
    close_look(&l);
    return l.failed ? DPM_ENOMEM : DPM_OK;
}

dpm_status source_probe(source *s, bool whole, int option_year, int64_t now)
{
    assert(s->path.ptr);
    if (s->kind != SOURCE_LOG) { /* a witness was read before, which gave its times */
        return DPM_OK;
    }
    content input = CONTENT_LOG;
    if (s->is_stdin && s->from && s->from->kind == ORIGIN_INPUT) {
        TRY(content_look(s->from, false, &input));
    }
    if (input == CONTENT_ALERT) {
        source_make_alert(s);
    }
    const dpm_status status = s->look.done ? DPM_OK : look_at_source(s, whole);
    const quick_look *const l = &s->look;
    s->probed = l->done;
    s->end_known = l->done && l->ended;
    s->lent = false;
    s->encoding = l->done ? encoding_name(l->enc) : NULL;
    s->first_stamp = l->first;
    s->last_stamp = l->last;
    s->range = l->range;
    s->wraps = l->wraps;
    s->look.done = false;
    if (s->probed && !s->end_known && s->first_stamp != UINT64_MAX) {
        guess_year(s, option_year, now);
    } else {
        set_year(s, l->leap_wraps, option_year, now);
    }
    return status;
}
