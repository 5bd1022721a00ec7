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
#include "redact/forms.h"

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

/* What stands before the \ of Snapshot\FS01 is a word, and no domain. */
static size_t user_of(const dpm_redactor *r, dpm_span s)
{
    const size_t name = dotted_len(s);
    return at(s, name) == '\\' && allowed_word(&r->allowed, r->seed, span_head(s, name)) ? 0 : user_len(s);
}

typedef struct match {
    size_t len;
    dpm_secret kind;
} match;

/* `inner`: a dot comes before it. `glued`: a letter or digit does. */
static match find_form(const dpm_redactor *r, dpm_span s, bool inner, bool glued)
{
    size_t len = glued ? 0 : path_len(s);
    if (len || (len = glued ? 0 : url_len(s)) != 0) {
        return (match){len, DPM_SECRET_PATH};
    }
    if ((len = inner ? 0 : ipv4_len(s)) != 0 || (len = colon_len(s, ':')) != 0 || (len = colon_len(s, '-')) != 0) {
        return (match){len, DPM_SECRET_ADDRESS};
    }
    if ((len = sid_len(s)) != 0 || (len = user_of(r, s)) != 0) {
        return (match){len, DPM_SECRET_USER};
    }
    return (match){guid_len(s), DPM_SECRET_ID};
}

static bool stands(const dpm_redactor *r, dpm_span word)
{
    return (word.len == 1 && ascii_alpha(word.ptr[0])) || allowed_word(&r->allowed, r->seed, word);
}

/* Words that machines are named by as well (BACKUP-SERVER, SQL-01) stand together only as sentences and files of ours have them:
 * re-run, DPM_Error_Logs. */
static bool looks_joined(dpm_span run)
{
    size_t at = 0;
    bool small = false, dash = false;
    while (at < run.len && strchr("-_", run.ptr[at])) {
        at++;
    }
    for (size_t i = at; i < run.len; i++) {
        small |= run.ptr[i] >= 'a' && run.ptr[i] <= 'z';
        dash |= run.ptr[i] == '-';
    }
    return at == run.len || (small && (!dash || !(run.ptr[at] >= 'A' && run.ptr[at] <= 'Z')));
}

/* 9-May, as spreadsheets write dates. */
static bool is_day(dpm_span run)
{
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    uint64_t day = 0;
    const size_t digits = number_decimal(span_head(run, 2), &day);
    for (size_t i = 0; i + 3 < sizeof months; i += 3) {
        if (digits && run.len == digits + 4 && run.ptr[digits] == '-' && memcmp(run.ptr + digits + 1, months + i, 3) == 0) {
            return true;
        }
    }
    return false;
}

/* A run of letters, '-' and '_' that is a word, or made of words only. */
static bool all_stand(const dpm_redactor *r, dpm_span run)
{
    if (stands(r, run) || is_day(run)) {
        return true;
    }
    for (size_t i = 0; i < run.len;) {
        size_t end = i;
        for (; end < run.len && run.ptr[end] != '-' && run.ptr[end] != '_'; end++) {
        }
        const dpm_span part = span_of(run.ptr + i, end - i);
        if (part.len && !stands(r, part)) {
            return false;
        }
        i = end + 1;
    }
    return looks_joined(run);
}

/* Where the word at `from` of a name in camel case ends: Get|Disks, C|Vss|Requestor, RPC|Channel. */
static size_t camel_end(dpm_span name, size_t from)
{
    size_t end = from + 1;
    const bool capital = name.ptr[from] >= 'A' && name.ptr[from] <= 'Z';
    while (end < name.len && capital && name.ptr[end] >= 'A' && name.ptr[end] <= 'Z' &&
           !(end + 1 < name.len && name.ptr[end + 1] >= 'a' && name.ptr[end + 1] <= 'z')) {
        end++;
    }
    while (end < name.len && name.ptr[end] >= 'a' && name.ptr[end] <= 'z' && (end > from + 1 ? name.ptr[end - 1] >= 'a' : true)) {
        end++;
    }
    return end;
}

/* GetSnapshotSetState: a function's name is made of words. Only where calls stand: elsewhere it could be a machine's. */
static bool camel_stands(const dpm_redactor *r, dpm_span name)
{
    for (size_t i = 0; i < name.len;) {
        const size_t end = camel_end(name, i);
        if (!stands(r, span_of(name.ptr + i, end - i))) {
            return false;
        }
        i = end;
    }
    return name.len > 0;
}

