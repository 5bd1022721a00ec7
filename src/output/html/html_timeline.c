/* The course of events as a figure: a row of bars for each class of event, a lane for each log with its process instances,
 * crashes and silences, over one axis of time. SVG in percent of the width, so that it needs no script to fit. */
#include "output/html/html_report.h"

#include "base/civil.h"
#include "base/text.h"
#include "model/labels.h"

#include <stdio.h>
#include <stdlib.h>

enum { BAR_HIGH = 100, BAR_LEAST = 12, TICKS_MAX = 9, GAPS_SHOWN_MAX = 64 };

static int64_t whole(const html *h)
{
    return h->facts->timeline.width * (int64_t)h->facts->timeline.bucket_count;
}

/* "10 min": the width of a bucket is a round one. */
static void put_width(html *h)
{
    static const struct {
        int64_t ms;
        const char *name;
    } units[] = {{MS_DAY, " d"}, {MS_HOUR, " h"}, {MS_MINUTE, " min"}, {MS_SECOND, " s"}};
    size_t i = 0;
    while (i + 1 < sizeof units / sizeof *units && h->facts->timeline.width % units[i].ms) {
        i++;
    }
    html_number(h, h->facts->timeline.width / units[i].ms);
    html_raw(h, units[i].name);
}

/* ---- the axis ---- */

/* A step between ticks that people count in, such that there are at most TICKS_MAX. */
static int64_t tick_step(int64_t span)
{
    static const int64_t steps[] = {
        MS_SECOND,      5 * MS_SECOND, 10 * MS_SECOND, 30 * MS_SECOND, MS_MINUTE,   2 * MS_MINUTE, 5 * MS_MINUTE, 10 * MS_MINUTE,
        30 * MS_MINUTE, MS_HOUR,       2 * MS_HOUR,    4 * MS_HOUR,    6 * MS_HOUR, 12 * MS_HOUR,  MS_DAY,
    };
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        if (span / steps[i] < TICKS_MAX) {
            return steps[i];
        }
    }
    int64_t step = 2 * (int64_t)MS_DAY;
    while (span / step >= TICKS_MAX) {
        step *= 2;
    }
    return step;
}

/* "06/01" at midnight, else "20:55", with seconds where ticks are close. */
static void put_tick_text(html *h, int64_t time, int64_t step)
{
    char text[FORMAT_BYTES];
    format_time(h->form, step < MS_MINUTE ? CLOCK_SECONDS : CLOCK_MINUTES, time, text);
    char *const clock = strchr(text, ' ');
    const int64_t local = time + (int64_t)h->form.zone_minutes * MS_MINUTE;
    if (clock && local % MS_DAY == 0) {
        *clock = '\0';
        html_raw(h, text);
    } else {
        html_raw(h, clock ? clock + 1 : text);
    }
}

static void put_axis(html *h)
{
    const dpm_timeline *const t = &h->facts->timeline;
    const int64_t zone = (int64_t)h->form.zone_minutes * MS_MINUTE, step = tick_step(whole(h));
    const int64_t begin = t->first + zone;
    int64_t tick = begin - begin % step;
    html_raw(
        h, "<div class=\"lane axis\"><span class=\"label\"></span><svg class=\"plot\" role=\"img\" aria-label=\"Axis of time\">");
    for (size_t n = 0; tick <= begin + whole(h); tick += step) {
        const int64_t from = tick - begin;
        if (from < 0 || from > whole(h) - step / 3) {
            continue;
        }
        const int64_t share = from * 100 / whole(h); /* what does not fit at the end of a narrow axis, and of a wide one */
        html_raw(h, share > 92            ? "<g class=\"minor last\"><line x1=\""
                    : n % 2 || share > 78 ? "<g class=\"minor\"><line x1=\""
                                          : "<g><line x1=\"");
        html_percent(h, from, whole(h));
        html_raw(h, "%\" x2=\"");
        html_percent(h, from, whole(h));
        html_raw(h, "%\" y1=\"0\" y2=\"5\"/>");
        const int64_t next = from + step;
        const bool in_the_way =
            share <= 92 && step * 100 / whole(h) <= 16 && next <= whole(h) - step / 3 && next * 100 / whole(h) > 92;
        if (!in_the_way) { /* the last tick says when the axis ends */
            html_raw(h, "<text x=\"");
            html_percent(h, from, whole(h));
            html_raw(h, "%\" y=\"16\">");
            put_tick_text(h, tick - zone, step);
            html_raw(h, "</text>");
        }
        html_raw(h, "</g>");
        n++;
    }
    html_raw(h, "</svg></div>\n");
}

