/* How each page begins. It loads nothing: style and script are in it, and its Content-Security-Policy allows these two by their
 * hashes and nothing else. */
#include "output/html/html_report.h"

#include "base/text.h"
#include "dpmlog/version.h"
#include "output/html/asset.h"

static void put_policy(html *h, const asset_file *style, const asset_file *script)
{
    html_raw(h, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-");
    html_raw(h, style->sha256);
    if (script) {
        html_raw(h, "'; script-src 'sha256-");
        html_raw(h, script->sha256);
    }
    html_raw(h, "'; base-uri 'none'; form-action 'none'\">\n");
}

void html_asset_text(html *h, const char *name)
{
    const asset_file *const file = html_asset(name);
    sink_add(h->out, span_of((const char *)file->bytes, file->len));
}

void html_begin(html *h, dpm_span title, const char *script)
{
    html_raw(h, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    put_policy(h, html_asset("page.css"), script ? html_asset(script) : NULL);
    html_raw(h, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"
                "<meta name=\"generator\" content=\"dpmlog " DPMLOG_VERSION "\">\n<title>");
    html_span(h, title);
    html_raw(h, " - dpmlog</title>\n<style>");
    html_asset_text(h, "page.css");
    html_raw(h, "</style>\n</head>\n<body>\n");
}
