/* A report with its replacements: report_schema says which of its texts are names of machines, paths, or words of a log. */
#include "model/report_schema.h"
#include "rank/rank.h"
#include "redact/redact.h"

typedef struct pass {
    dpm_redactor *r;
    arena *memory;
    bool failed;
} pass;

static void redact_span(void *context, text_class text, dpm_span *span)
{
    pass *const p = context;
    if (text == TEXT_PUBLIC || (text != TEXT_PATH && span->len == 0)) {
        return;
    }
    dpm_span word = {0};
    switch (text) {
    case TEXT_PUBLIC: break;
    case TEXT_HOST: word = secret_word(p->r, DPM_SECRET_HOST, *span); break;
    case TEXT_TASK: word = redact_task(p->r, &p->r->text, *span); break;
    case TEXT_HEX: word = redact_hex(p->r, &p->r->text, *span); break;
    case TEXT_LOG: word = dpm_redact_text(p->r, *span); break;
    case TEXT_PATH:
        strbuf_clear(&p->r->text);
        redact_path(p->r, &p->r->text, *span);
        word = strbuf_span(&p->r->text);
        break;
    }
    p->failed |= !arena_keep(p->memory, word, span);
}

static void learn_task(void *context, text_class text, dpm_span *span)
{
    pass *const p = context;
    if (text == TEXT_TASK) {
        (void)redact_task(p->r, &p->r->text, *span);
    }
}

/* Names that some place holds in full are known when texts are looked at. */
static void learn(dpm_redactor *r, const dpm_report_data *f)
{
    for (size_t i = 0; i < f->source_count; i++) {
        if (f->sources[i]->host.len) {
            (void)secret_word(r, DPM_SECRET_HOST, f->sources[i]->host);
        }
    }
    for (size_t i = 0; i < f->cause_count; i++) {
        for (size_t k = 0; k < f->causes[i]->host_count; k++) {
            (void)secret_word(r, DPM_SECRET_HOST, f->causes[i]->hosts[k]);
        }
    }
}

dpm_status dpm_redact_report(dpm_redactor *r, dpm_report *report, dpm_error *err)
{
    pass p = {.r = r, .memory = &report->memory};
    learn(r, &report->facts);
    schema_each_text(&report->facts, learn_task, &p);
    schema_each_text(&report->facts, redact_span, &p);
    return p.failed || r->failed ? status_nomem(err) : DPM_OK;
}
