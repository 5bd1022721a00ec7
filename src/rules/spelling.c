/* A code as people write it, to what it can mean; and the codes in a text that was pasted. */
#include "base/number.h"
#include "base/text.h"
#include "rules/rules.h"

#include <assert.h>

enum {
    DPM_ID_MAX = 999999,
    WIN32_MAX = 65535,
    HEX_ID_MIN = 1000, /* smaller IDs are never printed in hex */
    NAME_MIN = 6       /* bytes of a word in a text that may be a name */
};

/* Readings of one spelling, or of a text: each once. */
typedef struct readings {
    const dpm_rules *rules;
    dpm_code *out;
    size_t count, cap;
} readings;

static void add(readings *r, const dpm_code *code)
{
    for (size_t i = 0; i < r->count; i++) {
        const dpm_code *const there = &r->out[i];
        if (there->kind == code->kind && there->value == code->value &&
            (code->kind != DPM_CODE_KIND_EXCEPTION || span_eq(there->name, code->name))) {
            return;
        }
    }
    if (r->count < r->cap) {
        r->out[r->count++] = *code;
    }
}

static void add_value(readings *r, dpm_code_kind kind, uint32_t value)
{
    dpm_code code;
    dpm_code_lookup(r->rules, kind, value, &code);
    add(r, &code);
}

static bool all_hex(dpm_span s, uint64_t *value)
{
    return s.len >= 1 && s.len <= 8 && number_hex(s, value) == s.len;
}

static bool all_decimal(dpm_span s, uint64_t *value)
{
    return s.len >= 1 && number_decimal(s, value) == s.len;
}

/* A number that is no HRESULT: a Win32 error, or a DPM ID that a cloud service prints in hex. What has a meaning comes first. */
static void add_small_hex(readings *r, uint32_t value)
{
    dpm_code id = {0}, win32 = {0};
    if (value >= HEX_ID_MIN && value <= DPM_ID_MAX) {
        dpm_code_lookup(r->rules, DPM_CODE_KIND_DPM_ID, value, &id);
    }
    if (value <= WIN32_MAX) {
        dpm_code_lookup(r->rules, DPM_CODE_KIND_HRESULT, 0x80070000 | value, &win32);
    }
    const bool id_first = id.known && (!win32.known || !win32.action.len);
    if (id_first) {
        add(r, &id);
    }
    if (win32.known || (value <= WIN32_MAX && !id.known)) {
        add(r, &win32);
    }
    if (id.known) {
        add(r, &id);
    }
}

static void add_hex(readings *r, uint32_t value)
{
    code_entry e;
    const bool in_range = value > 0 && value <= DPM_ID_MAX;
    const bool is_id = value <= WIN32_MAX || (!rules_code(r->rules, value, &e) && rules_dpm_id(r->rules, value, &e));
    if (in_range && is_id) {
        add_small_hex(r, value);
    } else {
        add_value(r, DPM_CODE_KIND_HRESULT, value);
    }
}

/* A DPM ID, a Win32 error, or both: what is known comes first. */
static void add_small(readings *r, uint32_t value)
{
    dpm_code id, win32 = {0};
    dpm_code_lookup(r->rules, DPM_CODE_KIND_DPM_ID, value, &id);
    if (value <= WIN32_MAX) {
        dpm_code_lookup(r->rules, DPM_CODE_KIND_HRESULT, 0x80070000 | value, &win32);
    }
    if (id.known || !win32.known) {
        add(r, &id);
    }
    if (win32.known) {
        add(r, &win32);
    }
}

static bool add_decimal(readings *r, dpm_span digits)
{
    uint64_t value = 0;
    if (!all_decimal(digits, &value) || value > UINT32_MAX || (value > DPM_ID_MAX && value >> 31 == 0)) {
        return false;
    }
    if (value > DPM_ID_MAX) {
        add_value(r, DPM_CODE_KIND_HRESULT, (uint32_t)value);
        return true;
    }
    code_entry e;
    if (value == 0 && !rules_dpm_id(r->rules, 0, &e)) {
        return false;
    }
    add_small(r, (uint32_t)value);
    return true;
}

/* -2147023174 */
static bool add_signed(readings *r, dpm_span s)
{
    uint64_t value = 0;
    const bool fits =
        s.len > 1 && s.ptr[0] == '-' && all_decimal(span_from(s, 1), &value) && value >= 1 && value <= UINT64_C(0x80000000);
    if (fits) {
        add_value(r, DPM_CODE_KIND_HRESULT, (uint32_t)(UINT64_C(0x100000000) - value));
    }
    return fits;
}

