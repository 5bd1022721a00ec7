/* The page around its parts. It loads nothing: style and script stand in it, and its Content-Security-Policy allows these two
 * by their hashes and nothing else. */
#include "output/html/html_report.h"

#include "base/text.h"
#include "dpmlog/version.h"
#include "output/html/asset.h"
#include "model/labels.h"

static void put_policy(html *h, const asset_file *style, const asset_file *script)
{
    html_raw(h, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-");
    html_raw(h, style->sha256);
    html_raw(h, "'; script-src 'sha256-");
    html_raw(h, script->sha256);
    html_raw(h, "'; base-uri 'none'; form-action 'none'\">\n");
}

static void put_asset(html *h, const asset_file *file)
{
    sink_add(h->out, span_of((const char *)file->bytes, file->len));
}

static void put_title(html *h)
{
    html_raw(h, "<title>");
    if (h->facts->cause_count) {
        html_span(h, h->facts->causes[0]->title);
    } else {
        strbuf words = {0};
        label_no_cause(h->facts, &words);
        html_span(h, strbuf_span(&words));
        if (words.failed) {
            sink_fail(h->out, DPM_ENOMEM);
        }
        strbuf_free(&words);
    }
    html_raw(h, " - dpmlog</title>\n");
}

static void put_top(html *h, const asset_file *style, const asset_file *script)
{
    html_raw(h, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    put_policy(h, style, script);
    html_raw(h, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"
                "<meta name=\"generator\" content=\"dpmlog " DPMLOG_VERSION "\">\n");
    put_title(h);
    html_raw(h, "<style>");
    put_asset(h, style);
    html_raw(h, "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#causes\">To the causes</a>\n");
}

static void put_bottom(html *h, const asset_file *script)
{
    html_fragment(h, "footer");
    html_raw(h, "<p>dpmlog " DPMLOG_VERSION ", rules ");
    html_span(h, h->facts->rules_hash);
    html_raw(h, ". This page is one file and loads nothing.</p>\n</footer>\n");
    html_data(h);
    html_raw(h, "<script>");
    put_asset(h, script);
    html_raw(h, "</script>\n</body>\n</html>\n");
}

dpm_status html_write(const dpm_report_data *facts, const dpm_write_options *options, dpm_write_fn write, void *context,
                      dpm_error *err)
{
    const asset_file *const style = html_asset("page.css"), *const script = html_asset("page.js");
    sink out;
    sink_init(&out, write, context);
    html h = {.out = &out, .facts = facts, .form = clock_for(facts, options ? options->zone_minutes : 0)};
    put_top(&h, style, script);
    html_head(&h);
    html_nav(&h);
    html_raw(&h, "<main>\n");
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
    put_bottom(&h, script);
    return sink_end(&out, err);
}

dpm_status dpm_report_write_html(const dpm_report *report, const dpm_write_options *options, dpm_write_fn write, void *context,
                                 dpm_error *err)
{
    TRY(sink_check(report, options, write, err));
    return html_write(dpm_report_get_data(report), options, write, context, err);
}
