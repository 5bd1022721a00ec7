/* How sure a claim is, and its score. The formula is docs/ranking.md. */
#include "rank/score.h"

#include <math.h>

static uint64_t count_recovered(const rank_input *in, const observations *t, const cause *c)
{
    const fact_set facts = evidence_facts(c);
    uint64_t single = 0, folded = 0;
    for (size_t i = 0; i < t->recovered_count; i++) {
        single += facts_meet(&facts, &t->recovered[i]->facts);
    }
    for (uint16_t f = 0; f < in->rules->fact_count; f++) {
        const uint64_t tasks = in->correlated->incidents.recovered[f];
        folded = fact_has(&facts, f) && tasks > folded ? tasks : folded;
    }
    return single + folded;
}

static void lower(claim *cl, bool *why)
{
    if (cl->confidence > DPM_STRENGTH_WEAK) {
        cl->confidence--;
        *why = true;
    }
}

static void add_term(claim *cl, const char *name, double points, const char *reason)
{
    cl->terms[cl->term_count++] = (dpm_score_term){span_str(name), points, span_str(reason)};
    cl->score += points;
}

static double rounded(double x)
{
    return round(x * 10) / 10;
}

/* Only warnings or silence, in logs that never record a task's success: the retries may have worked. */
static bool ends_untold(const claim *cl, const observations *t)
{
    for (size_t i = 0; i < cl->item_count; i++) {
        const incident *const it = t->items[cl->items[i]].incident;
        if (!it->has_task || it->worst < DPM_LEVEL_WARNING || t->ends[it->stream]) {
            return false;
        }
    }
    return cl->item_count > 0;
}

void claim_judge(claim *cl, const rank_input *in, const observations *t, const coverage *cover)
{
    if (cl->cause->fallback) {
        cl->confidence = DPM_STRENGTH_WEAK;
        add_term(cl, "confidence", 1, "no known cause");
        return;
    }
    cl->recovered = count_recovered(in, t, cl->cause);
    if (cl->recovered > 4 * cl->incidents) {
        lower(cl, &cl->lowered_by_success);
    }
    if (in->lost && cover->needs_absence) {
        lower(cl, &cl->lowered_by_gaps);
    }
    if (cl->confidence == DPM_STRENGTH_MEDIUM && ends_untold(cl, t)) { /* a strong sign tells enough by itself */
        lower(cl, &cl->lowered_by_silence);
    }
    static const double base[] = {[DPM_STRENGTH_WEAK] = 2, [DPM_STRENGTH_MEDIUM] = 4, [DPM_STRENGTH_STRONG] = 6};
    add_term(cl, "confidence", base[cl->confidence], "weak 2, medium 4, strong 6");
    add_term(cl, "share", rounded(2 * (double)(cl->incidents - cl->shared) / (double)t->incidents), "2 x share of all incidents");
    if (cover->companions) {
        add_term(cl, "companions", 0.5, "several pieces of evidence that belong together");
    }
    if (cl->recovered) {
        const double share = (double)cl->recovered / (double)(cl->recovered + cl->incidents);
        add_term(cl, "success", -rounded(2 * share), "2 x share of tasks with the same evidence that succeeded");
    }
    if (in->lost) {
        add_term(cl, "coverage", -0.5, "not everything could be read");
    }
}
