/* The lines around the records that a report shows: their logs are read once more, up to the last of these lines, and nothing is
 * done but to count lines. */
#include "dpmlog/neighbours.h"

#include "base/limits.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "discover/sources.h"
#include "rank/rank.h"
#include "read/reader.h"

#include <stdlib.h>

/* Bytes: of a line that are shown, and kept; of a message that its line must hold, or the log is another one now. */
enum { LINE_SHOWN = 240, LINE_KEPT = 4096, CHECKED = 24 };

typedef struct gathering {
    dpm_report *report;
    const dpm_session_options *options;
    dpm_evidence **wanted; /* by path and line */
    size_t count;
    size_t bytes; /* of lines kept so far */
    unsigned lines;
    reader *reader;
} gathering;

/* ---- which records ---- */

static void want(gathering *g, const dpm_evidence *e)
{
    if (g->count < NEIGHBOURS_MAX && e->line && !e->numbered && e->path.len) {
        g->wanted[g->count++] = (dpm_evidence *)e; /* the report is ours to change */
    }
}

/* The most important first: there is room for a limited number. */
static void find_wanted(gathering *g)
{
    const dpm_report_data *const f = &g->report->facts;
    for (size_t i = 0; i < f->cause_count; i++) {
        for (size_t k = 0; k < f->causes[i]->evidence_count; k++) {
            want(g, f->causes[i]->evidence[k]);
        }
    }
    for (size_t i = f->crash_count; i-- > 0;) {
        want(g, &f->crashes[i]->record);
    }
    for (size_t i = f->incident_list_count; i-- > 0;) {
        for (size_t k = 0; k < f->incident_list[i]->evidence_count; k++) {
            want(g, f->incident_list[i]->evidence[k]);
        }
    }
}

static int by_place(const void *a, const void *b)
{
    const dpm_evidence *const x = *(dpm_evidence *const *)a, *const y = *(dpm_evidence *const *)b;
    const int order = span_cmp(x->path, y->path);
    return order ? order : (x->line > y->line) - (x->line < y->line);
}

/* ---- one log ---- */

enum { RING = 2 * DPM_NEIGHBOUR_LINES_MAX + 1 };

/* The lines of a log as they pass, and of those the last ones. */
typedef struct passage {
    gathering *g;
    size_t next, end; /* of the wanted records, those whose last line has not passed yet */
    uint64_t line;    /* the number of the last line that passed */
    strbuf ring[RING];
} passage;

static bool same_record(const dpm_evidence *e, dpm_span line)
{
    const dpm_span head = span_head_utf8(e->text, CHECKED);
    return head.len == 0 || span_find(line, head) < line.len;
}

/* The lines from `first` to `last` of those that passed. */
static void join_lines(const passage *p, uint64_t first, uint64_t last, strbuf *out)
{
    for (uint64_t n = first; n <= last; n++) {
        strbuf_adds(out, n > first ? "\n" : "");
        strbuf_add(out, span_head_utf8(strbuf_span(&p->ring[n % RING]), LINE_SHOWN));
    }
}

static dpm_status keep(passage *p, dpm_evidence *e)
{
    gathering *const g = p->g;
    const uint64_t last = p->line < e->line + g->lines ? p->line : e->line + g->lines;
    strbuf before = {0}, after = {0};
    dpm_status status = DPM_OK;
    if (!same_record(e, strbuf_span(&p->ring[e->line % RING]))) {
        return DPM_OK;
    }
    join_lines(p, e->line > g->lines ? e->line - g->lines : 1, e->line - 1, &before);
    join_lines(p, e->line + 1, last, &after);
    if (before.failed || after.failed) {
        status = DPM_ENOMEM;
    } else if (g->bytes + before.len + after.len <= NEIGHBOUR_BYTES_MAX) {
        arena *const memory = &g->report->memory;
        g->bytes += before.len + after.len;
        const bool good =
            arena_keep(memory, strbuf_span(&before), &e->before) && arena_keep(memory, strbuf_span(&after), &e->after);
        status = good ? DPM_OK : DPM_ENOMEM;
    }
    strbuf_free(&before);
    strbuf_free(&after);
    return status;
}

/* Give the records whose last line has passed, or all at the end, their lines. */
static dpm_status settle(passage *p, bool ended)
{
    while (p->next < p->end) {
        dpm_evidence *const e = p->g->wanted[p->next];
        if (e->line + p->g->lines > p->line && !ended) {
            break;
        }
        if (e->line <= p->line) {
            TRY(keep(p, e));
        }
        p->next++;
    }
    return DPM_OK;
}

