/* What the name of a log says: which process wrote it, on which machine, and when it crashed. The log itself is not looked at.
 *
 *     cases/FS01/Temp/DPMRACurr.errlog                  host FS01, process DPMRA
 *     N1-MSDPMCurr.errlog.2016-06-01_20-55-45.Crash     host N1, process MSDPM, crash copy
 *
 * The machine, nearest first: what comes before the process in the file's name; the folder that holds the log; where that
 * has a general name (Temp, DPM_Error_Logs ...) the folder above it, and so on up. The first folder that has no general
 * name ends the search, and counts only if it could be a machine's name. An archive is a folder here, named without its
 * endings: FS01 for FS01_DPM_Error_Logs.zip and FS01.tar.gz. Of an absolute path only the component that the
 * user named and those below it take part (otherwise everything in /home/joe would come from a machine "joe"); of a
 * relative path all that was typed. */
#include "base/civil.h"
#include "base/number.h"
#include "base/text.h"
#include "archive/file_type.h"
#include "discover/known_names.h"
#include "discover/source.h"

#include <assert.h>

enum { NETBIOS_NAME = 15, DNS_NAME = 253 };

static bool is_separator(char c)
{
    return c == '/' || c == '\\';
}

static bool alnum(char c)
{
    return ascii_alpha(c) || ascii_digit(c);
}

dpm_span path_name(dpm_span path)
{
    while (path.len && is_separator(path.ptr[path.len - 1])) {
        path.len--;
    }
    size_t at = path.len;
    while (at && !is_separator(path.ptr[at - 1])) {
        at--;
    }
    return span_from(path, at);
}

/* --- the machine --- */

/* One DNS label: letters, digits and inner hyphens. */
static bool is_label(dpm_span s)
{
    if (s.len == 0 || s.len > 63 || s.ptr[0] == '-' || s.ptr[s.len - 1] == '-') {
        return false;
    }
    for (size_t i = 0; i < s.len; i++) {
        if (!alnum(s.ptr[i]) && s.ptr[i] != '-') {
            return false;
        }
    }
    return true;
}

static bool has_letter(dpm_span s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (ascii_alpha(s.ptr[i])) {
            return true;
        }
    }
    return false;
}

/* A short name, or a full one of three labels and more: two could be `logs.old`. A date is no name: one has a letter. */
static bool is_host(dpm_span s)
{
    if (s.len > DNS_NAME || !has_letter(s)) {
        return false;
    }
    size_t labels = 1;
    cut c = span_cut(s, '.');
    for (; c.found; c = span_cut(c.tail, '.'), labels++) {
        if (!is_label(c.head)) {
            return false;
        }
    }
    return is_label(c.head) && (labels == 1 ? s.len <= NETBIOS_NAME : labels >= 3 && has_letter(c.head));
}

/* user1, case 4711, SR-12345 */
static bool is_numbered(dpm_span s)
{
    size_t digits = 0, marks = 0;
    for (; digits < s.len && ascii_digit(s.ptr[s.len - 1 - digits]); digits++) {
    }
    for (; digits && digits + marks < s.len && !alnum(s.ptr[s.len - 1 - digits - marks]); marks++) {
    }
    return digits && name_listed(names_numbered, span_head(s, s.len - digits - marks));
}

/* C, C:, C$ */
static bool is_drive(dpm_span s)
{
    return s.len >= 1 && s.len <= 2 && ascii_alpha(s.ptr[0]) && (s.len == 1 || s.ptr[1] == ':' || s.ptr[1] == '$');
}

static bool is_general(dpm_span s)
{
    for (const char *const *begin = names_general_beginning; *begin; begin++) {
        if (span_istarts(s, span_str(*begin))) {
            return true;
        }
    }
    return s.len == 0 || is_drive(s) || is_numbered(s) || name_listed(names_general, s) || name_listed(names_personal, s);
}

/* FS01_DPM_Error_Logs is FS01. */
static dpm_span without_tail(dpm_span folder)
{
    for (const char *const *ending = names_bundle_ending; *ending; ending++) {
        const dpm_span tail = span_str(*ending);
        if (folder.len > tail.len && span_iends(folder, tail)) {
            return span_head(folder, folder.len - tail.len);
        }
    }
    return folder;
}

static bool has_digit(dpm_span s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (ascii_digit(s.ptr[i])) {
            return true;
        }
    }
    return false;
}

/* The name of a person: below Users, or what holds a Desktop. */
static bool is_person(dpm_span folder, dpm_span above, dpm_span below)
{
    return name_listed(names_of_persons, above) || (name_listed(names_personal, below) && !has_digit(folder));
}

/* One folder after the other, upwards, until one has no general name: it is the machine's, if it could be that. */
typedef struct host_search {
    dpm_span host, below; /* below: the folder that was judged before */
    bool done;
} host_search;

static void judge_folder(host_search *h, dpm_span folder, dpm_span above)
{
    if (!is_general(folder) && !is_person(folder, above, h->below)) {
        const dpm_span name = without_tail(folder);
        h->host = is_host(name) && !is_general(name) ? name : (dpm_span){0};
        h->done = true;
    }
    h->below = folder;
}

