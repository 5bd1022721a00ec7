/* A batch: about a thousand records of one block as columns. The scanner fills the first part, each later stage one
 * column more. Everything borrowed points into the block.
 *
 *   block.text  ...|PPPP\tTTTT\tMM/DD\tHH:MM:SS.mmm\tNN\tsource\tobject\ttask\tlevel\tmessage\r\n<continuation>\r\n|...
 *                  ^start                            ^module ^source           ^task       ^message              ^end
 */
#ifndef DPM_RECORD_BATCH_H
#define DPM_RECORD_BATCH_H

#include "base/limits.h"
#include "base/text.h"
#include "dpmlog/report.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>

enum {
    BATCH_RECORDS = 1024,
    BLOCK_BYTES = 256 << 10, /* how much decoded text a block usually has */
};

/* Decoded UTF-8 that begins at a line's start and ends at a record's end; or, with `more`, where record_cut_inside says, after
 * more than RECORD_CAP bytes in which no record began but at the first. */
typedef struct block {
    dpm_span text;
    uint64_t offset; /* of text[0] in the source as stored, bytes */
    bool continues;  /* lines before the first record belong to a record that an earlier block began: the block before had
                         `more`, and `continues` or record_begins(its text) */
    bool inside;     /* text begins inside a line: the block before had `more` and did not end with a line end */
    bool more;       /* cut: what the block ends with goes on in the next block */
    bool last;       /* nothing follows: the last record needs no line end */
} block;

enum record_flag {
    RECORD_CUT = 1,       /* longer than RECORD_CAP: the rest is counted, not kept */
    RECORD_DUPLICATE = 2, /* the copy of a record that another source had: counted apart, otherwise ignored */
    RECORD_EXTRA = 4,     /* 11 columns: one between task and level */
    RECORD_PASTED = 8,    /* read by the fallback reader: columns may be missing */
    RECORD_NO_TIME = 16,  /* no readable time */
    RECORD_OUTSIDE = 32,  /* outside --since and --until: counted nowhere else */
    RECORD_LINES = 64     /* holds lines that continue it */
};

/* A part of the block's text: offset and length in bytes. A missing column has length 0. */
typedef struct part {
    uint32_t at, len;
} part;

typedef struct record_batch {
    const char *base; /* block.text.ptr */
    uint32_t limit;   /* its length */
    uint32_t count;
    /* by the scanner */
    uint32_t start[BATCH_RECORDS], end[BATCH_RECORDS]; /* with continuation lines, without the last line end */
    uint32_t line[BATCH_RECORDS];                      /* lines of the block before it */
    uint32_t pid[BATCH_RECORDS], tid[BATCH_RECORDS];
    uint64_t stamp[BATCH_RECORDS]; /* milliseconds since 01/01 00:00 of a year of 366 days: no year is in the log */
    part module[BATCH_RECORDS], source[BATCH_RECORDS], object[BATCH_RECORDS], task[BATCH_RECORDS];
    uint32_t message[BATCH_RECORDS]; /* offset; the message ends at `end` */
    uint8_t level[BATCH_RECORDS];    /* dpm_level */
    uint8_t flags[BATCH_RECORDS];    /* record_flag */
    /* by the session */
    int64_t time[BATCH_RECORDS]; /* UTC, once the year is known */
} record_batch;

static inline dpm_span batch_part(const record_batch *b, part p)
{
    assert(p.len == 0 || (uint64_t)p.at + p.len <= b->limit);
    return span_of(b->base + p.at, p.len);
}

static inline dpm_span batch_message(const record_batch *b, uint32_t i)
{
    assert(i < b->count && b->message[i] <= b->end[i] && b->end[i] <= b->limit);
    return span_of(b->base + b->message[i], b->end[i] - b->message[i]);
}

#endif
