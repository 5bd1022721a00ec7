/* From a block to batches of records. A kernel maps the block first; then every line is one step, and a line with the prefix of
 * a record costs a few wide loads and one shift per column.
 *
 *   block ──▶ ends, tabs (bit maps) ──▶ queue of line ends ──▶ line: a record's first? ──▶ one row of the batch
 *                                                                    continues one?     ──▶ its `end` moves
 *                                                                    neither?           ──▶ counted
 */
#include "record/scan.h"

#include "record/columns.h"
#include "record/mask.h"
#include "record/pasted.h"
#include "record/wide.h"

#include <assert.h>
#include <stdlib.h>

enum {
    QUEUE = 512,                        /* line ends found ahead; one word more may be added */
    WORDS = BLOCK_CAP / MASK_BITS + 2   /* one for a line end behind the text, one for mask_from */
};

struct scanner {
    mask_kernel *map;
    const char *text;
    uint32_t len;
    record_layout layout;
    bool continues, inside, more, last;
    bool finished;       /* the end was met and counted */
    uint32_t at;         /* where the next line begins */
    uint32_t resume;     /* pasted: where in this line the next record is looked for, or 0 */
    uint32_t lines;      /* lines before it */
    uint32_t word;       /* next word of `ends` to be queued */
    uint32_t words;
    uint32_t head, tail; /* of the queue */
    wide_memo memo;
    scan_counts *counts;
    uint32_t queue[QUEUE + MASK_BITS];
    uint64_t ends[WORDS], tabs[WORDS];
};

/* Without its line end. */
typedef struct line {
    uint32_t at, end;
} line;

scanner *scanner_new(void)
{
    scanner *const s = malloc(sizeof *s);
    if (s) {
        s->map = mask_best();
        s->finished = true;
        s->memo = (wide_memo){0};
    }
    return s;
}

void scanner_free(scanner *s)
{
    free(s);
}

void scanner_begin(scanner *s, const block *b, record_layout layout, scan_counts *counts)
{
    assert(b->text.len <= BLOCK_CAP);
    s->text = b->text.ptr;
    s->len = (uint32_t)b->text.len;
    s->layout = layout;
    s->continues = b->continues;
    s->inside = b->inside;
    s->more = b->more;
    s->last = b->last;
    s->finished = false;
    s->at = s->resume = s->lines = s->word = s->head = s->tail = 0;
    s->counts = counts;
    s->map(b->text, s->ends, s->tabs);
    s->words = (uint32_t)mask_words(s->len);
    s->ends[s->words] = s->tabs[s->words] = 0;
    const uint32_t final = s->len - 1;
    if (s->len && !(s->ends[final / MASK_BITS] >> final % MASK_BITS & 1)) {
        s->ends[s->len / MASK_BITS] |= (uint64_t)1 << s->len % MASK_BITS;
        s->words = s->len / MASK_BITS + 1;
    }
}

/* Queue the line ends of the next words. Most words have one or none: the first is taken without a branch. */
static bool fill_queue(scanner *s)
{
    const uint64_t *const ends = s->ends;
    const uint32_t words = s->words;
    uint32_t *const queue = s->queue;
    uint32_t n = 0, w = s->word;
    for (; n < QUEUE && w < words; w++) {
        uint64_t bits = ends[w];
        queue[n] = w * MASK_BITS + mask_first(bits | (uint64_t)1 << (MASK_BITS - 1));
        n += bits != 0;
        for (bits &= bits - 1; bits; bits &= bits - 1) {
            queue[n++] = w * MASK_BITS + mask_first(bits);
        }
    }
    s->word = w;
    s->head = 0;
    s->tail = n;
    return n > 0;
}

/* The line at the cursor, which stays. A '\r' before the line end is part of it: had it been alone, it would be one. */
static inline bool peek_line(scanner *s, line *out)
{
    if (s->head == s->tail && !fill_queue(s)) {
        return false;
    }
    const uint32_t end = s->queue[s->head];
    *out = (line){s->at, end - (end > s->at && s->text[end - 1] == '\r')};
    return true;
}

static inline void pass_line(scanner *s)
{
    s->at = s->queue[s->head++] + 1;
    s->lines++;
}

static inline bool begins_record(scanner *s, line l, prefix *out)
{
    if (s->len - l.at >= WIDE_PREFIX && wide_prefix(s->text + l.at, &s->memo, out)) {
        return true;
    }
    return prefix_parse(span_of(s->text + l.at, l.end - l.at), out);
}

/* The next TAB at or after `at`, or SIZE_MAX where there is none in the next 57 bytes. */
static inline size_t next_tab(const scanner *s, size_t at)
{
    const uint64_t bits = mask_from(s->tabs, at);
    return bits ? at + mask_first(bits) : SIZE_MAX;
}

static inline part part_between(size_t at, size_t end)
{
    return (part){(uint32_t)at, (uint32_t)(end - at)};
}

