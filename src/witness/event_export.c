/* Which form an export has, and the forms but for tables. */
#include "witness/event_export.h"

#include "base/civil.h"
#include "base/number.h"
#include "base/text.h"
#include "io/streams.h"
#include "text/encoding.h"
#include "witness/event_xml.h"
#include "witness/text_feed.h"

#include <stdio.h>
#include <stdlib.h>

enum { LOOK_BYTES = 16 << 10, LOOK_TEXT = 3 * LOOK_BYTES };

/* --- XML --- */

size_t event_xml_take(witness_text *w, dpm_span text, bool last)
{
    dpm_span rest = text;
    event_record e;
    for (dpm_span one = event_xml_next(&rest, last); one.len; one = event_xml_next(&rest, last)) {
        if (!event_xml_read(one, &w->room, &e)) {
            w->bad++;
        } else if (e.number = e.number ? e.number : w->records + 1, !witness_text_take(w, &e)) {
            return SIZE_MAX;
        }
        if (w->room.failed) {
            return SIZE_MAX;
        }
    }
    return text.len - rest.len;
}

/* --- text: "Event[0]:", then labels; wevtutil prints them in English whatever the language --- */

/* "  Source: Service Control Manager": the value of a label. */
static bool labelled(dpm_span line, const char *label, dpm_span *value)
{
    const cut c = span_cut(line, ':');
    if (!c.found || !span_ieq(span_trim(c.head), span_str(label))) {
        return false;
    }
    *value = span_trim(c.tail);
    return true;
}

static bool begins_event(dpm_span line)
{
    return span_starts(line, SPAN("Event[")) || span_starts(line, SPAN("\xEF\xBB\xBF"
                                                                       "Event["));
}

static unsigned level_word(dpm_span word)
{
    static const char *const words[] = {"Critical", "Error", "Warning"};
    for (unsigned i = 0; i < 3; i++) {
        if (span_ieq(word, span_str(words[i]))) {
            return i + 1;
        }
    }
    return 0;
}

/* All lines of an event after its first. */
static void read_labels(event_record *e, dpm_span text)
{
    dpm_span line, value;
    uint64_t number = 0;
    const dpm_span all = text;
    while (text_line(&text, true, &line)) {
        if (labelled(line, "Source", &value)) {
            e->provider = event_provider(value);
        } else if (labelled(line, "Log Name", &value)) {
            e->channel = value;
        } else if (labelled(line, "Computer", &value)) {
            e->computer = value;
        } else if (labelled(line, "Level", &value)) {
            e->level = event_level(level_word(value));
        } else if (labelled(line, "Event ID", &value)) {
            e->id = number_decimal(value, &number) && number <= UINT32_MAX ? (uint32_t)number : 0;
        } else if (labelled(line, "Date", &value)) {
            e->time = event_time_iso(value);
            e->local = value.len == 0 || value.ptr[value.len - 1] != 'Z';
        } else if (labelled(line, "Description", &value)) {
            e->message = value.len ? span_trim(span_from(all, (size_t)(value.ptr - all.ptr))) : span_trim(text);
            return;
        }
    }
}

/* The lines of an event after its first one, cut off `*rest`; false: there is no event, or it is not complete. */
static bool next_text_event(dpm_span *rest, bool last, dpm_span *body)
{
    dpm_span line = {0}, at = *rest;
    bool there = text_line(&at, last, &line);
    while (there && !begins_event(line)) {
        *rest = at;
        there = text_line(&at, last, &line);
    }
    if (!there) {
        return false;
    }
    const dpm_span from = at;
    dpm_span end = at;
    for (there = text_line(&at, last, &line); there && !begins_event(line); there = text_line(&at, last, &line)) {
        end = at;
    }
    *body = span_head(from, from.len - end.len);
    if (!there && !last) {
        return false;
    }
    *rest = end;
    return true;
}

size_t event_text_take(witness_text *w, dpm_span text, bool last)
{
    dpm_span rest = text, body;
    while (next_text_event(&rest, last, &body)) {
        event_record e = {.level = DPM_LEVEL_NORMAL, .time = DPM_NO_TIME, .number = w->records + 1};
        read_labels(&e, body);
        if (!witness_text_take(w, &e)) {
            return SIZE_MAX;
        }
    }
    return text.len - rest.len;
}

/* --- which form --- */

