/* What happened when: events by class and host, codes, unknown signatures and noise, counted in buckets of time; and the
 * longest silences of each log. The buckets grow wider when the span outgrows them, so that memory is fixed.
 *
 * Two timelines join into one, whatever was cut between them: see tally.h.
 */
#ifndef DPM_CORRELATE_TIMELINE_H
#define DPM_CORRELATE_TIMELINE_H

#include "base/limits.h"
#include "base/status.h"
#include "classify/classify.h"
#include "correlate/record_ref.h"
#include "correlate/table.h"

enum {
    TIMELINE_ROWS = HOST_ROW_MAX + DPM_CLASSES + CODE_ROW_MAX + UNKNOWN_ROW_MAX + NOISE_ROW_MAX,
    GAP_LEAST = 5 * 60000, /* ms: a silence shorter than this is none */
};

typedef enum series_kind { SERIES_EVENTS, SERIES_CODE, SERIES_UNKNOWN, SERIES_NOISE, SERIES_KINDS } series_kind;

/* EVENTS: class and host (interned, or TIMELINE_OTHERS); CODE: the code; UNKNOWN: the hash of the signature; NOISE: the rule. */
typedef struct series_key {
    series_kind kind;
    uint32_t part;
    uint64_t id;
} series_key;

#define TIMELINE_OTHERS UINT32_MAX

/* Bucket number n, which begins at n * width, is counts[n mod BUCKET_MAX]: a ring. */
typedef struct series {
    series_key key;
    uint32_t counts[BUCKET_MAX];
} series;

enum { GRID_RECENT = 64 }; /* rows that are found without a search: a power of two */

typedef struct grid {
    uint64_t seed;
    unsigned step;       /* which width the buckets have */
    int64_t first, last; /* numbers of the outermost buckets; none while first > last */
    table rows;
    uint32_t by_kind[SERIES_KINDS];
    /* the bucket that was found last: of times from `from` to before `to` */
    int64_t bucket, from, to;
    uint16_t recent[GRID_RECENT]; /* slot + 1 of a row met before, by its key */
} grid;

/* A silence of one log. The times are as assumed while their sources were read. */
typedef struct gap {
    int64_t from, to;
    uint32_t from_source, to_source;
} gap;

/* A stretch of one log: what is before its first record and after its last is seen when it is joined with its neighbours. */
typedef struct track {
    bool any;
    bool begins_anywhere; /* the first record is a witness's: silence before it means nothing */
    uint8_t gap_count;
    int64_t first, last; /* times of the first record and of the latest */
    uint32_t first_source, last_source;
    gap gaps[LOG_GAP_MAX];
} track;

typedef struct timeline {
    grid grid;
    track *tracks; /* of the streams from `first_stream` on */
    uint32_t first_stream, track_count;
    size_t track_cap;
} timeline;

void timeline_init(timeline *t, uint64_t seed);
void timeline_free(timeline *t);

/* Follow the times of a batch. */
dpm_status timeline_follow(timeline *t, const record_batch *batch, const place *where);
/* Count one event that a rule took; one without a time is nowhere. */
dpm_status timeline_take(timeline *t, const dpm_rules *rules, const event *e, int64_t time, uint32_t host);
/* Add `from`, which comes later in the order of reading; its buckets lie `years` later than assumed. Nothing is left in it. */
dpm_status timeline_join(timeline *into, timeline *from, int years);
/* The same of what was counted elsewhere: `count` events of a series, of which none is later than its bucket ends. */
dpm_status timeline_add(timeline *t, series_key key, int64_t time, uint32_t count);
/* There was a record at this time. */
void timeline_cover(timeline *t, int64_t time);
/* Add a stretch of a stream that comes after what is known of it. */
dpm_status timeline_add_track(timeline *t, uint32_t stream, const track *from);
/* The track of a stream; NULL: nothing was read of it. */
const track *timeline_track(const timeline *t, uint32_t stream);

/* Milliseconds of a bucket. */
int64_t grid_width(const grid *g);
/* The series of a key; NULL where nothing was counted. */
const series *grid_find(const grid *g, series_key key);

static inline uint32_t series_at(const series *s, int64_t bucket)
{
    const int64_t at = bucket % BUCKET_MAX;
    return s->counts[at < 0 ? at + BUCKET_MAX : at];
}

#endif
