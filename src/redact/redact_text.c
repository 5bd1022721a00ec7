/* A text with its replacements: it is cut into tokens, and only those that are known to be no names stand as they
 * are. Forms (paths,
 * addresses, users) are looked for only so that what replaces them tells what it was; what no form finds is replaced
 * word by word.
 *
 *     "Task failed for server FS01.contoso.com (10.1.2.3): C:\Temp\x by CONTOSO\anna of Quill Inc."
 *      └ words ───────────┘   └ host           └ address   └ path       └ user         └ name
 */
#include "redact/redact.h"

#include "base/hash.h"
#include "base/number.h"
#include "redact/allowed.h"

/* ---- characters ---- */

static bool is_name(char c)
{
    return ascii_alpha(c) || ascii_digit(c) || c == '-' || c == '_' || (unsigned char)c >= 0x80;
}

static bool ends_path(char c)
{
    return strchr("\"'<>|*?\r\n\t,;]){}=", c) != NULL; /* a NUL too */
}

static char at(dpm_span text, size_t i)
{
    return i < text.len ? text.ptr[i] : '\0';
}

/* ---- forms: how many bytes at the beginning of `s` have it; 0: none ---- */

/* A blank belongs to a path only where a separator follows before the path must end. */
static bool goes_on(dpm_span s, size_t from)
{
    for (size_t i = from; i < s.len && !ends_path(s.ptr[i]) && i < from + 64; i++) {
        if (s.ptr[i] == '\\' || s.ptr[i] == '/') {
            return s.ptr[i] == '\\';
        }
        if (s.ptr[i] == ':' || s.ptr[i] == '(') {
            return false;
        }
    }
    return false;
}

static size_t path_len(dpm_span s)
{
    const bool drive = s.len > 2 && ascii_alpha(s.ptr[0]) && s.ptr[1] == ':' && (s.ptr[2] == '\\' || s.ptr[2] == '/');
    const bool unc =
        s.len > 2 && s.ptr[0] == '\\' && s.ptr[1] == '\\' && (is_name(s.ptr[2]) || s.ptr[2] == '?' || s.ptr[2] == '.');
    size_t i = drive || unc ? 3 : 0;
    const bool volume = unc && s.ptr[2] == '?';
    while (i && i < s.len && (!ends_path(s.ptr[i]) || (volume && strchr("{}", s.ptr[i]) && s.ptr[i]))) {
        if (s.ptr[i] == ' ' && !goes_on(s, i + 1)) {
            break;
        }
        i++;
    }
    while (i > 3 && strchr(".: ", s.ptr[i - 1])) {
        i--;
    }
    return i;
}

static size_t ipv4_len(dpm_span s)
{
    size_t i = 0;
    for (int part = 0; part < 4; part++) {
        uint64_t value = 0;
        const size_t digits = number_decimal(span_head(span_from(s, i), 3), &value);
        if (!digits || value > 255) {
            return 0;
        }
        i += digits;
        if (part < 3 && at(s, i++) != '.') {
            return 0;
        }
    }
    /* 1.2.3.4.5 is a version; so is what a digit follows */
    return ascii_digit(at(s, i)) || (at(s, i) == '.' && ascii_digit(at(s, i + 1))) ? 0 : i;
}

/* IPv6 and MAC: groups of hex digits, four of them at least, or three and an empty one; 12:34:56 is a time. */
static size_t colon_len(dpm_span s, char separator)
{
    size_t i = 0, groups = 0, empty = 0;
    bool pairs = true;
    while (groups <= 8 && empty <= 1) {
        size_t digits = 0;
        while (digits <= 4 && hex_digit(at(s, i + digits)) >= 0) {
            digits++;
        }
        if (digits > 4) {
            return 0;
        }
        groups += digits > 0;
        pairs = pairs && digits == 2;
        i += digits;
        const bool more = at(s, i) == separator && (at(s, i + 1) == separator || hex_digit(at(s, i + 1)) >= 0);
        if (!more) {
            break;
        }
        const bool doubled = at(s, i + 1) == separator;
        empty += doubled;
        i += doubled ? 2 : 1;
    }
    const bool mac = pairs && groups == 6 && !empty,
               six = separator == ':' && (groups == 8 || (groups >= 1 && empty == 1 && hex_digit(at(s, 0)) >= 0));
    return (mac || six) && !is_name(at(s, i)) ? i : 0;
}

