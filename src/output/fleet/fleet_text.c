/* The table of a fleet for people: worst site first, one line each; then what is missing, new, and the same at several sites. */
#include "output/fleet/fleet_facts.h"

#include "base/text.h"
#include "output/escape.h"
#include "output/text/text_layout.h"

#include <inttypes.h>

enum { SITES_SHOWN = 15, NAMES_SHOWN = 8, SHARED_SHOWN = 4, COLUMN_SITE = 20, COLUMN_LEAST = 8 };

typedef struct columns {
    size_t site, servers, failing, cause, jobs, since;
} columns;

/* The cause takes what the others leave. */
static columns columns_of(const text_layout *p, const dpm_fleet_data *f, size_t shown)
{
    size_t name = COLUMN_LEAST;
    for (size_t i = 0; i < shown; i++) {
        const size_t wide = text_columns(fleet_site_name(f->sites[i]));
        name = wide > name ? wide : name;
    }
    name = name > COLUMN_SITE ? COLUMN_SITE : name;
    const size_t width = p->width < LAYOUT_NARROW ? LAYOUT_NARROW : p->width;
    columns c = {.site = 0, .servers = name + 2};
    c.failing = c.servers + 9;
    c.cause = c.failing + 9;
    c.since = width - 12;
    c.jobs = c.since - 8;
    return c;
}

/* Text of any origin in at most so many columns; what is cut ends with "...". */
static void clip(text_layout *p, text_style style, dpm_span text, size_t most)
{
    static const char dots[] = "...";
    strbuf safe = {0};
    escape_terminal(&safe, text);
    dpm_span head = strbuf_span(&safe);
    const bool too_long = text_columns(head) > most;
    for (size_t len = head.len; too_long && text_columns(head) + sizeof dots - 1 > most && len > 0; len--) {
        head = span_head_utf8(head, len - 1);
    }
    strbuf shown = {0};
    strbuf_add(&shown, too_long ? span_trim(head) : head);
    strbuf_adds(&shown, too_long ? dots : "");
    if (safe.failed || shown.failed) {
        sink_fail(p->out, DPM_ENOMEM);
    } else if (shown.len) {
        layout_text(p, style, shown.ptr);
    }
    strbuf_free(&safe);
    strbuf_free(&shown);
}

static void put_heads(text_layout *p, const columns *c)
{
    layout_text(p, STYLE_QUIET, "site");
    layout_column(p, c->servers);
    layout_text(p, STYLE_QUIET, "servers");
    layout_column(p, c->failing);
    layout_text(p, STYLE_QUIET, "failing");
    layout_column(p, c->cause);
    layout_text(p, STYLE_QUIET, "worst cause");
    layout_column(p, c->jobs);
    layout_text(p, STYLE_QUIET, " jobs");
    layout_column(p, c->since);
    layout_text(p, STYLE_QUIET, "since");
    layout_end(p);
}

static void put_site(text_layout *p, const dpm_site *site, const columns *c, const dpm_write_options *o, bool trend)
{
    char since[FORMAT_BYTES] = "";
    strbuf worst = {0};
    fleet_worst(site, &worst);
    layout_column(p, 0);
    clip(p, site->incidents ? STYLE_BAD : STYLE_PLAIN, fleet_site_name(site), c->servers - 2);
    layout_column(p, c->servers);
    layout_number(p, STYLE_PLAIN, site->servers, 7);
    layout_column(p, c->failing);
    layout_number(p, STYLE_PLAIN, site->failing, 7);
    layout_column(p, c->cause);
    clip(p, STYLE_PLAIN, strbuf_span(&worst), c->jobs - c->cause - 1);
    if (site->cause_count) {
        format_time((clock_form){.zone_minutes = o->zone_minutes}, CLOCK_MINUTES, site->causes[0]->first, since);
        layout_column(p, c->jobs);
        layout_number(p, STYLE_PLAIN, site->causes[0]->incidents, 5);
        layout_column(p, c->since);
        layout_text(p, STYLE_QUIET, since);
    }
    if (trend && site->fresh) {
        layout_column(p, c->since + 12);
        layout_text(p, STYLE_WARN, "new");
    }
    layout_end(p);
    if (worst.failed) {
        sink_fail(p->out, DPM_ENOMEM);
    }
    strbuf_free(&worst);
}

/* "3 sites sent nothing for a day or more: ADATUM, PROSEWARE and 4 more" */
static void put_names(text_layout *p, const char *what, const dpm_span *names, size_t count)
{
    strbuf text = {0};
    for (size_t i = 0; i < count && i < NAMES_SHOWN; i++) {
        strbuf_adds(&text, i ? ", " : "");
        strbuf_add(&text, names[i]);
    }
    if (count > NAMES_SHOWN) {
        strbuf_addf(&text, " and %zu more", count - NAMES_SHOWN);
    }
    if (count) {
        layout_text(p, STYLE_PLAIN, what);
        layout_wrap(p, STYLE_PLAIN, 2, strbuf_span(&text));
        layout_end(p);
    }
    if (text.failed) {
        sink_fail(p->out, DPM_ENOMEM);
    }
    strbuf_free(&text);
}

typedef bool (*site_question)(const dpm_fleet_data *fleet, const dpm_site *site);

