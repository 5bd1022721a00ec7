/* From a source's bytes to blocks of whole records. Knows no columns: where a record begins it asks the scanner's stage.
 *
 *     file or feed ──▶ raw ──decode──▶ text: |offset 0 ... records ... |torn record ... window|
 *                                            '────── one block ───────''── carried to the front ──▶
 *
 * A block is cut from a window of text that is filled to the brim, BLOCK_BYTES first and more where it holds no record's
 * start, unless the source ends before. So the cuts depend on the text alone, never on how its bytes arrived. UTF-8 needs
 * no decoding and is read straight into the text. */
#include "read/reader.h"

#include "discover/encoding_change.h"

#include "alert/alert.h"
#include "base/text.h"
#include "text/decode_kernels.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    RAW_CAP = 256 << 10, /* bytes that are taken at once */
    RAW_ROOM = 2 * RAW_CAP + 2 * CHANGE_AHEAD,
    HEAD_BYTES = 64 << 10 /* what encoding and layout are found from */
};

struct reader {
    stream *from; /* NULL: fed, or closed */
    dpm_span fed; /* the caller's bytes that are not taken yet */
    bool fed_all; /* nothing follows them */
    char *raw;    /* bytes as stored: raw_at up to raw_len are not decoded yet */
    size_t raw_at, raw_len;
    size_t raw_clean;       /* up to there no other encoding begins in `raw` */
    size_t text_clean;      /* the same in `text`, where that is the source's bytes */
    bool changing;          /* `change` is where the text up to here ends: change.at in `raw` */
    encoding_change change; /* to be made next */
    encoding enc;           /* of what is decoded now */
    encoding page;          /* that what is neither UTF-8 nor UTF-16 is in; ENCODING_UTF8: it is guessed */
    remake form;            /* it is a log in another form */
    bool is_alert;          /* alert text, which is turned into lines of a log */
    uint32_t alerts;        /* so far, of all sources: each has a thread of its own, so that none is taken for another's */
    char *made_log;         /* ALERT_OUT bytes, once they were needed */
    char *text;             /* decoded text from the start of the next block on */
    size_t text_len;
    size_t handed;          /* length of the block that the caller has */
    bool detected;          /* encoding known, byte order mark taken off */
    bool laid_out;          /* layout known */
    bool ended;             /* the source has no more bytes */
    bool done;              /* the last block was handed out */
    bool continues, inside; /* of the next block */
    uint64_t offset;        /* of text[0], in the source as stored */
    uint64_t decoded;       /* offset up to which the source is decoded */
    uint64_t size;          /* at the time of opening */
    dpm_error trouble;      /* what ended the reading before its time */
    reader_end end;
};

dpm_status reader_new(reader **out, dpm_error *err)
{
    reader *const r = calloc(1, sizeof *r);
    *out = r;
    if (r) {
        r->raw = malloc(RAW_ROOM);
        r->text = malloc(READER_TEXT);
    }
    if (!r || !r->raw || !r->text) {
        reader_free(r);
        *out = NULL;
        return status_nomem(err);
    }
    return DPM_OK;
}

void reader_free(reader *r)
{
    if (r) {
        stream_close(r->from);
        free(r->raw);
        free(r->text);
        free(r->made_log);
        free(r);
    }
}

/* Ready for another source; the buffers stay. */
static void reset(reader *r)
{
    stream_close(r->from);
    *r = (reader){.raw = r->raw,
                  .text = r->text,
                  .made_log = r->made_log,
                  .alerts = r->alerts,
                  .page = r->page,
                  .end = {.layout = LAYOUT_NONE}};
}

dpm_status reader_open(reader *r, const source *s, dpm_error *err)
{
    reset(r);
    return source_open(s, &r->from, &r->size, err);
}

void reader_take(reader *r, stream *from, uint64_t size)
{
    assert(from);
    reset(r);
    r->from = from;
    r->size = size;
}

dpm_status reader_begin_feed(reader *r)
{
    reset(r);
    return DPM_OK;
}

dpm_status reader_feed(reader *r, dpm_span bytes, bool eof, dpm_error *err)
{
    assert(bytes.ptr || bytes.len == 0);
    if (r->from || r->fed_all || r->fed.len) {
        return status_fail(err, DPM_EARG, "bytes fed to a reader that still has some, has had the last, or reads a source");
    }
    r->fed = bytes;
    r->fed_all = eof;
    return DPM_OK;
}