/* The part of a path before `name`, which is in it, without separators at its end. */
static dpm_span path_before(dpm_span path, dpm_span name)
{
    path = span_head(path, name.len ? (size_t)(name.ptr - path.ptr) : 0);
    while (path.len && is_separator(path.ptr[path.len - 1])) {
        path.len--;
    }
    return path;
}

/* `folders`: the components that take part, without the file's name. */
static dpm_span host_of_folders(dpm_span folders)
{
    host_search h = {0};
    while (folders.len && !h.done) {
        const dpm_span folder = path_name(folders), rest = path_before(folders, folder);
        judge_folder(&h, folder, path_name(rest));
        folders = rest;
    }
    return h.host;
}

/* The same, in a path that goes through archives: each ends with a `!`, and the last one too. */
static dpm_span host_of_archives(dpm_span path)
{
    host_search h = {0};
    while (path.len && !h.done) {
        const bool packed = path.ptr[path.len - 1] == '!';
        const dpm_span rest = packed ? span_head(path, path.len - 1) : path;
        size_t at = rest.len;
        while (at && !is_separator(rest.ptr[at - 1]) && rest.ptr[at - 1] != '!') {
            at--;
        }
        const dpm_span name = span_from(rest, at);
        path = span_head(path, at);
        while (path.len && is_separator(path.ptr[path.len - 1])) {
            path.len--;
        }
        judge_folder(&h, packed ? name_unpacked(name) : name, path_name(path));
    }
    return h.host;
}

/* --- the process --- */

/* What may follow a process's name: Curr or a number, and then the end or, not `exact`, a mark such as " - Copy". */
static bool follows_well(dpm_span rest, bool exact)
{
    if (span_istarts(rest, SPAN("Curr"))) {
        rest = span_from(rest, 4);
    } else {
        while (rest.len && ascii_digit(rest.ptr[0])) {
            rest = span_from(rest, 1);
        }
    }
    return rest.len == 0 || (!exact && !alnum(rest.ptr[0]));
}

/* A name may be the beginning of another: what follows it decides. */
static const char *process_among(const char *const *list, dpm_span stem, bool exact)
{
    for (; *list; list++) {
        const dpm_span name = span_str(*list);
        if (span_istarts(stem, name) && follows_well(span_from(stem, name.len), exact)) {
            return *list;
        }
    }
    return NULL;
}

static const char *process_at(dpm_span stem, bool exact)
{
    const char *const process = process_among(names_process, stem, exact);
    return process ? process : process_among(names_process_open, stem, false);
}

/* Process and host of a stem in which a process's name begins at the start or after a mark. */
static bool find_process(dpm_span stem, bool exact, source *out)
{
    for (size_t at = 0; at < stem.len; at++) {
        const char *const process = at && alnum(stem.ptr[at - 1]) ? NULL : process_at(span_from(stem, at), exact);
        if (process) {
            dpm_span before = span_head(stem, at);
            while (before.len && !alnum(before.ptr[before.len - 1])) {
                before.len--;
            }
            out->process = span_str(process);
            out->host = is_host(before) ? before : (dpm_span){0};
            return true;
        }
    }
    return false;
}

/* Exact names first: the machine of `DPMAC1-DPMRACurr` is no process. */
static void read_stem(dpm_span stem, source *out)
{
    if (!find_process(stem, true, out) && !find_process(stem, false, out)) {
        const bool current = stem.len > 4 && span_iends(stem, SPAN("Curr"));
        out->process = span_head(stem, stem.len - (current ? 4 : 0));
    }
}

/* --- the crash stamp --- */

static bool number_at(dpm_span s, size_t at, size_t len, int *out)
{
    uint64_t value = 0;
    const dpm_span digits = span_head(span_from(s, at), len);
    if (digits.len != len || number_decimal(digits, &value) != len) {
        return false;
    }
    *out = (int)value;
    return true;
}

/* YYYY-MM-DD_hh-mm-ss, a date and time that exist. */
static int64_t crash_time(dpm_span stamp)
{
    civil c = {0};
    const dpm_span form = SPAN("....-..-.._..-..-..");
    for (size_t i = 0; i < form.len; i++) {
        if (stamp.len != form.len || (form.ptr[i] != '.' && stamp.ptr[i] != form.ptr[i])) {
            return DPM_NO_TIME;
        }
    }
    if (!number_at(stamp, 0, 4, &c.year) || !number_at(stamp, 5, 2, &c.month) || !number_at(stamp, 8, 2, &c.day) ||
        !number_at(stamp, 11, 2, &c.hour) || !number_at(stamp, 14, 2, &c.minute) || !number_at(stamp, 17, 2, &c.second)) {
        return DPM_NO_TIME;
    }
    static const int days[] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool exists = c.year >= 1970 && c.month >= 1 && c.month <= 12 && c.day >= 1 &&
                        c.day <= days[c.month] + (c.month == 2 && civil_leap(c.year)) && c.hour < 24 && c.minute < 60 &&
                        c.second < 60;
    return exists ? civil_to_ms(c) : DPM_NO_TIME;
}