/* The length of the first line, with its end; `*line` is without it. LF, CR and CRLF end lines, as in the scanner. */
static size_t cut_line(dpm_span text, dpm_span *line)
{
    const char *const feed = memchr(text.ptr, '\n', text.len);
    const size_t most = feed ? (size_t)(feed - text.ptr) : text.len;
    const char *const back = memchr(text.ptr, '\r', most);
    const size_t len = back ? (size_t)(back - text.ptr) : most;
    *line = span_head(text, len);
    return back ? len + 1 + (back + 1 == feed) : len + (feed != NULL);
}

static dpm_status take_lines(passage *p, dpm_span text)
{
    dpm_span line;
    for (size_t len = 0; text.len && p->next < p->end; text = span_from(text, len)) {
        len = cut_line(text, &line);
        p->line++;
        if (p->line + p->g->lines < p->g->wanted[p->next]->line) {
            continue;
        }
        strbuf *const slot = &p->ring[p->line % RING];
        strbuf_clear(slot);
        strbuf_add(slot, span_head(line, LINE_KEPT));
        if (slot->failed) {
            return DPM_ENOMEM;
        }
        TRY(settle(p, false));
    }
    return DPM_OK;
}

/* Read one log for the wanted records from `first` to `end`. What cannot be read has no lines: it was reported before. */
static dpm_status read_log(gathering *g, const source *s, size_t first, size_t end, dpm_error *err)
{
    passage p = {.g = g, .next = first, .end = end};
    block b;
    dpm_status status = reader_open(g->reader, s, err);
    if (status < 0) {
        return status == DPM_ENOMEM ? status : DPM_OK;
    }
    while (p.next < p.end && (status = reader_next(g->reader, &b, err)) == DPM_OK && status >= 0) {
        status = take_lines(&p, b.text);
        if (status < 0) {
            break;
        }
    }
    status = status < 0 ? status : settle(&p, true);
    (void)reader_close(g->reader, 0);
    for (size_t i = 0; i < RING; i++) {
        strbuf_free(&p.ring[i]);
    }
    return status;
}

/* Find the log that a report names so, and read it. */
static dpm_status read_path(gathering *g, size_t first, size_t end, dpm_error *err)
{
    const dpm_session_options *const o = g->options;
    const dpm_span path = g->wanted[first]->path;
    dpm_error why = {0};
    source_list list = {0};
    sources_limit(&list, &(source_limits){.max_depth = o->max_depth,
                                          .max_ratio = o->max_ratio,
                                          .max_members = o->max_members,
                                          .max_expand = o->max_expand,
                                          .max_memory = o->max_memory});
    if (o->encoding) {
        encoding_find_page(span_str(o->encoding), &list.page);
    }
    dpm_status status = sources_add(&list, path.ptr, &why);
    for (size_t i = 0; i < list.count && status != DPM_ENOMEM; i++) {
        if (span_eq(list.items[i].path, path) && list.items[i].kind == SOURCE_LOG && !list.items[i].is_alert) {
            reader_page(g->reader, list.page);
            reader_only(g->reader, list.items[i].only);
            status = read_log(g, &list.items[i], first, end, err);
        }
    }
    sources_free(&list);
    return status == DPM_ENOMEM ? status_nomem(err) : DPM_OK;
}

static dpm_status read_all(gathering *g, dpm_error *err)
{
    for (size_t first = 0, end = 0; first < g->count; first = end) {
        while (end < g->count && span_eq(g->wanted[end]->path, g->wanted[first]->path)) {
            end++;
        }
        if (!span_eq(g->wanted[first]->path, SPAN("-"))) { /* it has passed */
            TRY(read_path(g, first, end, err));
        }
    }
    return DPM_OK;
}

dpm_status dpm_report_add_neighbours(dpm_report *report, unsigned lines, const dpm_session_options *options, dpm_error *err)
{
    static const dpm_session_options none = {0};
    if (!report || lines > DPM_NEIGHBOUR_LINES_MAX) {
        return status_fail(err, DPM_EARG, "a report is needed, and %d lines at most", DPM_NEIGHBOUR_LINES_MAX);
    }
    gathering g = {.report = report, .options = options ? options : &none, .lines = lines};
    g.wanted = calloc(NEIGHBOURS_MAX, sizeof *g.wanted);
    if (!g.wanted) {
        return status_nomem(err);
    }
    find_wanted(&g);
    qsort(g.wanted, g.count, sizeof *g.wanted, by_place);
    dpm_status status = g.count ? reader_new(&g.reader, err) : DPM_OK;
    status = status < 0 ? status : read_all(&g, err);
    reader_free(g.reader);
    free(g.wanted);
    return status;
}
