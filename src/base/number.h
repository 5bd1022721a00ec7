/* Numbers in text. Every parser says how many bytes it took; 0 is "no number here". */
#ifndef DPM_BASE_NUMBER_H
#define DPM_BASE_NUMBER_H

#include "dpmlog/span.h"

#include <stdbool.h>
#include <stdint.h>

/* The value of one hex digit, or -1. */
int hex_digit(char c);
/* Leading hex digits, without 0x. 0 where there is none or more than 16. */
size_t number_hex(dpm_span s, uint64_t *out);
/* Leading decimal digits. 0 where there is none or the value does not fit. */
size_t number_decimal(dpm_span s, uint64_t *out);
/* All of `s` is a GUID as DPM prints it, 8-4-4-4-12, either case, no braces. */
bool number_guid(dpm_span s, uint8_t out[16]);
/* Decimal digits of a number, with a NUL; how many. */
enum { DECIMAL_TEXT = 20 };
size_t decimal_text(uint64_t value, char out[DECIMAL_TEXT + 1]);
/* Upper-case hex digits of a number, `least` of them at least (up to 8), with a NUL; how many. */
enum { HEX_TEXT = 8 };
size_t hex_text(uint32_t value, unsigned least, char out[HEX_TEXT + 1]);
enum { GUID_TEXT = 36 };
/* Upper-case text of a GUID, with a NUL. */
void guid_text(const uint8_t guid[16], char out[GUID_TEXT + 1]);

#endif