/* S-1-5-21-..., S-1-12-1-...: of any authority. */
static size_t sid_len(dpm_span s)
{
    size_t i = span_istarts(s, SPAN("S-1-")) && ascii_digit(at(s, 4)) ? 5 : 0;
    while (i && (ascii_digit(at(s, i)) || (at(s, i) == '-' && ascii_digit(at(s, i + 1))))) {
        i++;
    }
    return i;
}

static size_t name_len(dpm_span s)
{
    size_t i = 0;
    while (i < s.len && is_name(s.ptr[i])) {
        i++;
    }
    return i;
}

/* name.name.name, as long as a domain can be */
static size_t dotted_len(dpm_span s)
{
    s = span_head(s, 256);
    size_t i = name_len(s);
    while (i && at(s, i) == '.' && name_len(span_from(s, i + 1))) {
        i += 1 + name_len(span_from(s, i + 1));
    }
    return i;
}

/* DOMAIN\user, and user+x@domain. */
static size_t user_len(dpm_span s)
{
    size_t name = dotted_len(s);
    while (name && at(s, name) == '+' && dotted_len(span_from(s, name + 1))) {
        name += 1 + dotted_len(span_from(s, name + 1));
    }
    const char separator = at(s, name);
    if (!name || (separator != '\\' && separator != '@')) {
        return 0;
    }
    const size_t more = dotted_len(span_from(s, name + 1));
    return more ? name + 1 + more + (at(s, name + 1 + more) == '$' ? 1 : 0) : 0;
}

/* https://name/path */
static size_t url_len(dpm_span s)
{
    size_t i = 0;
    while (i < 12 && (ascii_alpha(at(s, i)) || at(s, i) == '+')) {
        i++;
    }
    if (i < 2 || !span_starts(span_from(s, i), SPAN("://"))) {
        return 0;
    }
    for (i += 3; i < s.len && !strchr(" \t\r\n\"'<>|", s.ptr[i]) && s.ptr[i]; i++) {
    }
    while (i && strchr(".,;:)]}", s.ptr[i - 1])) {
        i--;
    }
    return i;
}

static size_t guid_len(dpm_span s)
{
    enum { GUID_LEN = 36 };
    uint8_t guid[16];
    return s.len >= GUID_LEN && at(s, 8) == '-' && number_guid(span_head(s, GUID_LEN), guid) && !is_name(at(s, GUID_LEN))
               ? GUID_LEN
               : 0;
}

/* ---- what stands ---- */

/* 1,234  -5  12.5  20:55:45.393  06/01/2016  2016-06-01T20:55:45Z  4.2.1205.0: digits with marks between. An address is no such
 * thing: it was looked for before. */
static size_t figure_len(dpm_span s)
{
    size_t i = 0, marks = 0;
    while (ascii_digit(at(s, i))) {
        i++;
        if (strchr(".,:/-T", at(s, i)) && at(s, i) && ascii_digit(at(s, i + 1))) {
            marks += at(s, i) == '-';
            i++;
        }
    }
    i += i && at(s, i) == 'Z' && i > 8;
    return i && marks <= 2 && !is_name(at(s, i)) ? i : 0;
}

