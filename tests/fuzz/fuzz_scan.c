/* Any bytes as the text of a log: the portable scanner and that of this processor find the same records, which lie in the text,
 * in order, without overlap; cutting the text where the last record begins changes nothing. The first byte chooses the layout. */
#include "base/hash.h"
#include "record/scan.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* What was found: how many records, and a hash of all their columns with offsets from the start of the text. */
typedef struct outcome {
    uint64_t records, columns;
    scan_counts counts;
} outcome;

static void require(bool holds)
{
    if (!holds) {
        abort();
    }
}

static uint64_t column(const record_batch *b, part p, uint64_t offset)
{
    require((uint64_t)p.at + p.len <= b->limit);
    return p.len ? (offset + p.at) << 32 | p.len : 0;
}

static void add_record(outcome *o, const record_batch *b, uint32_t i, const block *from, uint64_t lines)
{
    require(b->start[i] <= b->message[i] && b->message[i] <= b->end[i] && b->end[i] <= b->limit);
    require(i == 0 || b->end[i - 1] <= b->start[i]);
    const uint64_t row[] = {
        from->offset + b->start[i],
        from->offset + b->end[i],
        from->offset + b->message[i],
        lines + b->line[i],
        b->pid[i],
        b->tid[i],
        b->stamp[i],
        column(b, b->module[i], from->offset),
        column(b, b->source[i], from->offset),
        column(b, b->object[i], from->offset),
        column(b, b->task[i], from->offset),
        b->level[i],
        b->flags[i],
    };
    o->columns = hash_bytes(o->columns, span_of((const char *)row, sizeof row));
    o->records++;
}

static void scan(outcome *o, scanner *s, const block *b, record_layout layout)
{
    static record_batch batch;
    const uint64_t lines = o->counts.lines;
    scanner_begin(s, b, layout, &o->counts);
    while (scanner_next(s, &batch)) {
        require(batch.count > 0 && batch.count <= BATCH_RECORDS && batch.base == b->text.ptr);
        for (uint32_t i = 0; i < batch.count; i++) {
            add_record(o, &batch, i, b, lines);
        }
    }
}

static outcome run(scanner *s, dpm_span text, size_t at, record_layout layout)
{
    outcome o = {0};
    const block all = {.text = text, .last = true}, head = {.text = span_head(text, at)},
                tail = {.text = span_from(text, at), .offset = at, .last = true};
    if (at == 0 || at >= text.len) {
        scan(&o, s, &all, layout);
        return o;
    }
    scan(&o, s, &head, layout);
    scan(&o, s, &tail, layout);
    return o;
}

static void compare(const outcome *a, const outcome *b)
{
    const scan_counts *const c = &a->counts, *const d = &b->counts;
    require(a->records == b->records && a->columns == b->columns);
    require(c->lines == d->lines && c->continuation == d->continuation && c->unparsed == d->unparsed);
    require(c->cut_records == d->cut_records && c->cut_bytes == d->cut_bytes && c->nuls == d->nuls);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    static scanner *fast, *portable;
    if (!fast) {
        fast = scanner_new();
        portable = scanner_new_portable();
        require(fast && portable);
    }
    if (len == 0) {
        return 0;
    }
    const dpm_span text = {(const char *)data + 1, len - 1};
    const record_layout layout = data[0] < 3 ? (record_layout)data[0] : layout_detect(text);
    const size_t last = record_last_start(layout, text);
    const outcome whole = run(fast, text, 0, layout), plain = run(portable, text, 0, layout);
    compare(&whole, &plain);
    if (last != SIZE_MAX) {
        require(last > 0 && last < text.len && record_begins(layout, span_from(text, last)));
        const outcome parts = run(fast, text, last, layout);
        compare(&whole, &parts);
    }
    require(text.len == 0 || record_cut_inside(text) <= text.len);
    return 0;
}
