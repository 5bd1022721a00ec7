/* From a source's bytes to blocks: decodes, cuts at records, keeps the torn end for the next block. */
#ifndef DPM_READ_READER_H
#define DPM_READ_READER_H

#include "text/encoding.h"
#include "discover/source.h"
#include "os/os.h"
#include "record/remake.h"
#include "record/scan.h"

/* The most decoded text that is held at one time: a record of RECORD_CAP bytes and the next one's prefix. */
enum { READER_TEXT = RECORD_CAP + (64 << 10) };

typedef struct reader reader;

/* How the reading of one source ended. */
typedef struct reader_end {
    dpm_read_status status;
    char reason[256]; /* empty when complete, unless there is something to know */
    encoding enc;     /* of its beginning */
    record_layout layout;
    uint64_t bytes;   /* read, as stored */
    uint64_t invalid; /* places that were no valid text */
    bool is_alert;    /* it was alert text */
    unsigned changes; /* of encoding, to that of another log or writer; the first one: */
    encoding change_to;
    uint64_t change_at; /* offset of its first byte */
} reader_end;

/* One reader serves many sources, one after the other. */
dpm_status reader_new(reader **out, dpm_error *err);
void reader_free(reader *r);

/* Open a source. On failure nothing is open; the message names the path. */
dpm_status reader_open(reader *r, const source *s, dpm_error *err);
/* The same with what source_open gave; owned from then on. */
void reader_take(reader *r, stream *from, uint64_t size);
/* Instead of reader_open: bytes come by reader_feed. */
dpm_status reader_begin_feed(reader *r);
/* Give more bytes; they must stay until reader_next, which has to be called now, says DPM_END: by then what is needed of
 * them was copied. `eof`: the last ones. DPM_EARG: those before are not used up yet, or were the last. */
dpm_status reader_feed(reader *r, dpm_span bytes, bool eof, dpm_error *err);
/* The next block, valid until the next call. DPM_END: none is left (of what was fed). Trouble while reading is no error
 * here: the blocks end and reader_close tells. Only memory can fail. */
dpm_status reader_next(reader *r, block *out, dpm_error *err);
/* Give the block that was handed out away, with the buffer that it is in: `*buffer`, of READER_TEXT bytes, takes its place, and
 * the block stays valid for as long as its new owner likes. */
void reader_trade(reader *r, char **buffer);
/* The code page of text that is neither UTF-8 nor UTF-16, of all sources from now on; ENCODING_UTF8: it is guessed. */
void reader_page(reader *r, encoding page);
/* Read only the lines that have `name:` in front, without it; before the first block. `name` must live until reader_close. */
void reader_only(reader *r, dpm_span name);
record_layout reader_layout(const reader *r); /* valid after the first block, as is the encoding */
encoding reader_encoding(const reader *r);
/* `nuls`: NUL characters that the scanner met in the blocks. */
reader_end reader_close(reader *r, uint64_t nuls);

#endif