/* 0x800706BA, and 800706BA by itself. */
static size_t code_len(dpm_span s)
{
    const size_t from = at(s, 0) == '0' && (at(s, 1) | 0x20) == 'x' ? 2 : 0;
    size_t i = from;
    while (hex_digit(at(s, i)) >= 0) {
        i++;
    }
    const size_t digits = i - from;
    const bool bare = digits == 8 && (span_starts(s, SPAN("80")) || span_istarts(s, SPAN("C00")));
    return !is_name(at(s, i)) && (from ? digits > 0 && digits <= 16 : bare) ? i : 0;
}

/* "server FS01", "Server: = [FS01]": what follows such a word names a machine. */
static bool names_machine(dpm_span word)
{
    static const char *const words[] = {"server",     "computer",     "machine",     "host",     "node",
                                        "servername", "computername", "machinename", "hostname", "PSServerName"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (span_ieq(word, span_str(words[i]))) {
            return true;
        }
    }
    return false;
}

/* What follows names something of somebody's: if it stands between quotes, it is no word. */
static bool names_thing(dpm_span word)
{
    static const char *const words[] = {"user",  "account",      "database", "vm",      "name",     "share",
                                        "group", "instance",     "mailbox",  "tenant",  "vault",    "domain",
                                        "owner", "subscription", "login",    "catalog", "password", "pwd",
                                        "uid",   "source",       "folder",   "file",    "customer", "id"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (span_ieq(word, span_str(words[i]))) {
            return true;
        }
    }
    return names_machine(word);
}

/* A name of a machine rather than a word of English: it has a digit, or no small letter and three signs at least. */
static bool looks_like_machine(dpm_span word)
{
    bool digit = false, small = false, letter = false;
    for (size_t i = 0; i < word.len; i++) {
        digit |= ascii_digit(word.ptr[i]);
        small |= word.ptr[i] >= 'a' && word.ptr[i] <= 'z';
        letter |= ascii_alpha(word.ptr[i]);
    }
    return letter && word.len <= 63 && (digit || (!small && word.len > 2));
}

/* ---- the text ---- */

typedef struct match {
    size_t len;
    dpm_secret kind;
} match;

/* `inner`: a dot comes before it. `glued`: a letter or digit does. */
static match find_form(dpm_span s, bool inner, bool glued)
{
    size_t len = glued ? 0 : path_len(s);
    if (len || (len = glued ? 0 : url_len(s)) != 0) {
        return (match){len, DPM_SECRET_PATH};
    }
    if ((len = inner ? 0 : ipv4_len(s)) != 0 || (len = colon_len(s, ':')) != 0 || (len = colon_len(s, '-')) != 0) {
        return (match){len, DPM_SECRET_ADDRESS};
    }
    if ((len = sid_len(s)) != 0 || (len = user_len(s)) != 0) {
        return (match){len, DPM_SECRET_USER};
    }
    return (match){guid_len(s), DPM_SECRET_ID};
}

static bool stands(const dpm_redactor *r, dpm_span word)
{
    return (word.len == 1 && ascii_alpha(word.ptr[0])) || allowed_word(&r->allowed, r->seed, word);
}

/* A run of letters, digits, '-' and '_' is made of words and of short numbers only. */
static bool all_stand(const dpm_redactor *r, dpm_span run)
{
    if (stands(r, run)) {
        return true;
    }
    for (size_t i = 0; i < run.len;) {
        size_t end = i;
        bool digits = true;
        for (; end < run.len && run.ptr[end] != '-' && run.ptr[end] != '_'; end++) {
            digits = digits && ascii_digit(run.ptr[end]);
        }
        const dpm_span part = span_of(run.ptr + i, end - i);
        if (part.len && !(digits && part.len <= 4) && !stands(r, part)) {
            return false;
        }
        i = end + 1;
    }
    return true;
}

/* DPMRACurr, DPMRA0: names of logs. */
static bool is_log_name(const dpm_redactor *r, dpm_span run, dpm_span behind)
{
    size_t len = run.len;
    while (len && ascii_digit(run.ptr[len - 1]) && run.len - len < 3) {
        len--;
    }
    len -= len == run.len && span_iends(run, SPAN("Curr")) ? 4 : 0;
    return len && span_istarts(behind, SPAN(".errlog")) && stands(r, span_head(run, len));
}

