/* The one owned string builder. */
#include "base/strbuf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool reserve(strbuf *b, size_t more)
{
    if (b->failed || more >= SIZE_MAX / 2 - b->len) {
        b->failed = true;
        return false;
    }
    if (b->len + more + 1 <= b->cap) {
        return true;
    }
    size_t cap = b->cap ? b->cap : 128;
    while (cap < b->len + more + 1) {
        cap *= 2;
    }
    char *const ptr = realloc(b->ptr, cap);
    if (!ptr) {
        b->failed = true;
        return false;
    }
    b->ptr = ptr;
    b->cap = cap;
    return true;
}

void strbuf_add(strbuf *b, dpm_span s)
{
    if (reserve(b, s.len)) {
        if (s.len) {
            memcpy(b->ptr + b->len, s.ptr, s.len);
        }
        b->len += s.len;
        b->ptr[b->len] = '\0';
    }
}

void strbuf_addc(strbuf *b, char c)
{
    strbuf_add(b, (dpm_span){&c, 1});
}

void strbuf_adds(strbuf *b, const char *text)
{
    strbuf_add(b, (dpm_span){text, strlen(text)});
}

void strbuf_addf(strbuf *b, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    const int len = vsnprintf(NULL, 0, format, args);
    if (len < 0) {
        b->failed = true;
    } else if (reserve(b, (size_t)len)) {
        vsnprintf(b->ptr + b->len, (size_t)len + 1, format, again);
        b->len += (size_t)len;
    }
    va_end(again);
    va_end(args);
}

bool strbuf_write(void *strbuf_, const char *bytes, size_t len)
{
    strbuf *const b = strbuf_;
    strbuf_add(b, (dpm_span){bytes, len});
    return !b->failed;
}

dpm_status strbuf_hand(const strbuf *b, bool (*write)(void *context, const char *bytes, size_t len), void *context)
{
    return b->failed ? DPM_ENOMEM : write(context, b->ptr ? b->ptr : "", b->len) ? DPM_OK : DPM_EIO;
}

void strbuf_clear(strbuf *b)
{
    b->len = 0;
    b->failed = false;
    if (b->ptr) {
        b->ptr[0] = '\0';
    }
}

void strbuf_free(strbuf *b)
{
    free(b->ptr);
    *b = (strbuf){0};
}
