/* The page around its parts. */
#include "output/html/html_report.h"

#include "base/text.h"
#include "dpmlog/version.h"
#include "model/labels.h"

static void put_top(html *h)
{
    strbuf words = {0};
    if (h->facts->cause_count) {
        strbuf_add(&words, h->facts->causes[0]->title);
    } else {
        label_no_cause(h->facts, &words);
    }
    if (words.failed) {
        sink_fail(h->out, DPM_ENOMEM);
    }
    html_begin(h, strbuf_span(&words), "page.js");
    strbuf_free(&words);
    html_raw(h, "<a class=\"skip\" href=\"#causes\">To the causes</a>\n");
}

static void put_bottom(html *h)
{
    html_fragment(h, "footer");
    html_raw(h, "<p>dpmlog " DPMLOG_VERSION ", rules ");
    html_span(h, h->facts->rules_hash);
    html_raw(h, ". This page is one file and loads nothing.</p>\n</footer>\n");
    html_data(h);
    html_raw(h, "<script>");
    html_asset_text(h, "page.js");
    html_raw(h, "</script>\n</body>\n</html>\n");
}

dpm_status html_write(const dpm_report_data *facts, const dpm_write_options *options, dpm_write_fn write, void *context,
                      dpm_error *err)
{
    sink out;
    sink_init(&out, write, context);
    html h = {.out = &out, .facts = facts, .form = clock_for(facts, options ? options->zone_minutes : 0)};
    put_top(&h);
    html_head(&h);
    html_nav(&h);
    html_raw(&h, "<main>\n");
    html_changes(&h);
    html_timeline(&h);
    const bool fleet = facts->timeline.host_count > HTML_FLEET;
    if (fleet) {
        html_hosts(&h);
    }
    html_causes(&h);
    html_incidents(&h);
    html_datasources(&h);
    html_crashes(&h);
    html_absences(&h);
    html_tasks(&h);
    html_codes(&h);
    if (!fleet) {
        html_hosts(&h);
    }
    html_unknown(&h);
    html_noise(&h);
    html_checked(&h);
    html_overrides(&h);
    html_coverage(&h);
    put_bottom(&h);
    return sink_end(&out, err);
}

dpm_status dpm_report_write_html(const dpm_report *report, const dpm_write_options *options, dpm_write_fn write, void *context,
                                 dpm_error *err)
{
    TRY(sink_check(report, options, write, err));
    return html_write(dpm_report_get_data(report), options, write, context, err);
}
