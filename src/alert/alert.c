/* From alert text to lines of a log. Lines are read one after the other; which of them make one alert is told by what they hold:
 *
 *   empty line           ends an alert that has its ID or code; words without either are no alert
 *   (ID n ... )          ends an alert, once its brackets are closed; what was wrapped before it belongs to it
 *   Error n: ...         begins one, and what follows without a number belongs to it
 *   Label: ...           alerts with labels go on until the first label comes again
 */
#include "alert/alert.h"

#include "alert/alert_line.h"
#include "base/text.h"

#include <assert.h>
#include <stdio.h>

enum { PREFIX_LEN = 64, TITLE_FROM = 3000, TITLE_TO = 3999, NUMBER_MASK = 0xFFFFFF };

/* The alert that is being put together. */
typedef struct pending {
    size_t text;    /* where its message begins in the output */
    size_t lines;   /* line ends that it owes */
    bool any;       /* it has a line */
    bool labelled;  /* its lines have labels */
    char first[48]; /* the first of them */
    size_t first_len;
    char host[64]; /* the machine it names first, cut */
    size_t host_len;
    bool soft;          /* its last line goes on without a blank */
    uint32_t id, other; /* the first ID, and another one: 0 where there is none */
    bool coded, in_front;
    bool closed; /* an empty line came after it */
    int depth;
} pending;

typedef struct writer {
    char *out;
    size_t len;
    uint32_t *number;
    bool quoted; /* the text is quoted-printable */
    pending now;
} writer;

static void put(writer *w, dpm_span s)
{
    assert(w->len + s.len <= ALERT_OUT);
    if (s.len) {
        memcpy(w->out + w->len, s.ptr, s.len);
        w->len += s.len;
    }
}

static bool complete(const pending *p)
{
    return (p->id || p->coded) && p->depth <= 0;
}

static void end_lines(writer *w, size_t lines)
{
    while (lines-- > 0) {
        put(w, SPAN("\n"));
    }
}

/* The alert is done: its message gets the columns of a record in front. Words that say nothing leave only their line ends. */
static void finish(writer *w)
{
    pending *const p = &w->now;
    if (p->id || p->coded) {
        char prefix[PREFIX_LEN], behind[32] = "";
        const uint32_t number = ++*w->number & NUMBER_MASK;
        const int len = snprintf(prefix, sizeof prefix, "0000\t%04X\t\t\t00\talert(0)\t\t\tWARNING\t", (unsigned)number);
        const size_t size = w->len - p->text;
        memmove(w->out + p->text + (size_t)len, w->out + p->text, size);
        memcpy(w->out + p->text, prefix, (size_t)len);
        w->len += (size_t)len;
        const int more = p->in_front ? snprintf(behind, sizeof behind, " (ID %u)", (unsigned)p->id) : 0;
        put(w, span_of(behind, (size_t)more));
    } else {
        w->len = p->text;
    }
    end_lines(w, p->lines);
    *p = (pending){.text = w->len};
}

/* The line begins an alert of its own. */
static bool begins(const pending *p, const alert_line *l)
{
    if (!p->any || !complete(p)) {
        return false;
    }
    const bool same_label = l->label.len && span_eq(l->label, span_of(p->first, p->first_len));
    if (same_label) {
        return true;
    }
    if (p->closed) { /* after an empty line only what completes it goes on: the code of an error */
        return l->id || !l->coded || p->coded;
    }
    if (p->labelled) {
        return false;
    }
    if (l->bulleted || l->in_front) {
        return true;
    }
    const bool heading = l->text.len && l->text.ptr[l->text.len - 1] == ':' && !l->id;
    if (p->in_front) { /* what follows explains it */
        return l->id != 0 || heading;
    }
    const bool other = l->host.len && p->host_len && !span_eq(span_head(l->host, sizeof p->host), span_of(p->host, p->host_len));
    const bool titled = !other && p->id >= TITLE_FROM && p->id <= TITLE_TO && !p->coded && !p->other;
    return !(titled && l->id) && l->label.len == 0;
}

