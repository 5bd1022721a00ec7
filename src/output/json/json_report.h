/* The JSON report, from the facts: what dpm_report_write_json does, without the report around them. */
#ifndef DPM_OUTPUT_JSON_JSON_REPORT_H
#define DPM_OUTPUT_JSON_JSON_REPORT_H

#include "dpmlog/report.h"

dpm_status json_write(const dpm_report_data *facts, dpm_write_fn write, void *context, dpm_error *err);

#endif
