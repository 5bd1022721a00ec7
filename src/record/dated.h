/* Records that state their year. What is no errlog is read as one (src/witness): its lines have a column more, between task and
 * level,
 *
 *     2021#1234     the year, and the number of the record in what it was read from
 *     2021#1234L    the same; the time is a local one */
#ifndef DPM_RECORD_DATED_H
#define DPM_RECORD_DATED_H

#include "record/batch.h"

/* Fill batch->time from stamps and stated years, and batch->line with the stated numbers, less one, so that with no lines
 * before the block a record is cited by its number. A record without that column has no time. */
void dated_apply(record_batch *batch);

#endif
