/* What each rule costs: records of logs, or the samples of the rules, are classified against the clock. One thread, and no faster
 * than it has to be. */
#include "base/text.h"
#include "classify/classify.h"
#include "dpmlog/rules.h"
#include "read/reader.h"
#include "os/os.h"
#include "rules/check.h"

#include <stdlib.h>

typedef struct bench {
    const dpm_rules *rules;
    classifier *classifier;
    reader *reader;
    scanner *scanner;
    record_batch *batch;
    event_list *events;
    rule_cost *costs;     /* of each rule */
    uint64_t records, ns; /* of classifying, in all */
} bench;

static void measure(bench *b, const record_batch *batch, dpm_span process)
{
    const uint64_t begun = os_ticks();
    classify(b->classifier, batch, process, b->events);
    b->ns += os_ticks() - begun;
    b->records += batch->count;
    classify_costs(b->classifier, batch, process, os_ticks, b->costs);
}

/* ---- what is measured on ---- */

static size_t measure_sample(void *context, const record_batch *batch, dpm_span process, uint16_t *out, size_t cap,
                             uint32_t *code)
{
    bench *const b = context;
    measure(b, batch, process);
    return classify_matches(b->classifier, batch, 0, process, out, cap, code);
}

static const char *no_reason(void *context, const record_batch *batch, dpm_span process, uint16_t index)
{
    (void)context, (void)batch, (void)process, (void)index;
    return "";
}

static dpm_status measure_samples(bench *b, dpm_error *err)
{
    const sample_judge judge = {.context = b, .matches = measure_sample, .reason = no_reason};
    return rules_check(b->rules, &judge, err);
}

static dpm_status measure_source(bench *b, const source *s, dpm_error *err)
{
    block text;
    scan_counts counts = {0};
    TRY(reader_open(b->reader, s, err));
    dpm_status status;
    while ((status = reader_next(b->reader, &text, err)) == DPM_OK) {
        scanner_begin(b->scanner, &text, reader_layout(b->reader), &counts);
        while (scanner_next(b->scanner, b->batch)) {
            measure(b, b->batch, s->process);
        }
    }
    reader_close(b->reader, counts.nuls);
    return status < 0 ? status : DPM_OK;
}

static dpm_status measure_logs(bench *b, source_list *list, const char *const *paths, size_t count, dpm_error *err)
{
    sources_limit(list, 0, 0);
    for (size_t i = 0; i < count; i++) {
        const dpm_status status = sources_add(list, paths[i], err);
        if (status != DPM_OK) {
            return status < 0 ? status : DPM_EDATA;
        }
    }
    for (size_t i = 0; i < list->count; i++) {
        TRY(measure_source(b, &list->items[i], err));
    }
    return b->records ? DPM_OK : status_fail(err, DPM_EDATA, "%s: no record of a log is in it", paths[0]);
}

/* ---- what is told ---- */

static int dearest_first(const void *a, const void *b)
{
    const dpm_rule_cost *const x = a, *const y = b;
    if (x->ns_a_record != y->ns_a_record) {
        return x->ns_a_record < y->ns_a_record ? 1 : -1;
    }
    return span_cmp(x->id, y->id);
}

static dpm_status tell(const bench *b, dpm_cost_fn take, void *context, dpm_error *err)
{
    const size_t count = b->rules->rule_count;
    dpm_rule_cost *const costs = calloc(count + 1, sizeof *costs);
    if (!costs) {
        return status_nomem(err);
    }
    const double records = (double)b->records;
    uint64_t tries_ns = 0;
    for (size_t i = 0; i < count; i++) {
        const rule_cost *const c = &b->costs[i];
        tries_ns += c->ns;
        costs[i] = (dpm_rule_cost){.id = b->rules->rules[i].id, .records = b->records, .tried = c->tried, .taken = c->taken};
        costs[i].ns_a_record = (double)c->ns / records;
        costs[i].ns_a_try = c->tried ? (double)c->ns / (double)c->tried : 0;
    }
    qsort(costs, count, sizeof *costs, dearest_first);
    const double choosing = b->ns > tries_ns ? (double)(b->ns - tries_ns) / records : 0;
    take(context, &(dpm_rule_cost){.records = b->records, .tried = b->records, .ns_a_record = choosing, .ns_a_try = choosing});
    for (size_t i = 0; i < count; i++) {
        take(context, &costs[i]);
    }
    free(costs);
    return DPM_OK;
}

dpm_status dpm_rules_bench(const dpm_rules *rules, const char *const *paths, size_t count, dpm_cost_fn take, void *context,
                           dpm_error *err)
{
    bench b = {
        .rules = rules,
        .classifier = classifier_new(rules),
        .scanner = scanner_new(),
        .batch = malloc(sizeof *b.batch),
        .events = malloc(sizeof *b.events),
        .costs = calloc(rules->rule_count + 1, sizeof *b.costs),
    };
    source_list list = {0};
    dpm_status status = reader_new(&b.reader, err);
    if (status == DPM_OK && !(b.classifier && b.scanner && b.batch && b.events && b.costs)) {
        status = status_nomem(err);
    }
    if (status == DPM_OK) {
        status = count ? measure_logs(&b, &list, paths, count, err) : measure_samples(&b, err);
    }
    if (status == DPM_OK) {
        status = tell(&b, take, context, err);
    }
    sources_free(&list);
    reader_free(b.reader);
    classifier_free(b.classifier);
    scanner_free(b.scanner);
    free(b.batch);
    free(b.events);
    free(b.costs);
    return status;
}
