/* Dotted names in a sentence. */
#include "record/server_name.h"
#include "base/swar.h"
#include "base/text.h"
#include "record/mask.h"

enum { LABELS_MIN = 3, LABEL_MAX = 63, NAME_LEN_MAX = 253 };

static bool label_byte(char c)
{
    return ascii_alpha(c) || ascii_digit(c) || c == '-' || c == '_';
}

static bool upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* What names of files end with. */
static bool file_ending(dpm_span label)
{
    static const dpm_span endings[] = {
        SPAN_INIT("exe"),  SPAN_INIT("dll"),    SPAN_INIT("sys"),  SPAN_INIT("cpp"),    SPAN_INIT("cs"),  SPAN_INIT("xml"),
        SPAN_INIT("log"),  SPAN_INIT("txt"),    SPAN_INIT("vhdx"), SPAN_INIT("vhd"),    SPAN_INIT("mdf"), SPAN_INIT("ldf"),
        SPAN_INIT("edb"),  SPAN_INIT("config"), SPAN_INIT("bak"),  SPAN_INIT("errlog"), SPAN_INIT("msi"), SPAN_INIT("cab"),
        SPAN_INIT("docx"), SPAN_INIT("xlsx"),   SPAN_INIT("vmcx")};
    bool found = false;
    for (size_t i = 0; label.len && i < sizeof endings / sizeof endings[0] && !found; i++) {
        found = label.len == endings[i].len && ascii_lower(label.ptr[0]) == endings[i].ptr[0] && span_ieq(label, endings[i]);
    }
    return found;
}

/* A domain in one case: Microsoft.Backup.Engine is a type, 4.2.1226.0 a version. */
static bool domain_like(dpm_span label)
{
    for (size_t i = 0; i < label.len; i++) {
        if (!ascii_alpha(label.ptr[i]) || upper(label.ptr[i]) != upper(label.ptr[0])) {
            return false;
        }
    }
    return label.len >= 2 && !file_ending(label);
}

/* Most words are told from this one by a byte on each side. */
static bool starts_or_ends(dpm_span word, dpm_span with)
{
    if (word.len < with.len) {
        return false;
    }
    const bool first = ascii_lower(word.ptr[0]) == ascii_lower(with.ptr[0]);
    const bool last = ascii_lower(word.ptr[word.len - 1]) == ascii_lower(with.ptr[with.len - 1]);
    return (first && span_istarts(word, with)) || (last && span_iends(word, with));
}

/* The word for a server in DPM's languages, or a form of it: serveur, servidor, Serverhez, Zielserver. */
static bool means_server(dpm_span word)
{
    static const dpm_span words[] = {SPAN_INIT("server"),
                                     SPAN_INIT("serveur"),
                                     SPAN_INIT("servidor"),
                                     SPAN_INIT("\xE3\x82\xB5\xE3\x83\xBC\xE3\x83\x90"),             /* Japanese */
                                     SPAN_INIT("\xE3\x82\xB5\xE3\x83\xBC\xE3\x83\x90\xE3\x83\xBC"), /* the longer form */
                                     SPAN_INIT("\xD1\x81\xD0\xB5\xD1\x80\xD0\xB2\xD0\xB5\xD1\x80"), /* Russian */
                                     SPAN_INIT("\xD0\xA1\xD0\xB5\xD1\x80\xD0\xB2\xD0\xB5\xD1\x80"), /* with a capital */
                                     SPAN_INIT("\xE6\x9C\x8D\xE5\x8A\xA1\xE5\x99\xA8"),
                                     SPAN_INIT("\xE4\xBC\xBA\xE6\x9C\x8D\xE5\x99\xA8"), /* Chinese */
                                     SPAN_INIT("\xEC\x84\x9C\xEB\xB2\x84")};            /* Korean */
    bool found = false;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        found = found || starts_or_ends(word, words[i]);
    }
    return found;
}

