/* The overrides in force, and how much each keeps out of the report. */
#include "rank/overrides.h"

#include "base/text.h"

static size_t cause_of(const dpm_rules *rules, const override *o)
{
    size_t i = 0;
    while (i < rules->cause_count && rules->causes[i].changed != o) {
        i++;
    }
    return i;
}

static uint64_t records_of(const rank_input *in, const override *o)
{
    for (size_t i = 0; i < in->rules->rule_count && !o->noise; i++) {
        if (in->rules->rules[i].changed == o) {
            return in->correlated->whole.counts.noise[i];
        }
    }
    return 0;
}

dpm_status rank_overrides(const rank_input *in, const observations *t, arena *memory, dpm_report_data *facts)
{
    const dpm_rules *const rules = in->rules;
    dpm_override *const out = ARENA_ARRAY(memory, rules->override_count + 1, dpm_override);
    if (!out) {
        return DPM_ENOMEM;
    }
    for (size_t i = 0; i < rules->override_count; i++) {
        const override *const o = &rules->overrides[i];
        out[i] = (dpm_override){
            .kind = o->of_cause ? SPAN("cause")
                    : o->noise  ? SPAN("noise")
                                : SPAN("rule"),
            .id = o->id,
            .reason = o->reason,
            .file = o->file,
            .line = o->line,
            .disabled = o->disabled,
            .class_changed = o->has_class,
            .cls = o->cls,
            .until = o->until ? o->until : DPM_NO_TIME,
            .expired = o->until && facts->last != DPM_NO_TIME && facts->last >= o->until,
            .incidents = o->of_cause ? t->withheld[cause_of(rules, o)].incidents : 0,
            .records = o->of_cause || !o->until ? 0 : records_of(in, o),
        };
        facts->suppressed_incidents += o->disabled ? 0 : out[i].incidents;
    }
    facts->overrides = ARENA_POINTERS(memory, out, rules->override_count);
    facts->override_count = rules->override_count;
    return facts->overrides ? DPM_OK : DPM_ENOMEM;
}
