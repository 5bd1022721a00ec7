/* The words for jobs: the kind, then "of" or "for" and the data source, then "on" or "for server" and a machine. */
#include "correlate/job_text.h"

#include "base/swar.h"

enum { LOOKED_AT = 1024, SOURCE_LEN_MAX = 200 };

typedef struct job_phrase {
    dpm_job_kind kind;
    dpm_span words; /* in lower case */
} job_phrase;

/* Of phrases that begin at one place the first counts: longer ones come before what they begin with. */
static const job_phrase phrases[] = {
    {DPM_JOB_CONSISTENCY_CHECK, SPAN_INIT("synchronization with consistency check")},
    {DPM_JOB_CONSISTENCY_CHECK, SPAN_INIT("consistency check")},
    {DPM_JOB_SYNCHRONIZATION, SPAN_INIT("synchronization")},
    {DPM_JOB_SYNCHRONIZATION, SPAN_INIT("synchronisation")},
    {DPM_JOB_ONLINE, SPAN_INIT("online recovery point")},
    {DPM_JOB_RECOVERY_POINT, SPAN_INIT("recovery point")},
    {DPM_JOB_RECOVERY_POINT, SPAN_INIT("express full backup")},
    {DPM_JOB_REPLICA_CREATION, SPAN_INIT("replica creation")},
    {DPM_JOB_REPLICA_CREATION, SPAN_INIT("initial replication")},
    {DPM_JOB_REPLICA_CREATION, SPAN_INIT("creation of the replica")},
    {DPM_JOB_TAPE, SPAN_INIT("backup to tape")},
    {DPM_JOB_TAPE, SPAN_INIT("tape backup")},
    {DPM_JOB_RECOVERY, SPAN_INIT("recovery job")},
    {DPM_JOB_UNKNOWN, SPAN_INIT("replica of")},
};

/* Words that a command names its work with. */
static const job_phrase verbs[] = {
    {DPM_JOB_SYNCHRONIZATION, SPAN_INIT("Sync")},
    {DPM_JOB_CONSISTENCY_CHECK, SPAN_INIT("Validat")},
    {DPM_JOB_CONSISTENCY_CHECK, SPAN_INIT("Consisten")},
    {DPM_JOB_RECOVERY_POINT, SPAN_INIT("ShadowCopy")},
    {DPM_JOB_RECOVERY_POINT, SPAN_INIT("RecoveryPoint")},
    {DPM_JOB_REPLICA_CREATION, SPAN_INIT("Initial")},
    {DPM_JOB_RECOVERY, SPAN_INIT("Recover")},
    {DPM_JOB_RECOVERY, SPAN_INIT("Restore")},
    {DPM_JOB_TAPE, SPAN_INIT("Tape")},
};

/* Eight bytes from `at` on are the same. */
static bool same_lower(dpm_span s, dpm_span lower, size_t at)
{
    return wide_lower(wide_load(s.ptr + at)) == wide_load(lower.ptr + at);
}

static bool lower_starts(dpm_span s, dpm_span lower)
{
    enum { WIDE = sizeof(uint64_t) };
    size_t at = 0;
    bool same = s.len >= lower.len;
    for (; same && at + WIDE <= lower.len; at += WIDE) {
        same = same_lower(s, lower, at);
    }
    if (lower.len >= WIDE) {
        return same && same_lower(s, lower, lower.len - WIDE);
    }
    for (; same && at < lower.len; at++) {
        same = ascii_lower(s.ptr[at]) == lower.ptr[at];
    }
    return same;
}

static const job_phrase *phrase_at(dpm_span s)
{
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++) {
        if (ascii_lower(*s.ptr) == *phrases[i].words.ptr && lower_starts(s, phrases[i].words)) {
            return &phrases[i];
        }
    }
    return NULL;
}

/* A phrase begins with these two bytes, in either case: most words are told by them. */
static bool may_begin(char first, char second)
{
    const char next = ascii_lower(second);
    switch (ascii_lower(first)) {
    case 'b':
    case 't': return next == 'a';
    case 'c': return next == 'o' || next == 'r';
    case 'e': return next == 'x';
    case 'i':
    case 'o': return next == 'n';
    case 'r': return next == 'e';
    case 's': return next == 'y';
    default: return false;
    }
}