/* Likewise for a machine that may be no server. */
static bool means_machine(dpm_span word)
{
    static const dpm_span words[] = {
        SPAN_INIT("computer"),
        SPAN_INIT("machine"),
        SPAN_INIT("ordinateur"),
        SPAN_INIT("PSName"),
        SPAN_INIT("\xE3\x82\xB3\xE3\x83\xB3\xE3\x83\x94\xE3\x83\xA5\xE3\x83\xBC\xE3\x82\xBF"),             /* Japanese */
        SPAN_INIT("\xE3\x82\xB3\xE3\x83\xB3\xE3\x83\x94\xE3\x83\xA5\xE3\x83\xBC\xE3\x82\xBF\xE3\x83\xBC"), /* the longer form */
        SPAN_INIT("\xD0\x9A\xD0\xBE\xD0\xBC\xD0\xBF\xD1\x8C\xD1\x8E\xD1\x82\xD0\xB5\xD1\x80"),
        SPAN_INIT("\xD0\xBA\xD0\xBE\xD0\xBC\xD0\xBF\xD1\x8C\xD1\x8E\xD1\x82\xD0\xB5\xD1\x80")}; /* Russian */
    bool found = false;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        found = found || starts_or_ends(word, words[i]);
    }
    return found;
}

static bool word_byte(char c)
{
    return (label_byte(c) && c != '-') || c & 0x80;
}

/* The word that ends before what separates it from s[at]: "server: [FS01", "Server Name = FS01". */
static dpm_span word_ahead(dpm_span s, size_t at, const char *separators)
{
    enum { SEPARATORS_MAX = 5 };
    size_t end = at;
    while (end && at - end < SEPARATORS_MAX && s.ptr[end - 1] && strchr(separators, s.ptr[end - 1])) {
        end--;
    }
    size_t from = end;
    while (from && word_byte(s.ptr[from - 1]) && end - from < LABEL_MAX) {
        from--;
    }
    return span_of(s.ptr + from, end - from);
}

/* A name of one label or two is one only behind the word for what it names. */
static bool called_server(dpm_span s, size_t at)
{
    dpm_span word = word_ahead(s, at, " :=[(\"'");
    if (span_iends(word, SPAN("name")) && !span_ieq(word, SPAN("PSName"))) {
        word = word.len > 4 ? span_head(word, word.len - 4) : word_ahead(s, (size_t)(word.ptr - s.ptr), " ");
    }
    const size_t from = (size_t)(word.ptr - s.ptr);
    const bool apart = word.len && (word.ptr[word.len - 1] & 0x80 || word.ptr + word.len < s.ptr + at);
    const bool virtual_one = span_iends(word_ahead(s, from, " "), SPAN("virtual"));
    return apart && !virtual_one && (means_server(word) || means_machine(word));
}

/* HV01, FILESERVER: capitals, digits and hyphens, of four bytes or ending in a digit. */
static bool short_name(dpm_span name)
{
    bool capitals = name.len > 0 && upper(name.ptr[0]);
    for (size_t i = 0; i < name.len; i++) {
        capitals = capitals && (upper(name.ptr[i]) || ascii_digit(name.ptr[i]) || name.ptr[i] == '-');
    }
    enum { NETBIOS_MAX = 15, SHORTEST = 4 };
    const bool long_enough = name.len >= SHORTEST || (name.len >= 2 && ascii_digit(name.ptr[name.len - 1]));
    const bool of_dpm = span_starts(name, SPAN("DPM")) && name.len > 3 && upper(name.ptr[3]); /* DPMRA */
    return capitals && long_enough && name.len <= NETBIOS_MAX && !of_dpm;
}

/* "DPM server ", "DPM-Server ", "serveur DPM " before the name: it is DPM's own. */
static bool names_dpm(dpm_span before)
{
    size_t at = before.len;
    for (int word = 0; word < 2; word++) {
        while (at && (before.ptr[at - 1] == ' ' || before.ptr[at - 1] == '-' || before.ptr[at - 1] == '\'' ||
                      before.ptr[at - 1] == '"')) {
            at--;
        }
        const size_t end = at;
        while (at && (label_byte(before.ptr[at - 1]) || before.ptr[at - 1] & 0x80) && before.ptr[at - 1] != '-' &&
               end - at < LABEL_MAX) {
            at--;
        }
        const dpm_span last = span_of(before.ptr + at, end - at);
        if (span_ieq(last, SPAN("DPM"))) {
            return true;
        }
        if (!means_server(last)) {
            return false;
        }
    }
    return false;
}

