/* The first screen: what happened, what else, what to do first, what shows it, what was read. At most 24 lines at 80 columns:
 * each block is laid out by itself and counted, and the fix gets the lines that are left. */
#include "output/text/text_report.h"

#include "base/number.h"
#include "base/text.h"
#include "model/headline.h"
#include "model/labels.h"

#include <inttypes.h>

enum { SCREEN_LINES = 24, ALSO_MAX = 3, STEPS_MAX = 3, STEPS_LEAST = 3, JOBS_NAMED = 3, INDENT = 2, STEP_INDENT = 5 };

typedef struct screen {
    const text_view *page; /* where it goes: width and colours */
    const dpm_report_data *facts;
    int32_t local_minutes;
} screen;

/* A block of the screen: a page of its own. */
typedef struct screen_block {
    strbuf text;
    sink out;
    text_view v;
} screen_block;

static void open_block(screen_block *b, const screen *s)
{
    b->text = (strbuf){0};
    sink_init(&b->out, strbuf_write, &b->text);
    b->v = *s->page;
    b->v.words = (strbuf){0};
    layout_init(&b->v.page, &b->out, s->page->page.width, s->page->page.color);
}

static size_t close_block(screen_block *b)
{
    dpm_error err;
    layout_free(&b->v.page);
    strbuf_free(&b->v.words);
    (void)sink_end(&b->out, &err);
    size_t lines = 0;
    for (dpm_span rest = strbuf_span(&b->text); rest.len;) {
        const cut line = span_cut(rest, '\n');
        const size_t columns = text_columns(line.head);
        lines += columns ? (columns - 1) / b->v.page.width + 1 : 1; /* a terminal breaks a long command */
        rest = line.tail;
    }
    return lines;
}

static void put_block(const screen *s, screen_block *b)
{
    if (b->text.failed || b->out.status < 0) {
        sink_fail(s->page->page.out, DPM_ENOMEM);
    }
    sink_add(s->page->page.out, strbuf_span(&b->text));
    strbuf_free(&b->text);
}

/* ---- what happened ---- */

static void say_zone(const screen *s, strbuf *words)
{
    char zone[FORMAT_BYTES], local[FORMAT_BYTES];
    format_zone(s->page->form.zone_minutes, zone);
    format_zone(s->local_minutes, local);
    strbuf_addf(words, "Times in %s", zone);
    if (s->local_minutes != s->page->form.zone_minutes) {
        strbuf_addf(words, " (local time here: %s, --tz local)", local);
    }
    strbuf_addc(words, '.');
}

static void say_weight(const screen *s, text_view *v)
{
    const dpm_cause *const top = s->facts->causes[0];
    char part[FORMAT_BYTES], all[FORMAT_BYTES];
    format_count(top->incidents, part);
    format_count(s->facts->incidents, all);
    layout_column(&v->page, INDENT);
    strbuf_addf(&v->words, "%s (%s): explains %s of %s %s. ", label_lead(top), dpm_strength_name(top->confidence), part, all,
                plural(s->facts->incidents, "failure", "failures"));
    say_zone(s, &v->words);
    text_say(v, STYLE_PLAIN, INDENT);
}

static void put_also(const screen *s, text_view *v, const dpm_cause *cause)
{
    layout_column(&v->page, INDENT);
    headline_of_cause(s->facts, cause, v->form, &v->words);
    text_say(v, cause->confidence == DPM_STRENGTH_STRONG ? STYLE_PLAIN : STYLE_QUIET, INDENT + 2);
}

static void put_others(const screen *s, text_view *v, size_t from)
{
    const size_t count = s->facts->cause_count, end = from + ALSO_MAX < count ? from + ALSO_MAX : count;
    for (size_t i = from; i < end; i++) {
        put_also(s, v, s->facts->causes[i]);
    }
    if (end < count) {
        layout_column(&v->page, INDENT);
        words_count(&v->words, count - end, "more cause", "more causes");
        strbuf_adds(&v->words, " (-v)");
        text_say(v, STYLE_QUIET, INDENT);
    }
}