/* 0x800706BA, 800706BA, 6BA: without 0x it needs a digit and a letter, or the severity bit. */
static bool add_hex_text(readings *r, dpm_span s)
{
    uint64_t value = 0;
    if (span_istarts(s, SPAN("0x"))) {
        if (!all_hex(span_from(s, 2), &value)) {
            return false;
        }
        add_hex(r, (uint32_t)value);
        return true;
    }
    size_t digits = 0;
    for (size_t i = 0; i < s.len; i++) {
        digits += ascii_digit(s.ptr[i]);
    }
    if (!all_hex(s, &value) || (s.len == 8 && value >> 31 == 0) || (s.len < 8 && (digits == 0 || digits == s.len || s.len < 3))) {
        return false;
    }
    add_hex(r, (uint32_t)value);
    return true;
}

/* A name as it is written, or a type of .NET without its namespace. */
static bool add_name(readings *r, dpm_span name)
{
    code_entry e;
    dpm_code_kind kind;
    bool known = rules_named(r->rules, name, &kind, &e);
    for (size_t t = 0; t < r->rules->table_count && !known && span_iends(name, SPAN("Exception")); t++) {
        const code_table *const names = &r->rules->tables[t];
        for (size_t i = 0; names->kind == TABLE_EXCEPTIONS && i < names->name_count && !known; i++) {
            const dpm_span row = span_from(names->bytes, names->names[i]), full = span_cut(row, '\t').head;
            known = full.len > name.len && full.ptr[full.len - name.len - 1] == '.' && span_iends(full, name) &&
                    rules_named(r->rules, full, &kind, &e);
        }
    }
    if (known) {
        dpm_code code;
        rules_describe(kind, &e, true, &code);
        add(r, &code);
    }
    return known;
}

/* Words that a DPM ID follows: after `ID` nothing else can be meant. */
static bool introduces(dpm_span word, bool *only_id)
{
    static const dpm_span words[] = {SPAN_INIT("id"),    SPAN_INIT("error"),  SPAN_INIT("errorcode"),
                                     SPAN_INIT("alert"), SPAN_INIT("fehler"), SPAN_INIT("erreur")};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (span_ieq(word, words[i])) {
            *only_id = i == 0;
            return true;
        }
    }
    return false;
}

static bool add_id(readings *r, dpm_span digits, bool only_id)
{
    uint64_t value = 0;
    code_entry e;
    if (!all_decimal(digits, &value) || value > DPM_ID_MAX || (value == 0 && !rules_dpm_id(r->rules, 0, &e))) {
        return false;
    }
    if (only_id) {
        add_value(r, DPM_CODE_KIND_DPM_ID, (uint32_t)value);
    } else {
        add_small(r, (uint32_t)value);
    }
    return true;
}

/* Without the brackets around it and what ends a clause. */
static dpm_span unwrap(dpm_span s)
{
    s = span_trim(s);
    while (s.len && strchr("([{<\"'", s.ptr[0])) {
        s = span_trim(span_from(s, 1));
    }
    while (s.len && s.ptr[s.len - 1] && strchr(")]}>\"':;,.", s.ptr[s.len - 1])) {
        s = span_trim(span_head(s, s.len - 1));
    }
    return s;
}

/* 0x800706BAL, 1722UL: as a program's source writes it. */
static dpm_span without_suffix(dpm_span s)
{
    const bool number = s.len && (ascii_digit(s.ptr[0]) || (s.ptr[0] == '-' && s.len > 1 && ascii_digit(s.ptr[1])));
    while (number && s.len > 1 && (s.ptr[s.len - 1] | 0x20) == 'l') {
        s = span_head(s, s.len - 1);
    }
    return number && s.len > 1 && (s.ptr[s.len - 1] | 0x20) == 'u' ? span_head(s, s.len - 1) : s;
}

/* ID 308, id:308, ID = 308, Error 319, FMException:Name. `word` ends before the first byte of what follows. */
static bool add_after_word(readings *r, dpm_span s)
{
    size_t len = 0;
    bool only_id = false;
    while (len < s.len && ascii_alpha(s.ptr[len])) {
        len++;
    }
    dpm_span rest = span_trim(span_from(s, len));
    if (rest.len && strchr(":=#", rest.ptr[0])) {
        rest = span_trim(span_from(rest, 1));
    }
    if (span_ieq(span_head(s, len), SPAN("FMException"))) {
        return add_name(r, rest);
    }
    return introduces(span_head(s, len), &only_id) && add_id(r, rest, only_id);
}

size_t dpm_code_parse(const dpm_rules *rules, dpm_span text, dpm_code *out, size_t cap)
{
    assert(out || cap == 0);
    readings r = {.rules = rules, .out = out, .cap = cap};
    const dpm_span s = without_suffix(unwrap(text));
    if (s.len && !add_after_word(&r, s) && !add_signed(&r, s) && !add_decimal(&r, s) && !add_hex_text(&r, s)) {
        add_name(&r, s);
    }
    return r.count;
}

