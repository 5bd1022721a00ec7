/* What is no errlog and yet tells of the same failures: Windows event logs and their exports, job histories, setup logs. Each is
 * read once, before the logs, and becomes a text in the shape of an errlog, a line for each record that a rule may take:
 *
 *     evtx, xml, csv, text ──▶ event_record ──▶ errlog line ──▶ reader, scanner, rules ... as any log
 *
 * The extra column of a line (docs of record/dated.h) holds its year and its number in the original, by which it is cited. */
#ifndef DPM_WITNESS_WITNESS_H
#define DPM_WITNESS_WITNESS_H

#include "base/limits.h"
#include "discover/source.h"
#include "rules/rules.h"

/* Read all witnesses of the list: each becomes a source that is opened from memory, with its host, its process and its times; one
 * that cannot be read becomes one that was skipped. A file that the user named and whose name says nothing is looked at. */
dpm_status witness_read_all(source_list *list, const dpm_rules *rules, dpm_error *err);

#endif
