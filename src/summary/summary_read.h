/* Reads summaries: finds the sources in one and adds them to the list of sources, as logs are added; their rows are read when
 * their turn comes. A summary is not trusted: rows and texts are bounded, nothing that it names is opened, and what is damaged is
 * told, and costs no more than the source that it is in. */
#ifndef DPM_SUMMARY_SUMMARY_READ_H
#define DPM_SUMMARY_SUMMARY_READ_H

#include "discover/sources.h"
#include "io/blob.h"
#include "summary/summary_form.h"

/* A source of a summary. */
typedef struct summary_section {
    section told;
    blob *bytes;          /* of the summary */
    uint64_t offset, len; /* in them, from its row S to behind its row E */
    uint64_t checksum;
} summary_section;

/* Summaries that were read. Zeroed, it is empty. */
typedef struct summaries {
    arena memory;
    blob **files;
    size_t file_count, file_cap;
    source *sources; /* of all, to be put into the list once logs were looked at */
    size_t source_count, source_cap;
    size_t repeated;                    /* sources that another summary had, too */
    size_t read, lost;                  /* summaries; sources that were damaged or cut off */
    row_finish ends;                    /* of all: how they ended */
    size_t other_rules, other_versions; /* summaries made with them */
    dpm_span machine;                   /* that the last one names; empty: none. Of a state */
} summaries;

void summaries_free(summaries *all);

/* Add the sources of one or more summaries in `bytes` (a reference of its own is taken). Skipped paths, tasks of jobs, files that
 * were passed over and remarks go to `list`. `name`: what the summary is called. DPM_EDATA: it is none, or of another version;
 * then nothing was added. What is damaged in it goes to `list` as skipped, and is no failure. */
dpm_status summaries_add(summaries *all, source_list *list, blob *bytes, dpm_span name, const char *rules_hash, dpm_error *err);
/* The same of a file, which may be compressed, or "-". */
dpm_status summaries_add_file(summaries *all, source_list *list, const char *path, const char *rules_hash, dpm_error *err);
/* Put the sources into the list, each once. */
dpm_status summaries_put(summaries *all, source_list *list);

/* The bytes of a summary: of a plain file where they are, of anything else a copy. `damage` says what was wrong behind them, if
 * anything was. */
dpm_status summary_open(archives *all, const char *path, blob **out, dpm_error *damage, dpm_error *err);

/* One of the summaries that stand behind each other in some bytes. */
typedef struct summary_part {
    dpm_span site; /* that it names; empty: none. Of the memory that was given */
    uint64_t offset, len;
} summary_part;
/* False: memory ran out. */
typedef bool (*summary_part_fn)(void *context, const summary_part *part);
/* Hand out each of them. DPM_EDATA: there is none. */
dpm_status summary_parts(blob *b, arena *memory, summary_part_fn take, void *context, dpm_error *err);

/* Rows one after the other. */
typedef struct row_reader {
    blob *bytes;
    uint64_t at, end; /* in the bytes: what was not read yet */
    char *buffer;
    size_t from, len, cap; /* of the buffer: what was read and not handed out */
} row_reader;

void row_reader_begin(row_reader *r, blob *bytes, uint64_t offset, uint64_t len);
void row_reader_free(row_reader *r);
/* The next row with its line end, valid until the next call. DPM_END: there is none. DPM_EDATA: it is too long. `*row` is what
 * is left where the last one has no end. */
dpm_status row_reader_next(row_reader *r, dpm_span *row, dpm_error *err);

#endif