/* --- bytes --- */

/* Up to `cap` bytes of the source to `out`. 0: the source has ended, or nothing more was fed. */
static size_t take(reader *r, char *out, size_t cap)
{
    size_t got = 0;
    if (r->ended) {
        return 0;
    }
    if (r->from) {
        if (stream_read(r->from, out, cap, &got, &r->trouble) < 0) {
            got = 0;
        }
        r->ended = got == 0;
    } else {
        got = r->fed.len < cap ? r->fed.len : cap;
        if (got) {
            memcpy(out, r->fed.ptr, got);
        }
        r->fed = span_from(r->fed, got);
        r->ended = got == 0 && r->fed_all;
    }
    r->end.bytes += got;
    return got;
}

/* More bytes behind those that are not decoded yet. False: none came. */
static bool take_raw(reader *r)
{
    assert(r->raw_at <= r->raw_len && r->raw_len <= RAW_ROOM);
    const size_t left = r->raw_len - r->raw_at;
    if (left && r->raw_at) {
        memmove(r->raw, r->raw + r->raw_at, left);
    }
    r->raw_clean = r->raw_clean > r->raw_at ? r->raw_clean - r->raw_at : 0;
    r->raw_at = 0;
    const size_t got = take(r, r->raw + left, left < RAW_CAP ? RAW_CAP - left : RAW_ROOM - left);
    r->raw_len = left + got;
    return got > 0;
}

/* Find the encoding, once the head or all of the source is there. False: more must be fed first. */
static bool detect(reader *r)
{
    while (!r->detected && r->raw_len < HEAD_BYTES && !r->ended) {
        if (!take_raw(r) && !r->ended) {
            return false;
        }
    }
    if (!r->detected) {
        size_t bom;
        r->enc = encoding_detect_as(span_of(r->raw, r->raw_len < HEAD_BYTES ? r->raw_len : HEAD_BYTES), &bom, r->page);
        r->end.enc = r->enc;
        r->raw_at = bom;
        r->offset = r->decoded = bom;
        r->detected = true;
    }
    return true;
}

/* --- text --- */

typedef enum fill { FILL_FULL, FILL_ENDED, FILL_STARVED, FILL_CHANGED } fill;

/* 8-bit text is read straight into `text`: what goes on there as UTF-16 goes back to `raw`. */
static bool find_change_in_text(reader *r)
{
    const size_t from = r->text_clean;
    assert(from <= r->text_len);
    if (!encoding_change_find(r->enc, span_of(r->text + from, r->text_len - from), &r->change)) {
        r->text_clean = r->text_len - from > CHANGE_AHEAD ? r->text_len - CHANGE_AHEAD : from;
        return false;
    }
    const size_t keep = from + r->change.at, back = r->text_len - keep, left = r->raw_len - r->raw_at;
    assert(back + left <= RAW_ROOM);
    memmove(r->raw + back, r->raw + r->raw_at, left);
    memcpy(r->raw, r->text + keep, back);
    r->raw_at = r->change.at = 0;
    r->raw_len = back + left;
    r->text_len = keep;
    r->decoded -= back;
    r->changing = true;
    return true;
}

static fill fill_utf8(reader *r, size_t window)
{
    const size_t left = r->raw_len - r->raw_at, room = window - r->text_len, head = left < room ? left : room;
    memcpy(r->text + r->text_len, r->raw + r->raw_at, head);
    r->raw_at += head;
    r->text_len += head;
    r->decoded += head;
    while (!find_change_in_text(r)) {
        if (r->text_len == window) {
            return FILL_FULL;
        }
        const size_t wanted = window - r->text_len;
        const size_t got = take(r, r->text + r->text_len, wanted < RAW_CAP ? wanted : RAW_CAP);
        if (got == 0) {
            return r->ended ? FILL_ENDED : FILL_STARVED;
        }
        r->text_len += got;
        r->decoded += got;
    }
    return FILL_CHANGED;
}

enum { LONGEST = 4 }; /* bytes of a character, in any encoding */

