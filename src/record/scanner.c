/* From a block to batches of records. A kernel maps the block first; then every line is one step, and a line with the prefix of
 * a record costs a few wide loads and one shift per column.
 *
 *   block ──▶ ends, tabs (bit maps) ──▶ queue of line ends ──▶ line: a record's first? ──▶ one row of the batch
 *                                                                    continues one?     ──▶ its `end` moves
 *                                                                    neither?           ──▶ counted
 */
#include "record/scan.h"

#include "base/utf8.h"
#include "record/mask.h"
#include "record/pasted.h"
#include "record/wide_avx2.h"
#include "record/wide_columns.h"

#include <assert.h>
#include <stdlib.h>

enum {
    QUEUE = 512,                      /* line ends found ahead; one word more may be added */
    WORDS = BLOCK_CAP / MASK_BITS + 2 /* one for a line end after the text, one for mask_from */
};

typedef void scan_kernel(scanner *s, record_batch *out);

struct scanner {
    mask_kernel *map;
    scan_kernel *scan;
    dpm_span text;                      /* of the block */
    bool continues, inside, more, last; /* as in the block */
    bool finished;                      /* its end was seen and counted */
    record_layout layout;
    scan_counts *counts;
    wide_memo memo;
    uint32_t at;     /* where the next line begins */
    uint32_t lines;  /* lines before it */
    uint32_t resume; /* pasted: where in this line the next record is looked for, or 0 */
    uint32_t word;   /* of `ends`: the next one to be queued */
    uint32_t words;
    uint32_t head, tail; /* of the queue */
    uint32_t queue[QUEUE + MASK_BITS];
    uint64_t ends[WORDS], tabs[WORDS];
};

/* Without its line end. */
typedef struct line {
    uint32_t at, end;
} line;

/* A last line without a line end gets a bit after the text. */
static void end_last_line(scanner *s)
{
    const size_t len = s->text.len, final = len - 1;
    if (len && !(s->ends[final / MASK_BITS] >> final % MASK_BITS & 1)) {
        s->ends[len / MASK_BITS] |= (uint64_t)1 << len % MASK_BITS;
        s->words = (uint32_t)(len / MASK_BITS) + 1;
    }
}

/* Asked for only where the kernel met one. */
static uint64_t count_nuls(dpm_span text)
{
    uint64_t nuls = 0;
    for (size_t i = 0; i < text.len; i++) {
        nuls += text.ptr[i] == '\0';
    }
    return nuls;
}

void scanner_begin(scanner *s, const block *b, record_layout layout, scan_counts *counts)
{
    assert(b->text.len <= BLOCK_CAP);
    assert(counts && !(b->more && b->last));
    s->text = b->text;
    s->continues = b->continues;
    s->inside = b->inside;
    s->more = b->more;
    s->last = b->last;
    s->finished = false;
    s->layout = layout;
    s->counts = counts;
    s->at = s->lines = s->resume = s->word = s->head = s->tail = 0;
    if (s->map(s->text, s->ends, s->tabs)) {
        counts->nuls += count_nuls(s->text);
    }
    s->words = (uint32_t)mask_words(s->text.len);
    s->ends[s->words] = s->tabs[s->words] = 0;
    end_last_line(s);
}

/* Queue the line ends of the next words. Most words have one or none: the first is taken without a branch. */
INLINE bool fill_queue(scanner *s)
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
    assert(n <= QUEUE + MASK_BITS);
    s->word = w;
    s->head = 0;
    s->tail = n;
    return n > 0;
}

/* The next line, up to `end`. A '\r' before its end is not part of it: had it been alone, it would be the end. */
INLINE line line_to(const char *text, uint32_t at, uint32_t end)
{
    assert(at <= end);
    return (line){at, end - (end > at && text[end - 1] == '\r')};
}

/* `limit` moved to a character's start, at most three bytes. */
static uint32_t floor_utf8(const char *text, uint32_t limit)
{
    uint32_t at = limit;
    while (limit - at < 3 && utf8_tail(text[at])) {
        at--;
    }
    return utf8_tail(text[at]) ? limit : at;
}

