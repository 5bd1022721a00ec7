/* The {names} in the texts of a fix, filled with what the logs said of the cause. */
#include "base/civil.h"
#include "base/number.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "dpmlog/fix.h"

#include <stdlib.h>

enum { SERVERS_MAX = 8 };

typedef struct filling {
    const dpm_cause *cause; /* NULL: no logs were read */
    dpm_span version;
} filling;

static void add_servers(const filling *f, strbuf *out)
{
    const size_t count = f->cause->host_count, shown = count < SERVERS_MAX ? count : SERVERS_MAX;
    for (size_t i = 0; i < shown; i++) {
        strbuf_adds(out, i ? ", " : "");
        strbuf_add(out, f->cause->hosts[i]);
    }
    if (shown < count) {
        strbuf_addf(out, " and %zu more", count - shown);
    }
}

static void add_time(int64_t ms, strbuf *out)
{
    const civil c = civil_from_ms(ms);
    strbuf_addf(out, "%04d-%02d-%02d %02d:%02d UTC", c.year, c.month, c.day, c.hour, c.minute);
}

static bool is_engine(const dpm_evidence *e)
{
    return span_eq(e->process, SPAN("MSDPM"));
}

/* The machine that the engine's own records are of. */
static dpm_span find_engine(const dpm_cause *cause)
{
    for (size_t i = 0; i < cause->evidence_count; i++) {
        if (is_engine(cause->evidence[i])) {
            return cause->evidence[i]->host;
        }
    }
    return (dpm_span){0};
}

static dpm_span find_task(const dpm_cause *cause)
{
    for (size_t i = 0; i < cause->evidence_count; i++) {
        if (cause->evidence[i]->task.len) {
            return cause->evidence[i]->task;
        }
    }
    return (dpm_span){0};
}

static void add_server(const filling *f, strbuf *out)
{
    if (f->cause->host_count) {
        strbuf_add(out, f->cause->hosts[0]);
    }
}

static void add_servers_of(const filling *f, strbuf *out)
{
    add_servers(f, out);
}

static void add_engine(const filling *f, strbuf *out)
{
    strbuf_add(out, find_engine(f->cause));
}

static void add_task(const filling *f, strbuf *out)
{
    strbuf_add(out, find_task(f->cause));
}

/* The process that the cause is about: of the machine where it happened, and there rather the agent than the engine, which only
 * tells of it. NULL where no record is of that machine: the number of another process would be worse than none. */
static const dpm_evidence *find_process(const dpm_cause *cause)
{
    const dpm_evidence *found = NULL;
    for (size_t i = 0; i < cause->evidence_count; i++) {
        const dpm_evidence *const e = cause->evidence[i];
        const bool here = cause->host_count ? span_ieq(e->host, cause->hosts[0]) : cause->evidence_count == 1;
        if (here && e->pid.len && (!found || (is_engine(found) && !is_engine(e)))) {
            found = e;
        }
    }
    return found;
}

/* Logs print it in hex, Windows' tools in decimal. */
static void add_pid(const filling *f, strbuf *out)
{
    uint64_t value = 0;
    const dpm_evidence *const of = find_process(f->cause);
    if (of && number_hex(of->pid, &value) == of->pid.len) {
        strbuf_addf(out, "%llu", (unsigned long long)value);
    }
}

static void add_from(const filling *f, strbuf *out)
{
    if (f->cause->first != DPM_NO_TIME) {
        add_time(f->cause->first, out);
    }
}

static void add_to(const filling *f, strbuf *out)
{
    if (f->cause->last != DPM_NO_TIME) {
        add_time(f->cause->last, out);
    }
}

static const struct hole {
    const char *name, *unknown;
    void (*add)(const filling *f, strbuf *out);
} holes[] = {
    {"server", "<server>", add_server}, {"servers", "<server>", add_servers_of}, {"dpm", "<DPM server>", add_engine},
    {"task", "<task>", add_task},       {"pid", "<process ID>", add_pid},        {"from", "<time>", add_from},
    {"to", "<time>", add_to},           {"version", "<version>", NULL},
};

static bool fill_hole(const filling *f, dpm_span name, strbuf *out)
{
    for (size_t i = 0; i < sizeof holes / sizeof holes[0]; i++) {
        if (!span_eq(name, span_str(holes[i].name))) {
            continue;
        }
        const size_t before = out->len;
        if (!holes[i].add) {
            strbuf_add(out, f->version);
        } else if (f->cause) {
            holes[i].add(f, out);
        }
        if (out->len == before) {
            strbuf_adds(out, holes[i].unknown);
        }
        return true;
    }
    return false;
}

dpm_status dpm_fix_fill(dpm_span text, const dpm_cause *cause, dpm_span version, dpm_write_fn write, void *context)
{
    const filling f = {cause, version};
    strbuf out = {0};
    while (text.len) {
        const cut open = span_cut(text, '{'), close = span_cut(open.tail, '}');
        strbuf_add(&out, open.head);
        if (!open.found || !close.found) {
            strbuf_add(&out, span_from(text, open.head.len));
            break;
        }
        if (fill_hole(&f, close.head, &out)) {
            text = close.tail;
        } else { /* another brace stays */
            strbuf_adds(&out, "{");
            text = open.tail;
        }
    }
    const dpm_status status = strbuf_hand(&out, write, context);
    strbuf_free(&out);
    return status;
}
