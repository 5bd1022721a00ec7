/* The fold: hands each event to those who count it and those who connect it. */
#include "correlate/correlate.h"
#include "base/civil.h"

#include <stdlib.h>

dpm_status correlation_init(correlation *c, const dpm_rules *rules, uint64_t seed)
{
    *c = (correlation){.rules = rules};
    intern_init(&c->names, HOST_LIMIT, seed);
    processes_init(&c->processes, seed);
    copies_init(&c->copies, seed);
    incidents_init(&c->incidents, rules, seed);
    return counts_init(&c->counts, rules, seed);
}

void correlation_free(correlation *c)
{
    intern_free(&c->names);
    processes_free(&c->processes);
    copies_free(&c->copies);
    incidents_free(&c->incidents);
    counts_free(&c->counts);
    free(c->crashes);
    c->crashes = NULL;
}

enum { HOST_NAME_CAP = 64 };

/* A host as reports name it: FS01 for fs01.contoso.com. An address stays whole. */
static dpm_span host_short(dpm_span name, char buffer[HOST_NAME_CAP])
{
    const bool address = name.len && ascii_digit(name.ptr[0]) && name.ptr[name.len - 1] >= '0' && name.ptr[name.len - 1] <= '9';
    const dpm_span head = span_head_utf8(address ? name : span_cut(name, '.').head, HOST_NAME_CAP);
    for (size_t i = 0; i < head.len; i++) {
        const char ch = head.ptr[i];
        buffer[i] = ch >= 'a' && ch <= 'z' ? (char)(ch - 32) : ch;
    }
    return span_of(buffer, head.len);
}

static dpm_status host_intern(correlation *c, dpm_span name, uint32_t *out)
{
    char buffer[HOST_NAME_CAP];
    return intern_put(&c->names, host_short(name, buffer), out) ? DPM_OK : DPM_ENOMEM;
}

dpm_status correlation_stream(correlation *c, dpm_span host, dpm_span process, uint32_t *out)
{
    uint32_t host_id, process_id;
    TRY(host_intern(c, host, &host_id));
    if (!intern_put(&c->names, process, &process_id)) {
        return DPM_ENOMEM;
    }
    return processes_stream(&c->processes, host_id, process_id, out);
}

static const dpm_span *captured(const event *e, capture_type type, dpm_span name)
{
    for (size_t k = 0; k < e->capture_count; k++) {
        if (e->captures[k].what->type == type && (name.len == 0 || span_eq(e->captures[k].what->name, name))) {
            return &e->captures[k].text;
        }
    }
    return NULL;
}

static uint8_t keep_text(char to[CAPTURE_TEXT_CAP], const dpm_span *from)
{
    const dpm_span head = from ? span_head_utf8(*from, CAPTURE_TEXT_CAP) : (dpm_span){0};
    if (head.len) {
        memcpy(to, head.ptr, head.len);
    }
    return (uint8_t)head.len;
}

/* What a process still logs as CRITICAL within a minute of its first such record is the same crash. */
static bool same_crash(const crash *known, const kept *k, uint32_t stream)
{
    return known->stream == stream && known->record.pid == k->pid && time_elapsed(known->record.time, k->time) <= MS_MINUTE;
}

static dpm_status take_crash(correlation *c, const record_batch *batch, const event *e, place *where, const lookback *before)
{
    crash fresh = {.stream = where->stream, .before = *before};
    kept_fill(&fresh.record, batch, e, where);
    for (uint32_t i = c->crash_count; i-- > 0;) {
        if (same_crash(&c->crashes[i], &fresh.record, where->stream)) {
            return DPM_OK;
        }
    }
    if (c->crash_count == CRASH_LIMIT) {
        c->crashes_lost++;
        return DPM_OK;
    }
    if (c->crash_count == c->crash_cap) {
        const uint32_t cap = c->crash_cap ? c->crash_cap * 2 : 4;
        crash *const crashes = realloc(c->crashes, cap * sizeof *crashes);
        if (!crashes) {
            return DPM_ENOMEM;
        }
        c->crashes = crashes;
        c->crash_cap = cap;
    }
    fresh.exception_len = keep_text(fresh.exception, captured(e, CAPTURE_TEXT, SPAN("exception")));
    fresh.message_len = keep_text(fresh.message, captured(e, CAPTURE_TEXT, SPAN("message")));
    c->crashes[c->crash_count++] = fresh;
    return DPM_OK;
}

static dpm_status take_event(correlation *c, const record_batch *batch, const event *e, place *where)
{
    if (e->rule != RULE_NONE) {
        TRY(counts_take(&c->counts, batch, e, where));
    }
    const dpm_span *const peer = captured(e, CAPTURE_HOST, (dpm_span){0});
    uint32_t host = c->processes.streams[where->stream].host;
    if (peer) {
        TRY(host_intern(c, *peer, &host));
    }
    lookback before = {0};
    TRY(incidents_take(&c->incidents, batch, e, where, host, peer != NULL, &before));
    const bool ends = batch->level[e->record] == DPM_LEVEL_CRITICAL && e->rule != RULE_NONE && !c->rules->rules[e->rule].noise;
    return ends ? take_crash(c, batch, e, where, &before) : DPM_OK;
}

dpm_status correlation_take(correlation *c, const record_batch *batch, const event_list *events, place *where)
{
    counts_levels(&c->counts, batch);
    TRY(processes_follow(&c->processes, where->stream, where->source, batch));
    for (uint32_t i = 0; i < events->count; i++) {
        TRY(take_event(c, batch, &events->items[i], where));
    }
    return DPM_OK;
}
