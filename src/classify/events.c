/* The list of a batch's events, and what lies in it beside them. */
#include "classify/classify.h"

#include <string.h>

static_assert(sizeof(event) <= 64, "an event is a line of the cache");

void events_clear(event_list *list)
{
    list->count = list->code_count = list->fact_count = list->capture_count = 0;
    memset(list->untaken, 0, sizeof list->untaken);
}

event *events_add(event_list *list)
{
    event *const e = &list->items[list->count++];
    *e = (event){
        .codes = list->codes + list->code_count,
        .facts = list->facts + list->fact_count,
        .captures = list->captures + list->capture_count,
    };
    return e;
}

static event *last(event_list *list)
{
    return &list->items[list->count - 1];
}

void events_add_codes(event_list *list, const uint32_t *codes, size_t count)
{
    event *const e = last(list);
    for (size_t i = 0; i < count && e->code_count < EVENT_CODES; i++) {
        list->codes[list->code_count++] = codes[i];
        e->code_count++;
    }
}

void events_add_fact(event_list *list, uint16_t number)
{
    event *const e = last(list);
    for (size_t i = 0; i < e->fact_count; i++) {
        if (e->facts[i] == number) {
            return;
        }
    }
    if (number != FACT_NONE && e->fact_count < EVENT_FACTS) {
        list->facts[list->fact_count++] = number;
        e->fact_count++;
    }
}

void events_add_capture(event_list *list, captured c)
{
    event *const e = last(list);
    if (e->capture_count < EVENT_CAPTURES) {
        list->captures[list->capture_count++] = c;
        e->capture_count++;
    }
}