export_form event_export_form(dpm_span head)
{
    export_table t = {0};
    dpm_span line = {0};
    if (span_find(head, SPAN("<Event ")) != SIZE_MAX || span_find(head, SPAN("<Event>")) != SIZE_MAX) {
        return EXPORT_XML;
    }
    for (int i = 0; i < 20 && text_line(&head, true, &line); i++) {
        if (begins_event(line)) {
            return EXPORT_TEXT;
        }
        if (export_table_head(&t, line) || export_table_viewer(&t, line)) {
            return EXPORT_CSV;
        }
    }
    return EXPORT_NONE;
}

/* The beginning of a file, decoded. */
static dpm_status look(stream *s, char **text, dpm_span *raw_head, dpm_span *out, dpm_error *err)
{
    size_t got = 0, bom = 0;
    *text = malloc(LOOK_BYTES + LOOK_TEXT);
    if (!*text) {
        return status_nomem(err);
    }
    const dpm_status status = stream_fill(s, *text + LOOK_TEXT, LOOK_BYTES, &got, err);
    const dpm_span raw = span_of(*text + LOOK_TEXT, got);
    const encoding enc = encoding_detect(raw, &bom);
    *out = span_of(*text, decode(enc, span_from(raw, bom), false, *text, LOOK_TEXT).made);
    *raw_head = raw;
    return status == DPM_ENOMEM || got == 0 ? status : DPM_OK;
}

dpm_status event_export_look(source *s, dpm_error *err)
{
    stream *from;
    char *text = NULL;
    dpm_span raw = {0}, head = {0};
    if (origin_open(s->from, &from, NULL, NULL) < 0) { /* the reading proper says why */
        return DPM_OK;
    }
    const dpm_status status = look(from, &text, &raw, &head, err);
    stream_close(from);
    if (status == DPM_OK && span_starts(raw, SPAN("ElfFile\0"))) {
        s->kind = SOURCE_EVENTS;
    } else if (status == DPM_OK && event_export_form(head) != EXPORT_NONE) {
        s->kind = SOURCE_EXPORT;
    }
    free(text);
    return status == DPM_ENOMEM ? status_nomem(err) : DPM_OK;
}

/* --- the whole --- */

typedef struct export_reading {
    witness_text *w;
    export_form form;
    export_table table;
    date_order order;
} export_reading;

static size_t take_text(void *context, dpm_span text, bool last)
{
    export_reading *const r = context;
    switch (r->form) {
    case EXPORT_XML: return event_xml_take(r->w, text, last);
    case EXPORT_TEXT: return event_text_take(r->w, text, last);
    case EXPORT_CSV: return event_table_take(r->w, &r->table, r->order, text, last);
    default: return text.len;
    }
}

/* Tables have dates of their country: all are looked at before the first is read. */
static size_t guess_dates(void *context, dpm_span text, bool last)
{
    dpm_span rest = text, line;
    date_guess *const g = context;
    while (text_line(&rest, last, &line)) {
        date_guess_add_any(g, line);
    }
    return text.len - rest.len;
}

static dpm_status read_as(const origin *from, text_consumer take, void *context, dpm_error *err)
{
    stream *s;
    TRY(origin_open(from, &s, NULL, err));
    const dpm_status status = text_feed(s, take, context, err);
    stream_close(s);
    return status;
}

static dpm_status read_form(export_reading *r, const origin *from, dpm_error *err)
{
    static const char *const formats[] = {"", "event-xml", "event-csv", "event-text"};
    date_guess guess = {0};
    r->w->format = formats[r->form];
    if (r->form == EXPORT_NONE) {
        r->w->refused = true;
        snprintf(r->w->trouble, sizeof r->w->trouble, "is named like an export of an event log, but is none");
        return DPM_OK;
    }
    if (r->form == EXPORT_CSV) {
        TRY(read_as(from, guess_dates, &guess, err));
        r->order = date_guess_order(&guess);
        r->w->dates = date_order_name(r->order);
    }
    return read_as(from, take_text, r, err);
}

dpm_status event_export_read(witness_text *w, const origin *from, dpm_error *err)
{
    export_reading r = {.w = w};
    stream *s;
    char *text = NULL;
    dpm_span raw, head = {0};
    dpm_error why = {.message = ""};
    dpm_status status = origin_open(from, &s, NULL, &why);
    if (status >= 0) {
        status = look(s, &text, &raw, &head, &why);
        stream_close(s);
    }
    if (status >= 0) {
        r.form = event_export_form(head);
        status = read_form(&r, from, &why);
    }
    free(text);
    if (status == DPM_ENOMEM) {
        return status_nomem(err);
    }
    if (status < 0) {
        w->refused = w->records == 0;
        snprintf(w->trouble, sizeof w->trouble, "%s", status_reason(&why));
    }
    return DPM_OK;
}