static void join(writer *w, const alert_line *l)
{
    pending *const p = &w->now;
    if (p->any && l->text.len && w->len > p->text && !p->soft) {
        put(w, SPAN(" "));
    }
    put(w, l->text);
    p->soft = l->soft;
    if (p->host_len == 0 && l->host.len) {
        p->host_len = l->host.len < sizeof p->host ? l->host.len : sizeof p->host;
        memcpy(p->host, l->host.ptr, p->host_len);
    }
    p->any = true;
    if (l->label.len && !p->labelled && p->id == 0 && !p->in_front) {
        p->labelled = true;
        p->first_len = l->label.len < sizeof p->first ? l->label.len : sizeof p->first;
        memcpy(p->first, l->label.ptr, p->first_len);
    }
    p->other = p->id && l->id && l->id != p->id ? l->id : p->other;
    p->id = p->id ? p->id : l->id;
    p->in_front |= l->in_front && p->id == l->id;
    p->coded |= l->coded;
    p->depth = l->depth;
}

/* Underlines the names of a table's columns. */
static bool is_rule(dpm_span s)
{
    size_t dashes = 0;
    for (size_t i = 0; i < s.len; i++) {
        dashes += s.ptr[i] == '-' || s.ptr[i] == '=';
        if (s.ptr[i] != '-' && s.ptr[i] != '=' && s.ptr[i] != ' ' && s.ptr[i] != '+' && s.ptr[i] != '|') {
            return false;
        }
    }
    return dashes > 3;
}

static void take_line(writer *w, dpm_span text, bool ended, char *buffer)
{
    pending *const p = &w->now;
    const alert_line l = alert_line_read(text, buffer, p->depth, w->quoted);
    if (is_rule(l.text)) {
        p->lines += ended;
        finish(w);
        return;
    }
    if (l.text.len == 0) {
        if (complete(p)) {
            p->closed = true;
        } else if (!p->labelled && p->depth <= 0) {
            finish(w);
        }
        p->lines += ended;
        return;
    }
    if (begins(p, &l)) {
        finish(w);
    }
    join(w, &l);
    p->lines += ended;
}

static bool is_quoted(dpm_span text)
{
    return span_find(text, SPAN("quoted-printable")) != SIZE_MAX;
}

size_t alert_to_log(dpm_span text, bool last, uint32_t *number, char *out, size_t *taken)
{
    assert(text.len <= ALERT_WINDOW);
    char buffer[ALERT_WINDOW];
    writer w = {.out = out, .number = number, .quoted = is_quoted(text)};
    size_t made = 0, used = 0;
    for (size_t at = 0, len; at < text.len; at += len) {
        dpm_span line;
        const uint32_t before = *number;
        const bool ended = span_line(span_from(text, at), &line, &len);
        if (!ended && !last) {
            break;
        }
        take_line(&w, line, ended, buffer);
        if (*number != before) { /* an alert was finished, and this line begins the next one */
            made = w.now.text;
            used = at;
        }
    }
    if (last || used == 0) {
        finish(&w);
        made = w.len;
        used = text.len;
    }
    *taken = used;
    return made;
}

bool alert_like(dpm_span text, bool found)
{
    char buffer[ALERT_WINDOW];
    const dpm_span head = span_head(text, ALERT_WINDOW);
    bool id = false, bracketed = false, labelled = false, coded = false, in_front = false;
    const bool quoted = is_quoted(head);
    size_t lines = 0;
    int depth = 0;
    for (size_t at = 0, len; at < head.len; at += len) {
        dpm_span line;
        span_line(span_from(head, at), &line, &len);
        const alert_line l = alert_line_read(line, buffer, depth, quoted);
        depth = l.depth;
        id |= l.id != 0;
        bracketed |= l.bracketed;
        in_front |= l.in_front;
        labelled |= l.label.len > 0;
        coded |= l.coded;
        lines += l.text.len > 0;
    }
    enum { SHORT_TEXT = 40 };
    const bool strong = (bracketed && (coded || labelled || lines < SHORT_TEXT)) || (in_front && coded);
    return strong || (!found && (id || (coded && lines < SHORT_TEXT)));
}