static void put_verdict(const screen *s, text_view *v)
{
    const size_t equals = headline_equals(s->facts);
    headline(s->facts, v->form, &v->words);
    text_say(v, equals > 1 ? STYLE_WARN : STYLE_HEADING, INDENT);
    if (equals > 1) {
        put_others(s, v, 0);
        layout_column(&v->page, INDENT);
        say_zone(s, &v->words);
        text_say(v, STYLE_PLAIN, INDENT);
        return;
    }
    say_weight(s, v);
    headline_jobs(s->facts, s->facts->causes[0], JOBS_NAMED, &v->words);
    if (v->words.len) {
        layout_column(&v->page, INDENT);
        text_say(v, STYLE_PLAIN, INDENT);
    }
    if (s->facts->cause_count > 1) {
        layout_end(&v->page);
        layout_text(&v->page, STYLE_HEADING, "Also");
        layout_end(&v->page);
        put_others(s, v, 1);
    }
}

/* ---- what shows it ---- */

/* The incident that says most: of the strongest fit, with an ID and a code. */
static const dpm_incident *find_telling(const screen *s)
{
    const dpm_incident *best = NULL;
    for (size_t i = 0; i < s->facts->incident_list_count; i++) {
        const dpm_incident *const at = s->facts->incident_list[i];
        if (span_eq(at->cause, s->facts->causes[0]->id)) {
            const int rank = 4 * (int)at->strength + (at->dpm_id != 0) + (at->code != 0);
            const int best_rank = best ? 4 * (int)best->strength + (best->dpm_id != 0) + (best->code != 0) : -1;
            best = rank > best_rank ? at : best;
        }
    }
    return best;
}

static void put_seen(const screen *s, text_view *v)
{
    const dpm_incident *const i = find_telling(s);
    const dpm_cause *const top = s->facts->causes[0];
    const dpm_evidence *const e = i && i->evidence_count      ? i->evidence[i->evidence_count - 1]
                                  : !i && top->evidence_count ? top->evidence[0]
                                                              : NULL;
    char time[FORMAT_BYTES];
    if (!e) {
        return;
    }
    format_time(v->form, CLOCK_SECONDS, e->time, time);
    const size_t day = headline_same_day(s->facts, v->form) && e->time != DPM_NO_TIME ? strlen(time) - strlen("00:00:00") : 0;
    layout_end(&v->page);
    layout_text(&v->page, STYLE_HEADING, "Seen ");
    if (i) {
        label_codes(i, " ", &v->words);
        words_span(&v->words, v->words.len ? " " : "", i->server);
        strbuf_adds(&v->words, v->words.len ? ", " : "");
    }
    strbuf_addf(&v->words, "%s %s", time + day, dpm_level_name(e->level));
    words_span(&v->words, ", ", e->process);
    words_span(&v->words, " on ", e->host);
    words_pid(&v->words, " pid ", e->pid);
    text_say(v, STYLE_PLAIN, INDENT);
    layout_column(&v->page, INDENT);
    layout_rows(&v->page, STYLE_PLAIN, INDENT, e->text, 2);
    layout_end(&v->page);
    layout_column(&v->page, INDENT);
    text_place(v, e);
    layout_end(&v->page);
}

/* ---- what was read ---- */

static void put_read(const screen *s, text_view *v)
{
    const dpm_report_data *const f = s->facts;
    const bool whole = f->complete && !f->interrupted;
    const size_t unread = unread_inputs(f);
    char text[FORMAT_BYTES];
    layout_end(&v->page);
    layout_text(&v->page, STYLE_HEADING, "Read ");
    words_count(&v->words, f->records, "record in ", "records in ");
    words_count(&v->words, f->source_count, "log", "logs");
    format_range((clock_form){v->form.zone_minutes, true}, CLOCK_MINUTES, f->first, f->last, text);
    words_span(&v->words, ", ", span_str(text));
    strbuf_addf(&v->words, "; %s", label_coverage(f));
    if (!whole && unread) {
        strbuf_adds(&v->words, ": ");
        words_count(&v->words, unread, "input was skipped or damaged", "inputs were skipped or damaged");
    }
    if (f->passed_count) {
        strbuf_adds(&v->words, "; not read: ");
        label_passed(f, &v->words);
    }
    if (f->remark_count) {
        strbuf_adds(&v->words, "; ");
        words_count(&v->words, f->remark_count, "note (-v)", "notes (-v)");
    }
    strbuf_addc(&v->words, '.');
    text_say(v, whole ? STYLE_PLAIN : STYLE_WARN, INDENT);
    layout_text(&v->page, STYLE_QUIET, "More: -v (everything), -o report.html, dpmlog incidents (each failed job)");
    layout_end(&v->page);
}

