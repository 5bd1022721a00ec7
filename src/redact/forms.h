/* Forms of names and of figures: how many bytes at the beginning of a text have one; 0: none. */
#ifndef DPM_REDACT_FORMS_H
#define DPM_REDACT_FORMS_H

#include "base/text.h"

static inline bool is_name(char c)
{
    return ascii_alpha(c) || ascii_digit(c) || c == '-' || c == '_' || (unsigned char)c >= 0x80;
}

/* Bytes of a sign of East Asian scripts, such as a full stop or a wide bracket, which is part of no name; 0: there is none. */
size_t sign_len(dpm_span s);

/* NUL past the end. */
static inline char at(dpm_span text, size_t i)
{
    return i < text.len ? text.ptr[i] : '\0';
}

/* Whether a name goes on there. */
static inline bool name_at(dpm_span text, size_t i)
{
    return i < text.len && is_name(text.ptr[i]) && !sign_len(span_from(text, i));
}

size_t path_len(dpm_span s);
size_t url_len(dpm_span s);
size_t ipv4_len(dpm_span s);
/* IPv6 by ':', and MAC by either. */
size_t colon_len(dpm_span s, char separator);
size_t sid_len(dpm_span s);
size_t user_len(dpm_span s);
size_t guid_len(dpm_span s);
/* Letters, digits, '-' and '_'; the same with dots between. */
size_t name_len(dpm_span s);
size_t dotted_len(dpm_span s);
/* What stands: numbers, times, dates, versions; codes in hex. */
size_t figure_len(dpm_span s);
size_t code_len(dpm_span s);

#endif
