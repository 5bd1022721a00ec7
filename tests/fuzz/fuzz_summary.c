/* Summaries come from other machines: what is read is merged with itself, written in every form, and made a summary again. */
#include "dpmlog.h"

#include <stdbool.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static bool drop(void *context, const char *bytes, size_t len)
{
    (void)context, (void)bytes, (void)len;
    return true;
}

static void write_all(const dpm_report *report)
{
    const dpm_write_options options = {.verbose = true};
    (void)dpm_report_write_text(report, &options, drop, NULL, NULL);
    (void)dpm_report_write_json(report, &options, drop, NULL, NULL);
    (void)dpm_report_write_csv(report, &options, drop, NULL, NULL);
    (void)dpm_report_write_html(report, &options, drop, NULL, NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    static const dpm_session_options options = {.jobs = 1, .now = 1782800000000};
    static dpm_rules *rules;
    const dpm_span bytes = {(const char *)data, len}, name = {"x.summary", 9};
    dpm_session *session = NULL;
    dpm_report *report = NULL;
    if ((!rules && dpm_rules_load(&rules, NULL, 0, NULL) < 0) || dpm_session_new(&session, rules, &options, NULL) < 0) {
        return 0;
    }
    if (dpm_session_write_summary(session, drop, NULL, NULL) >= 0 &&
        dpm_session_add_summary_bytes(session, bytes, name, NULL) >= 0 &&
        dpm_session_add_summary_bytes(session, bytes, name, NULL) >= 0 && dpm_session_run(session, NULL) >= 0 &&
        dpm_session_report(session, &report, NULL) >= 0) {
        write_all(report);
        (void)dpm_session_end_summary(session, NULL);
    }
    dpm_report_free(report);
    dpm_session_free(session);
    return 0;
}
