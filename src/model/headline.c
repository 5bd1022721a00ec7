/* The sentence that a report begins with. */
#include "model/headline.h"

#include "base/civil.h"
#include "base/text.h"
#include "model/labels.h"

#include <math.h>
#include <stdlib.h>

enum { NAMED_HOSTS = 3, NAMED_TIMES = 3, TIMES_MAX = 64, JOBS_MAX = 256, CRASH_SLACK = 10 * MS_MINUTE };

/* ---- how many ---- */

typedef struct job_counts {
    uint64_t failed, open, other; /* of these the end was not seen */
    bool jobs;                    /* all of them are jobs */
} job_counts;

static job_counts count_jobs(const dpm_report_data *facts, const dpm_cause *cause)
{
    job_counts n = {.jobs = true};
    for (size_t i = 0; i < facts->incident_list_count; i++) {
        const dpm_incident *const at = facts->incident_list[i];
        if (!cause || span_eq(at->cause, cause->id)) {
            n.failed += at->outcome == DPM_TASK_END_FAILED ? at->incidents : 0;
            n.open += at->outcome == DPM_TASK_END_OPEN ? at->incidents : 0;
            n.other += at->outcome != DPM_TASK_END_FAILED && at->outcome != DPM_TASK_END_OPEN ? at->incidents : 0;
            n.jobs = n.jobs && (at->task.len || at->kind != DPM_JOB_UNKNOWN || at->incidents > 1);
        }
    }
    return n;
}

static void add_number(uint64_t count, const char *one, const char *many, strbuf *out)
{
    char text[FORMAT_BYTES];
    format_count(count, text);
    strbuf_addf(out, "%s %s", text, plural(count, one, many));
}

static void add_jobs(const dpm_report_data *facts, const dpm_cause *cause, strbuf *out)
{
    const job_counts n = count_jobs(facts, cause);
    const char *comma = "; ";
    if (n.failed) {
        strbuf_adds(out, comma);
        add_number(n.failed, n.jobs ? "job failed" : "failure", n.jobs ? "jobs failed" : "failures", out);
        comma = ", ";
    }
    if (n.open) {
        strbuf_adds(out, comma);
        add_number(n.open, "job never ended", "jobs never ended", out);
        comma = ", ";
    }
    if (n.other) {
        strbuf_adds(out, comma);
        add_number(n.other, "incident", "incidents", out);
        strbuf_adds(out, n.jobs ? " whose end was not seen" : "");
    }
}

/* ---- where and when ---- */

static void add_hosts(const dpm_cause *cause, strbuf *out)
{
    const size_t shown = cause->host_count <= NAMED_HOSTS ? cause->host_count : NAMED_HOSTS - 1;
    for (size_t i = 0; i < shown; i++) {
        strbuf_adds(out, i == 0 ? "" : i + 1 == cause->host_count ? " and " : ", ");
        strbuf_add(out, cause->hosts[i]);
    }
    if (shown < cause->host_count) {
        strbuf_addf(out, " and %zu more servers", cause->host_count - shown);
    }
    strbuf_adds(out, cause->host_count ? ": " : "");
}

static bool on_its_hosts(const dpm_cause *cause, dpm_span host)
{
    for (size_t i = 0; i < cause->host_count; i++) {
        if (span_eq(cause->hosts[i], host)) {
            return true;
        }
    }
    return false;
}

typedef struct crash_times {
    int64_t items[TIMES_MAX];
    size_t count, all;
    dpm_span process; /* of all of them; empty where they differ */
} crash_times;

static void add_crash(crash_times *t, const dpm_cause *cause, dpm_span host, dpm_span process, int64_t time)
{
    const bool meant = on_its_hosts(cause, host) && time != DPM_NO_TIME && cause->first != DPM_NO_TIME &&
                       time >= cause->first - CRASH_SLACK && time <= cause->last + CRASH_SLACK;
    for (size_t i = 0; i < t->count && meant; i++) {
        if (llabs((long long)(t->items[i] - time)) < MS_MINUTE) {
            return; /* the record of it, and the end of its process */
        }
    }
    if (meant) {
        t->process = t->all && !span_eq(t->process, process) ? (dpm_span){0} : process;
        t->all++;
        if (t->count < TIMES_MAX) {
            t->items[t->count++] = time;
        }
    }
}

