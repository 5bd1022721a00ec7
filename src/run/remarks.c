/* One remark for each bound. */
#include "run/remarks.h"

#include "base/text.h"

#include <stdio.h>

static void remark(remarks *r, uint64_t count, const char *what)
{
    if (count == 0 || r->count == REMARKS_MAX) {
        return;
    }
    char text[256];
    snprintf(text, sizeof text, "%llu %s", (unsigned long long)count, what);
    r->failed |= !arena_keep(&r->memory, span_str(text), &r->items[r->count++]);
}

static uint64_t limit_hits(const source_run *run)
{
    uint64_t hits = 0;
    for (size_t i = 0; i < run->rules->rule_count; i++) {
        hits += pipeline_limit_hits(run->pipe, i);
    }
    return hits;
}

void remarks_collect(remarks *r, const source_run *run, const source_list *list, uint64_t filtered)
{
    const correlation *const c = &run->correlated;
    remark(r, c->incidents.lost, "incidents exceed what a report can hold: counted, but assigned to no cause");
    remark(r, c->crashes_lost, "crashes exceed what a report can hold: counted, but not listed");
    remark(r, c->copies.overflow, "records exceed what can be remembered: not compared with copies of the same log");
    remark(r, c->counts.codes.evicted + c->counts.unknown.evicted,
           "codes and signatures were dropped from the counts: too many different ones");
    remark(r, limit_hits(run), "pattern matches reached their limit and count as no match");
    remark(r, c->names.overflow, "host names exceed what a report can hold: not kept");
    remark(r, run->outside, "records are outside the requested time");
    remark(r, list->jobs.lost, "tasks of job histories exceed what can be remembered: not kept");
    remark(r, filtered, "logs of other hosts or processes were left out, as asked");
}

void remarks_free(remarks *r)
{
    arena_free(&r->memory);
}