static bool is_partial(const dpm_fleet_data *fleet, const dpm_site *site)
{
    (void)fleet;
    return !site->complete;
}

/* The names of the sites of which something is true. */
static void put_those(text_layout *p, const dpm_fleet_data *f, const char *what, site_question is)
{
    dpm_span names[NAMES_SHOWN];
    size_t count = 0;
    for (size_t i = 0; i < f->site_count; i++) {
        if (is(f, f->sites[i])) {
            if (count < NAMES_SHOWN) {
                names[count] = fleet_site_name(f->sites[i]);
            }
            count++;
        }
    }
    put_names(p, what, names, count);
}

static void put_fresh(text_layout *p, const dpm_fleet_data *f)
{
    const dpm_comparison *const c = &f->baseline;
    size_t count = 0;
    while (count < c->row_count && c->rows[count]->change <= DPM_CHANGE_WORSE) {
        count++;
    }
    if (!c->name.len) {
        return;
    }
    strbuf text = {0};
    for (size_t i = 0; i < count && i < NAMES_SHOWN; i++) {
        strbuf_adds(&text, i ? ", " : "");
        strbuf_add(&text, c->rows[i]->server);
        strbuf_adds(&text, " ");
        strbuf_add(&text, c->rows[i]->cause);
    }
    if (count > NAMES_SHOWN) {
        strbuf_addf(&text, " and %zu more", count - NAMES_SHOWN);
    }
    layout_text(p, STYLE_PLAIN, count ? "New or worse than in " : "Nothing is new or worse than in ");
    layout_span(p, STYLE_PLAIN, c->name);
    layout_text(p, STYLE_PLAIN, count ? ": " : ".");
    layout_wrap(p, STYLE_PLAIN, 2, strbuf_span(&text));
    layout_end(p);
    strbuf_free(&text);
}

static void put_shared(text_layout *p, const dpm_fleet_data *f)
{
    fleet_shared shared[SHARED_SHOWN];
    const size_t count = fleet_find_shared(f, shared, SHARED_SHOWN);
    strbuf text = {0};
    for (size_t i = 0; i < count; i++) {
        strbuf_addf(&text, "%s", i ? ", " : "");
        strbuf_add(&text, shared[i].cause->title);
        strbuf_addf(&text, " (%zu sites)", shared[i].sites);
    }
    if (count) {
        layout_text(p, STYLE_PLAIN, "The same cause at several sites: ");
        layout_wrap(p, STYLE_PLAIN, 2, strbuf_span(&text));
        layout_end(p);
    }
    strbuf_free(&text);
}

static void put_skipped(text_layout *p, const dpm_fleet_data *f, size_t most)
{
    for (size_t i = 0; i < f->skipped_count && i < most; i++) {
        layout_text(p, STYLE_WARN, "not read: ");
        layout_span(p, STYLE_PLAIN, f->skipped[i]->path);
        layout_text(p, STYLE_PLAIN, ": ");
        layout_wrap(p, STYLE_PLAIN, 2, f->skipped[i]->reason);
        layout_end(p);
    }
    if (f->skipped_count > most) {
        layout_text(p, STYLE_WARN, "not read: ");
        layout_number(p, STYLE_WARN, f->skipped_count - most, 0);
        layout_text(p, STYLE_WARN, " more");
        layout_end(p);
    }
}

static void put_table(text_layout *p, const dpm_fleet_data *f, const dpm_write_options *o)
{
    const size_t most = o->top ? o->top : o->verbose ? f->site_count : SITES_SHOWN;
    const size_t shown = f->site_count < most ? f->site_count : most;
    const columns c = columns_of(p, f, shown);
    strbuf head = {0};
    fleet_headline(f, &head);
    layout_wrap(p, STYLE_HEADING, 0, strbuf_span(&head));
    layout_end(p);
    strbuf_free(&head);
    put_heads(p, &c);
    for (size_t i = 0; i < shown; i++) {
        put_site(p, f->sites[i], &c, o, f->baseline.name.len > 0);
    }
    if (shown < f->site_count) {
        layout_text(p, STYLE_QUIET, "and ");
        layout_number(p, STYLE_QUIET, f->site_count - shown, 0);
        layout_text(p, STYLE_QUIET, " more (-v)");
        layout_end(p);
    }
}

dpm_status dpm_fleet_write_text(const dpm_fleet *fleet, const dpm_write_options *options, dpm_write_fn write, void *context,
                                dpm_error *err)
{
    static const dpm_write_options none = {0};
    const dpm_fleet_data *const f = dpm_fleet_get_data(fleet);
    const dpm_write_options *const o = options ? options : &none;
    sink out;
    text_layout p;
    sink_init(&out, write, context);
    layout_init(&p, &out, o->width, o->color);
    put_table(&p, f, o);
    put_names(&p, "Expected, and not there: ", f->missing, f->missing_count);
    put_those(&p, f, "Not everything was read of: ", is_partial);
    put_those(&p, f, "Sent nothing for a day or more: ", fleet_is_silent);
    put_fresh(&p, f);
    put_shared(&p, f);
    put_skipped(&p, f, o->verbose ? f->skipped_count : NAMES_SHOWN);
    layout_free(&p);
    return sink_end(&out, err);
}
