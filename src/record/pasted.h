/* Records as people paste them: TABs turned to blanks, columns missing, several on one line, names of files in front. */
#ifndef DPM_RECORD_PASTED_H
#define DPM_RECORD_PASTED_H

#include "record/columns.h"

#include <stdbool.h>

typedef struct pasted {
    uint32_t start;    /* of the leftmost column that is there */
    uint32_t pid, tid; /* 0 where they are missing */
    uint64_t stamp;
    bool has_time; /* date and time are both there */
    columns cols;
} pasted;

/* The first record in the part `from` to `end` of `text`, all of it one line: a `file.ext(line)`, perhaps an object and a task,
 * and a level word, with blanks or TABs between them. Columns to the left are looked for from there on. Linear in the part. */
bool pasted_find(const char *text, uint32_t from, uint32_t end, pasted *out);

#endif
