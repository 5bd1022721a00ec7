/* Blocks in, classified batches out, in the order of the blocks: scanned and classified by workers while the caller reads on.
 *
 *     pipeline_put ─▶ [ slot ][ slot ][ slot ] ─▶ pipeline_get      a ring; slots are worked on by whoever is free:
 *                        │ scan, classify │                         the workers, and the caller while it has to wait
 */
#ifndef DPM_RUN_PIPELINE_H
#define DPM_RUN_PIPELINE_H

#include "base/status.h"
#include "classify/classify.h"
#include "io/readahead.h"
#include "record/scan.h"
#include "run/small_log.h"

typedef struct pipeline pipeline;

/* `jobs`: threads that work, the caller's among them; 1: only that. Should the system give fewer, those are enough. */
dpm_status pipeline_new(pipeline **out, const dpm_rules *rules, unsigned jobs);
void pipeline_free(pipeline *p);

/* What the workers do while no block waits: reading ahead. NULL with one job. */
readahead *pipeline_readahead(const pipeline *p);

/* There is room for another block. */
bool pipeline_has_room(const pipeline *p);
/* What is to be known of a block beside its text. */
typedef struct block_kind {
    record_layout layout;
    dpm_span process; /* must live until the block was got */
    int encoding;     /* handed through */
    bool whole;       /* each of its events counts: none represents others (lookback_prune) */
} block_kind;

/* Where the buffer of READER_TEXT bytes lies that is free for the next block: it is to be exchanged for the one that holds it
 * (reader_trade). NULL when memory ran out. */
char **pipeline_buffer(pipeline *p);
/* Add a block that is in the buffer which pipeline_buffer named. */
void pipeline_put(pipeline *p, const block *b, const block_kind *kind);
/* The oldest block that was not got yet, when all of it is done; valid until the next call. DPM_END: none is left. */
dpm_status pipeline_get(pipeline *p, product **out);
/* Forget what was put and not got. */
void pipeline_drop(pipeline *p);

/* Small logs instead of a block, SMALL_LOGS at most: whoever works on them reads them, too. No blocks may be left. */
dpm_status pipeline_put_logs(pipeline *p, const small_log *logs, size_t count);
/* The oldest ones that were not got yet, when all is done; valid until the next call. DPM_END: none are left. */
dpm_status pipeline_get_logs(pipeline *p, small_log **logs, size_t *count);

/* See classifier_limit_hits; of all workers. Only while nothing is in work. */
uint64_t pipeline_limit_hits(const pipeline *p, size_t index);
uint64_t pipeline_unseen(const pipeline *p);

#endif
