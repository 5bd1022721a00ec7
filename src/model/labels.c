/* What all reports for people say in the same words. */
#include "model/labels.h"

#include "base/text.h"

const char *label_lead(const dpm_cause *cause)
{
    if (span_eq(cause->id, SPAN("unexplained"))) {
        return cause->stated_count ? "The log says" : "Cause unknown";
    }
    switch (cause->confidence) {
    case DPM_STRENGTH_STRONG: return "Most likely cause";
    case DPM_STRENGTH_MEDIUM: return "Likely cause";
    case DPM_STRENGTH_WEAK: break;
    }
    return "Possible cause";
}

void label_job(const dpm_incident *incident, strbuf *out)
{
    static const char *const words[DPM_JOB_KINDS] = {
        [DPM_JOB_UNKNOWN] = "Job",
        [DPM_JOB_SYNCHRONIZATION] = "Synchronization",
        [DPM_JOB_RECOVERY_POINT] = "Recovery point",
        [DPM_JOB_CONSISTENCY_CHECK] = "Consistency check",
        [DPM_JOB_REPLICA_CREATION] = "Replica creation",
        [DPM_JOB_ONLINE] = "Online recovery point",
        [DPM_JOB_TAPE] = "Tape backup",
        [DPM_JOB_BACKUP] = "Backup",
        [DPM_JOB_RECOVERY] = "Recovery",
        [DPM_JOB_AGENT_INSTALL] = "Agent installation",
    };
    const bool named = incident->kind != DPM_JOB_UNKNOWN || incident->datasource.len || incident->task.len;
    strbuf_adds(out, named ? words[incident->kind] : "Failure");
    if (incident->datasource.len) {
        strbuf_adds(out, " of ");
        strbuf_add(out, incident->datasource);
    }
    if (incident->server.len) {
        strbuf_adds(out, " on ");
        strbuf_add(out, incident->server);
    }
}

void label_codes(const dpm_incident *incident, const char *between, strbuf *out)
{
    if (incident->dpm_id) {
        strbuf_addf(out, "ID %u", (unsigned)incident->dpm_id);
    }
    if (incident->code) {
        strbuf_addf(out, "%s0x%08X", incident->dpm_id ? between : "", (unsigned)incident->code);
    }
}

const char *label_year(dpm_year_basis basis)
{
    switch (basis) {
    case DPM_YEAR_BASIS_NONE: return "";
    case DPM_YEAR_BASIS_OPTION: return "year as given";
    case DPM_YEAR_BASIS_CRASH_NAME: return "year from the name of a .Crash file";
    case DPM_YEAR_BASIS_MTIME: return "year from the file times";
    default: return "year guessed from the clock";
    }
}

const char *label_ending(dpm_ending ending)
{
    switch (ending) {
    case DPM_ENDING_OPEN: return "running at the end of the log";
    case DPM_ENDING_CRASHED: return "crashed";
    case DPM_ENDING_RESTARTED: return "ended with its machine, which was restarted";
    case DPM_ENDING_NO_TRACE: break;
    }
    return "vanished";
}

const char *label_absence(dpm_absence_kind kind)
{
    switch (kind) {
    case DPM_ABSENCE_KIND_CALL_NOT_LEFT: return "was called and never returned, and its thread went silent";
    case DPM_ABSENCE_KIND_TASK_SILENT: return "the task and its thread went silent while the process went on";
    case DPM_ABSENCE_KIND_PROCESS_GONE: return "the process vanished while it worked on the task";
    case DPM_ABSENCE_KIND_TASK_NOT_ENDED: return "the task began and no record shows its end";
    case DPM_ABSENCE_KIND_LOG_SILENT: return "the whole log went silent while the task was open";
    case DPM_ABSENCE_KIND_TASK_PAUSED: return "the task went silent, then appeared again and failed";
    case DPM_ABSENCE_KINDS: break;
    }
    return "an expected record is missing";
}

static void add_unheard(const dpm_report_data *facts, strbuf *out)
{
    enum { NAMED = 3 };
    const size_t count = facts->unheard_count, named = count > NAMED ? NAMED : count;
    strbuf_adds(out, plural(count, "No log of ", "No logs of "));
    for (size_t i = 0; i < named; i++) {
        strbuf_adds(out, i == 0 ? "" : i + 1 < count ? ", " : " and ");
        strbuf_add(out, facts->unheard_hosts[i]);
    }
    if (count > NAMED) {
        strbuf_addf(out, " and %zu more", count - NAMED);
    }
    strbuf_adds(out, plural(count, ", where jobs failed: collect it.", ", where jobs failed: collect them."));
}