/* Neither a part of an address nor of a path; the server of \\\\server\\share is one. */
static bool stands_alone(dpm_span s, size_t at, size_t end)
{
    const char before = at ? s.ptr[at - 1] : ' ', after = end < s.len ? s.ptr[end] : ' ';
    const bool share = at >= 2 && before == '\\' && s.ptr[at - 2] == '\\';
    return (share || !before || !strchr("/\\@+`$%", before)) && (share || !after || !strchr("/\\@(`", after));
}

/* Services of Microsoft's that backups speak with. */
static bool of_cloud(dpm_span name)
{
    static const dpm_span domains[] = {SPAN_INIT(".windows.net"), SPAN_INIT(".azure.com"), SPAN_INIT(".microsoft.com"),
                                       SPAN_INIT(".microsoftonline.com")};
    bool found = false;
    for (size_t i = 0; i < sizeof domains / sizeof domains[0]; i++) {
        found = found || span_iends(name, domains[i]);
    }
    return found;
}

/* The name that begins at s[at], if it is one. `*end`: where what was read ends. */
static dpm_span name_at(dpm_span s, size_t at, size_t *end)
{
    size_t labels = 0, label = at, to = at;
    while (to < s.len && to - at < NAME_LEN_MAX && (label_byte(s.ptr[to]) || (s.ptr[to] == '.' && to > label))) {
        labels += s.ptr[to] == '.';
        label = s.ptr[to] == '.' ? to + 1 : label;
        to++;
    }
    *end = to;
    if (to > at && s.ptr[to - 1] == '.') { /* the end of the sentence */
        to--;
        labels--;
        label = to;
        while (label > at && s.ptr[label - 1] != '.') {
            label--;
        }
    }
    const dpm_span name = span_of(s.ptr + at, to - at);
    if (!ascii_alpha(s.ptr[at]) || !stands_alone(s, at, to)) {
        return (dpm_span){0};
    }
    const bool whole = labels + 1 >= LABELS_MIN && domain_like(span_of(s.ptr + label, to - label));
    const bool brief = labels + 1 < LABELS_MIN && (labels ? domain_like(span_of(s.ptr + label, to - label)) : short_name(name));
    return (whole || (brief && called_server(s, at))) && !of_cloud(name) ? name : (dpm_span){0};
}

/* The next byte from `at` on that is a dot or a capital; s.len: there is none. Most bytes are neither, and are passed over for
 * that, eight at a time. */
static size_t next_mark(dpm_span s, size_t at)
{
    for (; at + sizeof(uint64_t) <= s.len; at += sizeof(uint64_t)) {
        const uint64_t c = wide_load(s.ptr + at), low = c & wide_all(0x7F);
        const uint64_t capital = (low + wide_all(0x80 - 'A')) & ~(low + wide_all(0x80 - 'Z' - 1));
        const uint64_t dot = (low + wide_all(0x80 - '.')) & ~(low + wide_all(0x80 - '.' - 1));
        const uint64_t marks = wide_high((capital | dot) & ~c);
        if (marks) {
            return at + mask_first(marks) / 8;
        }
    }
    while (at < s.len && s.ptr[at] != '.' && !upper(s.ptr[at])) {
        at++;
    }
    return at;
}

/* Where a word begins that may be a name: at s[at], or before the dot there. SIZE_MAX: nowhere. */
static size_t begins_at(dpm_span s, size_t at)
{
    if (s.ptr[at] == '.') {
        size_t from = at;
        while (from && label_byte(s.ptr[from - 1])) {
            from--;
        }
        return from < at ? from : SIZE_MAX;
    }
    const char next = at + 1 < s.len ? s.ptr[at + 1] : ' ';
    const bool capitals = upper(s.ptr[at]) && (upper(next) || ascii_digit(next) || next == '-');
    return capitals && (at == 0 || !label_byte(s.ptr[at - 1])) ? at : SIZE_MAX;
}

dpm_span server_name_find(dpm_span message)
{
    for (size_t at = next_mark(message, 0); at < message.len; at = next_mark(message, at + 1)) {
        const size_t from = begins_at(message, at);
        if (from == SIZE_MAX) {
            continue;
        }
        size_t end = from;
        const dpm_span name = name_at(message, from, &end);
        if (name.len && !names_dpm(span_head(message, from))) {
            return name;
        }
        at = end > at ? end - 1 : at;
    }
    return (dpm_span){0};
}
