/* The list of sources, for code that fills it. */
#ifndef DPM_DISCOVER_SOURCES_H
#define DPM_DISCOVER_SOURCES_H

#include "discover/source.h"

/* A source with its path kept, and nothing known yet of what is in it. */
dpm_status source_make(source_list *list, dpm_span path, source *out);
/* Put it into the list, unless it is there, or was. `*item`: its index, SIZE_MAX where it is not in the list any more. */
dpm_status sources_put(source_list *list, const source *s, size_t *item);
/* Note what the walk found, if a listing is wanted. Its path is copied. */
dpm_status sources_note(source_list *list, const found_entry *what);
/* Skip a path, for the reason that `err` states. */
dpm_status sources_skip_failed(source_list *list, dpm_span path, const dpm_error *err);

/* Say something of a path that was read all the same; at most SOURCE_REMARKS_MAX are kept. */
dpm_status sources_remark(source_list *list, dpm_span path, const char *words);
/* The same of a whole sentence, each once. */
dpm_status sources_remark_text(source_list *list, dpm_span text);

#endif