/* Half a code unit, which only ever ends a source, lies after the text and is not counted as decoded. */
static size_t decoded_bytes(const reader *r, size_t taken)
{
    const bool wide = r->enc == ENCODING_UTF16LE || r->enc == ENCODING_UTF16BE;
    return wide && !r->changing ? taken & ~(size_t)1 : taken;
}

/* Up to where `raw` can be decoded: to a change, to the end, or as far as none can begin. */
static size_t decodable(reader *r)
{
    const size_t from = r->raw_clean > r->raw_at ? r->raw_clean : r->raw_at;
    if (!r->changing && encoding_change_find(r->enc, span_of(r->raw + from, r->raw_len - from), &r->change)) {
        r->change.at += from;
        r->changing = true;
    }
    r->raw_clean = r->raw_len - from > CHANGE_AHEAD ? r->raw_len - CHANGE_AHEAD : from;
    return r->changing ? r->change.at : r->ended ? r->raw_len : r->raw_clean;
}

/* Decode what is in `raw`. True: no further character has room in the window. */
static bool decode_raw(reader *r, size_t window)
{
    const size_t end = decodable(r);
    const dpm_span in = span_of(r->raw + r->raw_at, end - r->raw_at);
    const bool last = r->changing || r->ended;
    const decoded d = decode(r->enc, in, last, r->text + r->text_len, window - r->text_len);
    assert(d.taken <= in.len && d.made <= window - r->text_len);
    r->raw_at += d.taken;
    r->text_len += d.made;
    r->decoded += decoded_bytes(r, d.taken);
    r->end.invalid += d.invalid;
    const size_t left = in.len - d.taken;
    return r->text_len == window || left >= LONGEST || (last && left > 0);
}

static fill fill_decoded(reader *r, size_t window)
{
    for (;;) {
        if (decode_raw(r, window)) {
            return FILL_FULL;
        }
        if (r->changing) {
            return FILL_CHANGED;
        }
        if (r->ended) {
            return FILL_ENDED;
        }
        if (!take_raw(r) && !r->ended) {
            return FILL_STARVED;
        }
    }
}

/* Go on in the encoding that begins here. */
static void change_encoding(reader *r)
{
    assert(r->changing && r->text_len == 0);
    if (r->decoded == 0) { /* nothing was read yet: the guess was wrong */
        r->end.enc = r->change.to;
    } else if (r->end.changes++ == 0) {
        r->end.change_at = r->decoded;
        r->end.change_to = r->change.to;
    }
    r->enc = encoding_is_page(r->change.to) && encoding_is_page(r->page) ? r->page : r->change.to;
    r->raw_at += r->change.mark;
    r->decoded += r->change.mark;
    r->offset = r->decoded;
    r->changing = false;
    r->raw_clean = r->text_clean = 0;
    r->laid_out &= r->end.layout != LAYOUT_NONE;
}

static fill fill_window(reader *r, size_t window)
{
    assert(r->detected && r->text_len <= window && window <= READER_TEXT);
    return r->enc == ENCODING_UTF8 ? fill_utf8(r, window) : fill_decoded(r, window);
}

/* --- blocks --- */

/* Bring what follows the block that the caller had to the front. */
static void carry(reader *r)
{
    assert(r->handed <= r->text_len);
    const size_t left = r->text_len - r->handed;
    if (r->handed && left) {
        memmove(r->text, r->text + r->handed, left);
    }
    r->text_clean = r->text_clean > r->handed ? r->text_clean - r->handed : 0;
    r->text_len = left;
    r->handed = 0;
}

void reader_trade(reader *r, char **buffer)
{
    assert(r->handed > 0 && *buffer && *buffer != r->text); /* a block was handed out */
    char *const given = r->text;
    const size_t left = r->text_len - r->handed;
    memcpy(*buffer, given + r->handed, left);
    r->text = *buffer;
    r->text_clean = r->text_clean > r->handed ? r->text_clean - r->handed : 0;
    r->text_len = left;
    r->handed = 0;
    *buffer = given;
}