/* ---- classes ---- */

static void put_bars(html *h, const uint32_t *buckets, uint32_t most)
{
    const size_t count = h->facts->timeline.bucket_count;
    const size_t wide = count > 300 ? 2 : 1; /* a single bar must be seen */
    char text[160];
    snprintf(text, sizeof text,
             "<svg class=\"plot bars\" viewBox=\"0 0 %zu %d\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><path d=\"",
             count, BAR_HIGH);
    html_raw(h, text);
    for (size_t i = 0; i < count; i++) {
        if (buckets[i]) {
            const unsigned high = BAR_LEAST + (unsigned)((double)buckets[i] / most * (BAR_HIGH - BAR_LEAST));
            snprintf(text, sizeof text, "M%zu %dv-%uh%zuv%uz", i, BAR_HIGH, high, wide, high);
            html_raw(h, text);
        }
    }
    html_raw(h, "\"/></svg>");
}

static void put_class(html *h, dpm_class cls)
{
    const dpm_timeline *const t = &h->facts->timeline;
    uint32_t most = 0;
    size_t peak = 0;
    for (size_t i = 0; i < t->bucket_count; i++) {
        if (t->classes[cls][i] > most) {
            most = t->classes[cls][i];
            peak = i;
        }
    }
    html_raw(h, cls == DPM_CLASS_CRASH ? "<div class=\"lane class crash\"" : "<div class=\"lane class\"");
    html_series(h, 'e', (size_t)cls, t->classes[cls]);
    html_raw(h, "><span class=\"label\">");
    html_raw(h, dpm_class_name(cls));
    html_raw(h, " <b>");
    html_recount(h, h->facts->events[cls]);
    html_raw(h, "</b><span class=\"sr\"> events, at most ");
    html_count(h, most);
    html_raw(h, " in ");
    put_width(h);
    html_raw(h, ", at ");
    html_time(h, CLOCK_MINUTES, t->first + (int64_t)peak * t->width);
    html_raw(h, "</span></span>");
    put_bars(h, t->classes[cls], most);
    html_raw(h, "</div>\n");
}

/* ---- lanes ---- */

/* The instances of one log follow each other. */
typedef struct lane {
    size_t first, count;
    unsigned troubles; /* instances that crashed or ended without a trace */
} lane;

static bool same_log(const dpm_instance *a, const dpm_instance *b)
{
    return span_eq(a->host, b->host) && span_eq(a->process, b->process);
}

static size_t find_lanes(const dpm_report_data *f, lane *lanes)
{
    size_t count = 0;
    for (size_t i = 0; i < f->instance_count; i++) {
        if (f->instances[i]->first == DPM_NO_TIME) { /* has no place on an axis of time */
            continue;
        }
        if (!count || !same_log(f->instances[lanes[count - 1].first], f->instances[i])) {
            lanes[count++] = (lane){.first = i};
        }
        lanes[count - 1].count++;
        lanes[count - 1].troubles += f->instances[i]->ending != DPM_ENDING_OPEN;
    }
    return count;
}

static int by_trouble(const void *a, const void *b)
{
    const lane *const x = a, *const y = b;
    if (!x->troubles != !y->troubles) {
        return x->troubles ? -1 : 1;
    }
    return x->first < y->first ? -1 : 1;
}

