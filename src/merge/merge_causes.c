/* Causes of the same id become one. Which of them speaks for all, and the scores, follow docs/ranking.md: the share of the
 * incidents is computed again over all summaries, and so is what gaps cost; the other terms are those of the best founded of
 * them. */
#include "merge/merge.h"

#include "base/limits.h"
#include "base/text.h"
#include "rank/rank.h"
#include "rank/stated_order.h"

#include <math.h>
#include <stdlib.h>

/* A cause of one part. */
typedef struct voice {
    const dpm_cause *cause;
    size_t part;
} voice;

/* By id; of one id the best founded first. */
static int voice_by_weight(const void *a, const void *b)
{
    const voice *const x = a, *const y = b;
    const int id = span_cmp(x->cause->id, y->cause->id);
    if (id) {
        return id;
    }
    if (x->cause->confidence != y->cause->confidence) {
        return x->cause->confidence > y->cause->confidence ? -1 : 1;
    }
    if (x->cause->incidents != y->cause->incidents) {
        return x->cause->incidents > y->cause->incidents ? -1 : 1;
    }
    return (x->part > y->part) - (x->part < y->part);
}

/* ---- lists ---- */

static dpm_status merge_hosts(const merge_input *in, const voice *voices, size_t count, dpm_cause *out)
{
    size_t most = 0, all = 0;
    for (size_t i = 0; i < count; i++) {
        most += voices[i].cause->host_count;
    }
    dpm_span *const hosts = ARENA_ARRAY(in->memory, most + 1, dpm_span);
    if (!hosts) {
        return DPM_ENOMEM;
    }
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < voices[i].cause->host_count; k++) {
            hosts[all++] = voices[i].cause->hosts[k];
        }
    }
    out->hosts = hosts;
    out->host_count = spans_unique(hosts, all);
    return DPM_OK;
}

static dpm_status merge_counter(const merge_input *in, const voice *voices, size_t count, dpm_cause *out)
{
    dpm_span *const list = ARENA_ARRAY(in->memory, COUNTER_MAX, dpm_span);
    size_t left = 0;
    if (!list) {
        return DPM_ENOMEM;
    }
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < voices[i].cause->counter_count && left < COUNTER_MAX; k++) {
            size_t same = 0;
            while (same < left && !span_eq(list[same], voices[i].cause->counter_evidence[k])) {
                same++;
            }
            list[same] = voices[i].cause->counter_evidence[k];
            left += same == left;
        }
    }
    out->counter_evidence = list;
    out->counter_count = left;
    return DPM_OK;
}

static int evidence_by_time(const void *a, const void *b)
{
    const dpm_evidence *const x = *(const dpm_evidence *const *)a, *const y = *(const dpm_evidence *const *)b;
    if (x->time != y->time) {
        return x->time < y->time ? -1 : 1;
    }
    const int path = span_cmp(x->path, y->path);
    return path ? path : (x->line > y->line) - (x->line < y->line);
}

/* The first, the last, and what the best founded of them shows. */
static dpm_status merge_evidence(const merge_input *in, const voice *voices, size_t count, dpm_cause *out)
{
    const dpm_evidence **const list = ARENA_ARRAY(in->memory, EVIDENCE_MAX + 2, const dpm_evidence *);
    const dpm_evidence *first = NULL, *last = NULL;
    size_t left = 0, kept = 0;
    if (!list) {
        return DPM_ENOMEM;
    }
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < voices[i].cause->evidence_count; k++) {
            const dpm_evidence *const e = voices[i].cause->evidence[k];
            first = !first || evidence_by_time(&e, &first) < 0 ? e : first;
            last = !last || evidence_by_time(&e, &last) > 0 ? e : last;
        }
    }
    if (first) {
        list[left++] = first;
        list[left++] = last;
    }
    for (size_t k = 0; k < voices[0].cause->evidence_count; k++) {
        list[left++] = voices[0].cause->evidence[k];
    }
    /* the first and the last come before what is cut */
    qsort(list, left, sizeof *list, evidence_by_time);
    for (size_t i = 0; i < left; i++) {
        if (!kept || evidence_by_time(&list[kept - 1], &list[i]) != 0) {
            list[kept++] = list[i];
        }
    }
    while (kept > EVIDENCE_MAX) {
        list[kept - 2] = list[kept - 1];
        kept--;
    }
    out->evidence = list;
    out->evidence_count = kept;
    return DPM_OK;
}

static dpm_status merge_cells(const merge_input *in, const merge_places *p, const voice *voices, size_t count, dpm_cause *out)
{
    size_t most = 0, all = 0;
    for (size_t i = 0; i < count; i++) {
        most += voices[i].cause->cell_count;
    }
    dpm_cell *const cells = ARENA_ARRAY(in->memory, most + 1, dpm_cell);
    if (!cells) {
        return DPM_ENOMEM;
    }
    for (size_t i = 0; i < count; i++) {
        const dpm_timeline *const from = &in->parts[voices[i].part]->timeline;
        for (size_t k = 0; k < voices[i].cause->cell_count; k++) {
            const dpm_cell *const cell = &voices[i].cause->cells[k];
            cells[all++] =
                (dpm_cell){p->hosts[voices[i].part][cell->host], merge_bucket_at(p, from, cell->bucket), cell->incidents};
        }
    }
    out->cells = cells;
    out->cell_count = rank_join_cells(cells, all);
    return DPM_OK;
}