/* A::B, and X.Y.B( behind Microsoft. or System. */
static bool is_called(const dpm_redactor *r, dpm_span run, dpm_span before, dpm_span behind, bool dotted)
{
    const bool scope = span_iends(before, SPAN("::")) || span_starts(behind, SPAN("::"));
    return (scope || dotted) && camel_stands(r, run);
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

/* What the loop of replace_into knows of what came before. */
typedef struct place {
    bool machine, thing; /* a word that announces one came just before */
    bool dotted;         /* a dotted name goes on that began with Microsoft or System */
    char quote;          /* names are quoted until this sign; 0: none are */
    size_t after_sign;   /* where a sign of East Asian scripts ended last */
} place;

/* What is no word, with what is joined to it by dots and is none either: the rest of a name. */
static size_t name_with_dots(const dpm_redactor *r, dpm_span rest, size_t run)
{
    while (at(rest, run) == '.') {
        const size_t more = name_len(span_from(rest, run + 1));
        if (!more || all_stand(r, span_of(rest.ptr + run + 1, more))) {
            break;
        }
        run += 1 + more;
    }
    return run;
}

/* A run that is no form, `run` bytes at `i`. Returns how many bytes were taken. */
static size_t add_run(dpm_redactor *r, strbuf *out, dpm_span text, size_t i, size_t run, const place *p)
{
    const dpm_span rest = span_from(text, i), word = span_head(rest, run), behind = span_from(rest, run);
    const dpm_span known = secret_host(r, word);
    if (known.len) {
        strbuf_add(out, known);
        return run;
    }
    const bool strict = p->quote || (i > 1 && text.ptr[i - 1] == '\\' && is_name(text.ptr[i - 2]));
    const bool address =
        ascii_digit(word.ptr[run - 1]) && at(rest, run) == '.' && ascii_digit(at(rest, run + 1)); /* glued to a word */
    if (!strict && !address &&
        (all_stand(r, word) || is_log_name(r, word, behind) || is_called(r, word, span_head(text, i), behind, p->dotted))) {
        strbuf_add(out, word);
        return run;
    }
    const size_t len = name_with_dots(r, rest, run);
    strbuf_add(out,
               secret_word(r, p->machine && looks_like_machine(word) ? DPM_SECRET_HOST : DPM_SECRET_NAME, span_head(rest, len)));
    return len;
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

void redact_learn_task(dpm_redactor *r, dpm_span text)
{
    uint8_t guid[16];
    bool fresh;
    if (r->tasks.count < SECRET_MAX && number_guid(text, guid)) {
        r->failed |= !hashset_add(&r->tasks, hash_bytes(r->seed, span_of((const char *)guid, sizeof guid)) | 1, &fresh);
    }
}

static void see_sign(place *p, char c)
{
    static const char *const quotes[] = {"''", "\"\"", "[]", "()"};
    p->dotted = p->dotted && c == '.';
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

/* "ID: 2013", of DPM, whatever comes before: the word stands. */
static size_t id_len(dpm_span rest)
{
    size_t i = span_istarts(rest, SPAN("ID")) ? 2 : 0;
    i += i && at(rest, i) == ':';
    i += i && at(rest, i) == ' ';
    return i > 2 && ascii_digit(at(rest, i)) ? 2 : 0;
}

static size_t standing_len(dpm_span rest, bool glued)
{
    const size_t code = glued ? 0 : code_len(rest), id = glued || code ? 0 : id_len(rest);
    return code ? code : id ? id : glued ? 0 : figure_len(rest);
}

/* A form, a figure, a machine's full name, a run or a sign: whatever is at `i`. Returns how many bytes were taken. */
static size_t add_token(dpm_redactor *r, strbuf *out, dpm_span text, size_t i, place *p)
{
    const dpm_span rest = span_from(text, i);
    const size_t sign = sign_len(rest);
    if (sign) {
        strbuf_add(out, span_head(rest, sign));
        p->after_sign = i + sign;
        p->dotted = false;
        return sign;
    }
    const char before = i && p->after_sign != i ? text.ptr[i - 1] : ' ';
    const bool glued = is_name(before);
    const match m = find_form(r, rest, before == '.', glued);
    const size_t figure = m.len ? 0 : standing_len(rest, glued), host = m.len || figure ? 0 : host_len(r, rest);
    const size_t run = m.len || figure || host || (!glued && rest.ptr[0] == '-') ? 0 : name_len(rest);
    size_t len = m.len ? m.len : figure ? figure : host ? host : 1;
    if (m.len) {
        add_form(r, out, m, span_head(rest, len));
    } else if (figure) {
        strbuf_add(out, span_head(rest, len));
    } else if (host) {
        strbuf_add(out, secret_word(r, DPM_SECRET_HOST, span_head(rest, len)));
        strbuf_add(out, r->in_record ? SPAN(".redacted.invalid") : (dpm_span){0}); /* a full name stays one */
    } else if (run) {
        len = add_run(r, out, text, i, run, p);
    } else {
        strbuf_addc(out, rest.ptr[0]);
        see_sign(p, rest.ptr[0]);
        return len;
    }
    const dpm_span word = span_head(rest, run);
    p->machine = run && names_machine(word);
    p->thing = run && names_thing(word);
    p->dotted =
        run && (p->dotted || ((span_eq(word, SPAN("Microsoft")) || span_eq(word, SPAN("System"))) && at(rest, run) == '.'));
    return len;
}

void redact_into(dpm_redactor *r, strbuf *out, dpm_span text)
{
    place p = {0};
    for (size_t i = 0; i < text.len;) {
        i += add_token(r, out, text, i, &p);
    }
    r->failed |= out->failed;
}

/* [000000001A12E3F0]: the address of an object names nothing. */
void redact_object(dpm_redactor *r, strbuf *out, dpm_span text)
{
    enum { ADDRESS = 16 };
    uint64_t ignored;
    if (text.len == ADDRESS + 2 && text.ptr[0] == '[' && text.ptr[text.len - 1] == ']' &&
        number_hex(span_of(text.ptr + 1, ADDRESS), &ignored) == ADDRESS) {
        strbuf_add(out, text);
    } else {
        redact_into(r, out, text);
    }
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
    redact_into(r, out, span_from(path, name));
}

void dpm_redactor_learn(dpm_redactor *r, const dpm_event *event)
{
    dpm_redactor_learn_host(r, event->host);
    redact_learn_task(r, event->task);
}

dpm_span dpm_redact_text(dpm_redactor *r, dpm_span text)
{
    strbuf_clear(&r->text);
    redact_into(r, &r->text, text);
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
    redact_into(r, out, text);
    return strbuf_span(out);
}

dpm_span redact_task(dpm_redactor *r, strbuf *out, dpm_span text)
{
    uint8_t guid[16];
    if (number_guid(text, guid)) {
        redact_learn_task(r, text);
        return text;
    }
    strbuf_clear(out);
    redact_into(r, out, text);
    return strbuf_span(out);
}

dpm_event dpm_redact_event(dpm_redactor *r, const dpm_event *event)
{
    dpm_event e = *event;
    dpm_span *const texts[] = {&e.message, &e.process, &e.function, &e.source, &e.phase};
    enum { TEXTS = sizeof texts / sizeof *texts };
    _Static_assert(TEXTS + 6 == EVENT_TEXTS, "each text has its buffer");
    for (size_t i = 0; i < EVENT_TEXTS; i++) {
        strbuf_clear(&r->texts[i]);
    }
    if (e.host.len) {
        e.host = secret_word(r, DPM_SECRET_HOST, e.host);
    }
    e.task = redact_task(r, &r->texts[TEXTS], event->task); /* first: the message may name it */
    for (size_t i = 0; i < TEXTS; i++) {
        redact_into(r, &r->texts[i], *texts[i]);
        *texts[i] = strbuf_span(&r->texts[i]);
    }
    e.pid = redact_hex(r, &r->texts[TEXTS + 1], event->pid);
    e.tid = redact_hex(r, &r->texts[TEXTS + 2], event->tid);
    redact_path(r, &r->texts[TEXTS + 3], event->path);
    e.path = strbuf_span(&r->texts[TEXTS + 3]);
    e.module = redact_hex(r, &r->texts[TEXTS + 4], event->module);
    redact_object(r, &r->texts[TEXTS + 5], event->object);
    e.object = strbuf_span(&r->texts[TEXTS + 5]);
    e.record = (dpm_span){0};
    return e;
}