static int by_place(const void *a, const void *b)
{
    const lane *const x = a, *const y = b;
    return x->first < y->first ? -1 : 1;
}

static void put_bar(html *h, const char *cls, int64_t from, int64_t to)
{
    const int64_t origin = h->facts->timeline.first;
    html_raw(h, "<rect class=\"");
    html_raw(h, cls);
    html_raw(h, "\" x=\"");
    html_percent(h, from - origin, whole(h));
    html_raw(h, "%\" width=\"");
    html_percent(h, time_between(from, to), whole(h));
    html_raw(h, "%\"");
}

/* A mark of fixed size at a time: `shape` is drawn around 0,0. */
static void put_mark(html *h, int64_t time, const char *cls, const char *shape)
{
    html_raw(h, "<svg class=\"mark ");
    html_raw(h, cls);
    html_raw(h, "\"");
    html_when(h, time, time);
    html_raw(h, " overflow=\"visible\" x=\"");
    html_percent(h, time - h->facts->timeline.first, whole(h));
    html_raw(h, "%\" y=\"8\"><path d=\"");
    html_raw(h, shape);
    html_raw(h, "\"/></svg>");
}

static void put_bar_of(html *h, const dpm_instance *it)
{
    char pid[16];
    snprintf(pid, sizeof pid, "%04X", (unsigned)it->pid);
    html_raw(h, "<g");
    html_when(h, it->first, it->last);
    html_raw(h, "><title>");
    html_span(h, it->process);
    html_raw(h, " pid ");
    html_raw(h, pid);
    html_raw(h, ": ");
    html_range_text(h, CLOCK_SECONDS, it->first, it->last);
    html_raw(h, ", ");
    html_counted(h, it->records, "record", "records");
    html_raw(h, ", ");
    html_raw(h, label_ending(it->ending));
    html_raw(h, "</title>");
    put_bar(h, "run", it->first, it->last);
    html_raw(h, " y=\"5\" height=\"6\"/></g>");
}

static void put_ending(html *h, const dpm_instance *it)
{
    if (it->ending == DPM_ENDING_CRASHED) {
        put_mark(h, it->last, "crash", "M-4-4L4 4M4-4L-4 4");
    } else if (it->ending != DPM_ENDING_OPEN) {
        put_mark(h, it->last, "lost", "M0-5L5 0L0 5L-5 0z");
    }
}

/* The long silences of a log: those that can be seen at this scale. */
static void put_gaps(html *h, const dpm_instance *of)
{
    const dpm_timeline *const t = &h->facts->timeline;
    for (size_t i = 0; i < t->gap_count && i < GAPS_SHOWN_MAX; i++) {
        const dpm_gap *const g = t->gaps[i];
        if (!span_eq(g->host, of->host) || !span_eq(g->process, of->process) || g->to - g->from < whole(h) / 100) {
            continue;
        }
        html_raw(h, "<g");
        html_when(h, g->from, g->to);
        html_raw(h, "><title>silent for ");
        html_duration(h, g->to - g->from);
        html_raw(h, ": ");
        html_range_text(h, CLOCK_SECONDS, g->from, g->to);
        html_raw(h, "</title>");
        put_bar(h, "hole", g->from, g->to);
        html_raw(h, " y=\"4\" height=\"8\"/>");
        put_bar(h, "gap", g->from, g->to);
        html_raw(h, " y=\"7.5\" height=\"1\"/></g>");
    }
}

/* Which of the instances of a lane are drawn: all, or, where there are more than `most`, one of each ending in each place
 * where another would cover it. */
typedef struct thinning {
    int64_t grain; /* ms; 0: all are drawn */
    int64_t place;
    unsigned drawn; /* endings, as bits, at that place */
} thinning;

