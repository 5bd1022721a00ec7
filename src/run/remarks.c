/* One remark for each bound. */
#include "run/remarks.h"

#include "base/limits.h"
#include "base/strbuf.h"
#include "base/text.h"

#include <stdio.h>

static void add(remarks *r, dpm_span text)
{
    if (r->count < REMARK_MAX) {
        r->failed |= !arena_keep(&r->memory, text, &r->items[r->count++]);
    }
}

static void remark(remarks *r, uint64_t count, const char *one, const char *many)
{
    if (count == 0) {
        return;
    }
    char text[256];
    snprintf(text, sizeof text, "%llu %s", (unsigned long long)count, plural(count, one, many));
    add(r, span_str(text));
}

static uint64_t limit_hits(const source_run *run)
{
    uint64_t hits = 0;
    for (size_t i = 0; i < run->rules->rule_count; i++) {
        hits += pipeline_limit_hits(run->pipe, i);
    }
    return hits;
}

void remarks_collect(remarks *r, const source_run *run, const source_list *list, uint64_t filtered, dpm_span others)
{
    const correlation *const c = &run->correlated;
    remark(r, c->incidents.lost, "incident exceeds what a report can hold: counted, but assigned to no cause",
           "incidents exceed what a report can hold: counted, but assigned to no cause");
    remark(r, c->crashes_lost, "crash exceeds what a report can hold: counted, but not listed",
           "crashes exceed what a report can hold: counted, but not listed");
    remark(r, c->restarts_lost, "restart of a machine exceeds what can be remembered: a process may look as if it had vanished",
           "restarts of machines exceed what can be remembered: processes may look as if they had vanished");
    remark(r, c->copies.overflow, "record exceeds what can be remembered: not compared with copies of the same log",
           "records exceed what can be remembered: not compared with copies of the same log");
    remark(r, c->whole.counts.codes.evicted + c->whole.counts.unknown.evicted,
           "code or signature was dropped from the counts: too many different ones",
           "codes and signatures were dropped from the counts: too many different ones");
    const uint64_t hits = limit_hits(run), unseen = pipeline_unseen(run->pipe);
    r->not_judged = hits || unseen;
    remark(r, unseen, "match of a message too long for patterns saw only its beginning",
           "matches of messages too long for patterns saw only their beginning");
    remark(r, hits, "pattern match reached its limit and counts as no match",
           "pattern matches reached their limit and count as no match");
    remark(r, c->names.overflow, "host name exceeds what a report can hold: not kept",
           "host names exceed what a report can hold: not kept");
    remark(r, run->dropped, "record exceeds what a summary holds of one log: counted, but part of no incident",
           "records exceed what a summary holds of one log: counted, but part of no incident");
    remark(r, run->repeated, "log repeats a part of one in another summary: its harmless records count twice",
           "logs repeat a part of those in other summaries: their harmless records count twice");
    remark(r, run->unknown_counts, "count in a summary is of a rule that is not here: left out",
           "counts in summaries are of rules that are not here: left out");
    remark(r, run->outside, "record is outside the requested time", "records are outside the requested time");
    for (size_t i = 0; i < list->remark_count; i++) {
        add(r, list->remarks[i]);
    }
    remark(r, list->remarks_lost, "remark on an input is left out", "remarks on inputs are left out");
    remark(r, list->jobs.lost, "task of a job history exceeds what can be remembered: not kept",
           "tasks of job histories exceed what can be remembered: not kept");
    remark(r, filtered, "log of another host or process was left out, as asked",
           "logs of other hosts or processes were left out, as asked");
    if (run->read_count == 0 && others.len) {
        strbuf text = {0};
        strbuf_addf(&text, "no log is of the host or process that was asked for; there are logs of %.*s", (int)others.len,
                    others.ptr);
        add(r, strbuf_span(&text));
        r->failed |= text.failed;
        strbuf_free(&text);
    }
}

void remarks_free(remarks *r)
{
    arena_free(&r->memory);
}
