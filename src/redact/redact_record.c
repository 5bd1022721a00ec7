/* A record as it stands in its log, with replacements: what lies between its columns stays, so it is read again as it was. */
#include "redact/redact.h"

#include "base/number.h"

/* Process and thread are the first hex numbers that stand for themselves. */
static void add_head(dpm_redactor *r, strbuf *out, dpm_span head, const dpm_event *event)
{
    enum { IDS = 2, DIGITS = 8 };
    for (int seen = 0; seen < IDS && head.len;) {
        size_t len = 0;
        uint64_t value = 0;
        while (len < head.len && head.ptr[len] != ' ' && head.ptr[len] != '\t') {
            len++;
        }
        const dpm_span word = span_head(head, len);
        if (len && len <= DIGITS && number_hex(word, &value) == len && value == (seen ? event->tid_number : event->pid_number)) {
            strbuf_add(out, word);
            seen++;
        } else {
            redact_into(r, out, word);
        }
        strbuf_add(out, span_of(head.ptr + len, len < head.len));
        head = span_from(head, len + (len < head.len));
    }
    redact_into(r, out, head);
}

dpm_span dpm_redact_record(dpm_redactor *r, const dpm_event *event)
{
    const dpm_span columns[] = {event->module, event->source, event->object, event->task, event->message};
    enum { COLUMNS = sizeof columns / sizeof *columns, MODULE = 0, OBJECT = 2, TASK = 3 };
    const dpm_span record = event->record;
    strbuf *const out = &r->texts[0], *const small = &r->texts[1];
    size_t done = 0;
    r->in_record = true;
    redact_learn_task(r, event->task);
    strbuf_clear(out);
    for (size_t i = 0; i < COLUMNS; i++) {
        const size_t from = columns[i].len ? (size_t)(columns[i].ptr - record.ptr) : record.len;
        if (from < done || from >= record.len) {
            continue; /* it is not there, or not in its place */
        }
        const dpm_span between = span_of(record.ptr + done, from - done);
        if (done == 0) {
            add_head(r, out, between, event);
        } else {
            redact_into(r, out, between);
        }
        if (i == MODULE) {
            strbuf_add(out, redact_hex(r, small, columns[i]));
        } else if (i == TASK) {
            strbuf_add(out, redact_task(r, small, columns[i]));
        } else if (i == OBJECT) {
            redact_object(r, out, columns[i]);
        } else {
            redact_into(r, out, columns[i]);
        }
        done = from + columns[i].len;
    }
    redact_into(r, out, span_from(record, done));
    r->in_record = false;
    return strbuf_span(out);
}
