/* What the caller asked for, applied to logs, records and events. */
#include "run/filter.h"

#include "base/text.h"

static dpm_status keep_words(arena *memory, const char *const *words, size_t count, word_list *out)
{
    *out = (word_list){ARENA_ARRAY(memory, count, dpm_span), count};
    for (size_t i = 0; out->items && i < count; i++) {
        if (!arena_keep(memory, span_str(words[i]), &out->items[i])) {
            return DPM_ENOMEM;
        }
    }
    return out->items ? DPM_OK : DPM_ENOMEM;
}

static int64_t limit(int64_t time, int64_t none)
{
    return time == 0 || time == DPM_NO_TIME ? none : time;
}

dpm_status filter_init(filter *f, const dpm_session_options *options, arena *memory)
{
    *f = (filter){
        .since = limit(options->since, INT64_MIN),
        .until = limit(options->until, INT64_MAX),
        .classes = options->classes ? options->classes : ~0U,
        .levels = options->levels ? options->levels : ~0U,
    };
    TRY(keep_words(memory, options->hosts, options->host_count, &f->hosts));
    return keep_words(memory, options->processes, options->process_count, &f->processes);
}

/* An empty list holds every word. */
static bool among(dpm_span word, const word_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        if (span_ieq(word, list->items[i])) {
            return true;
        }
    }
    return list->count == 0;
}

bool filter_log(const filter *f, dpm_span host, dpm_span process)
{
    return among(host, &f->hosts) && among(process, &f->processes);
}

void filter_records(const filter *f, record_batch *batch)
{
    if (f->since == INT64_MIN && f->until == INT64_MAX) {
        return;
    }
    for (uint32_t i = 0; i < batch->count; i++) {
        if (batch->time[i] < f->since || batch->time[i] >= f->until) {
            batch->flags[i] |= RECORD_OUTSIDE;
        }
    }
}

bool filter_event(const filter *f, uint8_t class, uint8_t level)
{
    return (f->classes >> class & 1) && (f->levels >> level & 1);
}

void filter_events(const filter *f, const dpm_rules *rules, event_list *events, const record_batch *batch)
{
    uint32_t left = 0;
    for (uint32_t i = 0; i < events->count; i++) {
        const event *const e = &events->items[i];
        const bool counts = (batch->flags[e->record] & (RECORD_DUPLICATE | RECORD_OUTSIDE)) == 0;
        const bool marked = e->rule == RULE_NONE || rules->rules[e->rule].mark != MARK_NONE;
        if (counts && (marked || filter_event(f, e->cls, batch->level[e->record]))) {
            if (left != i) {
                events->items[left] = *e;
            }
            left++;
        }
    }
    events->count = left;
}
