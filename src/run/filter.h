/* Which logs, records and events the caller asked for. Sessions and following share it. */
#ifndef DPM_RUN_FILTER_H
#define DPM_RUN_FILTER_H

#include "base/arena.h"
#include "classify/classify.h"
#include "dpmlog/session.h"

typedef struct word_list {
    dpm_span *items;
    size_t count;
} word_list;

typedef struct filter {
    int64_t since, until;     /* records with since <= time < until */
    unsigned classes, levels; /* bits */
    word_list hosts, processes;
} filter;

/* Keep what the options say; the words are copied to `memory`. */
dpm_status filter_init(filter *f, const dpm_session_options *options, arena *memory);
/* Whether the log of a host and process is to be read. */
bool filter_log(const filter *f, dpm_span host, dpm_span process);
/* Set RECORD_OUTSIDE on records before or after the time asked for. */
void filter_records(const filter *f, record_batch *batch);
/* Whether events of this class and level are asked for. */
bool filter_event(const filter *f, uint8_t class, uint8_t level);
/* Drop events of records that do not count (copies, records outside the time), and of other classes and levels. Events that say
 * how a task goes stay, whatever their class and level. */
void filter_events(const filter *f, const dpm_rules *rules, event_list *events, const record_batch *batch);

#endif
