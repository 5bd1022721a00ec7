/* A look at the first bytes of a text. */
#include "discover/content.h"

#include "alert/alert.h"
#include "base/text.h"
#include "io/streams.h"
#include "record/fields.h"
#include "record/remake.h"
#include "text/encoding.h"

#include <stdlib.h>

enum { LOOK_BYTES = 32 << 10, LOOK_TEXT = 3 * LOOK_BYTES };

bool content_named(dpm_span name)
{
    static const char *const endings[] = {".txt", ".log", ".csv", ".tsv", ".eml", ".out", ".md"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        if (span_iends(name, span_str(endings[i]))) {
            return true;
        }
    }
    return false;
}

/* The first line in which a record begins has a name in front. */
static bool is_prefixed(dpm_span text)
{
    while (text.len) {
        const cut c = span_cut(text, '\n');
        prefix p;
        if (remake_line_name(c.head).len) {
            return true;
        }
        if (prefix_parse(c.head, &p)) {
            return false;
        }
        text = c.tail;
    }
    return false;
}

static content judge(dpm_span raw, bool found, char *text)
{
    size_t bom;
    const encoding e = encoding_detect(raw, &bom);
    const decoded d = decode(e, span_from(raw, bom), raw.len < LOOK_BYTES, text, LOOK_TEXT);
    const dpm_span made = span_of(text, d.made);
    if (is_prefixed(made)) {
        return CONTENT_PREFIXED;
    }
    if (layout_detect(made) != LAYOUT_NONE || remake_detect(made).form != REMAKE_NONE) {
        return CONTENT_LOG;
    }
    return alert_like(made, found) ? CONTENT_ALERT : CONTENT_OTHER;
}

/* Reads as far as is needed, and no further: the writer of a pipe may be slow. */
static content look_on(stream *s, bool found, char *raw, size_t *got, dpm_error *failure)
{
    content is = CONTENT_OTHER;
    for (size_t most = 512; is == CONTENT_OTHER && most <= LOOK_BYTES; most *= 2) {
        size_t more = 0;
        failure->status = stream_fill(s, raw + *got, most - *got, &more, failure);
        *got += more;
        is = judge(span_of(raw, *got), found, raw + LOOK_BYTES);
        if (*got < most) {
            break;
        }
    }
    return is;
}

/* Standard input goes on from its beginning when it is opened. */
static dpm_status give_back(const origin *from, dpm_span head, const dpm_error *failure, stream *rest)
{
    if (from->kind != ORIGIN_INPUT) {
        stream_close(rest);
        return DPM_OK;
    }
    return stream_replay(&from->all->input, head, failure, rest, NULL);
}

dpm_status content_look(const origin *from, bool found, content *out)
{
    char *const raw = malloc(LOOK_BYTES + LOOK_TEXT);
    stream *s = NULL;
    dpm_error failure = {0};
    size_t got = 0;
    *out = CONTENT_OTHER;
    dpm_status status = raw ? origin_open(from, &s, NULL, &failure) : DPM_ENOMEM;
    if (status >= 0) {
        *out = look_on(s, found, raw, &got, &failure);
        status = give_back(from, span_of(raw, got), &failure, s);
    }
    free(raw);
    return status == DPM_ENOMEM ? status : DPM_OK;
}

/* --- names --- */

/* What is decoded and not looked at yet. */
typedef struct names_look {
    char raw[LOOK_BYTES], text[4 * LOOK_BYTES];
    size_t raw_len, text_len;
    encoding enc;
} names_look;

/* The names of whole lines; what is left is brought to the front. */
static dpm_status take_lines(names_look *l, bool last, intern *names)
{
    dpm_span text = span_of(l->text, l->text_len);
    while (text.len) {
        const cut c = span_cut(text, '\n');
        uint32_t id;
        if (!c.found && !last) {
            break;
        }
        if (!intern_put(names, remake_line_name(c.head), &id)) {
            return DPM_ENOMEM;
        }
        text = c.tail;
    }
    l->text_len = text.len < LOOK_BYTES ? text.len : 0; /* no record begins within so long a line */
    memmove(l->text, text.ptr ? text.ptr : l->text, l->text_len);
    return DPM_OK;
}

static dpm_status look_for_names(names_look *l, stream *s, intern *names)
{
    for (bool first = true, last = false; !last; first = false) {
        size_t got = 0, bom = 0;
        const dpm_status status = stream_fill(s, l->raw + l->raw_len, sizeof l->raw - l->raw_len, &got, NULL);
        last = status < 0 || got < sizeof l->raw - l->raw_len;
        l->raw_len += got;
        l->enc = first ? encoding_detect(span_of(l->raw, l->raw_len), &bom) : l->enc;
        const dpm_span raw = span_from(span_of(l->raw, l->raw_len), bom);
        const decoded d = decode(l->enc, raw, last, l->text + l->text_len, sizeof l->text - l->text_len);
        l->text_len += d.made;
        l->raw_len = raw.len - d.taken;
        memmove(l->raw, l->raw + bom + d.taken, l->raw_len);
        TRY(take_lines(l, last, names));
    }
    return DPM_OK;
}

dpm_status content_names(const origin *from, intern *names)
{
    stream *s = NULL;
    names_look *const l = calloc(1, sizeof *l);
    dpm_status status = l ? origin_open(from, &s, NULL, NULL) : DPM_ENOMEM;
    if (status >= 0) {
        status = look_for_names(l, s, names);
        stream_close(s);
    }
    free(l);
    return status == DPM_ENOMEM ? status : DPM_OK;
}
