/* The fact term `absence`: what ought to have come, after what, and for how long it did not. Durations are read here, too. */
#include "rules/draft.h"

#include "base/civil.h"
#include "base/number.h"
#include "base/text.h"

/* The long form names two things: `of` did not come after `after`. */
static const struct pair {
    const char *of, *after;
    uint32_t seconds; /* where `for` is not given */
} pairs[DPM_ABSENCE_KINDS] = {
    [DPM_ABSENCE_KIND_CALL_NOT_LEFT] = {"left", "entered", 1800}, [DPM_ABSENCE_KIND_TASK_SILENT] = {"record", "start", 1800},
    [DPM_ABSENCE_KIND_PROCESS_GONE] = {"ending", "start", 3600},  [DPM_ABSENCE_KIND_TASK_NOT_ENDED] = {"end", "start", 7200},
    [DPM_ABSENCE_KIND_LOG_SILENT] = {"log", "start", 1800},       [DPM_ABSENCE_KIND_TASK_PAUSED] = {"record", "record", 1800},
};

dpm_status draft_duration(const yaml_file *file, const node *n, int64_t *out)
{
    static const struct unit {
        const char *word;
        uint64_t ms;
    } units[] = {{"ms", 1}, {"s", MS_SECOND}, {"m", MS_MINUTE}, {"h", MS_HOUR}, {"d", MS_DAY}};
    dpm_span text = {0};
    TRY(yaml_text(file, n, &text));
    uint64_t value = 0;
    const size_t digits = number_decimal(text, &value);
    for (size_t i = 0; i < sizeof units / sizeof units[0] && digits && value <= 1000000000; i++) {
        if (value && span_eq(span_from(text, digits), span_str(units[i].word))) {
            *out = (int64_t)(value * units[i].ms);
            return DPM_OK;
        }
    }
    return yaml_fail(file, n, "'%.60s' is not a duration: write a number and ms, s, m, h or d", text.ptr);
}

static dpm_status read_word(const yaml_file *file, const node *n, uint32_t *out)
{
    const char *words[DPM_ABSENCE_KINDS];
    for (int i = 0; i < DPM_ABSENCE_KINDS; i++) {
        words[i] = dpm_absence_name((dpm_absence_kind)i);
    }
    size_t index = 0;
    TRY(yaml_word(file, n, "absence", words, DPM_ABSENCE_KINDS, &index));
    *out = absence_value((dpm_absence_kind)index, pairs[index].seconds);
    return DPM_OK;
}

static dpm_status find_pair(const yaml_file *file, const node *of, const node *after, size_t *out)
{
    for (size_t i = 0; i < DPM_ABSENCE_KINDS; i++) {
        if (span_eq(of->text, span_str(pairs[i].of)) && span_eq(after->text, span_str(pairs[i].after))) {
            *out = i;
            return DPM_OK;
        }
    }
    return yaml_fail(file, of,
                     "no absence of '%.30s' after '%.30s' is known; there is left after entered, record after start, end "
                     "after start, ending after start, log after start, record after record",
                     of->text.ptr, after->text.ptr);
}

dpm_status draft_absence(const yaml_file *file, const node *n, uint32_t *out)
{
    if (n->kind == NODE_TEXT) {
        return read_word(file, n, out);
    }
    TRY(yaml_map(file, n, "of after for"));
    const node *of, *after;
    dpm_span text = {0};
    TRY(yaml_need(file, n, "of", &of));
    TRY(yaml_need(file, n, "after", &after));
    TRY(yaml_text(file, of, &text));
    TRY(yaml_text(file, after, &text));
    size_t index = 0;
    TRY(find_pair(file, of, after, &index));
    int64_t lasts = pairs[index].seconds * (int64_t)MS_SECOND;
    const node *const time = yaml_get(n, "for");
    if (time) {
        TRY(draft_duration(file, time, &lasts));
        if (lasts < MS_MINUTE || lasts > 30 * (int64_t)MS_DAY) {
            return yaml_fail(file, time, "an absence is of a minute at least and 30 days at most");
        }
    }
    *out = absence_value((dpm_absence_kind)index, (uint32_t)(lasts / MS_SECOND));
    return DPM_OK;
}

void draft_absence_label(uint32_t value, strbuf *out)
{
    const uint32_t minutes = (uint32_t)(absence_ms(value) / MS_MINUTE);
    strbuf_addf(out, "absence %s %um", dpm_absence_name(absence_kind(value)), (unsigned)minutes);
}
