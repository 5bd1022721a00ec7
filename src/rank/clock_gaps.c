/* Clocks that differ. */
#include "rank/clock_gaps.h"

#include "base/civil.h"
#include "base/text.h"
#include "correlate/phases.h"
#include "rank/settle.h"

#include <inttypes.h>

enum { GAP_LEAST_MS = 2 * 60000, TASKS_LEAST = 2, AGENTS_OF_TASK = 8 };

/* When a machine spoke of a task. */
typedef struct stretch {
    dpm_span host;
    int64_t first, last;
    bool engine;
    uint8_t first_phase, last_phase;
} stretch;

static stretch *stretch_of(stretch *all, size_t *count, dpm_span host, bool engine)
{
    for (size_t i = 0; i < *count; i++) {
        if (all[i].engine == engine && span_ieq(all[i].host, host)) {
            return &all[i];
        }
    }
    if (*count == AGENTS_OF_TASK) {
        return NULL;
    }
    all[*count] = (stretch){.host = host, .engine = engine, .first = INT64_MAX, .last = INT64_MIN};
    return &all[(*count)++];
}

static size_t find_stretches(const rank_input *in, const task_phases *task, stretch *all)
{
    size_t count = 0;
    for (size_t i = 0; i < task->mark_count; i++) {
        const phase_mark *const m = &task->marks[i];
        const dpm_source_info *const from = m->source < in->source_count ? &in->sources[m->source].info : NULL;
        stretch *const s =
            from && from->host.len ? stretch_of(all, &count, from->host, rules_engine(in->rules, from->process)) : NULL;
        const int64_t time = s ? rank_settle(in, m->source, m->time) : 0;
        if (s && time < s->first) {
            s->first = time;
            s->first_phase = m->phase;
        }
        if (s && time >= s->last) {
            s->last = time;
            s->last_phase = m->phase;
        }
    }
    return count;
}

/* It began the task and saw its end. */
static bool is_whole(const stretch *s)
{
    return s->engine && s->first_phase == DPM_PHASE_STARTED && s->last > s->first &&
           (s->last_phase == DPM_PHASE_SUCCEEDED || s->last_phase == DPM_PHASE_FAILED || s->last_phase == DPM_PHASE_FATAL);
}

static clock_gap *pair_of(clock_gap *all, size_t *count, dpm_span engine, dpm_span agent)
{
    for (size_t i = 0; i < *count; i++) {
        if (span_ieq(all[i].engine, engine) && span_ieq(all[i].agent, agent)) {
            return &all[i];
        }
    }
    if (*count == CLOCK_PAIRS_MAX) {
        return NULL;
    }
    all[*count] = (clock_gap){.engine = engine, .agent = agent, .least = INT64_MIN, .most = INT64_MAX};
    return &all[(*count)++];
}

static void take_task(const rank_input *in, const task_phases *task, clock_gap *pairs, size_t *count)
{
    stretch all[AGENTS_OF_TASK];
    const size_t found = find_stretches(in, task, all);
    for (size_t i = 0; i < found; i++) {
        for (size_t k = 0; k < found && is_whole(&all[i]); k++) {
            clock_gap *const p =
                all[k].engine || span_ieq(all[i].host, all[k].host) ? NULL : pair_of(pairs, count, all[i].host, all[k].host);
            if (p) {
                const int64_t least = all[i].first - all[k].first, most = all[i].last - all[k].last;
                p->least = least > p->least ? least : p->least;
                p->most = most < p->most ? most : p->most;
                p->tasks++;
            }
        }
    }
}

static bool is_gap(const clock_gap *p)
{
    return p->tasks >= TASKS_LEAST && p->least <= p->most && (p->least > GAP_LEAST_MS || p->most < -GAP_LEAST_MS);
}

size_t rank_clock_gaps(const rank_input *in, clock_gap out[CLOCK_PAIRS_MAX])
{
    const phases *const p = &in->correlated->phases;
    size_t count = 0, kept = 0;
    for (size_t i = 0; i < p->tasks.count + p->shelf_count; i++) {
        take_task(in, i < p->tasks.count ? table_at(&p->tasks, (uint32_t)i) : &p->shelf[i - p->tasks.count], out, &count);
    }
    for (size_t i = 0; i < count; i++) {
        if (is_gap(&out[i])) {
            out[kept++] = out[i];
        }
    }
    return kept;
}

/* "3 h 57 min" */
static void add_span(int64_t ms, strbuf *out)
{
    const int64_t minutes = (ms < 0 ? -ms : ms) / MS_MINUTE;
    if (minutes >= 60) {
        strbuf_addf(out, "%" PRId64 " h ", minutes / 60);
    }
    strbuf_addf(out, "%" PRId64 " min", minutes % 60);
}

void rank_clock_gap_text(const clock_gap *of, strbuf *out)
{
    const bool behind = of->least > 0;
    strbuf_adds(out, "the clock of ");
    strbuf_add(out, of->agent);
    strbuf_adds(out, behind ? " is behind that of " : " is ahead of that of ");
    strbuf_add(out, of->engine);
    strbuf_adds(out, " by ");
    add_span(behind ? of->least : of->most, out);
    strbuf_adds(out, " to ");
    add_span(behind ? of->most : of->least, out);
    strbuf_addf(out, ", as %" PRIu64 " jobs show that both trace: bear it in mind where their times are compared", of->tasks);
}