/* FS01.contoso.com: a machine that is known or looks like one, and at least two labels behind it. */
static size_t host_len(const dpm_redactor *r, dpm_span s)
{
    const size_t len = dotted_len(s), first = name_len(s);
    const dpm_span head = span_head(s, first);
    if (len == first) {
        return 0;
    }
    bool known = secret_host(r, head).len > 0;
    size_t labels = 0, unknown = 0;
    for (size_t i = 0; i < len;) {
        const size_t label = name_len(span_from(s, i));
        labels++;
        unknown += !all_stand(r, span_of(s.ptr + i, label));
        i += label + 1;
    }
    const size_t last = len - 1;
    known |= labels > 2 && unknown > 0 && ascii_alpha(s.ptr[last]) && !all_stand(r, head);
    return known ? len : 0;
}

/* A run that is no form. `after`: it follows a word that announces a machine; `strict`: it is quoted behind one that
 * announces a name. */
static void add_run(dpm_redactor *r, strbuf *out, dpm_span run, dpm_span behind, bool after, bool strict)
{
    const dpm_span known = secret_host(r, run);
    if (known.len) {
        strbuf_add(out, known);
    } else if (!strict && (all_stand(r, run) || is_log_name(r, run, behind))) {
        strbuf_add(out, run);
    } else {
        strbuf_add(out, secret_word(r, after && looks_like_machine(run) ? DPM_SECRET_HOST : DPM_SECRET_NAME, run));
    }
}

static void add_form(dpm_redactor *r, strbuf *out, match m, dpm_span text)
{
    uint8_t guid[16];
    if (m.kind == DPM_SECRET_ID &&
        (r->keep_guids || (number_guid(text, guid) &&
                           hashset_has(&r->tasks, hash_bytes(r->seed, span_of((const char *)guid, sizeof guid)) | 1)))) {
        strbuf_add(out, text);
    } else {
        strbuf_add(out, secret_word(r, m.kind, text));
    }
}

static void learn_task(dpm_redactor *r, dpm_span text)
{
    uint8_t guid[16];
    bool fresh;
    if (r->tasks.count < SECRET_MAX && number_guid(text, guid)) {
        r->failed |= !hashset_add(&r->tasks, hash_bytes(r->seed, span_of((const char *)guid, sizeof guid)) | 1, &fresh);
    }
}

/* What the loop of redact_into knows of what came before. */
typedef struct place {
    bool machine, thing; /* a word that announces one came just before */
    char quote;          /* names are quoted until this sign; 0: none are */
} place;

static void see_sign(place *p, char c)
{
    static const char *const quotes[] = {"''", "\"\"", "[]", "()"};
    if (p->quote) {
        p->quote = c == p->quote || c == '\n' ? '\0' : p->quote;
        return;
    }
    for (size_t i = 0; p->thing && i < sizeof quotes / sizeof *quotes; i++) {
        p->quote = c == quotes[i][0] ? quotes[i][1] : p->quote;
    }
    const bool goes = strchr(" :=[\"'(", c) && c;
    p->machine = p->machine && goes;
    p->thing = p->thing && goes;
}

static size_t standing_len(dpm_span rest, bool glued)
{
    const size_t code = glued ? 0 : code_len(rest);
    return code ? code : glued ? 0 : figure_len(rest);
}

