/* What all reports for people say in the same words. */
#include "model/labels.h"

#include "base/text.h"

const char *label_lead(const dpm_cause *cause)
{
    if (span_eq(cause->id, SPAN("unexplained"))) {
        return "Cause unknown";
    }
    switch (cause->confidence) {
    case DPM_STRENGTH_STRONG: return "Most likely cause";
    case DPM_STRENGTH_MEDIUM: return "Likely cause";
    case DPM_STRENGTH_WEAK: break;
    }
    return "Possible cause";
}

const char *label_no_cause(const dpm_report_data *facts, bool *alarming)
{
    *alarming = facts->crash_count || facts->incidents;
    const bool known = facts->suppressed_incidents && facts->suppressed_incidents >= facts->incidents;
    return known                    ? "Nothing failed but what overrides suppress"
           : facts->crash_count     ? "A process crashed, and no rule explains why"
           : facts->incidents       ? "Tasks failed, and no rule explains why"
           : facts->records         ? "No failures found"
           : facts->outside_records ? "No log record lies in the time asked for"
                                    : "No log records found";
}

dpm_span label_year(dpm_span basis)
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

const char *label_ending(dpm_ending ending)
{
    switch (ending) {
    case DPM_ENDING_OPEN: return "still there when its log ends";
    case DPM_ENDING_CRASHED: return "crashed";
    case DPM_ENDING_NO_TRACE: break;
    }
    return "ended without a trace";
}

const char *label_absence(dpm_absence_kind kind)
{
    switch (kind) {
    case DPM_ABSENCE_KIND_CALL_NOT_LEFT: return "was entered and not left, and its thread fell silent";
    case DPM_ABSENCE_KIND_TASK_SILENT: return "a task and its thread fell silent while the process went on";
    case DPM_ABSENCE_KIND_PROCESS_GONE: return "the process was gone, without an ending, while it worked on a task";
    case DPM_ABSENCE_KIND_TASK_NOT_ENDED: return "a task began, and nothing tells of its end";
    case DPM_ABSENCE_KIND_LOG_SILENT: return "the whole log fell silent while a task was open";
    case DPM_ABSENCE_KIND_TASK_PAUSED: return "a task fell silent, was heard of again and failed";
    case DPM_ABSENCE_KINDS: break;
    }
    return "something did not come";
}

static void add_unheard(const dpm_report_data *facts, strbuf *out)
{
    enum { NAMED = 3 };
    strbuf_addf(out, "No log was there of %zu server%s on which something failed: ", facts->unheard_count,
                facts->unheard_count == 1 ? "" : "s");
    for (size_t i = 0; i < facts->unheard_count && i < NAMED; i++) {
        strbuf_adds(out, i ? ", " : "");
        strbuf_add(out, facts->unheard_hosts[i]);
    }
    strbuf_adds(out, facts->unheard_count > NAMED ? ", ..." : ".");
}

bool label_blind_spot(const dpm_report_data *facts, size_t index, strbuf *out)
{
    if (facts->no_engine_log && index-- == 0) {
        strbuf_adds(
            out, "No log of the DPM engine was read: what only the DPM server tells, its alerts and error IDs, was not there.");
        return true;
    }
    if (facts->no_agent_log && index-- == 0) {
        strbuf_adds(
            out, "No log of an agent was read: what happened on the protected servers is known only as the engine heard of it.");
        return true;
    }
    if (facts->unheard_count && index-- == 0) {
        add_unheard(facts, out);
        return true;
    }
    if ((!facts->complete || facts->interrupted) && index == 0) {
        strbuf_adds(out, "Not everything was read, see the coverage: what is in the rest nobody looked for.");
        return true;
    }
    return false;
}

const char *label_coverage(const dpm_report_data *facts)
{
    return facts->interrupted ? "partial, interrupted" : facts->complete ? "everything was read" : "not everything was read";
}

size_t unread_inputs(const dpm_report_data *facts)
{
    size_t count = facts->skipped_count;
    for (size_t i = 0; i < facts->source_count; i++) {
        count += facts->sources[i].status != DPM_READ_STATUS_COMPLETE;
    }
    return count;
}

bool same_record(const dpm_evidence *a, const dpm_evidence *b)
{
    return a->line == b->line && a->offset == b->offset && span_eq(a->path, b->path);
}

clock_form clock_for(const dpm_report_data *facts, int32_t zone_minutes)
{
    const clock_form form = {zone_minutes, true};
    if (facts->first == DPM_NO_TIME || facts->last == DPM_NO_TIME) {
        return (clock_form){zone_minutes, false};
    }
    char first[FORMAT_BYTES], last[FORMAT_BYTES];
    format_time(form, CLOCK_MINUTES, facts->first, first);
    format_time(form, CLOCK_MINUTES, facts->last, last);
    return (clock_form){zone_minutes, memcmp(first, last, 4) != 0};
}
