/* The words of the reports and of the rules: levels, classes, strengths, and how a source was read. */
#include "dpmlog/report.h"

#include "base/text.h"

static const char *const level_names[DPM_LEVELS] = {"CRITICAL", "FATAL", "WARNING", "NORMAL", "OTHER"};

static const char *const class_names[DPM_CLASSES] = {"crash",   "timeout",  "rpc-failure", "access", "install", "vss",
                                                     "storage", "tracking", "database",    "cloud",  "other"};

static const char *const strength_names[] = {"weak", "medium", "strong"};

static const char *const read_status_names[] = {"complete", "damaged", "partial"};

static bool find(const char *const *names, size_t count, dpm_span word, size_t *out)
{
    for (size_t i = 0; i < count; i++) {
        if (span_ieq(word, span_str(names[i]))) {
            *out = i;
            return true;
        }
    }
    return false;
}

const char *dpm_level_name(dpm_level level)
{
    return level_names[(unsigned)level < DPM_LEVELS ? level : DPM_LEVEL_OTHER];
}

const char *dpm_class_name(dpm_class cls)
{
    return class_names[(unsigned)cls < DPM_CLASSES ? cls : DPM_CLASS_OTHER];
}

const char *dpm_strength_name(dpm_strength strength)
{
    return strength_names[(unsigned)strength <= DPM_STRONG ? strength : DPM_WEAK];
}

const char *dpm_read_status_name(dpm_read_status status)
{
    return read_status_names[(unsigned)status <= DPM_READ_PARTIAL ? status : DPM_READ_PARTIAL];
}

bool dpm_class_find(dpm_span word, dpm_class *out)
{
    size_t index = 0;
    if (!find(class_names, DPM_CLASSES, word, &index)) {
        return false;
    }
    *out = (dpm_class)index;
    return true;
}

bool dpm_level_find(dpm_span word, dpm_level *out)
{
    size_t index = 0;
    if (!find(level_names, DPM_LEVELS, word, &index)) {
        return false;
    }
    *out = (dpm_level)index;
    return true;
}
