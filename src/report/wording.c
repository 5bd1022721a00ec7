/* What all reports for people say in the same words. */
#include "report/wording.h"

#include "base/text.h"

const char *word_lead(const dpm_cause *cause)
{
    if (span_eq(cause->id, SPAN("unexplained"))) {
        return "Cause unknown";
    }
    switch (cause->confidence) {
    case DPM_STRONG: return "Most likely cause";
    case DPM_MEDIUM: return "Likely cause";
    case DPM_WEAK: break;
    }
    return "Possible cause";
}

const char *word_no_cause(const dpm_facts *facts, bool *alarming)
{
    *alarming = facts->crash_count || facts->incidents;
    return facts->crash_count       ? "A process crashed, and no rule explains why"
           : facts->incidents       ? "Tasks failed, and no rule explains why"
           : facts->records         ? "No failures found"
           : facts->outside_records ? "No log record lies in the time asked for"
                                    : "No log records found";
}

dpm_span word_year(dpm_span basis)
{
    static const struct {
        const char *basis, *words;
    } rows[] = {
        {"crash-name", "year from the name of a .Crash file"},
        {"mtime", "year from the file times"},
        {"option", "year as given"},
        {"clock", "year guessed from the clock"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (span_eq(basis, span_str(rows[i].basis))) {
            return span_str(rows[i].words);
        }
    }
    return basis;
}

const char *word_ending(dpm_ending ending)
{
    switch (ending) {
    case DPM_ENDING_OPEN: return "still there when its log ends";
    case DPM_ENDING_CRASHED: return "crashed";
    case DPM_ENDING_NO_TRACE: break;
    }
    return "ended without a trace";
}

const char *word_coverage(const dpm_facts *facts)
{
    return facts->interrupted ? "partial, interrupted" : facts->complete ? "everything was read" : "not everything was read";
}

size_t unread_inputs(const dpm_facts *facts)
{
    size_t count = facts->skipped_count;
    for (size_t i = 0; i < facts->source_count; i++) {
        count += facts->sources[i].status != DPM_READ_COMPLETE;
    }
    return count;
}

bool same_record(const dpm_evidence *a, const dpm_evidence *b)
{
    return a->line == b->line && a->offset == b->offset && span_eq(a->path, b->path);
}

clock_form clock_for(const dpm_facts *facts, int32_t zone_minutes)
{
    const clock_form form = {zone_minutes, true};
    if (facts->first == DPM_NO_TIME || facts->last == DPM_NO_TIME) {
        return (clock_form){zone_minutes, false};
    }
    char first[PHRASE_BYTES], last[PHRASE_BYTES];
    phrase_time(form, CLOCK_MINUTES, facts->first, first);
    phrase_time(form, CLOCK_MINUTES, facts->last, last);
    return (clock_form){zone_minutes, memcmp(first, last, 4) != 0};
}