static thinning thin(const html *h, size_t count, size_t most)
{
    const int64_t places = (int64_t)(most / 3); /* there are few endings */
    return (thinning){.grain = count > most ? whole(h) / (places ? places : 1) + 1 : 0, .place = INT64_MIN};
}

static bool draws(thinning *t, const dpm_instance *it)
{
    const unsigned ending = 1u << it->ending;
    if (!t->grain) {
        return true;
    }
    if (it->last / t->grain != t->place) {
        *t = (thinning){.grain = t->grain, .place = it->last / t->grain};
    }
    const bool fresh = !(t->drawn & ending);
    t->drawn |= ending;
    return fresh;
}

static void put_lane(html *h, const lane *l, size_t most)
{
    const dpm_instance *const *const all = &h->facts->instances[l->first];
    int64_t last = all[0]->last;
    for (size_t i = 1; i < l->count; i++) {
        last = all[i]->last > last ? all[i]->last : last;
    }
    html_raw(h, "<div class=\"lane log\"");
    html_when(h, all[0]->first, last);
    html_raw(h, "><span class=\"label\">");
    html_span(h, all[0]->process.len ? all[0]->process : SPAN("process"));
    if (all[0]->host.len) {
        html_raw(h, " <i>");
        html_span(h, all[0]->host);
        html_raw(h, "</i>");
    }
    html_raw(h, "<span class=\"sr\">: ");
    html_counted(h, l->count, "process instance", "process instances");
    html_raw(h, ", ");
    html_count(h, l->troubles);
    html_raw(h, " ended badly</span></span><svg class=\"plot\" role=\"img\" aria-label=\"Process instances\">");
    thinning bars = thin(h, l->count, most), marks = bars;
    for (size_t i = 0; i < l->count; i++) {
        if (draws(&bars, all[i])) {
            put_bar_of(h, all[i]);
        }
    }
    put_gaps(h, all[0]);
    for (size_t i = 0; i < l->count; i++) {
        if (draws(&marks, all[i])) {
            put_ending(h, all[i]);
        }
    }
    html_raw(h, "</svg></div>\n");
}

static void put_lanes(html *h)
{
    const dpm_report_data *const f = h->facts;
    lane *const lanes = malloc((f->instance_count + 1) * sizeof *lanes);
    if (!lanes) {
        sink_fail(h->out, DPM_ENOMEM);
        return;
    }
    const size_t count = find_lanes(f, lanes), shown = html_shown(count, HTML_LANES);
    if (count) {
        qsort(lanes, count, sizeof *lanes, by_trouble);
        qsort(lanes, shown, sizeof *lanes, by_place);
        html_raw(h, "<h3>Processes</h3>\n");
    }
    for (size_t i = 0; i < shown; i++) {
        put_lane(h, &lanes[i], HTML_INSTANCES / shown);
    }
    free(lanes);
}

static void put_legend(html *h)
{
    html_raw(h, "<figcaption>Events by class, ");
    put_width(h);
    html_raw(h, " a bar. ");
    html_fragment(h, "figure-key");
}

void html_timeline(html *h)
{
    const dpm_report_data *const f = h->facts;
    uint64_t events = 0;
    if (!f->timeline.bucket_count) {
        return;
    }
    for (dpm_class cls = 0; cls < DPM_CLASSES; cls++) {
        events += f->events[cls];
    }
    html_section(h, "timeline", "Timeline", 0);
    html_raw(h, "<figure>\n<div id=\"course\">\n");
    for (dpm_class cls = 0; cls < DPM_CLASSES; cls++) {
        if (f->timeline.classes[cls]) {
            put_class(h, cls);
        }
    }
    if (!events) {
        html_raw(h, "<p class=\"quiet\">No events.</p>\n");
    }
    html_cause_lanes(h);
    put_lanes(h);
    put_axis(h);
    html_fragment(h, "range");
    put_legend(h);
    html_raw(h, "</figure>\n</section>\n");
}