static void hand_out(reader *r, size_t len, block *out)
{
    assert(len > 0 && len <= r->text_len);
    const dpm_span text = span_of(r->text, len);
    out->text = text;
    out->offset = r->offset;
    out->continues = r->continues;
    out->inside = r->inside;
    r->continues = out->more && (r->continues || record_begins(r->end.layout, text));
    r->inside = out->more && text.ptr[len - 1] != '\n' && text.ptr[len - 1] != '\r';
    assert(r->offset <= r->decoded);
    r->handed = len;
    r->offset = r->decoded - encoded_len(r->enc, span_of(r->text + len, r->text_len - len));
}

static dpm_status hand_out_last(reader *r, block *out)
{
    r->done = true;
    if (r->text_len == 0) {
        return DPM_END;
    }
    out->last = true;
    hand_out(r, r->text_len, out);
    return DPM_OK;
}

static void lay_out(reader *r)
{
    if (!r->laid_out) {
        r->end.layout = layout_detect(span_head(span_of(r->text, r->text_len), HEAD_BYTES));
        r->laid_out = true;
        const dpm_span head = span_head(span_of(r->text, r->text_len), HEAD_BYTES);
        if (r->form.form == REMAKE_PREFIXED) {
            r->end.layout = LAYOUT_ERRLOG;
        } else if (r->end.layout == LAYOUT_NONE) {
            r->form = remake_detect(head);
            r->is_alert = r->end.is_alert = r->form.form == REMAKE_NONE && alert_like(head, false);
            r->end.layout = r->is_alert ? LAYOUT_ERRLOG : r->form.form != REMAKE_NONE ? LAYOUT_PASTED : LAYOUT_NONE;
        }
    }
}

/* What is at the front of the text, made into a log. `ended`: no more text follows. */
static dpm_status hand_out_remade(reader *r, bool ended, block *out, dpm_error *err)
{
    static_assert(ALERT_OUT + BLOCK_BYTES <= READER_TEXT && (int)REMAKE_WINDOW == (int)ALERT_WINDOW,
                  "what is made has room before what is left");
    const dpm_span text = span_head(span_of(r->text, r->text_len), ALERT_WINDOW);
    const bool all = ended && text.len == r->text_len;
    size_t taken = 0;
    if (r->text_len == 0) {
        r->done = true;
        return DPM_END;
    }
    if (!r->made_log) {
        r->made_log = malloc(ALERT_OUT);
    }
    if (!r->made_log) {
        return status_nomem(err);
    }
    const size_t made = r->is_alert ? alert_to_log(text, all, &r->alerts, r->made_log, &taken)
                                    : remake_text(&r->form, text, all, r->made_log, &taken);
    const size_t left = r->text_len - taken;
    memmove(r->text + made, r->text + taken, left);
    memcpy(r->text, r->made_log, made);
    r->text_len = made + left;
    r->text_clean = made;
    r->done = out->last = all;
    if (made == 0) { /* it has not even a line end */
        return DPM_END;
    }
    hand_out(r, made, out);
    return DPM_OK;
}

static size_t next_window(size_t window)
{
    return 2 * window < READER_TEXT ? 2 * window : READER_TEXT;
}

/* What is carried out of a wide window may be more than BLOCK_BYTES; then it holds no record's start after its own. */
static size_t first_window(const reader *r)
{
    size_t window = BLOCK_BYTES;
    while (window < r->text_len) {
        window = next_window(window);
    }
    return window;
}

dpm_status reader_next(reader *r, block *out, dpm_error *err)
{
    *out = (block){0};
    carry(r);
    if (r->done || !detect(r)) {
        return DPM_END;
    }
    if (r->changing && r->text_len == 0) {
        change_encoding(r);
    }
    for (size_t window = first_window(r);; window = next_window(window)) {
        const fill filled = fill_window(r, window);
        if (r->trouble.status == DPM_ENOMEM) {
            return status_nomem(err);
        }
        if (filled == FILL_STARVED) {
            return DPM_END;
        }
        if (filled == FILL_CHANGED && r->text_len == 0) {
            change_encoding(r);
            window = BLOCK_BYTES / 2;
            continue;
        }
        lay_out(r);
        if (r->is_alert || r->form.form != REMAKE_NONE) {
            return hand_out_remade(r, filled == FILL_ENDED, out, err);
        }
        if (filled == FILL_CHANGED) { /* the other encoding begins with a record */
            out->last = true;
            hand_out(r, r->text_len, out);
            return DPM_OK;
        }
        if (filled == FILL_ENDED) {
            return hand_out_last(r, out);
        }
        const size_t start = record_last_start(r->end.layout, span_of(r->text, r->text_len));
        if (start < r->text_len) {
            hand_out(r, start, out);
            return DPM_OK;
        }
        if (window == READER_TEXT) {
            out->more = true;
            hand_out(r, record_cut_inside(span_of(r->text, r->text_len - 1)), out); /* something is left to go on with */
            return DPM_OK;
        }
    }
}

