/* The words of levels and classes find their way back. */
#include "base/text.h"
#include "dpmlog/report.h"

#include <criterion/criterion.h>

Test(rules_words, both_ways)
{
    for (int i = 0; i < DPM_LEVELS; i++) {
        dpm_level level = DPM_LEVELS;
        cr_expect(dpm_level_find(span_str(dpm_level_name((dpm_level)i)), &level) && level == (dpm_level)i, "level %d", i);
    }
    for (int i = 0; i < DPM_CLASSES; i++) {
        dpm_class cls = DPM_CLASSES;
        cr_expect(dpm_class_find(span_str(dpm_class_name((dpm_class)i)), &cls) && cls == (dpm_class)i, "class %d", i);
    }
    dpm_level level;
    dpm_class cls;
    cr_expect(dpm_level_find(SPAN("warning"), &level) && level == DPM_LEVEL_WARNING);
    cr_expect(dpm_class_find(SPAN("RPC-Failure"), &cls) && cls == DPM_CLASS_RPC_FAILURE);
    cr_expect_not(dpm_level_find(SPAN("WARN"), &level));
    cr_expect_not(dpm_class_find(SPAN(""), &cls));
    cr_expect_str_eq(dpm_strength_name(DPM_STRENGTH_STRONG), "strong");
    cr_expect_str_eq(dpm_read_status_name(DPM_READ_STATUS_PARTIAL), "partial");
}
