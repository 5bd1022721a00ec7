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
    remark(r, c->incidents.lost, "incidents are counted but not judged: more kinds than a report can hold");
    remark(r, c->crashes_lost, "crashes are not listed: more than a report can hold");
    remark(r, c->copies.overflow, "records were not compared with copies of the same log: more than can be remembered");
    remark(r, c->counts.codes.evicted + c->counts.unknown.evicted, "codes and signatures gave way to later ones in their counts");
    remark(r, limit_hits(run), "matches of a pattern met their limit and count as no match");
    remark(r, c->names.overflow, "host names were not kept: more than a report can hold");
    remark(r, run->outside, "records lie before or after the time asked for");
    remark(r, list->jobs.lost, "tasks of job histories were not kept: more than can be remembered");
    remark(r, filtered, "logs of other hosts or processes were left out, as asked");
}

void remarks_free(remarks *r)
{
    arena_free(&r->memory);
}
