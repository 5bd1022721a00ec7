/* The words of levels, classes, strengths and reading states. */
#include "base/text.h"
#include "dpmlog/report.h"

static const char *const level_names[DPM_LEVELS] = {
    [DPM_LEVEL_CRITICAL] = "CRITICAL", [DPM_LEVEL_FATAL] = "FATAL", [DPM_LEVEL_WARNING] = "WARNING",
    [DPM_LEVEL_NORMAL] = "NORMAL",     [DPM_LEVEL_OTHER] = "OTHER",
};

static const char *const class_names[DPM_CLASSES] = {
    [DPM_CLASS_CRASH] = "crash",     [DPM_CLASS_TIMEOUT] = "timeout",   [DPM_CLASS_RPC_FAILURE] = "rpc-failure",
    [DPM_CLASS_ACCESS] = "access",   [DPM_CLASS_INSTALL] = "install",   [DPM_CLASS_VSS] = "vss",
    [DPM_CLASS_STORAGE] = "storage", [DPM_CLASS_TRACKING] = "tracking", [DPM_CLASS_DATABASE] = "database",
    [DPM_CLASS_CLOUD] = "cloud",     [DPM_CLASS_OTHER] = "other",
};

static const char *const strength_names[] = {
    [DPM_STRENGTH_WEAK] = "weak", [DPM_STRENGTH_MEDIUM] = "medium", [DPM_STRENGTH_STRONG] = "strong"};

static const char *const read_status_names[] = {
    [DPM_READ_STATUS_COMPLETE] = "complete", [DPM_READ_STATUS_DAMAGED] = "damaged", [DPM_READ_STATUS_PARTIAL] = "partial"};

/* The index of `word` among `names`, or `count`. */
static size_t find(dpm_span word, const char *const *names, size_t count)
{
    size_t i = 0;
    while (i < count && !span_ieq(word, span_str(names[i]))) {
        i++;
    }
    return i;
}

const char *dpm_level_name(dpm_level level)
{
    return level >= 0 && level < DPM_LEVELS ? level_names[level] : "OTHER";
}

const char *dpm_class_name(dpm_class cls)
{
    return cls >= 0 && cls < DPM_CLASSES ? class_names[cls] : "other";
}

const char *dpm_strength_name(dpm_strength strength)
{
    return strength >= DPM_STRENGTH_WEAK && strength <= DPM_STRENGTH_STRONG ? strength_names[strength] : "weak";
}

const char *dpm_statement_name(dpm_statement statement)
{
    static const char *const words[] = {
        [DPM_STATEMENT_FAILURE] = "failure",
        [DPM_STATEMENT_NOTICE] = "notice",
        [DPM_STATEMENT_QUESTION] = "question",
        [DPM_STATEMENT_SUCCESS] = "success",
    };
    return (size_t)statement < sizeof words / sizeof *words ? words[statement] : "failure";
}

const char *dpm_absence_name(dpm_absence_kind kind)
{
    static const char *const words[DPM_ABSENCE_KINDS] = {
        [DPM_ABSENCE_KIND_CALL_NOT_LEFT] = "call-not-left", [DPM_ABSENCE_KIND_TASK_SILENT] = "task-silent",
        [DPM_ABSENCE_KIND_PROCESS_GONE] = "process-gone",   [DPM_ABSENCE_KIND_TASK_NOT_ENDED] = "task-not-ended",
        [DPM_ABSENCE_KIND_LOG_SILENT] = "log-silent",       [DPM_ABSENCE_KIND_TASK_PAUSED] = "task-paused",
    };
    return kind >= 0 && kind < DPM_ABSENCE_KINDS ? words[kind] : "absence";
}

const char *dpm_task_end_name(dpm_task_end end)
{
    static const char *const words[] = {"failed", "not ended", "recovered", "succeeded", "unknown"};
    return (size_t)end < sizeof words / sizeof *words ? words[end] : "unknown";
}

const char *dpm_job_kind_name(dpm_job_kind kind)
{
    static const char *const words[DPM_JOB_KINDS] = {
        [DPM_JOB_UNKNOWN] = "",
        [DPM_JOB_SYNCHRONIZATION] = "synchronization",
        [DPM_JOB_RECOVERY_POINT] = "recovery-point",
        [DPM_JOB_CONSISTENCY_CHECK] = "consistency-check",
        [DPM_JOB_REPLICA_CREATION] = "replica-creation",
        [DPM_JOB_ONLINE] = "online-recovery-point",
        [DPM_JOB_TAPE] = "tape-backup",
        [DPM_JOB_BACKUP] = "backup",
        [DPM_JOB_RECOVERY] = "recovery",
        [DPM_JOB_AGENT_INSTALL] = "agent-install",
    };
    return kind >= 0 && kind < DPM_JOB_KINDS ? words[kind] : "";
}

const char *dpm_entry_kind_name(dpm_entry_kind kind)
{
    static const char *const names[] = {"log",  "archive",  "jobs",  "other",       "alert",   "events",   "setup",  "settings",
                                        "dump", "database", "trace", "certificate", "program", "document", "picture"};
    return names[kind];
}

const char *dpm_read_status_name(dpm_read_status status)
{
    return status >= DPM_READ_STATUS_COMPLETE && status <= DPM_READ_STATUS_PARTIAL ? read_status_names[status] : "partial";
}

const char *dpm_change_name(dpm_change change)
{
    static const char *const words[DPM_CHANGES] = {"new", "worse", "unchanged", "better", "gone"};
    return change >= 0 && change < DPM_CHANGES ? words[change] : "unchanged";
}

bool dpm_class_find(dpm_span word, dpm_class *out)
{
    const size_t index = find(word, class_names, DPM_CLASSES);
    if (index < DPM_CLASSES) {
        *out = (dpm_class)index;
    }
    return index < DPM_CLASSES;
}

bool dpm_level_find(dpm_span word, dpm_level *out)
{
    const size_t index = find(word, level_names, DPM_LEVELS);
    if (index < DPM_LEVELS) {
        *out = (dpm_level)index;
    }
    return index < DPM_LEVELS;
}

const char *dpm_year_basis_name(dpm_year_basis basis)
{
    switch (basis) {
    case DPM_YEAR_BASIS_NONE: return "";
    case DPM_YEAR_BASIS_RECORD: return "record";
    case DPM_YEAR_BASIS_OPTION: return "option";
    case DPM_YEAR_BASIS_CRASH_NAME: return "crash-name";
    case DPM_YEAR_BASIS_EVENT_LOG: return "event-log";
    case DPM_YEAR_BASIS_MTIME: return "mtime";
    default: return "clock";
    }
}
