/* Small logs, each read, scanned and classified by one thread, several at a time. What they give is taken in their order. */
#ifndef DPM_RUN_SMALL_LOG_H
#define DPM_RUN_SMALL_LOG_H

#include "classify/classify.h"
#include "discover/source.h"
#include "read/reader.h"
#include "record/scan.h"

enum { SMALL_LOG_BYTES = 64 << 10, SMALL_LOGS = 8 }; /* as stored; logs that one thread takes at a time */

/* What became of one block. */
typedef struct product {
    block from;
    int encoding; /* as given */
    scan_counts counts;
    record_batch **batches;
    event_list **events; /* of each batch */
    size_t count;
} product;

typedef struct small_log {
    source *src;
    origin_apart bytes;
    bool done;  /* else it has to be read by itself: it is damaged, in several blocks, packed ... */
    bool empty; /* it has no block */
    record_layout layout;
    product made; /* of its only block */
    reader_end end;
    size_t first_batch; /* of `made`, among those of all logs in its slot */
} small_log;

/* Read it; the text of its block is copied to `text`. False: it has to be read by itself. `r` is open until small_log_close. */
bool small_log_read(small_log *l, reader *r, char *text, size_t room);
/* After its block was scanned. */
void small_log_close(small_log *l, reader *r);

#endif
