/* The report as one HTML page: its parts, in the order of the page. */
#ifndef DPM_OUTPUT_HTML_HTML_REPORT_H
#define DPM_OUTPUT_HTML_HTML_REPORT_H

#include "base/limits.h"
#include "compare/compare.h"
#include "output/html/html_writer.h"

/* How much of each list is shown: what keeps the page small. */
enum {
    HTML_CAUSES = 50,
    HTML_CRASHES = 50,
    HTML_LANES = 24,
    HTML_CAUSE_LANES = 6,
    HTML_CAUSE_MARKS = 60, /* in one lane */
    HTML_INSTANCES = 1500, /* in all lanes */
    HTML_CODES = 100,
    HTML_UNKNOWN = 50,
    HTML_NOISE = 64,
    HTML_HOSTS = 40,
    HTML_MATRIX = 12, /* causes beside the hosts */
    HTML_FLEET = 12,  /* with more hosts, the table of them comes before the causes */
    HTML_SOURCES = 200,
    HTML_INCIDENT_RECORDS = 200, /* the newest of these rows show their records */
    HTML_DATASOURCES = 500,
    HTML_CHANGES = 500
};

/* The document's head and the begin of its body. Only the script of this name can run on the page; NULL: none. */
void html_begin(html *h, dpm_span title, const char *script);
/* A style or a script of ours, as it is. */
void html_asset_text(html *h, const char *name);
void html_head(html *h);
void html_nav(html *h);
void html_changes(html *h);
void html_timeline(html *h);
/* In the timeline: when the incidents of the first causes began. */
void html_cause_lanes(html *h);
void html_causes(html *h);
void html_incidents(html *h);
void html_datasources(html *h);
void html_crashes(html *h);
void html_absences(html *h);
void html_tasks(html *h);
void html_codes(html *h);
void html_hosts(html *h);
void html_unknown(html *h);
void html_noise(html *h);
void html_checked(html *h);
void html_overrides(html *h);
void html_coverage(html *h);
/* The numbers that the page is filtered by, for its script. No log text. */
void html_data(html *h);

/* Whether there is anything to say of hosts. */
static inline bool html_tells_hosts(const dpm_report_data *f)
{
    bool any = f->cause_count > 0;
    for (dpm_class cls = 0; cls < DPM_CLASSES; cls++) {
        any = any || f->events[cls];
    }
    return any && f->timeline.host_count;
}

/* How many rows of a list are shown. */
static inline size_t html_shown(size_t count, size_t most)
{
    return count < most ? count : most;
}

/* A page of a comparison alone; `after` is the later of its two sides. */
void html_comparison(sink *out, const dpm_baseline *after, const dpm_comparison *c, int32_t zone_minutes);

/* The same for `dpm_report_data` as dpm_report_write_html does for a report. */
dpm_status html_write(const dpm_report_data *facts, const dpm_write_options *options, dpm_write_fn write, void *context,
                      dpm_error *err);

#endif
