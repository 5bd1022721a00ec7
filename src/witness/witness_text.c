#include "witness/witness_text.h"

#include "base/grow.h"
#include "base/civil.h"
#include "witness/event_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void keep_last(strbuf *to, dpm_span text)
{
    if (text.len && !span_eq(strbuf_span(to), text)) {
        strbuf_clear(to);
        strbuf_add(to, span_head_utf8(text, 255));
    }
}

/* Add a line of a record that was counted; `e` tells time and number, `text` its row in the table. */
static bool witness_text_add(witness_text *w, const event_record *e, dpm_span text)
{
    if (w->lines.len >= w->most) {
        w->lost++;
        return true;
    }
    if (!GROW(w->order, w->order_count, w->order_cap)) {
        return false;
    }
    const size_t at = w->lines.len;
    event_line(&w->lines, e, text);
    w->order[w->order_count++] = (witness_line){e->time, e->number, (uint32_t)at, (uint32_t)(w->lines.len - at)};
    w->kept++;
    return !w->lines.failed;
}

static int by_time(const void *a, const void *b)
{
    const witness_line *const x = a, *const y = b;
    if (x->time != y->time) {
        return x->time < y->time ? -1 : 1;
    }
    return (x->number > y->number) - (x->number < y->number);
}

bool witness_text_sort(witness_text *w)
{
    bool sorted = true;
    for (size_t i = 1; i < w->order_count; i++) {
        sorted = sorted && by_time(&w->order[i - 1], &w->order[i]) <= 0;
    }
    if (sorted) {
        return true;
    }
    qsort(w->order, w->order_count, sizeof *w->order, by_time);
    strbuf made = {0};
    for (size_t i = 0; i < w->order_count; i++) {
        strbuf_add(&made, span_of(w->lines.ptr + w->order[i].at, w->order[i].len));
    }
    strbuf_free(&w->lines);
    w->lines = made;
    return !made.failed;
}

bool witness_text_take(witness_text *w, const event_record *e)
{
    dpm_span text;
    w->records++;
    w->local |= e->local;
    keep_last(&w->host, e->computer);
    keep_last(&w->channel, e->channel);
    if (e->time != DPM_NO_TIME) {
        w->first = w->first == DPM_NO_TIME || e->time < w->first ? e->time : w->first;
        w->last = w->last == DPM_NO_TIME || e->time > w->last ? e->time : w->last;
    }
    if (!event_table_find(w->rules, e->provider, e->id, &text)) {
        return !w->host.failed && !w->channel.failed;
    }
    if (e->time == DPM_NO_TIME) {
        w->bad++;
    } else if (!witness_text_add(w, e, text)) {
        return false;
    }
    return !w->host.failed && !w->channel.failed;
}

void witness_text_trouble(witness_text *w, const char *words)
{
    const size_t len = strlen(w->trouble);
    snprintf(w->trouble + len, sizeof w->trouble - len, "%s%s", len ? "; " : "", words);
}

void witness_text_free(witness_text *w)
{
    free(w->order);
    strbuf_free(&w->lines);
    strbuf_free(&w->room);
    strbuf_free(&w->host);
    strbuf_free(&w->channel);
}
