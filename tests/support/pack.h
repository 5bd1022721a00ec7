/* Archives written by hand for tests: a stored zip and a tar, as plain as can be. */
#ifndef TEST_PACK_H
#define TEST_PACK_H

#include "base/strbuf.h"
#include "base/text.h"
#include "archive/inflate/inflate.h"

#include <stdint.h>
#include <string.h>

typedef struct packed {
    const char *name;
    dpm_span bytes;
} packed;

static inline void pack_number(strbuf *b, uint64_t value, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++) {
        strbuf_addc(b, (char)(i < 8 ? value >> 8 * i & 0xFF : 0));
    }
}

/* What a local header and an entry of the directory have in common. The time is 2016-06-08 00:00:00. */
static inline void pack_zip_head(strbuf *b, const packed *m)
{
    pack_number(b, 20, 2);
    pack_number(b, 0, 4); /* flags, stored */
    pack_number(b, 0, 2);
    pack_number(b, (2016 - 1980) << 9 | 6 << 5 | 8, 2);
    pack_number(b, crc_add(0, m->bytes.ptr, m->bytes.len), 4);
    pack_number(b, m->bytes.len, 4);
    pack_number(b, m->bytes.len, 4);
    pack_number(b, strlen(m->name), 2);
    pack_number(b, 0, 2);
}

static inline void pack_zip(strbuf *out, const packed *members, size_t count)
{
    strbuf directory = {0};
    for (size_t i = 0; i < count; i++) {
        const size_t at = out->len;
        pack_number(out, 0x04034B50, 4);
        pack_zip_head(out, &members[i]);
        strbuf_adds(out, members[i].name);
        strbuf_add(out, members[i].bytes);
        pack_number(&directory, 0x02014B50, 4);
        pack_number(&directory, 20, 2);
        pack_zip_head(&directory, &members[i]);
        pack_number(&directory, 0, 10); /* comment, disk, attributes */
        pack_number(&directory, at, 4);
        strbuf_adds(&directory, members[i].name);
    }
    const size_t at = out->len;
    strbuf_add(out, strbuf_span(&directory));
    pack_number(out, 0x06054B50, 4);
    pack_number(out, 0, 4);
    pack_number(out, count, 2);
    pack_number(out, count, 2);
    pack_number(out, directory.len, 4);
    pack_number(out, at, 4);
    pack_number(out, 0, 2);
    strbuf_free(&directory);
}

static inline void pack_tar(strbuf *out, const packed *members, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char header[512] = {0};
        unsigned sum = 8 * ' ';
        strncpy(header, members[i].name, 99);
        memcpy(header + 100, "0000644", 8);
        snprintf(header + 124, 12, "%011o", (unsigned)members[i].bytes.len);
        memcpy(header + 136, "12725606000", 12);
        header[156] = '0';
        memcpy(header + 257, "ustar\00000", 8);
        for (size_t k = 0; k < sizeof header; k++) {
            sum += (unsigned char)header[k];
        }
        snprintf(header + 148, 8, "%06o", sum);
        header[155] = ' ';
        strbuf_add(out, span_of(header, sizeof header));
        strbuf_add(out, members[i].bytes);
        while (out->len % 512) {
            strbuf_addc(out, '\0');
        }
    }
    for (size_t i = 0; i < 1024; i++) {
        strbuf_addc(out, '\0');
    }
}

#endif