static int by_time(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static crash_times find_crashes(const dpm_report_data *facts, const dpm_cause *cause)
{
    crash_times t = {.count = 0};
    for (size_t i = 0; i < facts->crash_count; i++) {
        const dpm_evidence *const e = &facts->crashes[i]->record;
        add_crash(&t, cause, e->host, e->process, e->time);
    }
    for (size_t i = 0; i < facts->instance_count; i++) {
        const dpm_instance *const p = facts->instances[i];
        if (p->ending != DPM_ENDING_OPEN) {
            add_crash(&t, cause, p->host, p->process, p->last);
        }
    }
    qsort(t.items, t.count, sizeof t.items[0], by_time);
    return t;
}

static dpm_span name_process(dpm_span process)
{
    static const struct {
        dpm_span process, name;
    } names[] = {
        {SPAN_INIT("DPMRA"), SPAN_INIT("the agent")},
        {SPAN_INIT("MSDPM"), SPAN_INIT("the DPM engine")},
        {SPAN_INIT("CBEngine"), SPAN_INIT("the online backup agent")},
        {SPAN_INIT("DPMAC"), SPAN_INIT("the agent coordinator")},
        {SPAN_INIT("DpmWriter"), SPAN_INIT("the DPM writer")},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (span_ieq(process, names[i].process)) {
            return names[i].name;
        }
    }
    return process.len ? process : SPAN("a process");
}

/* "02:40" of the day that was named last, else "06/24 02:40" */
static void add_moment(clock_form form, int64_t time, int64_t before, strbuf *out)
{
    char text[FORMAT_BYTES], old[FORMAT_BYTES];
    format_time(form, CLOCK_MINUTES, time, text);
    format_time(form, CLOCK_MINUTES, before, old);
    const size_t day = strlen(text) - 5;
    const bool same = before != DPM_NO_TIME && strlen(old) == strlen(text) && memcmp(text, old, day) == 0;
    strbuf_adds(out, same ? text + day : text);
}

bool headline_same_day(const dpm_report_data *facts, clock_form form)
{
    char first[FORMAT_BYTES], last[FORMAT_BYTES];
    format_time(form, CLOCK_MINUTES, facts->first, first);
    format_time(form, CLOCK_MINUTES, facts->last, last);
    return facts->first != DPM_NO_TIME && strlen(first) == strlen(last) && memcmp(first, last, strlen(first) - 5) == 0;
}

/* The day that readers have in mind: that of the whole report, where it is one. */
static int64_t known_day(const dpm_report_data *facts, clock_form form)
{
    return headline_same_day(facts, form) ? facts->first : DPM_NO_TIME;
}

static void add_crashes(const dpm_report_data *facts, const crash_times *t, clock_form form, strbuf *out)
{
    int64_t before = known_day(facts, form);
    strbuf_add(out, name_process(t->process));
    strbuf_adds(out, " crashed ");
    if (t->all > NAMED_TIMES) {
        strbuf_addf(out, "%zu times, from ", t->all);
        add_moment(form, t->items[0], before, out);
        strbuf_adds(out, " to ");
        add_moment(form, t->items[t->count - 1], t->items[0], out);
        return;
    }
    for (size_t i = 0; i < t->count; i++) {
        strbuf_adds(out, i == 0 ? "at " : i + 1 == t->count ? " and " : ", ");
        add_moment(form, t->items[i], before, out);
        before = t->items[i];
    }
}

static void add_when(const dpm_report_data *facts, const dpm_cause *cause, clock_form form, strbuf *out)
{
    if (cause->first == DPM_NO_TIME) {
        return;
    }
    const int64_t before = known_day(facts, form);
    const bool long_one = cause->last - cause->first >= MS_MINUTE;
    strbuf_adds(out, long_one ? ", from " : before == DPM_NO_TIME ? ", " : ", at ");
    add_moment(form, cause->first, before, out);
    if (long_one) {
        strbuf_adds(out, " to ");
        add_moment(form, cause->last, cause->first, out);
    }
}

void headline_of_cause(const dpm_report_data *facts, const dpm_cause *cause, clock_form form, strbuf *out)
{
    const crash_times t = cause->cls == DPM_CLASS_CRASH ? find_crashes(facts, cause) : (crash_times){.count = 0};
    add_hosts(cause, out);
    if (t.count) {
        add_crashes(facts, &t, form, out);
    } else {
        strbuf_add(out, cause->title);
        add_when(facts, cause, form, out);
    }
    add_jobs(facts, cause, out);
    strbuf_addc(out, '.');
}

size_t headline_equals(const dpm_report_data *facts)
{
    size_t count = facts->cause_count > 0;
    const dpm_cause *const top = count ? facts->causes[0] : NULL;
    while (count && count < facts->cause_count) {
        const dpm_cause *const next = facts->causes[count];
        if (next->confidence != top->confidence || next->score < 0.75 * top->score || 2 * next->incidents < top->incidents) {
            break;
        }
        count++;
    }
    return count;
}

void headline(const dpm_report_data *facts, clock_form form, strbuf *out)
{
    const size_t equals = headline_equals(facts);
    if (!facts->cause_count) {
        label_no_cause(facts, out);
        strbuf_addc(out, '.');
    } else if (equals > 1) {
        strbuf_addf(out, "%zu causes of similar weight", equals);
        add_jobs(facts, NULL, out);
        strbuf_addc(out, '.');
    } else {
        headline_of_cause(facts, facts->causes[0], form, out);
    }
}

/* ---- jobs by name ---- */

typedef struct named_job {
    const dpm_incident *first;
    uint64_t count;
} named_job;

static bool same_job(const dpm_incident *a, const dpm_incident *b)
{
    return a->kind == b->kind && span_eq(a->datasource, b->datasource) && span_eq(a->server, b->server);
}

static int by_count(const void *a, const void *b)
{
    const named_job *const x = a, *const y = b;
    if (x->count != y->count) {
        return x->count > y->count ? -1 : 1;
    }
    return (x->first->id > y->first->id) - (x->first->id < y->first->id);
}

void headline_jobs(const dpm_report_data *facts, const dpm_cause *cause, size_t most, strbuf *out)
{
    named_job jobs[JOBS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < facts->incident_list_count; i++) {
        const dpm_incident *const at = facts->incident_list[i];
        size_t k = 0;
        if (!span_eq(at->cause, cause->id) || (at->kind == DPM_JOB_UNKNOWN && !at->datasource.len)) {
            continue;
        }
        while (k < count && !same_job(jobs[k].first, at)) {
            k++;
        }
        if (k == count && count < JOBS_MAX) {
            jobs[count++] = (named_job){at, 0};
        }
        if (k < count) {
            jobs[k].count += at->incidents;
        }
    }
    qsort(jobs, count, sizeof *jobs, by_count);
    for (size_t k = 0; k < count && k < most; k++) {
        strbuf_adds(out, k ? ", " : "");
        label_job(jobs[k].first, out);
        if (jobs[k].count > 1) {
            strbuf_addf(out, " (%llu times)", (unsigned long long)jobs[k].count);
        }
    }
    if (count > most) {
        strbuf_addf(out, " and %zu more", count - most);
    }
}
