/* What the tests of scanning share: a text as blocks to a list of records. */
#ifndef SCAN_SUPPORT_H
#define SCAN_SUPPORT_H

#define _DEFAULT_SOURCE 1 /* MAP_ANONYMOUS */

#include "record/scan.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* One row of a batch with offsets from the source's start. */
typedef struct found {
    uint64_t start, end, line, message, stamp;
    uint32_t pid, tid;
    uint64_t parts[4]; /* offset << 32 | length; only the length counts when it is 0 */
    uint8_t level, flags;
} found;

typedef struct found_list {
    found *items;
    size_t count, cap;
    scan_counts counts;
} found_list;

static inline uint64_t found_part(part p, uint64_t base)
{
    return p.len ? (base + p.at) << 32 | p.len : 0;
}

/* Scan the next block of a source: the lines before it are those that were counted. */
static inline void found_scan(found_list *list, scanner *s, const block *b, record_layout layout)
{
    static record_batch batch;
    const uint64_t line = list->counts.lines;
    scanner_begin(s, b, layout, &list->counts);
    while (scanner_next(s, &batch)) {
        cr_assert_eq(batch.base, b->text.ptr);
        for (uint32_t i = 0; i < batch.count; i++) {
            if (list->count == list->cap) {
                list->cap = list->cap ? list->cap * 2 : 256;
                list->items = realloc(list->items, list->cap * sizeof list->items[0]);
                cr_assert(list->items);
            }
            list->items[list->count++] = (found){
                .start = b->offset + batch.start[i],
                .end = b->offset + batch.end[i],
                .line = line + batch.line[i],
                .message = b->offset + batch.message[i],
                .stamp = batch.stamp[i],
                .pid = batch.pid[i],
                .tid = batch.tid[i],
                .parts = {found_part(batch.module[i], b->offset), found_part(batch.source[i], b->offset),
                          found_part(batch.object[i], b->offset), found_part(batch.task[i], b->offset)},
                .level = batch.level[i],
                .flags = batch.flags[i],
            };
        }
    }
    cr_assert_eq(batch.count, 0);
    cr_assert_not(scanner_next(s, &batch), "the end stays the end");
}

static inline void found_free(found_list *list)
{
    free(list->items);
    *list = (found_list){0};
}

/* Both lists say the same. */
static inline void found_check(const found_list *got, const found_list *want, const char *what)
{
    cr_assert_eq(got->count, want->count, "%s: %zu records, not %zu", what, got->count, want->count);
    for (size_t i = 0; i < got->count; i++) {
        const found *const g = &got->items[i], *const w = &want->items[i];
        cr_assert(g->start == w->start && g->end == w->end && g->line == w->line,
                  "%s: record %zu at %llu-%llu line %llu, not %llu-%llu line %llu", what, i, (unsigned long long)g->start,
                  (unsigned long long)g->end, (unsigned long long)g->line, (unsigned long long)w->start,
                  (unsigned long long)w->end, (unsigned long long)w->line);
        cr_assert(g->pid == w->pid && g->tid == w->tid && g->stamp == w->stamp, "%s: prefix of record %zu", what, i);
        cr_assert(memcmp(g->parts, w->parts, sizeof g->parts) == 0 && g->message == w->message, "%s: columns of record %zu", what,
                  i);
        cr_assert(g->level == w->level && g->flags == w->flags, "%s: record %zu: level %d flags %d, not %d %d", what, i, g->level,
                  g->flags, w->level, w->flags);
    }
    const scan_counts *const g = &got->counts, *const w = &want->counts;
    cr_assert_eq(g->lines, w->lines, "%s: %llu lines, not %llu", what, (unsigned long long)g->lines,
                 (unsigned long long)w->lines);
    cr_assert_eq(g->continuation, w->continuation, "%s: %llu continuation lines, not %llu", what,
                 (unsigned long long)g->continuation, (unsigned long long)w->continuation);
    cr_assert_eq(g->unparsed, w->unparsed, "%s: %llu unparsed lines, not %llu", what, (unsigned long long)g->unparsed,
                 (unsigned long long)w->unparsed);
    cr_assert_eq(g->cut_records, w->cut_records, "%s: cut records", what);
    cr_assert_eq(g->cut_bytes, w->cut_bytes, "%s: %llu cut bytes, not %llu", what, (unsigned long long)g->cut_bytes,
                 (unsigned long long)w->cut_bytes);
}

/* `len` bytes before a page that must not be touched. */
static inline char *dead_page_area(size_t len)
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE), size = (len + page - 1) / page * page;
    char *const map = mmap(NULL, size + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    cr_assert_neq(map, MAP_FAILED);
    cr_assert_eq(mprotect(map + size, page, PROT_NONE), 0);
    return map + size - len;
}

static inline uint64_t next_random(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

#endif
