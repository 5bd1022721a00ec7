/* The text that a witness becomes while it is read. */
#ifndef DPM_WITNESS_WITNESS_TEXT_H
#define DPM_WITNESS_WITNESS_TEXT_H

#include "base/arena.h"
#include "base/strbuf.h"
#include "rules/rules.h"
#include "witness/event_record.h"

/* A line, to be put in order: exports begin with the newest record. */
typedef struct witness_line {
    int64_t time;
    uint64_t number;
    uint32_t at, len;
} witness_line;

typedef struct witness_text {
    const dpm_rules *rules;
    size_t most;  /* bytes of lines */
    strbuf lines; /* the errlog lines */
    witness_line *order;
    size_t order_count, order_cap;
    strbuf room;          /* decoded values of the record that is read */
    strbuf host, channel; /* of the last record that has them */
    uint64_t records;     /* that were seen */
    uint64_t kept;        /* that are in `lines` */
    uint64_t lost;        /* that had no room */
    uint64_t bad;         /* that could not be read */
    int64_t first, last;  /* of those with a time, kept or not; DPM_NO_TIME: none */
    const char *format;   /* "evtx" ... */
    bool local;           /* its times are local ones */
    const char *dates;    /* the order of dates that was found; NULL: nothing was to be found */
    char trouble[200];    /* why not all of it was read; empty: it was */
    char note[200];       /* what else is to be said */
    bool passed;          /* nothing of it is wanted, for the reason in `note` */
    bool refused;         /* nothing of it was read, for the reason in `trouble` */
} witness_text;

/* Take a record: it is counted, and kept if the table of events has its kind. False when memory ran out. */
bool witness_text_take(witness_text *w, const event_record *e);
/* Put the lines in the order of their times. False when memory ran out. */
bool witness_text_sort(witness_text *w);
/* Say one more reason why not all of it was read. */
void witness_text_trouble(witness_text *w, const char *words);
void witness_text_free(witness_text *w);

#endif
