/* rule_cost [PATH...]: what each rule costs, the most expensive first. One thread with warm caches classifies the records of
 * the logs that are named, or without a path the samples of the rules. The times vary from run to run; the counts do not. */
#include "base/text.h"
#include "classify/classify.h"
#include "dpmlog.h"
#include "read/reader.h"
#include "os/os.h"
#include "rules/check.h"

#include <inttypes.h>
#include <stdio.h>
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

static dpm_status measure_logs(bench *b, source_list *list, char **paths, int count, dpm_error *err)
{
    for (int i = 0; i < count; i++) {
        const dpm_status status = sources_add(list, paths[i], err);
        if (status != DPM_OK) {
            return status < 0 ? status : DPM_EDATA;
        }
    }
    for (size_t i = 0; i < list->count; i++) {
        TRY(measure_source(b, &list->items[i], err));
    }
    return b->records ? DPM_OK : status_fail(err, DPM_EDATA, "%s: it contains no log record", paths[0]);
}

/* ---- what is printed ---- */

/* What one rule costs. */
typedef struct row {
    dpm_span id;
    uint64_t ns, tried, taken;
} row;

static int by_cost(const void *a, const void *b)
{
    const row *const x = a, *const y = b;
    if (x->ns != y->ns) {
        return x->ns < y->ns ? 1 : -1;
    }
    return span_cmp(x->id, y->id);
}

static void print_row(const row *r, uint64_t records)
{
    printf("%-34.*s %11.3f %9.1f %11" PRIu64 " %11" PRIu64 "\n", (int)r->id.len, r->id.ptr, (double)r->ns / (double)records,
           (double)r->ns / (double)r->tried, r->tried, r->taken);
}

/* The first row is what choosing the rules to try costs, which no rule causes alone. */
static dpm_status print_costs(const bench *b, dpm_error *err)
{
    const size_t count = b->rules->rule_count;
    row *const rows = calloc(count + 1, sizeof *rows);
    if (!rows) {
        return status_nomem(err);
    }
    uint64_t tries_ns = 0;
    size_t idle = 0;
    for (size_t i = 0; i < count; i++) {
        const rule_cost *const c = &b->costs[i];
        tries_ns += c->ns;
        idle += c->tried == 0;
        rows[i] = (row){.id = b->rules->rules[i].id, .ns = c->ns, .tried = c->tried, .taken = c->taken};
    }
    qsort(rows, count, sizeof *rows, by_cost);
    printf("%" PRIu64 " records; nanoseconds of one thread\n", b->records);
    printf("%-34s %11s %9s %11s %11s\n", "rule", "ns/record", "ns/try", "tried", "taken");
    printf("%-34s %11.3f\n", "(choosing what to try)", b->ns > tries_ns ? (double)(b->ns - tries_ns) / (double)b->records : 0);
    for (size_t i = 0; i < count; i++) {
        if (rows[i].tried) {
            print_row(&rows[i], b->records);
        }
    }
    printf("%zu rules were tried on no record\n", idle);
    free(rows);
    return DPM_OK;
}

static dpm_status run(bench *b, char **paths, int count, dpm_error *err)
{
    source_list list = {0};
    TRY(reader_new(&b->reader, err));
    if (!(b->classifier && b->scanner && b->batch && b->events && b->costs)) {
        return status_nomem(err);
    }
    dpm_status status = count ? measure_logs(b, &list, paths, count, err) : measure_samples(b, err);
    sources_free(&list);
    return status == DPM_OK ? print_costs(b, err) : status;
}

int main(int argc, char **argv)
{
    dpm_rules *rules = NULL;
    dpm_error err = {0};
    if (dpm_rules_load(&rules, NULL, 0, &err) < 0) {
        fprintf(stderr, "rule_cost: %s\n", err.message);
        return 2;
    }
    bench b = {
        .rules = rules,
        .classifier = classifier_new(rules),
        .scanner = scanner_new(),
        .batch = malloc(sizeof *b.batch),
        .events = malloc(sizeof *b.events),
        .costs = calloc(rules->rule_count + 1, sizeof *b.costs),
    };
    const dpm_status status = run(&b, argv + 1, argc - 1, &err);
    if (status != DPM_OK) {
        fprintf(stderr, "rule_cost: %s\n", err.message);
    }
    reader_free(b.reader);
    classifier_free(b.classifier);
    scanner_free(b.scanner);
    free(b.batch);
    free(b.events);
    free(b.costs);
    dpm_rules_free(rules);
    return status == DPM_OK ? 0 : 1;
}
