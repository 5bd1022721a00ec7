/* One log after the other through all stages, up to the correlation. A session begins a log, lets its blocks be taken, and ends
 * it, whether its bytes come from a file or are fed by the caller:
 *
 *     source_run_begin ─▶ source_run_blocks (once, or after each piece that was fed) ─▶ source_run_end
 *
 *     reader ─▶ pipeline (scanner, classifier) ─▶ years, filter, copies ─▶ events for the caller ─▶ correlation */
#ifndef DPM_RUN_SOURCE_RUN_H
#define DPM_RUN_SOURCE_RUN_H

#include "correlate/correlate.h"
#include "discover/source.h"
#include "rank/rank.h"
#include "read/reader.h"
#include "record/year.h"
#include "run/event_emit.h"
#include "run/filter.h"
#include "run/pipeline.h"
#include "run/replayed.h"
#include "summary/summary_write.h"

#include <stdatomic.h>

/* The log that is being read. */
typedef struct log_run {
    const source *src;
    place where;
    year_walk years;
    scan_counts counts;
    uint64_t records, duplicates, outside;
    int64_t first, last;
    record_layout layout;
    replayed *replayed; /* it is a source of a summary: see replay.h; else NULL */
    bool copied, torn;  /* of such a one: all of it is a copy; not all of it could be read */
} log_run;

/* How names are replaced in a summary; a text need not live longer than until the next call. */
typedef struct summary_redaction {
    void *context;
    dpm_span (*text)(void *context, dpm_span text);
    dpm_span (*path)(void *context, dpm_span path);
    dpm_span (*record)(void *context, const dpm_event *event);
} summary_redaction;

typedef struct source_run {
    const dpm_rules *rules;
    int year;      /* the option; 0: not given */
    int64_t clock; /* now, in ms */
    filter filter;
    arena memory; /* the filter's words, reasons */
    correlation correlated;
    reader *reader;
    pipeline *pipe;
    event_emitter emitter;
    log_run log;
    uint32_t group_stream; /* the stream whose records `correlated.copies` holds */
    rank_source *read;     /* the logs that were ended */
    size_t read_count, read_cap;
    summary_writer *summary;          /* what is read goes there, too; NULL: nowhere */
    const summary_redaction *cover;   /* of names in it; NULL: they stay */
    bool keeps_state;                 /* it is a state: files are to be known again */
    summary_words words;              /* the same for the writer */
    uint64_t repeated;                /* of summaries: logs of which a part is in another one */
    uint64_t unknown_counts, dropped; /* of summaries: rows of rules that are not here; records that were only counted */
    uint64_t outside;                 /* records outside the time asked for */
    bool damaged;                     /* some log was not read whole */
    atomic_bool stop;
    void (*on_progress)(void *context, const dpm_progress *progress);
    void *progress_context;
    dpm_progress progress;
} source_run;

dpm_status source_run_init(source_run *run, const dpm_rules *rules, const dpm_session_options *options, dpm_error *err);
void source_run_free(source_run *run);

/* Replace names in the summary, which there is. `by` must outlive it. */
void source_run_cover(source_run *run, const summary_redaction *by);

/* Begin a log whose reader is open. `src` must live until its end. DPM_ELIMIT: too many hosts and processes. */
dpm_status source_run_begin(source_run *run, const source *src);
/* Take all blocks that the reader has now. DPM_STOP: `stop` was set meanwhile. */
dpm_status source_run_blocks(source_run *run, dpm_error *err);
/* End the log and note how it was read. `stopped`: it was not read to its end. DPM_END: it was no log, which `foreign` says; it
 * is not noted. */
dpm_status source_run_end(source_run *run, bool stopped, dpm_error *foreign);
/* For sources of summaries: take what was scanned of them; note whether all of it is a copy, and whether some could not be read;
 * end it as source_run_end does. */
dpm_status source_run_product(source_run *run, product *done);
void source_run_tell(source_run *run, bool copied, bool torn);
dpm_status source_run_end_section(source_run *run, dpm_error *err);
bool source_run_stopped(source_run *run);
/* The same for a small log that is `done`: from its beginning to its end. As source_run_begin and source_run_end;
 * DPM_STOP: `stop` was set meanwhile. */
dpm_status source_run_small(source_run *run, small_log *l, dpm_error *foreign);

#endif
