/* Records of a summary on their way through the stages again, with what their rows say beside their text. */
#ifndef DPM_RUN_REPLAYED_H
#define DPM_RUN_REPLAYED_H

#include "correlate/record_ref.h"
#include "discover/source.h"

enum { REPLAY_RECORDS = 2048 };

/* Records that wait to be scanned, and what their rows say beside them. */
typedef struct replayed {
    uint64_t lines[REPLAY_RECORDS], offsets[REPLAY_RECORDS];
    int64_t times[REPLAY_RECORDS];
    int years[REPLAY_RECORDS];
    bool timed[REPLAY_RECORDS]; /* by its own stamp */
    size_t count, at;           /* at: those before were scanned */
    uint64_t line, offset;      /* of the row before */
    char **buffer;              /* where their text is */
    size_t len;
    int years_moved;  /* the times of the rows lie so many years later */
    uint64_t unknown; /* rows of rules that are not here */
    uint64_t repeated, kept;
    bool torn;
} replayed;

/* A time that a row states, in the years that the source is in now. */
int64_t replayed_move(const replayed *r, int64_t time);
/* Date and number the next records, those of `batch`, by what their rows say. */
void replayed_date(replayed *r, const source *src, record_batch *batch, place *where);

#endif
