/* A text with its replacements: it is cut into tokens, and each is looked at by those who know a form.
 *
 *     "Task failed for server FS01.contoso.com (10.1.2.3): C:\Temp\x by CONTOSO\anna"
 *                             └ host           └ address   └ path       └ user
 */
#include "redact/redact.h"

#include "base/number.h"

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
    const bool mac = pairs && groups == 6 && !empty, six = separator == ':' && (groups == 8 || (groups >= 3 && empty == 1));
    return (mac || six) && !is_name(at(s, i)) ? i : 0;
}

static size_t sid_len(dpm_span s)
{
    size_t i = span_starts(s, SPAN("S-1-5-21-")) ? 9 : 0;
    while (i && (ascii_digit(at(s, i)) || at(s, i) == '-')) {
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

/* Names of code have dots too: only what ends like a domain is one. */
static bool is_domain(dpm_span dotted)
{
    static const char *const ends[] = {
        ".com",     ".net", ".org",         ".local", ".lan",  ".corp",    ".internal", ".intra", ".intern", ".priv",
        ".private", ".loc", ".localdomain", ".home",  ".test", ".example", ".edu",      ".gov",   ".mil",    ".info",
        ".biz",     ".de",  ".at",          ".ch",    ".fr",   ".uk",      ".us",       ".eu",    ".nl",     ".be",
        ".it",      ".es",  ".pl",          ".se",    ".no",   ".dk",      ".fi",       ".ca",    ".au",     ".nz",
        ".jp",      ".cn",  ".in",          ".br",    ".cz",   ".ru",      ".pt",       ".ie",    ".hu",     ".ro",
        ".gr",      ".tr",  ".za",          ".kr",    ".sg",   ".hk",      ".mx"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        if (span_iends(dotted, span_str(ends[i]))) {
            return true;
        }
    }
    return false;
}

/* DOMAIN\user, and user@domain. */
static size_t user_len(dpm_span s)
{
    const size_t name = dotted_len(s);
    const char separator = at(s, name);
    if (!name || (separator != '\\' && separator != '@')) {
        return 0;
    }
    const size_t more = dotted_len(span_from(s, name + 1));
    return more ? name + 1 + more + (at(s, name + 1 + more) == '$' ? 1 : 0) : 0;
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

/* `inner`: a dot stands before it. */
static match find_form(dpm_span s, bool inner)
{
    size_t len = path_len(s);
    if (len) {
        return (match){len, DPM_SECRET_PATH};
    }
    if ((len = inner ? 0 : ipv4_len(s)) != 0 || (len = colon_len(s, ':')) != 0 || (len = colon_len(s, '-')) != 0) {
        return (match){len, DPM_SECRET_ADDRESS};
    }
    if ((len = sid_len(s)) != 0 || (len = user_len(s)) != 0) {
        return (match){len, DPM_SECRET_USER};
    }
    len = dotted_len(s);
    return len > name_len(s) && is_domain(span_head(s, len)) ? (match){len, DPM_SECRET_HOST} : (match){0, DPM_SECRET_HOST};
}

/* A word that is no form: known as a host, or after a word that says that it is one. */
static void add_word(dpm_redactor *r, strbuf *out, dpm_span word, bool after)
{
    const dpm_span known = secret_host(r, word);
    strbuf_add(out, known.len ? known : after && looks_like_machine(word) ? secret_word(r, DPM_SECRET_HOST, word) : word);
}

static void replace_into(dpm_redactor *r, strbuf *out, dpm_span text)
{
    bool after = false; /* a word that announces a machine came just before */
    for (size_t i = 0; i < text.len;) {
        const dpm_span rest = span_from(text, i);
        const match m = find_form(rest, i > 0 && text.ptr[i - 1] == '.');
        const size_t word = m.len ? 0 : name_len(rest);
        if (m.len) {
            strbuf_add(out, secret_word(r, m.kind, span_head(rest, m.len)));
            after = false;
        } else if (word) {
            add_word(r, out, span_head(rest, word), after);
            after = names_machine(span_head(rest, word));
        } else {
            strbuf_addc(out, rest.ptr[0]);
            after = after && strchr(" :=[\"'", rest.ptr[0]) && rest.ptr[0];
        }
        i += m.len ? m.len : word ? word : 1;
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

dpm_event dpm_redact_event(dpm_redactor *r, const dpm_event *event)
{
    dpm_event e = *event;
    for (size_t i = 0; i < EVENT_TEXTS; i++) {
        strbuf_clear(&r->texts[i]);
    }
    if (e.host.len) {
        e.host = secret_word(r, DPM_SECRET_HOST, e.host);
    }
    redact_path(r, &r->texts[0], event->path);
    e.path = strbuf_span(&r->texts[0]);
    replace_into(r, &r->texts[1], event->message);
    e.message = strbuf_span(&r->texts[1]);
    replace_into(r, &r->texts[2], event->process); /* a log of another name gives it as it is */
    e.process = strbuf_span(&r->texts[2]);
    replace_into(r, &r->texts[3], event->function);
    e.function = strbuf_span(&r->texts[3]);
    return e;
}
