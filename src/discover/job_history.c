/* DPM_Job_History.txt, OnlineJob_History.txt: tables of fixed widths. Tolerant: columns are found by their names, in any order,
 * as often as a head line is in the text; without a line of dashes a column reaches up to the next one's name.
 *
 *     TaskId                               Server            DataSource
 *     ------------------------------------ ----------------- ----------
 *     8ae83798-7a85-466a-80ca-22ca66582965 FS01.contoso.com  D:\
 */
#include "discover/job_history.h"

#include "base/hash.h"
#include "base/number.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "discover/known_names.h"
#include "text/encoding.h"
#include "io/streams.h"
#include "os/os.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum {
    HISTORY_LINE_MAX = 64 << 10, /* longer lines are cut: a line of the table has a few hundred bytes */
    RAW_BYTES = 64 << 10,
    TEXT_BYTES = 3 * RAW_BYTES,
    FIELD_MAX = 256
};

typedef struct column {
    size_t at, end; /* offsets in a line; at == end: there is none. `end` SIZE_MAX: up to the line's end */
} column;

typedef struct table_head {
    column task, server, source;
} table_head;

bool job_history_named(dpm_span name)
{
    return name_listed(names_job_history, name);
}

/* --- the tasks --- */

static size_t slot_of(const job_history *all, const uint8_t task[16])
{
    size_t at = (size_t)hash_bytes(all->seed, span_of((const char *)task, 16));
    for (;; at++) {
        const size_t slot = at & (all->cap - 1);
        if (!all->used[slot] || memcmp(all->slots[slot].task, task, 16) == 0) {
            return slot;
        }
    }
}

static bool grow(job_history *all)
{
    if (all->count < all->cap / 2) {
        return true;
    }
    job_history wide = *all;
    wide.cap = all->cap ? 2 * all->cap : 256;
    wide.slots = calloc(wide.cap, sizeof *wide.slots);
    wide.used = calloc(wide.cap, sizeof *wide.used);
    if (!wide.slots || !wide.used) {
        free(wide.slots);
        free(wide.used);
        return false;
    }
    wide.seed = all->cap ? all->seed : os_seed();
    for (size_t i = 0; i < all->cap; i++) {
        if (all->used[i]) {
            const size_t slot = slot_of(&wide, all->slots[i].task);
            wide.slots[slot] = all->slots[i];
            wide.used[slot] = true;
        }
    }
    free(all->slots);
    free(all->used);
    *all = wide;
    return true;
}

bool job_history_add(job_history *all, const uint8_t task[16], dpm_span server, dpm_span source)
{
    if (!grow(all)) {
        return false;
    }
    const size_t slot = slot_of(all, task);
    if (all->used[slot]) {
        return true;
    }
    if (all->count == HISTORY_JOBS_MAX) {
        all->lost++;
        return true;
    }
    job *const j = &all->slots[slot];
    if (!arena_keep(&all->memory, server, &j->server) || !arena_keep(&all->memory, source, &j->source)) {
        return false;
    }
    memcpy(j->task, task, 16);
    all->used[slot] = true;
    all->count++;
    return true;
}

const job *job_history_find(const job_history *all, const uint8_t task[16])
{
    const size_t slot = all->cap ? slot_of(all, task) : 0;
    return all->cap && all->used[slot] ? &all->slots[slot] : NULL;
}

void job_history_free(job_history *all)
{
    arena_free(&all->memory);
    free(all->slots);
    free(all->used);
    *all = (job_history){0};
}

/* --- lines --- */

static column *column_named(table_head *head, dpm_span name)
{
    return name_listed(names_job_task, name)     ? &head->task
           : name_listed(names_job_server, name) ? &head->server
           : name_listed(names_job_source, name) ? &head->source
                                                 : NULL;
}

/* The next word from `*at` on. */
static dpm_span next_word(dpm_span line, size_t *at)
{
    while (*at < line.len && line.ptr[*at] == ' ') {
        ++*at;
    }
    const size_t from = *at;
    while (*at < line.len && line.ptr[*at] != ' ') {
        ++*at;
    }
    return span_head(span_from(line, from), *at - from);
}

