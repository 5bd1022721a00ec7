/* Writes a summary: what a run reads is taken batch by batch, and each source is written when it ends. Holds one source. */
#ifndef DPM_SUMMARY_SUMMARY_WRITE_H
#define DPM_SUMMARY_SUMMARY_WRITE_H

#include "correlate/correlate.h"
#include "discover/source.h"
#include "dpmlog/report.h"
#include "summary/summary_form.h"

typedef struct summary_writer summary_writer;

/* `rules` must outlive it. Nothing is written yet. */
dpm_status summary_writer_new(summary_writer **out, const dpm_rules *rules, dpm_write_fn write, void *context, dpm_error *err);
void summary_writer_free(summary_writer *w);

/* Whose logs these are; before the first source. */
dpm_status summary_name_site(summary_writer *w, dpm_span site);

/* On which machine; of a state. */
dpm_status summary_name_machine(summary_writer *w, dpm_span machine);

/* What stands in a summary for names: each gives a text that need not live longer than until the next call. */
typedef struct summary_words {
    void *context;
    dpm_span (*text)(void *context, dpm_span text);
    dpm_span (*path)(void *context, dpm_span path);
    dpm_span (*record)(void *context, const record_batch *batch, const event *e);
} summary_words;
/* Write names as `words` say, which must outlive it. Before the first source. */
void summary_cover(summary_writer *w, const summary_words *words);

/* A source begins. */
void summary_begin(summary_writer *w, const source *src);
/* Take a batch that was dated, filtered and compared with copies, before it is correlated. `host`: of its stream. */
dpm_status summary_take(summary_writer *w, const record_batch *batch, const event_list *events, const place *where,
                        dpm_span host);
/* The source ends: write it. `read`: how it was read, its times as they were assumed; all are moved by `years`. */
dpm_status summary_end(summary_writer *w, const section *read, int years, dpm_error *err);
/* It was no log: forget it. */
void summary_drop(summary_writer *w);
/* What `source` tells, for summary_end. */
section section_of(const source *src);
/* A source of another summary, as it stands there. */
struct summary_section;
dpm_status summary_copy_section(summary_writer *w, const struct summary_section *from, dpm_error *err);

/* Rows that are of no source. */
dpm_status summary_note(summary_writer *w, const row_form *form, const void *row);
/* Nothing follows. */
dpm_status summary_finish(summary_writer *w, const row_finish *how, dpm_error *err);

#endif
