/* The report for people: the order of its parts, which are in the other text_*.c. */
#include "output/text/text_report.h"

#include "model/labels.h"

/* What a person reads first. */
static void put_brief(text_view *v, int32_t local_minutes)
{
    if (v->facts->cause_count) {
        text_screen(v, local_minutes);
        return;
    }
    text_head(v);
    text_changes(v, TEXT_CHANGES_BRIEF);
    text_crashes(v);
    text_coverage(v);
}

dpm_status text_write(const dpm_report_data *facts, const dpm_write_options *options, dpm_write_fn write, void *context,
                      dpm_error *err)
{
    const dpm_write_options o = options ? *options : (dpm_write_options){0};
    sink out;
    sink_init(&out, write, context);
    text_view v = {
        .facts = facts,
        .form = clock_for(facts, o.zone_minutes),
        .verbose = o.verbose,
        .top = o.top ? o.top : TEXT_TOP,
    };
    layout_init(&v.page, &out, o.brief && !o.width ? TEXT_SCREEN_WIDTH : o.width, o.color);
    if (o.brief) {
        put_brief(&v, o.local_minutes);
        strbuf_free(&v.words);
        layout_free(&v.page);
        return sink_end(&out, err);
    }
    text_head(&v);
    text_changes(&v, text_shown(&v, facts->baseline.row_count, TEXT_CHANGES));
    text_causes(&v);
    text_crashes(&v);
    text_instances(&v);
    text_absences(&v);
    text_codes(&v);
    text_unknown(&v);
    text_noise(&v);
    text_checked(&v);
    text_overrides(&v);
    text_coverage(&v);
    strbuf_free(&v.words);
    layout_free(&v.page);
    return sink_end(&out, err);
}

dpm_status dpm_report_write_text(const dpm_report *report, const dpm_write_options *options, dpm_write_fn write, void *context,
                                 dpm_error *err)
{
    TRY(sink_check(report, options, write, err));
    return text_write(dpm_report_get_data(report), options, write, context, err);
}