/* ---- in a text ---- */

static bool token_byte(char c)
{
    return ascii_alpha(c) || ascii_digit(c) || c == '_' || c == '.' || c == '-';
}

/* Only what looks like a name is looked up: with an underscore or a dot, or of several words written as one. */
static bool may_be_name(dpm_span word)
{
    bool mixed = false;
    for (size_t i = 1; i < word.len && !mixed; i++) {
        const bool upper = word.ptr[i] >= 'A' && word.ptr[i] <= 'Z';
        mixed = word.ptr[i] == '_' || word.ptr[i] == '.' || (upper && ascii_alpha(word.ptr[i - 1]));
    }
    return mixed && word.len >= NAME_MIN;
}

/* Process ID 43, Event-ID 43 and the like name no DPM ID. */
static bool foreign_id(dpm_span word)
{
    static const dpm_span words[] = {SPAN_INIT("process"), SPAN_INIT("prozess"), SPAN_INIT("event"), SPAN_INIT("ereignis"),
                                     SPAN_INIT("task"),    SPAN_INIT("thread"),  SPAN_INIT("job"),   SPAN_INIT("pid")};
    bool foreign = false;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        foreign = foreign || span_istarts(word, words[i]);
    }
    return foreign;
}

static void read_token(readings *r, dpm_span word, dpm_span last, dpm_span before_last)
{
    bool only_id = false;
    uint64_t value = 0;
    if (all_decimal(word, &value)) {
        if (introduces(last, &only_id) && !foreign_id(before_last)) {
            add_id(r, word, only_id);
        } else if (value >> 31 == 1) {
            add_value(r, DPM_CODE_KIND_HRESULT, (uint32_t)value);
        }
    } else if (word.ptr[0] == '-') {
        if (word.len == 11) {
            add_signed(r, word);
        }
    } else if (span_istarts(word, SPAN("0x")) || word.len == 8) {
        if (!add_hex_text(r, word) && may_be_name(word)) {
            add_name(r, word);
        }
    } else if (may_be_name(word)) {
        add_name(r, word);
    }
}

/* The minus sign, or the dash, that word processors put for a hyphen. */
static bool dash_ahead(dpm_span text, size_t at)
{
    const dpm_span before = span_head(text, at);
    return span_iends(before, SPAN("\xE2\x88\x92")) || span_iends(before, SPAN("\xE2\x80\x93"));
}

/* What a text holds of plain numbers, none of which an ID or a code was recognised in. */
typedef struct lone_number {
    dpm_span digits, last, before_last;
    size_t count;
} lone_number;

/* A text with one number and no code can only mean that, in whatever language it says "error". */
static void add_lone(readings *r, const lone_number *lone)
{
    enum { ID_DIGITS = 6 };
    const bool only_id = span_iends(lone->last, SPAN("-ID"));
    const bool foreign = foreign_id(lone->last) || (span_ieq(lone->last, SPAN("ID")) && foreign_id(lone->before_last)) ||
                         span_ieq(lone->last, SPAN("KB")) || span_ieq(lone->last, SPAN("DPM"));
    if (r->count == 0 && lone->count == 1 && lone->digits.len <= ID_DIGITS && !foreign && add_id(r, lone->digits, only_id)) {
        r->count = r->cap && r->out[0].known ? r->count : 0;
    }
}

size_t dpm_code_find(const dpm_rules *rules, dpm_span text, dpm_code *out, size_t cap)
{
    enum { SIGNED_DIGITS = 10 };
    readings r = {.rules = rules, .out = out, .cap = cap};
    dpm_span last = {0}, before_last = {0};
    lone_number lone = {.count = 0};
    for (size_t at = 0; at < text.len && text.len <= DPM_CODE_TEXT_MAX;) {
        size_t end = at;
        while (end < text.len && token_byte(text.ptr[end])) {
            end++;
        }
        dpm_span word = span_of(text.ptr + at, end - at);
        while (word.len && word.ptr[word.len - 1] == '.') {
            word = span_head(word, word.len - 1);
        }
        if (word.len) {
            uint64_t value = 0;
            const bool number = all_decimal(word, &value);
            if (number && word.len == SIGNED_DIGITS && value <= UINT64_C(0x80000000) && dash_ahead(text, at)) {
                add_value(&r, DPM_CODE_KIND_HRESULT, (uint32_t)(UINT64_C(0x100000000) - value));
            } else {
                read_token(&r, word, last, before_last);
            }
            if (number && lone.count++ == 0) {
                lone = (lone_number){word, last, before_last, 1};
            }
            before_last = last;
            last = word;
        }
        at = end + 1;
    }
    add_lone(&r, &lone);
    return r.count;
}
