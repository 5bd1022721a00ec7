/* A code as people write it, to what it can mean. */
#include "base/number.h"
#include "base/text.h"
#include "rules/rules.h"

#include <assert.h>

enum { DPM_ID_MAX = 99999, WIN32_MAX = 65535 };

/* Readings of one spelling. */
typedef struct readings {
    const dpm_rules *rules;
    dpm_code *out;
    size_t count, cap;
} readings;

static void add(readings *r, dpm_code_kind kind, uint32_t value)
{
    if (r->count < r->cap) {
        dpm_code_lookup(r->rules, kind, value, &r->out[r->count++]);
    }
}

static bool all_hex(dpm_span s, uint64_t *value)
{
    return s.len >= 1 && s.len <= 8 && number_hex(s, value) == s.len;
}

static bool all_decimal(dpm_span s, uint64_t *value)
{
    return s.len >= 1 && number_decimal(s, value) == s.len;
}

/* Small numbers in hex are Win32 errors. */
static void add_hex(readings *r, uint64_t value)
{
    const bool win32 = value > 0 && value <= WIN32_MAX;
    add(r, DPM_CODE_KIND_HRESULT, (uint32_t)(win32 ? 0x80070000 | value : value));
}

/* A DPM ID, a Win32 error, or both: what is known comes first. */
static void add_small(readings *r, uint32_t value)
{
    const bool id = rules_dpm_id(r->rules, value) != NULL;
    dpm_code win32 = {0};
    if (value <= WIN32_MAX) {
        dpm_code_lookup(r->rules, DPM_CODE_KIND_HRESULT, 0x80070000 | value, &win32);
    }
    if (id || !win32.known) {
        add(r, DPM_CODE_KIND_DPM_ID, value);
    }
    if (win32.known) {
        add(r, DPM_CODE_KIND_HRESULT, win32.value);
    }
}

static void add_decimal(readings *r, uint64_t value)
{
    if (value >= 1 && value <= DPM_ID_MAX) {
        add_small(r, (uint32_t)value);
    } else if (value >> 31 == 1) {
        add(r, DPM_CODE_KIND_HRESULT, (uint32_t)value);
    }
}

/* ID 308, id:308, ID = 308 */
static bool id_digits(dpm_span text, dpm_span *digits)
{
    if (!span_istarts(text, SPAN("id")) || text.len < 3) {
        return false;
    }
    dpm_span rest = span_trim(span_from(text, 2));
    if (rest.len && (rest.ptr[0] == ':' || rest.ptr[0] == '=' || rest.ptr[0] == '#')) {
        rest = span_trim(span_from(rest, 1));
    }
    *digits = rest;
    return true;
}

size_t dpm_code_parse(const dpm_rules *rules, dpm_span text, dpm_code *out, size_t cap)
{
    assert(out || cap == 0);
    readings r = {.rules = rules, .out = out, .cap = cap};
    const dpm_span s = span_trim(text);
    dpm_span digits = {0};
    uint64_t value = 0;
    if (id_digits(s, &digits)) {
        if (all_decimal(digits, &value) && value >= 1 && value <= DPM_ID_MAX) {
            add(&r, DPM_CODE_KIND_DPM_ID, (uint32_t)value);
        }
    } else if (span_istarts(s, SPAN("0x"))) {
        if (all_hex(span_from(s, 2), &value)) {
            add_hex(&r, value);
        }
    } else if (s.len && s.ptr[0] == '-') {
        if (all_decimal(span_from(s, 1), &value) && value >= 1 && value <= UINT64_C(0x80000000)) {
            add(&r, DPM_CODE_KIND_HRESULT, (uint32_t)(UINT64_C(0x100000000) - value));
        }
    } else if (s.len == 8 && all_hex(s, &value) && value >> 31) {
        add(&r, DPM_CODE_KIND_HRESULT, (uint32_t)value);
    } else if (all_decimal(s, &value)) {
        add_decimal(&r, value);
    }
    return r.count;
}