bool label_blind_spot(const dpm_report_data *facts, size_t index, strbuf *out)
{
    if (facts->no_engine_log && index-- == 0) {
        strbuf_adds(out, "No log of the DPM engine was read: alerts and error IDs of the DPM server are missing.");
        return true;
    }
    if (facts->no_agent_log && index-- == 0) {
        strbuf_adds(out,
                    "No log of an agent was read: only the engine's side of what happened on the protected servers is known.");
        return true;
    }
    if (facts->unheard_count && index-- == 0) {
        add_unheard(facts, out);
        return true;
    }
    if ((!facts->complete || facts->interrupted) && index == 0) {
        strbuf_adds(out, "Not everything was read (see Coverage): what could not be read was not searched.");
        return true;
    }
    return false;
}

const char *label_coverage(const dpm_report_data *facts)
{
    const char *const whole = facts->passed_count ? "every log was read" : "everything was read";
    return facts->interrupted ? "partial, interrupted" : facts->complete ? whole : "not everything was read";
}

bool label_passed(const dpm_report_data *facts, strbuf *out)
{
    static const char *const names[DPM_ENTRY_KINDS][2] = {
        [DPM_ENTRY_KIND_DUMP] = {"memory dump", "memory dumps"},
        [DPM_ENTRY_KIND_DATABASE] = {"database", "databases"},
        [DPM_ENTRY_KIND_TRACE] = {"binary trace", "binary traces"},
        [DPM_ENTRY_KIND_DOCUMENT] = {"document", "documents"},
    };
    for (size_t i = 0; i < facts->passed_count; i++) {
        const dpm_passed *const p = facts->passed[i];
        char count[FORMAT_BYTES];
        const char *const name = names[p->kind][p->files != 1];
        format_count(p->files, count);
        strbuf_addf(out, "%s%s %s", i ? ", " : "", count, name ? name : dpm_entry_kind_name(p->kind));
    }
    return facts->passed_count > 0;
}

size_t unread_inputs(const dpm_report_data *facts)
{
    size_t count = facts->skipped_count;
    for (size_t i = 0; i < facts->source_count; i++) {
        count += facts->sources[i]->status != DPM_READ_STATUS_COMPLETE;
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

/* ---- the verdict ---- */

/* "; no rule knows 12 WARNING records and 1 FATAL record" */
static void add_untaken(const dpm_report_data *facts, strbuf *out)
{
    const char *separator = "; no rule knows ";
    for (dpm_level level = 0; level < DPM_LEVELS; level++) {
        if (facts->untaken[level]) {
            char count[FORMAT_BYTES];
            format_count(facts->untaken[level], count);
            strbuf_addf(out, "%s%s %s %s", separator, count, dpm_level_name(level),
                        plural(facts->untaken[level], "record", "records"));
            separator = " and ";
        }
    }
}

/* "No verdict: 2 inputs were skipped or damaged; what could be read shows no failure" */
static void add_unread(const dpm_report_data *facts, strbuf *out)
{
    const size_t unread = unread_inputs(facts);
    if (facts->interrupted) {
        strbuf_adds(out, "No verdict: interrupted; what was read before shows no failure");
    } else if (unread) {
        char count[FORMAT_BYTES];
        format_count(unread, count);
        strbuf_addf(out, "No verdict: %s %s skipped or damaged; what could be read shows no failure", count,
                    plural(unread, "input was", "inputs were"));
    } else {
        strbuf_adds(out, "No verdict: not everything was read; what could be read shows no failure");
    }
}

/* "Too little to judge: 3 records, none above NORMAL, and no task that ends" */
static void add_too_little(const dpm_report_data *facts, strbuf *out)
{
    char count[FORMAT_BYTES];
    format_count(facts->records, count);
    strbuf_addf(out, "Too little to judge: %s %s, none above NORMAL, and no task that ends", count,
                plural(facts->records, "record", "records"));
}

label_verdict label_no_cause(const dpm_report_data *facts, strbuf *out)
{
    const bool known = facts->suppressed_incidents && facts->suppressed_incidents >= facts->incidents;
    const bool alarming = facts->crash_count || facts->incidents, whole = facts->complete && !facts->interrupted;
    if (known || alarming) {
        strbuf_adds(out, known                ? "No failures but those that overrides suppress"
                         : facts->crash_count ? "A process crashed, and no rule explains why"
                                              : "Tasks failed, and no rule explains why");
    } else if (!facts->records) {
        strbuf_adds(out, facts->outside_records ? "No log records in the requested time" : "No log records found");
    } else if (!whole) {
        add_unread(facts, out);
    } else if (facts->too_little) {
        add_too_little(facts, out);
    } else {
        strbuf_adds(out, "No failures found");
    }
    add_untaken(facts, out);
    return alarming ? VERDICT_ALARMING : facts->records && whole && !facts->too_little ? VERDICT_CLEAN : VERDICT_NONE;
}
