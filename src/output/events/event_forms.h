/* One event as one line, in each form. Behind dpm_event_write. */
#ifndef DPM_OUTPUT_EVENTS_EVENT_FORMS_H
#define DPM_OUTPUT_EVENTS_EVENT_FORMS_H

#include "dpmlog/event.h"
#include "output/sink.h"

enum { EVENT_CODE_TEXT = 12 };

void event_text(sink *out, const dpm_event *e, const dpm_write_options *options);
void event_jsonl(sink *out, const dpm_event *e);
void event_ecs(sink *out, const dpm_event *e);
void event_otlp(sink *out, const dpm_event *e);
void event_csv(sink *out, const dpm_event *e);
void event_csv_head(sink *out);

/* "0x800706BA", or empty where the event states no code. */
void event_code(const dpm_event *e, char out[EVENT_CODE_TEXT]);
/* The class: empty where no rule took the record. */
const char *event_class(const dpm_event *e);
/* "backupasync.cpp(1279)" as "backupasync.cpp" and 1279; 0 where no line is stated. */
dpm_span source_file(dpm_span source, uint64_t *line);

#endif