/* Of eight bytes the high bits of those that are letters or digits. */
static uint64_t word_bytes(uint64_t c)
{
    const uint64_t low = c & wide_all(0x7F), folded = low | wide_all(0x20);
    const uint64_t digit = (low + wide_all(0x80 - '0')) & ~(low + wide_all(0x80 - '9' - 1));
    const uint64_t letter = (folded + wide_all(0x80 - 'a')) & ~(folded + wide_all(0x80 - 'z' - 1));
    return wide_high((digit | letter) & ~c);
}

/* Phrases begin where a word does: words are found by eight bytes at a time. */
static const job_phrase *find_phrase(dpm_span s, size_t *behind)
{
    enum { WIDE = sizeof(uint64_t), LAST = 8 * (WIDE - 1) };
    const job_phrase *found = NULL;
    uint64_t before = 0; /* the byte before is part of a word */
    for (size_t at = 0; at < s.len && !found; at += WIDE) {
        char rest[WIDE] = {0};
        const bool whole = s.len - at >= WIDE;
        if (!whole) {
            memcpy(rest, s.ptr + at, s.len - at);
        }
        const uint64_t word = word_bytes(wide_load(whole ? s.ptr + at : rest));
        uint64_t begins = word & ~(word << 8 | before);
        before = word >> LAST;
        for (; begins && !found; begins &= begins - 1) {
            const size_t from = at + (size_t)__builtin_ctzll(begins) / 8;
            found = from + 1 < s.len && may_begin(s.ptr[from], s.ptr[from + 1]) ? phrase_at(span_from(s, from)) : NULL;
            *behind = found ? from + found->words.len : 0;
        }
    }
    return found;
}

/* Without its first word, where that is one of these. */
static dpm_span skip_words(dpm_span s, const dpm_span *words, size_t count)
{
    for (bool more = true; more;) {
        more = false;
        s = span_trim(s);
        for (size_t i = 0; i < count && !more; i++) {
            more = lower_starts(s, words[i]);
            s = more ? span_from(s, words[i].len) : s;
        }
    }
    return s;
}

/* One of the words that stand behind the name of a data source; the blank before it is passed. */
static bool ends_source(dpm_span s)
{
    static const dpm_span words[] = {
        SPAN_INIT("for server "), SPAN_INIT("on server "), SPAN_INIT("on computer "), SPAN_INIT("on "),    SPAN_INIT("started"),
        SPAN_INIT("finished"),    SPAN_INIT("finsihed"),   SPAN_INIT("failed"),       SPAN_INIT("has "),   SPAN_INIT("have "),
        SPAN_INIT("is "),         SPAN_INIT("was "),       SPAN_INIT("could not"),    SPAN_INIT("| "),     SPAN_INIT("(ID"),
        SPAN_INIT("succeeded"),   SPAN_INIT("Succeeded"),  SPAN_INIT("that "),        SPAN_INIT("cannot"),
    };
    bool ends = false;
    for (size_t i = 0; s.len && i < sizeof words / sizeof *words && !ends; i++) {
        ends = s.ptr[0] == words[i].ptr[0] && span_starts(s, words[i]);
    }
    return ends;
}

/* Where the name of a data source ends. */
static size_t source_end(dpm_span s)
{
    static const bool may_end[256] = {[' '] = true, ['.'] = true, [','] = true, [':'] = true, ['\n'] = true, ['\r'] = true};
    for (size_t at = 0; at < s.len; at++) {
        const char c = s.ptr[at];
        if (!may_end[(unsigned char)c]) {
            continue;
        }
        const bool line = c == '\n' || c == '\r', blank = at + 1 < s.len && s.ptr[at + 1] == ' ';
        if (line || (c == ' ' ? ends_source(span_from(s, at + 1)) : blank)) {
            return at;
        }
    }
    return s.len && s.ptr[s.len - 1] == '.' ? s.len - 1 : s.len;
}

static bool ends_server(char c)
{
    switch (c) {
    case '\0':
    case ' ':
    case '\t':
    case '\r':
    case '\n':
    case ',':
    case ';':
    case ':':
    case '(':
    case ')':
    case '[':
    case ']':
    case '{':
    case '}':
    case '|':
    case '"':
    case '\'': return true;
    default: return false;
    }
}