/* columns_find for the usual layouts: 10 columns, or 11. A column longer than 56 bytes and an odd task are not for here. */
static inline bool columns_wide(const scanner *s, size_t at, size_t end, record_batch *out, uint32_t i)
{
    size_t module, source, object, task, level; /* where they end */
    if ((module = next_tab(s, at)) >= end || (source = next_tab(s, module + 1)) >= end ||
        (object = next_tab(s, source + 1)) >= end || (task = next_tab(s, object + 1)) >= end ||
        (level = next_tab(s, task + 1)) >= end || s->len - task <= WIDE_LEVEL || task - object - 5 <= WIDE_LEVEL - 4) {
        return false;
    }
    dpm_level word = wide_level(s->text + task + 1, level - task - 1);
    uint8_t flags = 0;
    if (word == DPM_LEVELS) {
        const size_t extra = level;
        if ((level = next_tab(s, extra + 1)) >= end || s->len - extra <= WIDE_LEVEL) {
            return false;
        }
        word = wide_level(s->text + extra + 1, level - extra - 1);
        flags = RECORD_EXTRA;
    }
    out->module[i] = part_between(at, module);
    out->source[i] = part_between(module + 1, source);
    out->object[i] = part_between(source + 1, object);
    out->task[i] = part_between(object + 1, task);
    out->message[i] = (uint32_t)(level + 1);
    out->level[i] = (uint8_t)word;
    out->flags[i] = flags;
    return word != DPM_LEVELS;
}

/* `limit` moved to a character's start, at most three bytes. */
static uint32_t floor_utf8(const char *text, uint32_t limit)
{
    uint32_t at = limit;
    while (limit - at < 3 && ((unsigned char)text[at] & 0xC0) == 0x80) {
        at--;
    }
    return ((unsigned char)text[at] & 0xC0) == 0x80 ? limit : at;
}

/* A line of record `i` that ends beyond RECORD_CAP. */
static void keep_part(scanner *s, record_batch *out, uint32_t i, line l)
{
    const uint32_t limit = floor_utf8(s->text, out->start[i] + RECORD_CAP);
    if (l.at < limit) {
        out->end[i] = limit;
        out->message[i] = out->message[i] < limit ? out->message[i] : limit;
        s->counts->cut_bytes += l.end - limit;
    } else {
        s->counts->cut_bytes += l.end - l.at;
    }
}

/* Record `i` goes on, or begins, with this line. */
static inline void extend_record(scanner *s, record_batch *out, uint32_t i, line l)
{
    if (l.end - out->start[i] <= RECORD_CAP) {
        out->end[i] = l.end;
    } else {
        keep_part(s, out, i, l);
    }
}

/* The last record of the batch ends before `next`. Empty lines up to there count, so that the answer is the same when the block is
 * cut somewhere in them. */
static inline void close_record(scanner *s, record_batch *out, uint32_t next, bool more)
{
    if (out->count && (more || next - out->start[out->count - 1] > RECORD_CAP)) {
        out->flags[out->count - 1] |= RECORD_CUT;
        s->counts->cut_records++;
    }
}

static inline void put_columns(record_batch *out, uint32_t i, const columns *c)
{
    out->module[i] = c->module;
    out->source[i] = c->source;
    out->object[i] = c->object;
    out->task[i] = c->task;
    out->message[i] = c->message;
    out->level[i] = c->level;
    out->flags[i] = c->flags;
}

static inline void put_record(scanner *s, record_batch *out, line l, const prefix *p)
{
    const uint32_t i = out->count++;
    if (!columns_wide(s, l.at + p->len, l.end, out, i)) {
        const columns c = columns_find(s->text, l.at + p->len, l.end);
        put_columns(out, i, &c);
    }
    out->start[i] = l.at;
    out->line[i] = s->lines;
    out->pid[i] = p->pid;
    out->tid[i] = p->tid;
    out->stamp[i] = p->stamp;
    extend_record(s, out, i, l);
}

/* A line in which no record begins. `out` has the record before it, if there is one in this block: batches end before records. */
static void take_other(scanner *s, record_batch *out, line l)
{
    if (l.at == l.end) {
        return;
    }
    if (out->count) {
        s->counts->continuation++;
        extend_record(s, out, out->count - 1, l);
    } else if (s->continues) {
        s->counts->continuation++;
        s->counts->cut_bytes += l.end - l.at;
    } else {
        s->counts->unparsed++;
    }
}

/* The rest of a line that the block before began, and counted. */
static void pass_torn(scanner *s)
{
    line l;
    s->inside = false;
    if (peek_line(s, &l)) {
        s->counts->cut_bytes += s->continues ? l.end - l.at : 0;
        pass_line(s);
    } else if (s->last) {
        s->counts->lines++;
    }
}

/* Once per block. A last line without an end is one only when the source ends with it. */
static void finish(scanner *s, record_batch *out)
{
    if (!s->finished) {
        s->finished = true;
        close_record(s, out, s->len, s->more);
        s->counts->lines += s->lines - (s->at > s->len && !s->last);
    }
}

static void scan_errlog(scanner *s, record_batch *out)
{
    line l;
    prefix p;
    while (peek_line(s, &l)) {
        if (begins_record(s, l, &p)) {
            close_record(s, out, l.at, false);
            if (out->count == BATCH_RECORDS) {
                return;
            }
            put_record(s, out, l, &p);
        } else {
            take_other(s, out, l);
        }
        pass_line(s);
    }
    finish(s, out);
}

bool scanner_next(scanner *s, record_batch *out)
{
    out->base = s->text;
    out->count = 0;
    if (s->finished) {
        return false;
    }
    if (s->inside) {
        pass_torn(s);
    }
    scan_errlog(s, out);
    return out->count > 0;
}