/* --- the whole --- */

/* Offset of the last ".errlog." or ".errlog" end, or SIZE_MAX. */
static size_t find_extension(dpm_span name, dpm_span extension)
{
    for (size_t at = name.len; at-- > 0;) {
        if (name.ptr[at] == *extension.ptr && span_istarts(span_from(name, at), extension)) {
            return at;
        }
    }
    return SIZE_MAX;
}

/* `*.errlog.*.Crash`, cut in two around the stamp. */
static bool cut_crash(dpm_span name, dpm_span *stem, dpm_span *stamp)
{
    const dpm_span middle = SPAN(".errlog."), end = SPAN(".Crash");
    if (!span_iends(name, end)) {
        return false;
    }
    const dpm_span front = span_head(name, name.len - end.len);
    const size_t at = find_extension(front, middle);
    if (at == SIZE_MAX) {
        return false;
    }
    *stem = span_head(front, at);
    *stamp = span_from(front, at + middle.len);
    return true;
}

/* `*.errlog`, also with what editors, mail gateways and rotation put after it: .errlog.txt, .errlog.old, .errlog.1, .errlog~,
 * .errlog - Copy. SIZE_MAX: it is no log by its name. */
static size_t errlog_at(dpm_span name)
{
    static const char marks[] = {'.', '~', '-', '_', ' ', '('};
    const dpm_span end = SPAN(".errlog");
    const size_t at = find_extension(name, end);
    const dpm_span behind = at == SIZE_MAX ? (dpm_span){0} : span_from(name, at + end.len);
    return behind.len && !memchr(marks, behind.ptr[0], sizeof marks) ? SIZE_MAX : at;
}

/* Not logs, though named after one. */
static bool is_companion(dpm_span name)
{
    static const char *const endings[] = {".md5", ".sha1", ".sha256", ".sig", ".asc", ".lnk", ".etl"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        if (span_iends(name, span_str(endings[i]))) {
            return true;
        }
    }
    return false;
}

static dpm_span plain_stem(dpm_span name)
{
    const size_t at = errlog_at(name);
    if (at != SIZE_MAX) {
        return span_head(name, at);
    }
    size_t dot = name.len;
    while (dot > 0 && name.ptr[dot - 1] != '.') {
        dot--;
    }
    return dot > 1 ? span_head(name, dot - 1) : name;
}

bool source_is_log(dpm_span name)
{
    name = name_inside(path_name(name));
    return errlog_at(name) != SIZE_MAX && !name_is_packed(name) && !is_companion(name);
}

static bool is_absolute(dpm_span path)
{
    return path.len && (is_separator(path.ptr[0]) || (path.len > 1 && ascii_alpha(path.ptr[0]) && path.ptr[1] == ':'));
}

/* `name` is what is in the file's name before the endings of compression. */
static void read_name(dpm_span name, source *out)
{
    dpm_span stem, stamp;
    out->host = (dpm_span){0};
    out->crash_time = DPM_NO_TIME;
    out->is_crash_copy = cut_crash(name, &stem, &stamp);
    if (out->is_crash_copy) {
        out->crash_time = crash_time(stamp);
    } else {
        stem = plain_stem(name);
    }
    read_stem(stem, out);
}

/* The name of the log: after the last separator, or the `!` of the archive that holds it. */
static dpm_span last_name(dpm_span path, size_t inside)
{
    const dpm_span name = path_name(inside ? span_from(path, path.len - inside) : path);
    for (size_t at = inside ? name.len : 0; at > 0; at--) {
        if (name.ptr[at - 1] == '!') {
            return span_from(name, at);
        }
    }
    return name;
}

/* The machine that the folders of a path name; the files of one folder come one after the other. */
static dpm_span host_of(dpm_span folders, bool packed, folder_host *last)
{
    if (last && last->folders.len && last->packed == packed && span_eq(last->folders, folders)) {
        return last->host;
    }
    const dpm_span host = packed ? host_of_archives(folders) : host_of_folders(folders);
    if (last) {
        *last = (folder_host){folders, host, packed};
    }
    return host;
}

void source_name_under(dpm_span path, size_t named, size_t inside, folder_host *last, source *out)
{
    assert(named <= path.len && inside <= path.len);
    const dpm_span name = last_name(path, inside);
    read_name(name_inside(name), out);
    if (out->host.len == 0 && name.len) {
        const size_t from = is_absolute(path) ? named : 0;
        const size_t to = (size_t)(name.ptr - path.ptr);
        const dpm_span folders = from < to ? span_of(path.ptr + from, to - from) : (dpm_span){0};
        out->host = host_of(folders, inside > 0, last);
    }
}

void source_name(dpm_span path, source *out)
{
    const dpm_span name = path_name(path);
    source_name_under(path, name.len ? (size_t)(name.ptr - path.ptr) : 0, 0, NULL, out);
}

bool source_host_named(dpm_span name)
{
    return is_host(name);
}
