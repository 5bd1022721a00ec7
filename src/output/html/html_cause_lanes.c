/* When the incidents of the first causes began: a lane for each cause with marks that have its number and its colour, and lead to
 * it. */
#include "output/html/html_report.h"

#include "base/text.h"

#include <stdio.h>

/* The incidents of a cause, by places that marks can have without lying on each other. */
typedef struct cause_marks {
    uint64_t incidents[HTML_CAUSE_MARKS];
    uint32_t first[HTML_CAUSE_MARKS], last[HTML_CAUSE_MARKS]; /* buckets in which they began */
} cause_marks;

static void gather(const html *h, const dpm_cause *cause, cause_marks *m)
{
    const size_t count = h->facts->timeline.bucket_count;
    *m = (cause_marks){.incidents = {0}};
    for (size_t i = 0; i < cause->cell_count; i++) {
        const dpm_cell *const cell = &cause->cells[i];
        if (cell->bucket >= count) {
            continue;
        }
        const size_t place = count <= HTML_CAUSE_MARKS ? cell->bucket : cell->bucket * (size_t)HTML_CAUSE_MARKS / count;
        if (!m->incidents[place] || cell->bucket < m->first[place]) {
            m->first[place] = cell->bucket;
        }
        m->last[place] = cell->bucket > m->last[place] ? cell->bucket : m->last[place];
        m->incidents[place] += cell->incidents;
    }
}

static void put_mark(html *h, const dpm_cause *cause, const cause_marks *m, size_t place)
{
    const dpm_timeline *const t = &h->facts->timeline;
    const int64_t from = t->first + (int64_t)m->first[place] * t->width;
    const int64_t to = t->first + ((int64_t)m->last[place] + 1) * t->width;
    html_raw(h, "<svg class=\"mark no\"");
    html_when(h, from, to - 1);
    html_raw(h, " overflow=\"visible\" x=\"");
    html_percent(h, (int64_t)m->first[place] + (int64_t)m->last[place] + 1, 2 * (int64_t)t->bucket_count);
    html_raw(h, "%\" y=\"8\"><title>");
    html_counted(h, m->incidents[place], "failure", "failures");
    html_raw(h, ", ");
    html_range_text(h, CLOCK_MINUTES, from, to);
    html_raw(h, "</title><circle r=\"7\"/><text y=\"4\">");
    html_count(h, cause->rank);
    html_raw(h, "</text></svg>");
}

static void put_lane(html *h, const dpm_cause *cause, size_t index)
{
    cause_marks marks;
    char head[64];
    gather(h, cause, &marks);
    snprintf(head, sizeof head, "<div class=\"lane log cause-%zu\"", index + 1);
    html_raw(h, head);
    html_when(h, cause->first, cause->last);
    html_raw(h, "><span class=\"label\">");
    html_count(h, cause->rank);
    html_raw(h, " <a href=\"#cause-");
    html_span(h, cause->id);
    html_raw(h, "\">");
    html_span(h, cause->id);
    html_raw(h, "</a></span><svg class=\"plot\" role=\"img\" aria-label=\"When its failures began\">");
    for (size_t place = 0; place < HTML_CAUSE_MARKS; place++) {
        if (marks.incidents[place]) {
            put_mark(h, cause, &marks, place);
        }
    }
    html_raw(h, "</svg></div>\n");
}

void html_cause_lanes(html *h)
{
    const size_t shown = html_shown(h->facts->cause_count, HTML_CAUSE_LANES);
    size_t placed = 0;
    for (size_t i = 0; i < shown; i++) {
        placed += h->facts->causes[i]->cell_count > 0;
    }
    if (!placed) {
        return;
    }
    html_raw(h, "<h3>Causes</h3>\n");
    for (size_t i = 0; i < shown; i++) {
        if (h->facts->causes[i]->cell_count) {
            put_lane(h, h->facts->causes[i], i);
        }
    }
}