static dpm_span read_server(dpm_span s)
{
    static const dpm_span before[] = {SPAN_INIT("for server "), SPAN_INIT("on server "), SPAN_INIT("on computer "),
                                      SPAN_INIT("on ")};
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        if (span_starts(s, before[i])) {
            const dpm_span rest = span_from(s, before[i].len);
            size_t len = 0;
            while (len < rest.len && !ends_server(rest.ptr[len])) {
                len++;
            }
            len -= len && rest.ptr[len - 1] == '.';
            return span_head(rest, len);
        }
    }
    return (dpm_span){0};
}

/* "jobs for Volume E:\ on FS01 have failed": what follows the name of the kind. */
static void read_object(dpm_span rest, bool of_read, job_words *out)
{
    static const dpm_span fillers[] = {SPAN_INIT("jobs "), SPAN_INIT("job "), SPAN_INIT("creation ")};
    static const dpm_span links[] = {SPAN_INIT("of "), SPAN_INIT("for ")};
    static const dpm_span kinds[] = {SPAN_INIT("volume "), SPAN_INIT("the ")};
    rest = skip_words(rest, fillers, sizeof fillers / sizeof *fillers);
    const dpm_span linked = skip_words(rest, links, sizeof links / sizeof *links);
    if (linked.len == rest.len && !of_read) {
        return;
    }
    if (lower_starts(linked, SPAN("server "))) {
        out->server = read_server(rest);
        return;
    }
    const dpm_span named = skip_words(linked, kinds, sizeof kinds / sizeof *kinds);
    const size_t end = source_end(named);
    if (end && end <= SOURCE_LEN_MAX) {
        out->source = span_trim(span_head(named, end));
    }
    out->server = read_server(span_trim(span_from(named, end)));
}

/* The value of "Name: = value," or "Name: = [value]". */
static dpm_span parameter(dpm_span s, dpm_span name)
{
    const size_t at = span_find(s, name);
    if (at == SIZE_MAX) {
        return (dpm_span){0};
    }
    dpm_span rest = span_trim(span_from(s, at + name.len));
    rest = rest.len && rest.ptr[0] == '[' ? span_from(rest, 1) : rest;
    size_t len = 0;
    while (len < rest.len && !strchr(",]}\r\n", rest.ptr[len])) {
        len++;
    }
    return span_trim(span_head(rest, len));
}

/* Installing an agent is named by the function that does it. */
static bool names_install(dpm_span s)
{
    const size_t at = span_find(s, SPAN("Install"));
    return at != SIZE_MAX && (span_find(s, SPAN("AgentInstall")) != SIZE_MAX || span_find(s, SPAN("InstallAgent")) != SIZE_MAX);
}

static void read_verb(dpm_span s, job_words *out)
{
    const dpm_span verb = parameter(s, SPAN("Verb: ="));
    for (size_t i = 0; verb.len && i < sizeof verbs / sizeof *verbs; i++) {
        if (span_find(verb, verbs[i].words) != SIZE_MAX) {
            out->kind = verbs[i].kind;
            out->server = parameter(s, SPAN("Server: ="));
            out->source = parameter(s, SPAN("DataSource: ="));
            return;
        }
    }
}

bool job_text_read(dpm_span message, job_words *out)
{
    const dpm_span s = span_head_utf8(message, LOOKED_AT);
    size_t behind = 0;
    *out = (job_words){0};
    const job_phrase *const phrase = find_phrase(s, &behind);
    if (phrase) {
        out->kind = phrase->kind;
        read_object(span_from(s, behind), phrase->kind == DPM_JOB_UNKNOWN, out);
    }
    if (out->kind == DPM_JOB_UNKNOWN && !out->source.len) {
        read_verb(s, out);
    }
    if (out->kind == DPM_JOB_UNKNOWN && span_starts(s, SPAN("Backup Progress: "))) {
        out->kind = DPM_JOB_BACKUP;
    }
    if (out->kind == DPM_JOB_UNKNOWN && names_install(s)) {
        out->kind = DPM_JOB_AGENT_INSTALL;
        out->server = parameter(s, SPAN("Server: ="));
    }
    return out->kind != DPM_JOB_UNKNOWN || out->source.len > 0;
}
