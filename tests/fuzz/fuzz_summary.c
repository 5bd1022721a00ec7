/* Summaries come from other machines: what is read is merged with itself and written in every form. */
#include "dpmlog.h"

#include <stdbool.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static bool drop(void *context, const char *bytes, size_t len)
{
    (void)context, (void)bytes, (void)len;
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    const dpm_span bytes = {(const char *)data, len};
    const dpm_write_options options = {.verbose = true};
    dpm_merge *merge;
    dpm_report *report = NULL;
    if (dpm_merge_new(&merge, NULL) < 0) {
        return 0;
    }
    if (dpm_merge_add(merge, bytes, NULL) >= 0 && dpm_merge_add(merge, bytes, NULL) >= 0 &&
        dpm_merge_report(merge, &report, NULL) >= 0) {
        (void)dpm_report_write_text(report, &options, drop, NULL, NULL);
        (void)dpm_report_write_json(report, &options, drop, NULL, NULL);
        (void)dpm_report_write_csv(report, &options, drop, NULL, NULL);
        (void)dpm_report_write_html(report, &options, drop, NULL, NULL);
        (void)dpm_report_write_summary(report, drop, NULL, NULL);
    }
    dpm_report_free(report);
    dpm_merge_free(merge);
    return 0;
}
