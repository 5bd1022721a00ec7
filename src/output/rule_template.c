/* A draft of a rule for a signature that no rule explains: a whole rule file, which loads as it is. What only a person can say of
 * it - title, class, cause - is left to be filled in. Every condition is checked against the sample that the draft carries. */
#include "output/sink.h"

#include "base/hash.h"
#include "base/strbuf.h"
#include "base/text.h"

#include <stdio.h>

enum { TITLE_MAX = 90, LITERAL_LEAST = 4, LITERAL_MAX = 80 };

/* The form in which most failures are traced: it tells none from another. */
static const dpm_span COMMON = SPAN_INIT("Failed: Hr: = [");

static bool plain(char c)
{
    return c >= 0x20 && c < 0x7F;
}

/* Inside double quotes. What is no plain ASCII is not worth an escape: no condition looks at it. */
static void add_quoted(strbuf *out, dpm_span text)
{
    for (size_t i = 0; i < text.len; i++) {
        const char c = text.ptr[i];
        if (c == '"' || c == '\\') {
            strbuf_addc(out, '\\');
            strbuf_addc(out, c);
        } else if (c == '\t' || c == '\n') {
            strbuf_adds(out, c == '\t' ? "\\t" : "\\n");
        } else {
            strbuf_addc(out, plain(c) ? c : '?');
        }
    }
}

/* Inside single quotes. */
static void add_single(strbuf *out, dpm_span text)
{
    for (size_t i = 0; i < text.len; i++) {
        strbuf_addc(out, text.ptr[i]);
        if (text.ptr[i] == '\'') {
            strbuf_addc(out, '\'');
        }
    }
}

/* draft.catalog-1a2b3c4d */
static void add_id(strbuf *out, const dpm_unknown *u)
{
    const dpm_span file = span_cut(u->source, '.').head;
    strbuf_adds(out, "draft.");
    for (size_t i = 0; i < file.len && i < 40; i++) {
        const char c = ascii_lower(file.ptr[i]);
        if (ascii_alpha(c) || ascii_digit(c)) {
            strbuf_addc(out, c);
        }
    }
    strbuf_addf(out, "-%08x", (unsigned)(hash_bytes(0, u->signature) & 0xFFFFFFFF));
}

/* file.cpp(123), as the rule language wants it */
static bool good_source(dpm_span source)
{
    const cut c = span_cut(source, '(');
    if (!c.found || c.head.len == 0 || c.tail.len < 2 || c.tail.len > 9 || c.tail.ptr[0] == '0' ||
        c.tail.ptr[c.tail.len - 1] != ')') {
        return false;
    }
    for (size_t i = 0; i + 1 < c.tail.len; i++) {
        if (!ascii_digit(c.tail.ptr[i])) {
            return false;
        }
    }
    for (size_t i = 0; i < c.head.len; i++) {
        if (!plain(c.head.ptr[i])) {
            return false;
        }
    }
    return true;
}

static bool good_process(dpm_span process)
{
    for (size_t i = 0; i < process.len; i++) {
        const char c = process.ptr[i];
        if (!ascii_alpha(c) && !ascii_digit(c) && c != '-' && c != '_' && c != '.') {
            return false;
        }
    }
    return process.len > 0;
}

/* The sample states the code in hex; its text may be cut before it. */
static bool states_code(const dpm_unknown *u)
{
    char lower[16], upper[16];
    snprintf(lower, sizeof lower, "0x%08x", (unsigned)u->code);
    snprintf(upper, sizeof upper, "0x%08X", (unsigned)u->code);
    return u->code >> 31 &&
           (span_find(u->sample, span_str(lower)) != SIZE_MAX || span_find(u->sample, span_str(upper)) != SIZE_MAX);
}