/* A line of record `i` that ends beyond RECORD_CAP. */
static void keep_part(scanner *s, record_batch *out, uint32_t i, line l)
{
    const uint32_t limit = floor_utf8(s->text.ptr, out->start[i] + RECORD_CAP);
    if (l.at < limit) {
        out->end[i] = limit;
        out->message[i] = out->message[i] < limit ? out->message[i] : limit;
        s->counts->cut_bytes += l.end - limit;
    } else {
        s->counts->cut_bytes += l.end - l.at;
    }
}

/* Record `i` goes on, or begins, with this line. */
INLINE void extend_record(scanner *s, record_batch *out, uint32_t i, line l)
{
    assert(i < out->count && out->start[i] <= l.at && l.at <= l.end);
    if (l.end - out->start[i] <= RECORD_CAP) {
        out->end[i] = l.end;
    } else {
        keep_part(s, out, i, l);
    }
}

/* The last record of the batch ends before `next`. Empty lines up to there count, so that it makes no difference when the
 * block is cut among them. */
INLINE void close_record(scanner *s, record_batch *out, uint32_t next, bool more)
{
    if (out->count && (more || next - out->start[out->count - 1] > RECORD_CAP)) {
        out->flags[out->count - 1] |= RECORD_CUT;
        s->counts->cut_records++;
    }
}

/* A record begins at `at`: the one before is closed. False when the batch has no room for it. */
INLINE bool open_record(scanner *s, record_batch *out, uint32_t at)
{
    close_record(s, out, at, false);
    return out->count < BATCH_RECORDS;
}

static void put_columns(record_batch *out, uint32_t i, columns c)
{
    out->module[i] = c.module;
    out->source[i] = c.source;
    out->object[i] = c.object;
    out->task[i] = c.task;
    out->message[i] = c.message;
    out->level[i] = c.level;
    out->flags[i] = c.flags;
}

INLINE void put_prefix(const scanner *s, record_batch *out, uint32_t i, uint32_t start, prefix p)
{
    out->start[i] = start;
    out->line[i] = s->lines;
    out->pid[i] = p.pid;
    out->tid[i] = p.tid;
    out->stamp[i] = p.stamp;
}

INLINE void put_record(scanner *s, record_batch *out, line l, prefix p)
{
    assert(out->count < BATCH_RECORDS);
    const uint32_t i = out->count++;
    if (!wide_columns(s->text, s->tabs, l.at + p.len, l.end, out, i)) {
        put_columns(out, i, columns_find(s->text.ptr, l.at + p.len, l.end));
    }
    put_prefix(s, out, i, l.at, p);
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
        const uint32_t i = out->count - 1;
        extend_record(s, out, i, l);
        out->flags[i] |= out->end[i] > l.at ? RECORD_LINES : 0; /* some of it was kept */
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
    s->inside = false;
    if (fill_queue(s)) {
        const line l = line_to(s->text.ptr, s->at, s->queue[s->head]);
        s->counts->cut_bytes += s->continues ? l.end - l.at : 0;
        s->at = s->queue[s->head++] + 1;
        s->lines++;
    } else if (s->last) {
        s->counts->lines++;
    }
}

/* Once per block. A last line without an end is one only when the source ends with it. */
static void finish(scanner *s, record_batch *out)
{
    s->finished = true;
    close_record(s, out, (uint32_t)s->text.len, s->more);
    s->counts->lines += s->lines - (s->at > s->text.len && !s->last);
}

/* A line without the prefix in its usual width. False when the batch is full. */
static bool take_odd(scanner *s, record_batch *out, line l)
{
    prefix p;
    const dpm_span text = span_of(s->text.ptr + l.at, l.end - l.at);
    if (!prefix_parse(text, &p) && !prefix_parse_odd(text, &p)) {
        take_other(s, out, l);
        return true;
    }
    const line bare = {l.at + p.skip, l.end};
    if (!open_record(s, out, l.at)) {
        return false;
    }
    p.len -= p.skip;
    put_record(s, out, bare, p);
    out->flags[out->count - 1] |= p.no_time ? RECORD_NO_TIME : 0;
    return true;
}