/* ---- what to do first ---- */

static bool is_heading(dpm_span step)
{
    return step.len && step.ptr[step.len - 1] == ':';
}

static void put_step(text_view *v, size_t number, dpm_span step)
{
    layout_column(&v->page, INDENT);
    layout_number(&v->page, STYLE_PLAIN, number, 0);
    layout_text(&v->page, STYLE_PLAIN, ".");
    layout_column(&v->page, STEP_INDENT);
    text_step(v, step, STEP_INDENT);
}

/* "Do first (all of it: dpmlog fix agent-crash) Find the crash, on SQL01:" */
static void put_fix_head(const screen *s, text_view *v)
{
    const dpm_fix *const fix = &s->facts->causes[0]->fix;
    layout_text(&v->page, STYLE_HEADING, "Do first ");
    strbuf_adds(&v->words, "(all of it: dpmlog fix ");
    strbuf_add(&v->words, s->facts->causes[0]->id);
    words_span(&v->words, ", KB ", fix->kb);
    strbuf_adds(&v->words, ") ");
    strbuf_add(&v->words, fix->step_count && is_heading(fix->steps[0]) ? fix->steps[0] : fix->summary);
    text_say(v, STYLE_PLAIN, INDENT);
}

/* As many whole steps as there is room for. A step that ends in a colon heads those that follow. */
static void put_fix(const screen *s, size_t room)
{
    const dpm_fix *const fix = &s->facts->causes[0]->fix;
    size_t number = 0;
    screen_block b;
    open_block(&b, s);
    layout_end(&b.v.page);
    put_fix_head(s, &b.v);
    size_t used = close_block(&b);
    put_block(s, &b);
    for (size_t i = 0; i < fix->step_count && number < STEPS_MAX; i++) {
        const bool more = span_starts(fix->steps[i], SPAN("The whole fix"));
        if (more || (i == 0 && is_heading(fix->steps[i]))) {
            continue;
        }
        open_block(&b, s);
        put_step(&b.v, number + 1, fix->steps[i]);
        if (text_step_joins(fix, i + 1)) { /* "In PowerShell:" and what is typed there are one step */
            layout_column(&b.v.page, STEP_INDENT);
            text_step(&b.v, fix->steps[++i], STEP_INDENT);
        }
        const size_t lines = close_block(&b);
        if (number && used + lines > room) {
            strbuf_free(&b.text);
            break;
        }
        used += lines;
        number++;
        put_block(s, &b);
    }
}

void text_screen(text_view *v, int32_t local_minutes)
{
    const screen s = {v, v->facts, local_minutes};
    screen_block verdict, seen, read;
    open_block(&verdict, &s);
    open_block(&seen, &s);
    open_block(&read, &s);
    put_verdict(&s, &verdict.v);
    text_changes(&verdict.v, TEXT_CHANGES_BRIEF);
    put_seen(&s, &seen.v);
    put_read(&s, &read.v);
    const size_t used = close_block(&verdict) + close_block(&seen) + close_block(&read);
    put_block(&s, &verdict);
    const dpm_fix *const fix = &v->facts->causes[0]->fix;
    if (fix->summary.len || fix->step_count) {
        put_fix(&s, used + STEPS_LEAST < SCREEN_LINES ? SCREEN_LINES - used : STEPS_LEAST);
    }
    put_block(&s, &seen);
    put_block(&s, &read);
}