/* A line with a column TaskId. A name in two words is not looked for: the word after it would be a column of its own. */
static bool read_head(dpm_span line, table_head *out)
{
    table_head head = {0};
    column *open = NULL;
    size_t at = 0;
    for (dpm_span word = next_word(line, &at); word.len; word = next_word(line, &at)) {
        const size_t from = at - word.len;
        column *const c = column_named(&head, word);
        if (open) {
            open->end = from;
        }
        open = c;
        if (c) {
            *c = (column){from, SIZE_MAX};
        }
    }
    const bool found = head.task.at != head.task.end;
    if (found) {
        *out = head;
    }
    return found;
}

/* A run of dashes that begins where the column does gives its width. */
static void set_width(dpm_span line, column *c)
{
    size_t end = c->at;
    while (end < line.len && line.ptr[end] == '-') {
        end++;
    }
    if (c->end != c->at && end > c->at) {
        c->end = end;
    }
}

static bool is_dashes(dpm_span line)
{
    size_t dashes = 0;
    for (size_t i = 0; i < line.len; i++) {
        dashes += line.ptr[i] == '-';
        if (line.ptr[i] != '-' && line.ptr[i] != ' ') {
            return false;
        }
    }
    return dashes > 0;
}

static dpm_span field(dpm_span line, column c)
{
    const dpm_span text = span_trim(span_head(span_from(line, c.at), c.end == SIZE_MAX ? SIZE_MAX : c.end - c.at));
    const bool none = c.at == c.end || span_ieq(text, SPAN("NULL")) || span_eq(text, SPAN("-"));
    return none ? (dpm_span){0} : span_head_utf8(text, FIELD_MAX);
}

/* False when memory ran out. */
static bool take_line(job_history *all, table_head *head, dpm_span line)
{
    uint8_t task[16];
    if (read_head(line, head)) {
        return true;
    }
    if (is_dashes(line)) {
        set_width(line, &head->task);
        set_width(line, &head->server);
        set_width(line, &head->source);
        return true;
    }
    const bool good = number_guid(field(line, head->task), task);
    return !good || job_history_add(all, task, field(line, head->server), field(line, head->source));
}

/* --- the text --- */

typedef struct text_lines {
    strbuf line;
    table_head head;
} text_lines;

static bool take_text(job_history *all, text_lines *to, dpm_span text)
{
    while (text.len) {
        const cut c = span_cut(text, '\n');
        if (to->line.len < HISTORY_LINE_MAX) {
            strbuf_add(&to->line, c.head);
        }
        if (c.found) {
            const dpm_span line = strbuf_span(&to->line);
            const bool cr = line.len && line.ptr[line.len - 1] == '\r';
            if (to->line.failed || !take_line(all, &to->head, span_head(line, line.len - cr))) {
                return false;
            }
            strbuf_clear(&to->line);
        }
        text = c.tail;
    }
    return !to->line.failed;
}

typedef struct buffers {
    char raw[RAW_BYTES], text[TEXT_BYTES];
} buffers;

static dpm_status read_text(job_history *all, stream *from, buffers *b, text_lines *to, dpm_error *err)
{
    encoding enc = ENCODING_UTF8;
    size_t left = 0, bom = 0;
    bool begun = false;
    for (bool ended = false; !ended;) {
        size_t got = 0;
        const dpm_status status = stream_fill(from, b->raw + left, RAW_BYTES - left, &got, err);
        ended = left + got < RAW_BYTES || status < 0;
        left += got;
        if (!begun) {
            enc = encoding_detect(span_of(b->raw, left), &bom);
        }
        const size_t at = begun ? 0 : bom;
        const decoded d = decode(enc, span_of(b->raw + at, left - at), ended, b->text, TEXT_BYTES);
        if (!take_text(all, to, span_of(b->text, d.made))) {
            return status_nomem(err);
        }
        left -= at + d.taken;
        memmove(b->raw, b->raw + at + d.taken, left);
        begun = true;
        TRY(status);
    }
    return take_text(all, to, SPAN("\n")) ? DPM_OK : status_nomem(err);
}

dpm_status job_history_read(job_history *all, stream *from, dpm_error *err)
{
    assert(from);
    buffers *const b = malloc(sizeof *b);
    text_lines to = {0};
    const dpm_status status = b ? read_text(all, from, b, &to, err) : status_nomem(err);
    strbuf_free(&to.line);
    free(b);
    return status;
}
