/* Failures stated by names: exceptions, states of writers, labels of HRESULTs. */
#include "record/statement.h"
#include "base/number.h"
#include "base/text.h"

const dpm_span statement_literals[STATEMENT_LITERALS] = {SPAN_INIT("Exception"),
                                                         SPAN_INIT("VSS_WS_FAILED"),
                                                         SPAN_INIT(": [6"),
                                                         SPAN_INIT(": [7"),
                                                         SPAN_INIT(": [8"),
                                                         SPAN_INIT(": [9"),
                                                         SPAN_INIT(": [1"),
                                                         SPAN_INIT("ID 1"),
                                                         SPAN_INIT("ID 2"),
                                                         SPAN_INIT("ID 3"),
                                                         SPAN_INIT("ID 4"),
                                                         SPAN_INIT("ID 5"),
                                                         SPAN_INIT("ID 6"),
                                                         SPAN_INIT("ID 7"),
                                                         SPAN_INIT("ID 8"),
                                                         SPAN_INIT("ID 9"),
                                                         SPAN_INIT("Error 1"),
                                                         SPAN_INIT("Error 2"),
                                                         SPAN_INIT("Error 3"),
                                                         SPAN_INIT("Error 4"),
                                                         SPAN_INIT("Error 5"),
                                                         SPAN_INIT("Error 6"),
                                                         SPAN_INIT("Error 7"),
                                                         SPAN_INIT("Error 8"),
                                                         SPAN_INIT("Error 9"),
                                                         SPAN_INIT("(ID:"),
                                                         SPAN_INIT("ID :"),
                                                         SPAN_INIT("ID\xC2\xA0"),
                                                         SPAN_INIT("ID\xEF\xBC"),
                                                         SPAN_INIT("\x88"
                                                                   "ID:"),
                                                         SPAN_INIT("\tID:"),
                                                         SPAN_INIT("ErrorCode=\""),
                                                         SPAN_INIT("r [0x"),
                                                         SPAN_INIT("Failed: Hr: = [0x"),
                                                         SPAN_INIT("ode: 0x8")};

static bool name_byte(char c)
{
    return ascii_alpha(c) || ascii_digit(c) || c == '_' || c == '.' || c == '+' || c == '`';
}

static bool follows(dpm_span s, size_t at, dpm_span word)
{
    const dpm_span before = span_trim(span_head(s, at));
    return span_iends(before, word);
}

/* Namespace.Type of the exception whose "Exception" begins at `at`; empty where it is no type that was thrown. */
static dpm_span exception_at(dpm_span s, size_t at, bool strict)
{
    static const dpm_span word = {"Exception", 9};
    enum { LONGEST = 256 };
    const size_t end = at + word.len;
    size_t from = at;
    while (from && at - from < LONGEST && name_byte(s.ptr[from - 1])) {
        from--;
    }
    const dpm_span name = span_of(s.ptr + from, end - from), rest = span_from(s, end);
    const char next = rest.len ? rest.ptr[0] : '\0';
    if (from == at || !ascii_alpha(name.ptr[0]) || name_byte(next)) {
        return (dpm_span){0};
    }
    const bool dotted = span_find(name, SPAN(".")) != SIZE_MAX;
    const bool told = next == ':' || span_starts(rest, SPAN(" (0x")) || follows(s, from, SPAN("xception:")) ||
                      follows(s, from, SPAN("xception: ="));
    const bool upper = name.ptr[0] >= 'A' && name.ptr[0] <= 'Z';
    return (told && upper) || (dotted && !strict && !follows(s, from, SPAN(" at"))) ? name : (dpm_span){0};
}

/* Exceptions around others, which say more. */
static bool only_wraps(dpm_span name)
{
    return span_iends(name, SPAN("AggregateException")) || span_iends(name, SPAN("TargetInvocationException"));
}

dpm_span statement_exception(dpm_span message, bool strict)
{
    static const dpm_span word = {"Exception", 9};
    dpm_span first = {0};
    size_t at = 0;
    for (size_t hit; (hit = span_find(span_from(message, at), word)) != SIZE_MAX; at += hit + word.len) {
        const dpm_span name = exception_at(message, at + hit, strict);
        if (name.len && !only_wraps(name)) {
            return name;
        }
        first = first.len ? first : name;
    }
    return first;
}

