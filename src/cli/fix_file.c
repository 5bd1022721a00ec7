/* A fix as a file that Windows takes: a registry file, or commands. Nothing is run. */
#include "cli/fix_file.h"

#include <string.h>

/* ---- .reg: UTF-16LE with a BOM, CRLF ---- */

static bool put_unit(output *out, unsigned unit)
{
    const char bytes[2] = {(char)(unit & 0xFF), (char)(unit >> 8)};
    return output_write(out, bytes, sizeof bytes);
}

/* Our own templates are ASCII; what a user's holds beside it is written as ?. */
static bool put_units(output *out, dpm_span text)
{
    bool good = true;
    for (size_t i = 0; i < text.len && good; i++) {
        const unsigned char c = (unsigned char)text.ptr[i];
        if (c == '\n') {
            good = put_unit(out, '\r');
        }
        good = good && ((c & 0xC0) == 0x80 || put_unit(out, c < 0x80 ? c : '?'));
    }
    return good;
}

bool fix_write_reg(const dpm_fix_file *file, output *out)
{
    return put_unit(out, 0xFEFF) && put_units(out, file->text);
}

/* ---- .cmd: ASCII, CRLF, a comment before each command ---- */

typedef struct filled {
    char text[4096];
    size_t len;
    bool cut;
} filled;

static bool take(void *context, const char *bytes, size_t len)
{
    filled *const f = context;
    const size_t room = sizeof f->text - f->len, part = len < room ? len : room;
    memcpy(f->text + f->len, bytes, part);
    f->len += part;
    f->cut |= part < len;
    return true;
}

static bool put_text(output *out, const char *text)
{
    return output_write(out, text, strlen(text));
}

static bool put_line(output *out, const char *before, dpm_span text, const char *after)
{
    bool good = put_text(out, before);
    for (size_t i = 0; i < text.len && good; i++) {
        const unsigned char c = (unsigned char)text.ptr[i];
        const char safe = c < 0x20 ? ' ' : c < 0x80 ? (char)c : '?';
        good = (c & 0xC0) == 0x80 || output_write(out, &safe, 1);
    }
    return good && put_text(out, after) && put_text(out, "\r\n");
}

/* Verb-Noun, as PowerShell's commands are named. */
static bool is_cmdlet(dpm_span s)
{
    size_t i = 0;
    while (i < s.len && ((s.ptr[i] >= 'A' && s.ptr[i] <= 'Z') || (s.ptr[i] >= 'a' && s.ptr[i] <= 'z'))) {
        i++;
    }
    return i > 1 && i + 1 < s.len && s.ptr[i] == '-' && s.ptr[i + 1] >= 'A' && s.ptr[i + 1] <= 'Z' && s.ptr[0] >= 'A' &&
           s.ptr[0] <= 'Z';
}

static bool holds(dpm_span s, const char *bytes)
{
    for (size_t i = 0; i < s.len; i++) {
        if (strchr(bytes, s.ptr[i]) && s.ptr[i]) {
            return true;
        }
    }
    return false;
}

bool fix_is_command(dpm_span step)
{
    return step.len && !strchr(".:!?)", step.ptr[step.len - 1]);
}

/* Programs that a .cmd may run; SQL statements and the like are for other windows. */
static bool is_program(dpm_span s)
{
    static const char *const names[] = {"reg ",    "net ",     "netsh ",    "sc.exe ", "vssadmin ", "mountvol ", "w32tm ",
                                        "nltest ", "netstat ", "tasklist ", "fltmc ",  "setspn ",   "nslookup "};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (s.len > strlen(names[i]) && memcmp(s.ptr, names[i], strlen(names[i])) == 0) {
            return true;
        }
    }
    return false;
}

/* A command that waits for a name to be filled in is a remark. */
static bool put_command(output *out, dpm_span step)
{
    if (holds(step, "<") || !(is_program(step) || is_cmdlet(step))) {
        return put_line(out, "rem To do by hand: ", step, "");
    }
    if (is_cmdlet(step)) {
        return put_line(out, "powershell.exe -NoProfile -Command \"", step, "\"");
    }
    return put_line(out, "", step, "");
}

static bool put_filled(output *out, const char *before, dpm_span text, const fix_names *names)
{
    filled f = {.len = 0};
    return text.len == 0 || (dpm_fix_fill(text, names->cause, names->version, take, &f) == DPM_OK && !f.cut &&
                             put_line(out, before, (dpm_span){f.text, f.len}, ""));
}

static bool put_stage(output *out, const dpm_fix_stage *stage, size_t number, const fix_names *names)
{
    char head[40];
    snprintf(head, sizeof head, "rem %zu. ", number);
    bool good =
        put_text(out, "\r\n") && put_filled(out, head, stage->title, names) && put_filled(out, "rem On: ", stage->where, names);
    bool said = true; /* a comment comes before the next command */
    for (size_t i = 0; i < stage->step_count && good; i++) {
        filled f = {.len = 0};
        good = dpm_fix_fill(stage->steps[i], names->cause, names->version, take, &f) == DPM_OK && !f.cut;
        const dpm_span step = {f.text, f.len};
        if (good && !fix_is_command(step)) {
            good = put_line(out, "rem ", step, "");
            said = true;
            continue;
        }
        if (good && !said) {
            snprintf(head, sizeof head, "rem Then, step %zu:", i + 1);
            good = put_line(out, head, (dpm_span){0}, "");
        }
        good = good && put_command(out, step);
        said = false;
    }
    return good && put_filled(out, "rem Undo: ", stage->undo, names);
}

static bool put_template(output *out, dpm_span text, const fix_names *names)
{
    while (text.len) {
        const char *const end = memchr(text.ptr, '\n', text.len);
        const dpm_span line = {text.ptr, end ? (size_t)(end - text.ptr) : text.len};
        filled f = {.len = 0};
        if (dpm_fix_fill(line, names->cause, names->version, take, &f) != DPM_OK ||
            !put_line(out, "", (dpm_span){f.text, f.len}, "")) {
            return false;
        }
        text = end ? (dpm_span){end + 1, text.len - line.len - 1} : (dpm_span){0};
    }
    return true;
}

bool fix_write_cmd(const dpm_fix_file *file, const dpm_fix_stage *stages, size_t count, const fix_names *names, output *out)
{
    bool good =
        put_text(out, "@echo off\r\n") && put_line(out, "rem dpmlog: ", names->id, ". Read it before you run it, elevated.");
    if (file->text.len && file->kind.len == 5) { /* netsh */
        return good && put_template(out, file->text, names);
    }
    for (size_t i = 0; i < count && good; i++) {
        good = put_stage(out, &stages[i], i + 1, names);
    }
    return good;
}
