/* The report for a ticket, a chat or a wiki: Markdown that every dialect reads. Text of logs is escaped, and commands and records
 * are in code. */
#include "dpmlog/report.h"
#include "dpmlog/version.h"

#include "base/strbuf.h"
#include "base/text.h"
#include "model/headline.h"
#include "model/labels.h"
#include "output/escape.h"
#include "output/sink.h"

#include <inttypes.h>
#include <stdio.h>

enum { MD_ROWS = 20, MD_CAUSES = 5 };

typedef struct markdown {
    sink *out;
    const dpm_report_data *facts;
    clock_form form;
    strbuf safe, words;
} markdown;

static void raw(markdown *m, const char *text)
{
    sink_adds(m->out, text);
}

/* One line that no dialect takes for markup. */
static void text(markdown *m, dpm_span s)
{
    strbuf_clear(&m->safe);
    escape_terminal(&m->safe, s);
    for (size_t i = 0; i < m->safe.len; i++) {
        const char c = m->safe.ptr[i], next = i + 1 < m->safe.len ? m->safe.ptr[i + 1] : '!';
        const bool before_sign = c == '\\' && next > ' ' && next < 127 && !ascii_alpha(next) && !ascii_digit(next);
        if (before_sign || strchr("`*_[]<>|~&@$^", c) || (i == 0 && strchr("#+-=", c))) {
            sink_adds(m->out, "\\");
        }
        sink_add(m->out, span_of(m->safe.ptr + i, 1));
    }
}

/* In code: with more backticks around it than it has. A | would end a cell of a table: it is left out of those. */
static void code(markdown *m, dpm_span s)
{
    size_t run = 0, longest = 0;
    strbuf_clear(&m->safe);
    escape_terminal(&m->safe, s);
    for (size_t i = 0; i < m->safe.len; i++) {
        run = m->safe.ptr[i] == '`' ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    for (size_t i = 0; i <= longest; i++) {
        raw(m, "`");
    }
    raw(m, longest ? " " : "");
    sink_add(m->out, strbuf_span(&m->safe));
    raw(m, longest ? " " : "");
    for (size_t i = 0; i <= longest; i++) {
        raw(m, "`");
    }
}

static void say(markdown *m)
{
    text(m, strbuf_span(&m->words));
    strbuf_clear(&m->words);
}

static void number(markdown *m, uint64_t count)
{
    char digits[FORMAT_BYTES];
    format_count(count, digits);
    raw(m, digits);
}

static void put_incident(markdown *m, const dpm_incident *i)
{
    char time[FORMAT_BYTES];
    format_time((clock_form){m->form.zone_minutes, true}, CLOCK_MINUTES, i->first, time);
    raw(m, "| ");
    text(m, span_str(time));
    raw(m, " | ");
    label_job(i, &m->words);
    say(m);
    raw(m, " | ");
    label_codes(i, " ", &m->words);
    say(m);
    raw(m, " | ");
    text(m, i->cause);
    raw(m, i->outcome == DPM_TASK_END_FAILED ? " | failed |\n"
           : i->outcome == DPM_TASK_END_OPEN ? " | never ended |\n"
                                             : " | not seen |\n");
}

static void put_incidents(markdown *m)
{
    const size_t count = m->facts->incident_list_count, shown = count < MD_ROWS ? count : MD_ROWS;
    char zone[FORMAT_BYTES];
    if (!count) {
        return;
    }
    format_zone(m->form.zone_minutes, zone);
    raw(m, "\n| ");
    text(m, span_str(zone));
    raw(m, " | job | codes | cause | end |\n|---|---|---|---|---|\n");
    for (size_t i = 0; i < shown; i++) {
        put_incident(m, m->facts->incident_list[i]);
    }
    if (shown < count) {
        raw(m, "\nand ");
        number(m, count - shown);
        raw(m, " more\n");
    }
}

/* A step that does not end as a sentence does is something to type. */
static void put_step(markdown *m, size_t index, dpm_span step)
{
    const dpm_span words = span_trim(step);
    char place[24];
    snprintf(place, sizeof place, "%zu. ", index);
    raw(m, place);
    if (words.len && !strchr(".:!?)", words.ptr[words.len - 1])) {
        code(m, words);
    } else {
        text(m, words);
    }
    raw(m, "\n");
}

static void put_cause(markdown *m, const dpm_cause *c)
{
    raw(m, "\n## ");
    text(m, c->title);
    raw(m, "\n\n");
    text(m, c->explanation);
    raw(m, "\n");
    for (size_t i = 0; i < c->counter_count; i++) {
        raw(m, "\nBut: ");
        text(m, c->counter_evidence[i]);
        raw(m, "\n");
    }
    if (c->fix.step_count || c->fix.summary.len) {
        raw(m, "\nWhat to do: ");
        text(m, c->fix.summary);
        raw(m, "\n\n");
    }
    for (size_t i = 0; i < c->fix.step_count; i++) {
        put_step(m, i + 1, c->fix.steps[i]);
    }
    raw(m, c->evidence_count ? "\nSeen:\n\n" : "");
    for (size_t i = 0; i < c->evidence_count; i++) {
        const dpm_evidence *const e = c->evidence[i];
        strbuf_add(&m->words, e->path);
        strbuf_addf(&m->words, "%c%" PRIu64, label_place_mark(e->numbered), e->line);
        raw(m, "- ");
        code(m, e->text);
        raw(m, "\n  ");
        code(m, strbuf_span(&m->words));
        raw(m, "\n");
        strbuf_clear(&m->words);
    }
}

static void put_foot(markdown *m)
{
    const dpm_report_data *const f = m->facts;
    char range[FORMAT_BYTES];
    raw(m, "\n---\n\n");
    number(m, f->records);
    strbuf_addf(&m->words, " %s in %zu %s", plural(f->records, "record", "records"), f->source_count,
                plural(f->source_count, "log", "logs"));
    format_range((clock_form){m->form.zone_minutes, true}, CLOCK_MINUTES, f->first, f->last, range);
    strbuf_addf(&m->words, "%s%s; %s. dpmlog %s", range[0] ? ", " : "", range, label_coverage(f), dpm_version());
    say(m);
    raw(m, "\n");
}

dpm_status dpm_report_write_markdown(const dpm_report *report, const dpm_write_options *options, dpm_write_fn write,
                                     void *context, dpm_error *err)
{
    TRY(sink_check(report, options, write, err));
    const dpm_report_data *const facts = dpm_report_get_data(report);
    sink out;
    sink_init(&out, write, context);
    markdown m = {.out = &out, .facts = facts, .form = clock_for(facts, options ? options->zone_minutes : 0)};
    raw(&m, "# ");
    headline(facts, m.form, &m.words);
    say(&m);
    raw(&m, "\n");
    put_incidents(&m);
    for (size_t i = 0; i < facts->cause_count && i < MD_CAUSES; i++) {
        put_cause(&m, facts->causes[i]);
    }
    put_foot(&m);
    if (m.safe.failed || m.words.failed) {
        sink_fail(&out, DPM_ENOMEM);
    }
    strbuf_free(&m.safe);
    strbuf_free(&m.words);
    return sink_end(&out, err);
}
