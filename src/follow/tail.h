/* One log that grows: its bytes from where it was read to, as blocks of whole records. Knows nothing of events.
 *
 *     file: |head .... read ..... print|........ new ........|
 *                                      ▲ read_to              decode ─▶ text: | records ... | the last record |
 *                                                                              '─ a block ──' held back
 */
#ifndef DPM_FOLLOW_TAIL_H
#define DPM_FOLLOW_TAIL_H

#include "follow/dedup.h"
#include "text/encoding.h"
#include "discover/source.h"
#include "os/os.h"
#include "record/scan.h"
#include "record/year.h"

enum { TAIL_PRINT = 256 /* bytes at the start of a log, and before the place up to which it was read, that are compared */ };

typedef struct tail {
    source src; /* path, host and process are interned; its quick look */
    uint64_t device, inode;
    os_file *file; /* NULL: closed for the time being */
    int64_t grown; /* when something was last read, ms */
    int64_t mtime;
    uint64_t read_to;                            /* bytes of the file that are decoded */
    uint8_t head[TAIL_PRINT], print[TAIL_PRINT]; /* what was read first and last */
    size_t head_len, print_len;
    encoding enc;
    record_layout layout;
    bool detected; /* encoding known */
    bool probed;   /* year known */
    char *text;    /* decoded, from the start of the next block on */
    size_t text_len, text_cap;
    uint64_t offset, line;  /* of text[0] */
    bool continues, inside; /* as of a block */
    year_walk years;
    recent_hashes recent;
    dpm_span host; /* as reports name it; interned */
    uint64_t stream_hash;
    bool dir_entry; /* the last listing had it */
    int64_t gone;   /* since when it is not below what is followed any more; 0: it is */
    bool told;      /* reported as not readable */
} tail;

typedef dpm_status (*tail_take)(void *context, tail *t, const block *b);

typedef enum tail_news { TAIL_SAME, TAIL_GREW, TAIL_RESTARTED } tail_news;

/* Read what was written and hand out blocks, but for the last record. `raw` is a buffer for TAIL_RAW bytes. What was truncated
 * or written again is handed out to its last whole line and begun again. `bytes` is added to. */
enum { TAIL_RAW = 256 << 10 };
dpm_status tail_read(tail *t, char *raw, tail_take take, void *context, uint64_t *bytes, tail_news *news, dpm_error *err);
/* Hand out what was held back. Without `torn` only if its last line is complete. */
dpm_status tail_flush(tail *t, bool torn, tail_take take, void *context);
void tail_free(tail *t);

#endif
