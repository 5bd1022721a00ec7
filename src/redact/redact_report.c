/* A report with its replacements: every text of the log in it, and every name of a machine or log. */
#include "redact/redact.h"

#include "rank/rank.h"

typedef struct pass {
    dpm_redactor *r;
    arena *memory;
    bool failed;
} pass;

static void keep(pass *p, dpm_span *s)
{
    p->failed |= !arena_keep(p->memory, strbuf_span(&p->r->text), s);
}

static void text(pass *p, dpm_span *s)
{
    if (s->len) {
        (void)dpm_redact_text(p->r, *s);
        keep(p, s);
    }
}

static void texts(pass *p, const dpm_span *items, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        text(p, (dpm_span *)&items[i]); /* the report's own memory */
    }
}

static void path(pass *p, dpm_span *s)
{
    strbuf_clear(&p->r->text);
    redact_path(p->r, &p->r->text, *s);
    keep(p, s);
}

static void host(pass *p, dpm_span *s)
{
    if (s->len) {
        *s = secret_word(p->r, DPM_SECRET_HOST, *s);
        p->failed |= !arena_keep(p->memory, *s, s);
    }
}

static void evidence(pass *p, dpm_evidence *e)
{
    path(p, &e->path);
    host(p, &e->host);
    text(p, &e->process);
    text(p, &e->text);
}

static void sources(pass *p, dpm_report_data *f)
{
    for (size_t i = 0; i < f->source_count; i++) {
        dpm_source_info *const s = (dpm_source_info *)&f->sources[i];
        path(p, &s->path);
        host(p, &s->host);
        text(p, &s->process);
        text(p, &s->reason);
    }
    for (size_t i = 0; i < f->skipped_count; i++) {
        dpm_skipped *const s = (dpm_skipped *)&f->skipped[i];
        path(p, &s->path);
        text(p, &s->reason);
    }
    texts(p, f->remarks, f->remark_count);
    for (size_t i = 0; i < f->instance_count; i++) {
        dpm_instance *const one = (dpm_instance *)&f->instances[i];
        host(p, &one->host);
        text(p, &one->process);
    }
}

static void causes(pass *p, dpm_report_data *f)
{
    for (size_t i = 0; i < f->cause_count; i++) {
        dpm_cause *const c = (dpm_cause *)&f->causes[i];
        for (size_t k = 0; k < c->host_count; k++) {
            host(p, (dpm_span *)&c->hosts[k]);
        }
        text(p, &c->title);
        text(p, &c->explanation);
        texts(p, c->counter_evidence, c->counter_count);
        texts(p, c->rivals, c->rival_count);
        for (size_t k = 0; k < c->term_count; k++) {
            text(p, (dpm_span *)&c->terms[k].reason);
        }
        for (size_t k = 0; k < c->evidence_count; k++) {
            evidence(p, (dpm_evidence *)&c->evidence[k]);
        }
    }
    for (size_t i = 0; i < f->crash_count; i++) {
        dpm_crash *const c = (dpm_crash *)&f->crashes[i];
        evidence(p, &c->record);
        text(p, &c->message);
        evidence(p, &c->before_task);
        evidence(p, &c->before_thread);
    }
    for (size_t i = 0; i < f->unknown_count; i++) {
        dpm_unknown *const u = (dpm_unknown *)&f->unknown[i];
        text(p, &u->signature);
        text(p, &u->masked);
        text(p, &u->sample);
        text(p, &u->process);
    }
    for (size_t i = 0; i < f->absence_count; i++) {
        dpm_absence *const a = (dpm_absence *)&f->absences[i];
        host(p, &a->host);
        text(p, &a->process);
        evidence(p, &a->last);
    }
    for (size_t i = 0; i < f->unheard_count; i++) {
        host(p, (dpm_span *)&f->unheard_hosts[i]);
    }
    for (size_t i = 0; i < f->override_count; i++) {
        dpm_override *const o = (dpm_override *)&f->overrides[i];
        text(p, &o->reason);
        path(p, &o->file);
    }
}

static void over_time(pass *p, dpm_timeline *t)
{
    for (size_t i = 0; i < t->host_count; i++) {
        host(p, (dpm_span *)&t->hosts[i].host);
    }
    for (size_t i = 0; i < t->gap_count; i++) {
        host(p, (dpm_span *)&t->gaps[i].host);
        text(p, (dpm_span *)&t->gaps[i].process);
    }
    for (size_t i = 0; i < t->task_count; i++) {
        host(p, (dpm_span *)&t->tasks[i].host);
    }
}

/* Names that some place holds in full are known when texts are looked at. */
static void learn(dpm_redactor *r, const dpm_report_data *f)
{
    for (size_t i = 0; i < f->source_count; i++) {
        if (f->sources[i].host.len) {
            (void)secret_word(r, DPM_SECRET_HOST, f->sources[i].host);
        }
    }
    for (size_t i = 0; i < f->cause_count; i++) {
        for (size_t k = 0; k < f->causes[i].host_count; k++) {
            (void)secret_word(r, DPM_SECRET_HOST, f->causes[i].hosts[k]);
        }
    }
}

dpm_status dpm_redact_report(dpm_redactor *r, dpm_report *report, dpm_error *err)
{
    pass p = {.r = r, .memory = &report->memory};
    learn(r, &report->facts);
    sources(&p, &report->facts);
    causes(&p, &report->facts);
    over_time(&p, &report->facts.timeline);
    return p.failed || r->failed ? status_nomem(err) : DPM_OK;
}
