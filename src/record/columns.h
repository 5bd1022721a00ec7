/* The columns of one record after its prefix: module, source, object, task, level, message. */
#ifndef DPM_RECORD_COLUMNS_H
#define DPM_RECORD_COLUMNS_H

#include "record/batch.h"

/* As in record_batch: offsets in the block's text. */
typedef struct columns {
    part module, source, object, task;
    uint32_t message;
    uint8_t level; /* dpm_level */
    uint8_t flags; /* RECORD_EXTRA */
} columns;

/* The columns of the line that ends at `end`, of which the first begins at `at`. Takes every line:
 * - the level is the first of columns 8 to 11 (counted with PID as 1) that is a level word; the message is what follows;
 * - without one the level is DPM_LEVEL_OTHER, and the message begins where the level should, after the task;
 * - where a line has not even that many columns its last one is the message.
 * So every byte of a line is in a column or in the message, except an extra column before the level. */
columns columns_find(const char *base, uint32_t at, uint32_t end);

#endif
