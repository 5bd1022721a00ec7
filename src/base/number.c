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

/* Bit 8 of a value says that it is a digit's: no branch but the last, because every event's task is read here. */
bool number_guid(dpm_span s, uint8_t out[16])
{
    static const uint8_t places[16] = {0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34};
    static const uint16_t values[256] = {
        ['0'] = 0x100, ['1'] = 0x101, ['2'] = 0x102, ['3'] = 0x103, ['4'] = 0x104, ['5'] = 0x105, ['6'] = 0x106, ['7'] = 0x107,
        ['8'] = 0x108, ['9'] = 0x109, ['a'] = 0x10A, ['b'] = 0x10B, ['c'] = 0x10C, ['d'] = 0x10D, ['e'] = 0x10E, ['f'] = 0x10F,
        ['A'] = 0x10A, ['B'] = 0x10B, ['C'] = 0x10C, ['D'] = 0x10D, ['E'] = 0x10E, ['F'] = 0x10F,
    };
    if (s.len != GUID_TEXT || s.ptr[8] != '-' || s.ptr[13] != '-' || s.ptr[18] != '-' || s.ptr[23] != '-') {
        return false;
    }
    unsigned good = 0x100;
    for (size_t i = 0; i < 16; i++) {
        const unsigned high = values[(unsigned char)s.ptr[places[i]]], low = values[(unsigned char)s.ptr[places[i] + 1]];
        good &= high & low;
        out[i] = (uint8_t)(high << 4 | (low & 0xF));
    }
    return good != 0;
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
