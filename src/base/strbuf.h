/* The one owned string builder. When memory runs out it keeps what it has and remembers `failed`: check once, at the end. */
#ifndef DPM_BASE_STRBUF_H
#define DPM_BASE_STRBUF_H

#include "base/status.h"
#include "dpmlog/span.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct strbuf {
    char *ptr; /* NUL-terminated once something was added */
    size_t len, cap;
    bool failed;
} strbuf;

void strbuf_add(strbuf *b, dpm_span s);
void strbuf_addc(strbuf *b, char c);
void strbuf_adds(strbuf *b, const char *text);
void strbuf_addf(strbuf *b, const char *format, ...) PRINTF_LIKE(2, 3);
/* The same in the form of a dpm_write_fn. */
bool strbuf_write(void *strbuf_, const char *bytes, size_t len);
/* Give all of it to a dpm_write_fn: DPM_ENOMEM where the builder failed, DPM_EIO where `write` returned false. */
dpm_status strbuf_hand(const strbuf *b, bool (*write)(void *context, const char *bytes, size_t len), void *context);
void strbuf_clear(strbuf *b); /* empty, the memory kept */
void strbuf_free(strbuf *b);

static inline dpm_span strbuf_span(const strbuf *b)
{
    return (dpm_span){b->ptr, b->len};
}

#endif
