/* Findings of absence_detect, as a report lists them. */
#include "rank/absences.h"

#include "base/limits.h"
#include "base/number.h"
#include "base/text.h"
#include "rank/explain.h"

#include <stdio.h>
#include <stdlib.h>

static dpm_status keep(arena *memory, dpm_span s, dpm_span *out)
{
    return arena_keep(memory, s, out) ? DPM_OK : DPM_ENOMEM;
}

static dpm_status copy_absence(const rank_input *in, const finding *f, arena *memory, dpm_absence *out)
{
    const correlation *const c = in->correlated;
    char guid[GUID_TEXT + 1], pid[12];
    guid_text(f->task, guid);
    snprintf(pid, sizeof pid, "%04X", (unsigned)f->pid);
    *out =
        (dpm_absence){.kind = f->kind, .from = f->from, .until = f->until, .forever = f->kind == DPM_ABSENCE_KIND_PROCESS_GONE};
    TRY(keep(memory, span_str(guid), &out->task));
    TRY(keep(memory, span_str(pid), &out->pid));
    TRY(keep(memory, intern_get(&c->names, f->host), &out->host));
    TRY(keep(memory, intern_get(&c->names, c->processes.streams[f->stream].process), &out->process));
    TRY(keep(memory, f->function, &out->function));
    return explain_record(in, f->last, memory, &out->last);
}

static int by_time(const void *a, const void *b)
{
    const finding *const x = *(const finding *const *)a, *const y = *(const finding *const *)b;
    return x->from != y->from ? (x->from < y->from ? -1 : 1) : memcmp(x->task, y->task, sizeof x->task);
}

dpm_status rank_absences(const rank_input *in, const observations *t, arena *memory, dpm_report_data *facts)
{
    const size_t shown = t->finding_count < ABSENCE_MAX ? t->finding_count : ABSENCE_MAX;
    const finding **const sorted = ARENA_ARRAY(memory, t->finding_count + 1, const finding *);
    dpm_absence *const out = ARENA_ARRAY(memory, shown + 1, dpm_absence);
    if (!sorted || !out) {
        return DPM_ENOMEM;
    }
    for (size_t i = 0; i < t->finding_count; i++) {
        sorted[i] = &t->findings[i];
    }
    if (t->finding_count) {
        qsort(sorted, t->finding_count, sizeof *sorted, by_time);
    }
    for (size_t i = 0; i < shown; i++) {
        TRY(copy_absence(in, sorted[i], memory, &out[i]));
    }
    facts->absences = ARENA_POINTERS(memory, out, shown);
    facts->absence_count = shown;
    return facts->absences ? DPM_OK : DPM_ENOMEM;
}