/* What was stated, each once; the words stay those of the best founded. */
static dpm_status merge_stated(const merge_input *in, const voice *voices, size_t count, dpm_cause *out)
{
    size_t most = 0, left = 0;
    for (size_t i = 0; i < count; i++) {
        most += voices[i].cause->stated_count;
    }
    dpm_stated *const list = ARENA_ARRAY(in->memory, most + 1, dpm_stated);
    if (!list) {
        return DPM_ENOMEM;
    }
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < voices[i].cause->stated_count; k++) {
            const dpm_stated *const s = voices[i].cause->stated[k];
            size_t same = 0;
            while (same < left && stated_compare(&list[same], s) != 0) {
                same++;
            }
            if (same == left) {
                list[left++] = *s;
                continue;
            }
            list[same].incidents += s->incidents;
            list[same].first = s->first != DPM_NO_TIME && s->first < list[same].first ? s->first : list[same].first;
            list[same].last = s->last > list[same].last ? s->last : list[same].last;
        }
    }
    if (left) {
        qsort(list, left, sizeof *list, stated_most_first);
    }
    out->stated_count = left < DPM_STATED_MAX ? left : DPM_STATED_MAX;
    out->stated = ARENA_POINTERS(in->memory, list, out->stated_count);
    return out->stated ? DPM_OK : DPM_ENOMEM;
}

/* ---- the score ---- */

static bool named(const dpm_score_term *of, const char *name)
{
    return span_eq(of->name, span_str(name));
}

/* A cause without a share is the one for what no cause explains: it is last, whatever it scores. */
static bool ranked(const dpm_cause *c)
{
    bool shares = false;
    for (size_t i = 0; i < c->term_count; i++) {
        shares = shares || named(&c->terms[i], "share");
    }
    return shares;
}

static dpm_status score(const merge_input *in, const dpm_report_data *facts, dpm_cause *out)
{
    const dpm_score_term *const old = out->terms;
    dpm_score_term *const terms = ARENA_ARRAY(in->memory, out->term_count + 1, dpm_score_term);
    size_t count = 0;
    if (!terms) {
        return DPM_ENOMEM;
    }
    out->score = 0;
    for (size_t i = 0; i < out->term_count; i++) {
        if (named(&old[i], "coverage")) {
            continue;
        }
        terms[count] = old[i];
        if (named(&old[i], "share") && facts->incidents) {
            terms[count].points = round(20 * (double)out->incidents / (double)facts->incidents) / 10;
        }
        out->score += terms[count++].points;
    }
    if (!facts->complete && ranked(out)) {
        terms[count++] = (dpm_score_term){SPAN("coverage"), -0.5, SPAN("not everything could be read")};
        out->score -= 0.5;
    }
    out->terms = terms;
    out->term_count = count;
    return DPM_OK;
}

static int best_first(const void *a, const void *b)
{
    const dpm_cause *const x = a, *const y = b;
    if (ranked(x) != ranked(y)) {
        return ranked(x) ? -1 : 1;
    }
    if (fabs(x->score - y->score) > 1e-9) {
        return x->score > y->score ? -1 : 1;
    }
    return span_cmp(x->id, y->id);
}

static dpm_status merge_cause(const merge_input *in, const merge_places *p, const voice *voices, size_t count,
                              dpm_report_data *facts, dpm_cause *out)
{
    *out = *voices[0].cause;
    for (size_t i = 1; i < count; i++) {
        const dpm_cause *const c = voices[i].cause;
        out->incidents += c->incidents;
        out->events += c->events;
        out->tasks += c->tasks;
        out->first = c->first != DPM_NO_TIME && (out->first == DPM_NO_TIME || c->first < out->first) ? c->first : out->first;
        out->last = c->last > out->last ? c->last : out->last; /* DPM_NO_TIME is the least of all times */
    }
    TRY(merge_hosts(in, voices, count, out));
    TRY(merge_counter(in, voices, count, out));
    TRY(merge_evidence(in, voices, count, out));
    TRY(merge_cells(in, p, voices, count, out));
    TRY(merge_stated(in, voices, count, out));
    return score(in, facts, out);
}

dpm_status merge_causes(const merge_input *in, const merge_places *p, dpm_report_data *out)
{
    size_t most = 0, all = 0, left = 0;
    MERGE_SUM(in, cause_count, most);
    voice *const voices = ARENA_ARRAY(in->memory, most + 1, voice);
    dpm_cause *const causes = ARENA_ARRAY(in->memory, most + 1, dpm_cause);
    if (!voices || !causes) {
        return DPM_ENOMEM;
    }
    for (size_t i = 0; i < in->count; i++) {
        for (size_t k = 0; k < in->parts[i]->cause_count; k++) {
            voices[all++] = (voice){in->parts[i]->causes[k], i};
        }
    }
    qsort(voices, all, sizeof *voices, voice_by_weight);
    for (size_t i = 0, end; i < all; i = end) {
        for (end = i + 1; end < all && span_eq(voices[i].cause->id, voices[end].cause->id); end++) {
        }
        TRY(merge_cause(in, p, &voices[i], end - i, out, &causes[left++]));
    }
    qsort(causes, left, sizeof *causes, best_first);
    for (size_t i = 0; i < left; i++) {
        causes[i].rank = i + 1;
    }
    out->causes = ARENA_POINTERS(in->memory, causes, left);
    out->cause_count = left;
    return out->causes ? DPM_OK : DPM_ENOMEM;
}
