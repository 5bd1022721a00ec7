/* The first sentence by itself. */
#include "dpmlog/report.h"

#include "model/headline.h"
#include "model/labels.h"
#include "output/escape.h"
#include "output/sink.h"

dpm_status dpm_report_write_headline(const dpm_report *report, const dpm_write_options *options, dpm_write_fn write,
                                     void *context, dpm_error *err)
{
    TRY(sink_check(report, options, write, err));
    const dpm_report_data *const facts = dpm_report_get_data(report);
    sink out;
    strbuf words = {0}, safe = {0};
    sink_init(&out, write, context);
    headline(facts, clock_for(facts, options ? options->zone_minutes : 0), &words);
    escape_terminal(&safe, strbuf_span(&words));
    if (words.failed || safe.failed) {
        sink_fail(&out, DPM_ENOMEM);
    }
    sink_add(&out, strbuf_span(&safe));
    strbuf_free(&words);
    strbuf_free(&safe);
    return sink_end(&out, err);
}
