/* The records of a task, kept within bounds and sorted. What they tell together is in findings.c. */
#include "history/history.h"

#include "base/grow.h"
#include "base/limits.h"
#include "base/status.h"
#include "base/text.h"

#include <stdlib.h>

dpm_status dpm_history_new(dpm_history **out, dpm_error *err)
{
    *out = calloc(1, sizeof **out);
    if (!*out) {
        return status_nomem(err);
    }
    /* outsiders cannot know this address */
    intern_init(&(*out)->words, HISTORY_WORD_MAX, (uint64_t)(uintptr_t)*out * UINT64_C(0x9E3779B97F4A7C15));
    return DPM_OK;
}

void dpm_history_free(dpm_history *h)
{
    if (h) {
        arena_free(&h->texts);
        intern_free(&h->words);
        free(h->records);
        free(h);
    }
}

static bool keep_word(dpm_history *h, dpm_span *word)
{
    uint32_t id;
    if (!intern_put(&h->words, *word, &id)) {
        return false;
    }
    *word = intern_get(&h->words, id);
    return true;
}

static bool keep_words(dpm_history *h, dpm_event *e)
{
    dpm_span *const words[] = {&e->rule, &e->code_name, &e->pid,     &e->tid,  &e->module,   &e->source, &e->object,
                               &e->task, &e->host,      &e->process, &e->path, &e->function, &e->phase};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (!keep_word(h, words[i])) {
            return false;
        }
    }
    return true;
}

static void count_task(dpm_history *h, dpm_span task)
{
    size_t i = 0;
    while (i < h->task_count && !span_ieq(h->tasks[i].task, task)) {
        i++;
    }
    if (i == h->task_count) {
        if (i == HISTORY_TASK_MAX || task.len > GUID_TEXT) {
            return;
        }
        memcpy(h->guids[i], task.ptr, task.len);
        h->tasks[h->task_count++].task = span_of(h->guids[i], task.len);
    }
    h->tasks[i].records++;
}

bool dpm_history_take(void *history, const dpm_event *event)
{
    dpm_history *const h = history;
    count_task(h, event->task);
    if (h->count == HISTORY_RECORD_MAX || h->texts.used >= HISTORY_TEXT_CAP) {
        h->lost++;
        return true;
    }
    if (!GROW(h->records, h->count, h->cap)) {
        return false;
    }
    history_record *const r = &h->records[h->count];
    *r = (history_record){.event = *event, .serial = h->count};
    dpm_event *const e = &r->event;
    for (size_t i = 0; i < event->code_count && i < HISTORY_CODE_MAX; i++) {
        r->codes[i] = event->codes[i];
    }
    e->code_count = event->code_count < HISTORY_CODE_MAX ? event->code_count : HISTORY_CODE_MAX;
    const dpm_span head = span_head_utf8(event->message, HISTORY_MESSAGE_CAP);
    e->message_cut |= head.len < event->message.len;
    const history_record *const before = h->count ? r - 1 : NULL;
    r->order = e->time == DPM_NO_TIME && before ? before->order : e->time;
    if (!keep_words(h, e) || !arena_keep(&h->texts, head, &e->message)) {
        return false;
    }
    h->sources += !before || !span_eq(before->event.path, e->path);
    h->sorted = false;
    h->count++;
    return true;
}

const dpm_history_task *dpm_history_tasks(const dpm_history *h, size_t *count)
{
    *count = h->task_count;
    return h->tasks;
}

static int by_time(const void *a, const void *b)
{
    const history_record *const x = a, *const y = b;
    if (x->order != y->order) {
        return x->order < y->order ? -1 : 1;
    }
    return (x->serial > y->serial) - (x->serial < y->serial);
}

void history_sort(dpm_history *h)
{
    if (!h->sorted && h->count) {
        qsort(h->records, h->count, sizeof *h->records, by_time);
    }
    for (size_t i = 0; i < h->count; i++) {
        h->records[i].event.codes = h->records[i].codes;
    }
    h->sorted = true;
}

bool dpm_history_each(dpm_history *h, dpm_event_fn take, void *context)
{
    history_sort(h);
    for (size_t i = 0; i < h->count; i++) {
        if (!take(context, &h->records[i].event)) {
            return false;
        }
    }
    return true;
}
