/* Which events are kept, and in what words: the table grammars/events.tsv (docs/rules.md). */
#ifndef DPM_WITNESS_EVENT_TABLE_H
#define DPM_WITNESS_EVENT_TABLE_H

#include "base/strbuf.h"
#include "rules/rules.h"
#include "witness/event_record.h"

/* The row of an event, the last table first; false: no rule takes such an event. `*text`: the template. */
bool event_table_find(const dpm_rules *rules, dpm_span provider, uint32_t id, dpm_span *text);

/* Append the record as a line of an errlog; `text`: its row's template. */
void event_line(strbuf *out, const event_record *e, dpm_span text);

/* The process that records of a channel are given: its name, without what a process's name cannot have. */
void event_process(dpm_span channel, strbuf *out);

#endif
