/* Numbers in text. */
#include "base/number.h"

#include <stddef.h>

int hex_digit(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    const char lower = (char)(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

size_t number_hex(dpm_span s, uint64_t *out)
{
    uint64_t value = 0;
    size_t len = 0;
    for (; len < s.len; len++) {
        const int digit = hex_digit(s.ptr[len]);
        if (digit < 0) {
            break;
        }
        if (len == 16) {
            return 0;
        }
        value = value << 4 | (uint64_t)digit;
    }
    *out = value;
    return len;
}

size_t number_decimal(dpm_span s, uint64_t *out)
{
    uint64_t value = 0;
    size_t len = 0;
    for (; len < s.len && s.ptr[len] >= '0' && s.ptr[len] <= '9'; len++) {
        const uint64_t digit = (uint64_t)(s.ptr[len] - '0');
        if (value > (UINT64_MAX - digit) / 10) {
            return 0;
        }
        value = value * 10 + digit;
    }
    *out = value;
    return len;
}

bool number_guid(dpm_span s, uint8_t out[16])
{
    if (s.len != GUID_TEXT) {
        return false;
    }
    size_t byte = 0;
    for (size_t i = 0; i < GUID_TEXT;) {
        if (i == 8 || i == 13 || i == 18 || i == 23) {
            if (s.ptr[i++] != '-') {
                return false;
            }
            continue;
        }
        const int high = hex_digit(s.ptr[i]), low = hex_digit(s.ptr[i + 1]);
        if (high < 0 || low < 0) {
            return false;
        }
        out[byte++] = (uint8_t)(high << 4 | low);
        i += 2;
    }
    return true;
}

void guid_text(const uint8_t guid[16], char out[GUID_TEXT + 1])
{
    static const char digits[] = "0123456789ABCDEF";
    size_t at = 0;
    for (size_t i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10) {
            out[at++] = '-';
        }
        out[at++] = digits[guid[i] >> 4];
        out[at++] = digits[guid[i] & 15];
    }
    out[at] = '\0';
}
