/* Exports of Windows event logs: XML of wevtutil and Event Viewer, their CSV, text of wevtutil, the tables of psSDP. */
#ifndef DPM_WITNESS_EVENT_EXPORT_H
#define DPM_WITNESS_EVENT_EXPORT_H

#include "discover/source.h"
#include "witness/event_time.h"
#include "witness/witness_text.h"

/* Read the export at `from` into `w`; which form it has, its first bytes say. Other text is refused. */
dpm_status event_export_read(witness_text *w, const origin *from, dpm_error *err);

/* Look at a file that the user named and whose name says nothing: an event log or an export sets its kind. */
dpm_status event_export_look(source *s, dpm_error *err);

typedef enum export_form { EXPORT_NONE, EXPORT_XML, EXPORT_CSV, EXPORT_TEXT } export_form;
/* The form of a text by its first lines. */
export_form event_export_form(dpm_span head);

/* One form each: take what is whole of a text into `w`, as a text_consumer does. */
size_t event_xml_take(witness_text *w, dpm_span text, bool last);
size_t event_text_take(witness_text *w, dpm_span text, bool last);

/* A table: its columns, which the head line names. */
enum { EXPORT_COLUMNS = 24 };
typedef enum export_column {
    EXPORT_OTHER,
    EXPORT_DATE, /* or date and time */
    EXPORT_TIME,
    EXPORT_LEVEL,
    EXPORT_SOURCE,
    EXPORT_ID,
    EXPORT_COMPUTER,
    EXPORT_CHANNEL,
    EXPORT_NUMBER,
    EXPORT_MESSAGE,
    EXPORT_KINDS
} export_column;
typedef struct export_table {
    char separator;
    size_t count;
    export_column columns[EXPORT_COLUMNS];
    bool headed;
    uint64_t rows;
} export_table;
/* The separator and the columns of a head line; false: it names no source and no ID. */
bool export_table_head(export_table *t, dpm_span line);
/* The row is one that Event Viewer writes, whatever language its head is in: the table's columns are that. */
bool export_table_viewer(export_table *t, dpm_span row);
size_t event_table_take(witness_text *w, export_table *t, date_order order, dpm_span text, bool last);

#endif