/* One batch of the errlog layout. `read_prefix` is inlined. */
INLINE void scan_lines(scanner *s, record_batch *out, wide_reader *read_prefix)
{
    prefix p;
    for (; s->head != s->tail || fill_queue(s); s->head++, s->lines++) {
        const uint32_t end = s->queue[s->head];
        const line l = line_to(s->text.ptr, s->at, end);
        if (l.end - l.at >= WIDE_PREFIX && read_prefix(s->text.ptr + l.at, &s->memo, &p)) {
            if (!open_record(s, out, l.at)) {
                return;
            }
            put_record(s, out, l, p);
        } else if (!take_odd(s, out, l)) {
            return;
        }
        s->at = end + 1;
    }
    finish(s, out);
}

static void scan_portable(scanner *s, record_batch *out)
{
    scan_lines(s, out, wide_prefix);
}

#if TARGET_X86
TARGET("avx2,bmi,bmi2") static void scan_avx2(scanner *s, record_batch *out)
{
    scan_lines(s, out, wide_prefix_avx2);
}
#endif

static void put_pasted(scanner *s, record_batch *out, uint32_t start, const pasted *found)
{
    assert(out->count < BATCH_RECORDS && start <= found->cols.message);
    const uint32_t i = out->count++;
    put_columns(out, i, found->cols);
    put_prefix(s, out, i, start, (prefix){.pid = found->pid, .tid = found->tid, .stamp = found->stamp});
    out->flags[i] |= (uint8_t)(RECORD_PASTED | (found->has_time ? 0 : RECORD_NO_TIME));
}

/* Where the text before `at` ends when blanks are left out. */
static uint32_t trim_before(const char *text, uint32_t from, uint32_t at)
{
    while (at > from && (text[at - 1] == ' ' || text[at - 1] == '\t')) {
        at--;
    }
    return at;
}

/* The pasted records of a line, each of which ends where the next one begins. False when the batch is full: `resume` is where the
 * line is taken up. */
static bool take_pasted(scanner *s, record_batch *out, line l)
{
    uint32_t from = s->resume ? s->resume : l.at;
    bool open = false;
    for (pasted found;;) {
        const bool more = pasted_find(s->text.ptr, from, l.end, &found);
        if (open) {
            const uint32_t i = out->count - 1;
            extend_record(s, out, i, (line){out->start[i], more ? trim_before(s->text.ptr, from, found.start) : l.end});
        }
        if (!more) {
            break;
        }
        const uint32_t start = from == l.at ? l.at : found.start;
        if (!open_record(s, out, start)) {
            s->resume = from;
            return false;
        }
        put_pasted(s, out, start, &found);
        open = true;
        from = found.cols.message;
    }
    if (from == l.at) {
        take_other(s, out, l);
    }
    s->resume = 0;
    return true;
}

/* One batch of the pasted layout: lines of real logs are read as such. */
static void scan_pasted(scanner *s, record_batch *out)
{
    prefix p;
    for (; s->head != s->tail || fill_queue(s); s->head++, s->lines++) {
        const uint32_t end = s->queue[s->head];
        const line l = line_to(s->text.ptr, s->at, end);
        const dpm_span text = span_of(s->text.ptr + l.at, l.end - l.at);
        const bool real = prefix_parse(text, &p) || prefix_parse_odd(text, &p);
        if (real ? !take_odd(s, out, l) : !take_pasted(s, out, l)) {
            return;
        }
        s->at = end + 1;
    }
    finish(s, out);
}

scanner *scanner_new_portable(void)
{
    scanner *const s = malloc(sizeof *s);
    if (s) {
        s->map = mask_scalar;
        s->scan = scan_portable;
        s->memo = (wide_memo){0};
        s->finished = true;
    }
    return s;
}

scanner *scanner_new(void)
{
    scanner *const s = scanner_new_portable();
    if (s) {
        s->map = mask_best();
#if TARGET_X86
        if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2")) {
            s->scan = scan_avx2;
        }
#endif
    }
    return s;
}

void scanner_free(scanner *s)
{
    free(s);
}

bool scanner_next(scanner *s, record_batch *out)
{
    out->count = 0;
    if (s->finished) {
        return false;
    }
    out->base = s->text.ptr;
    out->limit = (uint32_t)s->text.len;
    if (s->inside) {
        pass_torn(s);
    }
    if (s->layout == LAYOUT_PASTED) {
        scan_pasted(s, out);
    } else {
        s->scan(s, out);
    }
    return out->count > 0;
}
