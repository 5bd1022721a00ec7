/* The records of one log that go into a summary. Most that say how a task goes are calls that were entered and left again: of
 * these only the first of a thread's task is needed to know that the thread worked on it, and the others are counted by their
 * function.
 *
 *     ==>A          kept: the thread works on another task now
 *       ==>B        left at once: dropped, with <--B
 *       <--B
 *       ==>C        kept: the log ends inside it
 */
#ifndef DPM_SUMMARY_KEPT_H
#define DPM_SUMMARY_KEPT_H

#include "base/intern.h"
#include "base/strbuf.h"
#include "classify/classify.h"
#include "correlate/table.h"

typedef struct kept_record {
    uint64_t line, offset;
    int64_t time;
    uint32_t at, len; /* of its text, as it is written, in kept_records.texts */
    int year;         /* counted from that of the log's first record */
    uint16_t clock;   /* of its thread: calls_clock_number */
    uint8_t level;
    bool timed, dropped;
} kept_record;

typedef struct kept_records {
    kept_record *items;
    size_t count, cap;
    strbuf texts;
    uint64_t seed;
    table threads;
    intern functions;
    uint64_t *entered, *left; /* by function: calls that were dropped */
} kept_records;

/* False: memory ran out. */
bool kept_init(kept_records *k, uint64_t seed);
void kept_free(kept_records *k);
/* Nothing is kept. */
void kept_clear(kept_records *k);
/* Room for one more record; NULL: memory ran out. */
kept_record *kept_add(kept_records *k);
/* The last one that was added says that a call was entered or left. False: memory ran out. */
bool kept_follow(kept_records *k, const record_batch *batch, const event *e, const rule *r);

#endif