dpm_span statement_error_name(dpm_span message)
{
    static const dpm_span head = {"Exception: [ErrorCode:", 22};
    const size_t at = span_find(message, head);
    const dpm_span name = at == SIZE_MAX ? (dpm_span){0} : span_from(message, at + head.len);
    size_t len = 0;
    while (len < name.len && name_byte(name.ptr[len])) {
        len++;
    }
    return span_head(name, len);
}

/* States 6 to 15 of VSS_WRITER_STATE are failures. */
static bool failed_state(dpm_span s)
{
    uint64_t state = 0;
    const size_t len = number_decimal(span_head(s, 2), &state);
    return len && len < s.len && s.ptr[len] == ']' && state >= 6 && state <= 15;
}

/* By the word in some languages, or by the name of one that has not the word in it. */
static bool names_writer(dpm_span message)
{
    static const dpm_span words[] = {SPAN_INIT("riter"),
                                     SPAN_INIT("erfasser"),
                                     SPAN_INIT("\xC3\xA9"
                                               "dacteur"),
                                     SPAN_INIT("scritor"),
                                     SPAN_INIT("\xE3\x83\xA9\xE3\x82\xA4\xE3\x82\xBF\xE3\x83\xBC"),
                                     SPAN_INIT("NTDS"),
                                     SPAN_INIT("TermServLicensing")};
    bool found = false;
    for (size_t i = 0; i < sizeof words / sizeof words[0] && !found; i++) {
        found = span_find(message, words[i]) != SIZE_MAX;
    }
    return found;
}

/* What vssadmin calls the state, in some languages: a number in brackets after something else may count anything. */
static bool names_state(dpm_span before)
{
    static const dpm_span words[] = {SPAN_INIT("tate"),
                                     SPAN_INIT("tatus"),
                                     SPAN_INIT("tat"),
                                     SPAN_INIT("stado"),
                                     SPAN_INIT("tato"),
                                     SPAN_INIT("\xE7\x8A\xB6\xE6\x85\x8B"), /* Japanese */
                                     SPAN_INIT("\xE7\x8A\xB6\xE6\x80\x81"), /* Chinese */
                                     SPAN_INIT("\xEC\x83\x81\xED\x83\x9C"), /* Korean */
                                     SPAN_INIT("\xD0\xBE\xD1\x81\xD1\x82\xD0\xBE\xD1\x8F\xD0\xBD\xD0\xB8\xD0\xB5")}; /* Russian */
    dpm_span word = span_trim(before);
    if (span_iends(word, SPAN("\xC2\xA0"))) { /* the blank before a French colon */
        word = span_head(word, word.len - 2);
    }
    bool found = false;
    for (size_t i = 0; i < sizeof words / sizeof words[0] && !found; i++) {
        found = span_iends(word, words[i]);
    }
    return found;
}

bool statement_writer(dpm_span message, bool strict)
{
    if (span_find(message, SPAN("VSS_WS_FAILED")) != SIZE_MAX) {
        return true;
    }
    static const dpm_span label = {": [", 3};
    const bool writer = names_writer(message);
    size_t at = 0;
    for (size_t hit; writer && (hit = span_find(span_from(message, at), label)) != SIZE_MAX; at += hit + label.len) {
        if (failed_state(span_from(message, at + hit + label.len)) && (!strict || names_state(span_head(message, at + hit)))) {
            return true;
        }
    }
    return false;
}

bool statement_on_line(dpm_span message)
{
    bool begins = false;
    for (cut c = span_cut(message, '\n'); c.found && !begins; c = span_cut(c.tail, '\n')) {
        size_t at = 0;
        while (at < c.tail.len && (c.tail.ptr[at] == ' ' || c.tail.ptr[at] == '\t')) {
            at++;
        }
        begins = statement_begins(c.tail.ptr + at, c.tail.len - at);
    }
    return begins;
}

bool statement_call_failed(dpm_span message)
{
    static const dpm_span labels[] = {SPAN_INIT("Failed: Hr: = [0x8"), SPAN_INIT("Failed: Hr: = [0xC"),
                                      SPAN_INIT("rror code: 0x8")};
    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++) {
        if (span_find(message, labels[i]) != SIZE_MAX) {
            return true;
        }
    }
    return false;
}
