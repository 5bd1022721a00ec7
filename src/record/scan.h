/* From a block to batches of records: the errlog layout, fast, and for pasted text the fallback reader. */
#ifndef DPM_RECORD_SCAN_H
#define DPM_RECORD_SCAN_H

#include "base/status.h"
#include "record/batch.h"

/* How the text of a source is laid out. Found once from its first block. */
typedef enum record_layout {
    LAYOUT_ERRLOG, /* TAB-separated columns */
    LAYOUT_PASTED, /* records as people paste them into tickets: anchored on file.ext(line) and a level word */
    LAYOUT_NONE    /* no record of either kind in sight: read as LAYOUT_ERRLOG, every line is counted */
} record_layout;

/* `text`: the first block of a source, 64 KiB or all of it. */
record_layout layout_detect(dpm_span text);

/* The offset at which the last record of `text` begins, or SIZE_MAX when no record begins after offset 0 and
 * before the end: where a block is cut. `text` begins at a line's start and need not end at one; a line at the end that
 * may be incomplete never counts as a record's start unless its whole prefix is there. */
size_t record_last_start(record_layout layout, dpm_span text);

/* Where to cut a text in which record_last_start finds nothing and that is too long to wait. Never between "\r" and "\n", in a
 * UTF-8 sequence, or in the first bytes of a line that may yet turn out a record's; 4 KiB from the end at most. */
size_t record_cut_inside(dpm_span text);

/* A record begins at the first byte of `text`. */
bool record_begins(record_layout layout, dpm_span text);

/* What a scan met beside records. The sums over a source do not depend on where its blocks were cut. */
typedef struct scan_counts {
    uint64_t lines;        /* line ends, plus a last line of the source without one */
    uint64_t continuation; /* lines that continue a record */
    uint64_t unparsed;     /* lines that are neither: text before the first record; empty lines do not count */
    uint64_t cut_records;  /* records longer than RECORD_CAP */
    uint64_t cut_bytes;    /* bytes of their lines that were not kept, line ends not counted */
    uint64_t nuls;         /* NUL characters: where power was lost */
} scan_counts;

typedef struct scanner scanner; /* one per worker: bit masks of a block, cursor */

scanner *scanner_new(void);
/* The same without what only this processor can do. For tests: both give the same. */
scanner *scanner_new_portable(void);
void scanner_free(scanner *s);
/* Begin a block, which must stay where it is until its last batch was used. `counts` is added to. */
void scanner_begin(scanner *s, const block *b, record_layout layout, scan_counts *counts);
/* Fill `out` with up to BATCH_RECORDS records. False when none was left. */
bool scanner_next(scanner *s, record_batch *out);

#endif