encoding reader_encoding(const reader *r)
{
    return r->enc;
}

void reader_page(reader *r, encoding page)
{
    r->page = page;
}

void reader_only(reader *r, dpm_span name)
{
    r->form = (remake){.form = REMAKE_PREFIXED, .name = name};
}

record_layout reader_layout(const reader *r)
{
    return r->end.layout;
}

/* --- the end --- */

typedef struct reasons {
    char *text;
    size_t len, cap;
} reasons;

static void add_reason(reasons *to, const char *words)
{
    const size_t room = to->cap - to->len;
    const int made = snprintf(to->text + to->len, room, "%s%s", to->len ? "; " : "", words);
    to->len += made < 0 ? 0 : (size_t)made < room ? (size_t)made : room - 1;
}

/* All bytes came, but a checksum after them says that some are wrong. */
static bool judge_sum(const reader *r, const reader_end *e, reasons *why)
{
    const bool wrong = r->trouble.status == DPM_EDATA && r->done && r->size && e->bytes >= r->size;
    if (wrong) {
        add_reason(why, r->trouble.message);
    }
    return wrong;
}

/* Not all of it was read. */
static bool judge_cut(const reader *r, const reader_end *e, reasons *why)
{
    char words[192];
    if (r->trouble.status < 0) {
        snprintf(words, sizeof words, "after %" PRIu64 " bytes: %.150s", e->bytes, r->trouble.message);
        add_reason(why, words);
    } else if (!r->done) {
        add_reason(why, "reading was stopped before the end");
    } else if (e->bytes < r->size) {
        snprintf(words, sizeof words, "shrank while it was read: %" PRIu64 " of %" PRIu64 " bytes", e->bytes, r->size);
        add_reason(why, words);
    } else {
        return false;
    }
    return true;
}

/* Something in it is no text. */
static bool judge_damage(const reader_end *e, uint64_t nuls, reasons *why)
{
    char words[96];
    if (e->invalid) {
        snprintf(words, sizeof words, "%" PRIu64 " %s not valid %s", e->invalid, plural(e->invalid, "place is", "places are"),
                 encoding_name(e->enc));
        add_reason(why, words);
    }
    if (nuls) {
        snprintf(words, sizeof words, "%" PRIu64 " NUL character%s (power lost?)", nuls, plural(nuls, "", "s"));
        add_reason(why, words);
    }
    return e->invalid || nuls;
}

static void note_page(const reader *r, const reader_end *e, reasons *why)
{
    char words[128];
    if (encoding_is_page(e->enc) && !encoding_is_page(r->page)) {
        snprintf(words, sizeof words, "read as %s, by its letters: --encoding names another", encoding_name(e->enc));
        add_reason(why, words);
    }
}

/* It was read all the same. */
static void note_change(const reader_end *e, reasons *why)
{
    char words[128];
    if (e->changes) {
        snprintf(words, sizeof words, "goes on as %s from byte %" PRIu64 " on", encoding_name(e->change_to), e->change_at);
        add_reason(why, words);
        if (e->changes > 1) {
            snprintf(words, sizeof words, "%u changes of encoding in all", e->changes);
            add_reason(why, words);
        }
    }
}

reader_end reader_close(reader *r, uint64_t nuls)
{
    reader_end e = r->end;
    reasons why = {e.reason, 0, sizeof e.reason};
    const bool wrong = judge_sum(r, &e, &why);
    const bool is_cut = !wrong && judge_cut(r, &e, &why);
    const bool damaged = judge_damage(&e, nuls, &why) || wrong;
    note_page(r, &e, &why);
    note_change(&e, &why);
    e.status = is_cut ? DPM_READ_STATUS_PARTIAL : damaged ? DPM_READ_STATUS_DAMAGED : DPM_READ_STATUS_COMPLETE;
    reset(r);
    return e;
}
