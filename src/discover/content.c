/* A look at the first bytes of a text. */
#include "discover/content.h"

#include "alert/alert.h"
#include "base/text.h"
#include "io/streams.h"
#include "record/scan.h"
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

static content judge(dpm_span raw, bool found, char *text)
{
    size_t bom;
    const encoding e = encoding_detect(raw, &bom);
    const decoded d = decode(e, span_from(raw, bom), raw.len < LOOK_BYTES, text, LOOK_TEXT);
    const dpm_span made = span_of(text, d.made);
    if (layout_detect(made) != LAYOUT_NONE) {
        return CONTENT_LOG;
    }
    return alert_like(made, found) ? CONTENT_ALERT : CONTENT_OTHER;
}

/* As far as it takes to tell, and no further: who writes to a pipe may be slow. */
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