static void replace_into(dpm_redactor *r, strbuf *out, dpm_span text)
{
    place p = {0};
    for (size_t i = 0; i < text.len;) {
        const dpm_span rest = span_from(text, i);
        const char before = i ? text.ptr[i - 1] : ' ';
        const bool inner = before == '.', glued = is_name(before);
        const match m = find_form(rest, inner, glued);
        const size_t figure = m.len ? 0 : standing_len(rest, glued), host = m.len || figure ? 0 : host_len(r, rest);
        const size_t run = m.len || figure || host ? 0 : name_len(rest);
        const dpm_span word = span_head(rest, run);
        if (m.len) {
            add_form(r, out, m, span_head(rest, m.len));
        } else if (figure) {
            strbuf_add(out, span_head(rest, figure));
        } else if (host) {
            strbuf_add(out, secret_word(r, DPM_SECRET_HOST, span_head(rest, host)));
        } else if (run) {
            /* S-1-5-21 and the like can be glued to a word by '_' */
            add_run(r, out, word, span_from(rest, run), p.machine, p.quote != 0);
        } else {
            strbuf_addc(out, rest.ptr[0]);
            see_sign(&p, rest.ptr[0]);
        }
        if (m.len || figure || host || run) {
            p.machine = run && names_machine(word);
            p.thing = run && names_thing(word);
        }
        i += m.len ? m.len : figure ? figure : host ? host : run ? run : 1;
    }
    r->failed |= out->failed;
}

void redact_path(dpm_redactor *r, strbuf *out, dpm_span path)
{
    size_t name = path.len;
    while (name > 0 && path.ptr[name - 1] != '/' && path.ptr[name - 1] != '\\') {
        name--;
    }
    if (name > 1) {
        strbuf_add(out, secret_word(r, DPM_SECRET_PATH, span_head(path, name - 1)));
        strbuf_addc(out, '/');
    }
    replace_into(r, out, span_from(path, name));
}

dpm_span dpm_redact_text(dpm_redactor *r, dpm_span text)
{
    strbuf_clear(&r->text);
    replace_into(r, &r->text, text);
    return strbuf_span(&r->text);
}

dpm_span dpm_redact_path(dpm_redactor *r, dpm_span path)
{
    strbuf_clear(&r->text);
    redact_path(r, &r->text, path);
    return strbuf_span(&r->text);
}

dpm_span redact_hex(dpm_redactor *r, strbuf *out, dpm_span text)
{
    uint64_t ignored;
    if (text.len <= 8 && number_hex(text, &ignored) == text.len) {
        return text;
    }
    strbuf_clear(out);
    replace_into(r, out, text);
    return strbuf_span(out);
}

dpm_span redact_task(dpm_redactor *r, strbuf *out, dpm_span text)
{
    uint8_t guid[16];
    if (number_guid(text, guid)) {
        learn_task(r, text);
        return text;
    }
    strbuf_clear(out);
    replace_into(r, out, text);
    return strbuf_span(out);
}

dpm_event dpm_redact_event(dpm_redactor *r, const dpm_event *event)
{
    dpm_event e = *event;
    dpm_span *const texts[] = {&e.message, &e.process, &e.function, &e.source, &e.object};
    enum { TEXTS = sizeof texts / sizeof *texts };
    _Static_assert(TEXTS + 4 == EVENT_TEXTS, "each text has its buffer");
    for (size_t i = 0; i < EVENT_TEXTS; i++) {
        strbuf_clear(&r->texts[i]);
    }
    if (e.host.len) {
        e.host = secret_word(r, DPM_SECRET_HOST, e.host);
    }
    e.task = redact_task(r, &r->texts[TEXTS], event->task); /* first: the message may name it */
    for (size_t i = 0; i < TEXTS; i++) {
        replace_into(r, &r->texts[i], *texts[i]);
        *texts[i] = strbuf_span(&r->texts[i]);
    }
    e.pid = redact_hex(r, &r->texts[TEXTS + 1], event->pid);
    e.tid = redact_hex(r, &r->texts[TEXTS + 2], event->tid);
    redact_path(r, &r->texts[TEXTS + 3], event->path);
    e.path = strbuf_span(&r->texts[TEXTS + 3]);
    return e;
}