/* The bytes of the masked message that stay the same: up to a number, a placeholder, or what is no plain ASCII. */
static dpm_span constant_part(dpm_span *rest)
{
    static const char *const placeholders[] = {"<guid>", "<hex>", "<path>", "<host>"};
    size_t len = 0;
    while (len < rest->len && plain(rest->ptr[len]) && rest->ptr[len] != '#' && !ascii_digit(rest->ptr[len])) {
        const dpm_span from = span_from(*rest, len);
        size_t skip = 0;
        for (size_t i = 0; i < sizeof placeholders / sizeof *placeholders; i++) {
            skip = span_starts(from, span_str(placeholders[i])) ? strlen(placeholders[i]) : skip;
        }
        if (skip) {
            const dpm_span part = span_head(*rest, len);
            *rest = span_from(*rest, len + skip);
            return part;
        }
        len++;
    }
    const dpm_span part = span_head(*rest, len);
    *rest = span_from(*rest, len + 1);
    return part;
}

/* The longest part that says something; empty: there is none. */
static dpm_span find_literal(const dpm_unknown *u)
{
    dpm_span best = {0}, rest = u->masked;
    while (rest.len) {
        const dpm_span part = span_head(span_trim(constant_part(&rest)), LITERAL_MAX);
        const bool fits = part.len >= LITERAL_LEAST && span_find(u->sample, part) != SIZE_MAX;
        const bool common = span_starts(COMMON, part), best_common = best.len && span_starts(COMMON, best);
        if (fits && (best.len == 0 || (best_common && !common) || (part.len > best.len && common == best_common))) {
            best = part;
        }
    }
    return best;
}

static void add_when(strbuf *out, const dpm_unknown *u)
{
    const dpm_span literal = find_literal(u);
    strbuf_addf(out, "    when:\n      level: %s\n", dpm_level_name(u->level));
    if (good_process(u->process)) {
        strbuf_adds(out, "      process: '");
        strbuf_add(out, u->process);
        strbuf_adds(out, "'\n");
    }
    if (good_source(u->source)) {
        strbuf_adds(out, "      source: '");
        add_single(out, u->source);
        strbuf_adds(out, "' # without (line) it holds for all versions\n");
    }
    if (!states_code(u) && !literal.len) {
        return;
    }
    strbuf_adds(out, "      all:\n");
    if (states_code(u)) {
        strbuf_addf(out, "        - code: 0x%08X\n", (unsigned)u->code);
    }
    if (literal.len) {
        strbuf_adds(out, "        - literal: '");
        add_single(out, literal);
        strbuf_adds(out, "'\n");
    }
}

/* The record as a line, at the level that it had or at another. */
static void add_line(strbuf *out, const dpm_unknown *u, const char *level)
{
    strbuf_adds(out, "        - line: \"0AB0\\t0E6C\\t01/01\\t00:00:00.000\\t00\\t");
    add_quoted(out, u->source);
    strbuf_addf(out, "\\t\\t\\t%s\\t", level);
    add_quoted(out, u->sample);
    strbuf_adds(out, "\"\n");
}

dpm_status dpm_unknown_write_rule(const dpm_unknown *unknown, dpm_write_fn write, void *context)
{
    const dpm_span title = span_head_utf8(unknown->masked, TITLE_MAX);
    strbuf out = {0};
    strbuf_adds(&out, "# A draft: give it a title and a class, and name it in a cause (docs/rules.md).\n"
                      "schema: 1\nrules:\n  - id: ");
    add_id(&out, unknown);
    strbuf_adds(&out, "\n    title: \"");
    add_quoted(&out, span_trim(title).len ? title : SPAN("A failure that no rule explains"));
    strbuf_adds(&out, "\"\n    class: ");
    strbuf_adds(&out, states_code(unknown) ? "from-code\n" : "other\n");
    add_when(&out, unknown);
    strbuf_adds(&out, "    samples:\n      match:\n");
    add_line(&out, unknown, unknown->level == DPM_LEVEL_OTHER ? "ERROR" : dpm_level_name(unknown->level));
    strbuf_adds(&out, "          origin: a log of this site\n      miss:\n");
    /* what states a failure is judged as a WARNING at the level NORMAL, too */
    add_line(&out, unknown, unknown->level == DPM_LEVEL_OTHER ? "CRITICAL" : "ACTIVITY");
    const dpm_status status = strbuf_hand(&out, write, context);
    strbuf_free(&out);
    return status;
}
