/* Turns records into bytes of a file, and writes the inputs that are no log at all. */
#include "loggen.h"

#include <string.h>

/* The bytes of Latin-1 as UTF-8. */
static size_t narrow(const char *in, size_t len, char *out)
{
    size_t used = 0;
    for (size_t i = 0; i < len; i++) {
        const unsigned char c = (unsigned char)in[i];
        if (c < 0x80) {
            out[used++] = (char)c;
        } else {
            out[used++] = (char)(0xc0 | c >> 6);
            out[used++] = (char)(0x80 | (c & 0x3f));
        }
    }
    return used;
}

static size_t widen(const char *in, size_t len, bool big, char *out)
{
    for (size_t i = 0; i < len; i++) {
        out[2 * i + big] = in[i];
        out[2 * i + !big] = 0;
    }
    return 2 * len;
}

static size_t encode(const struct generator *g, enum encoding encoding, char *out)
{
    if (encoding == UTF_16LE || encoding == UTF_16BE) {
        return widen(g->record, g->len, encoding == UTF_16BE, out);
    }
    if (encoding == UTF_8 && !g->plain) {
        return narrow(g->record, g->len, out);
    }
    memcpy(out, g->record, g->len);
    return g->len;
}

bool write_log(struct generator *g, FILE *out, uint64_t size, enum encoding encoding)
{
    static char bytes[2 * RECORD_MAX];
    uint64_t written = 0;
    if ((encoding == UTF_16LE || encoding == UTF_16BE) && size >= 2) {
        written += fwrite(encoding == UTF_16LE ? "\xff\xfe" : "\xfe\xff", 1, 2, out);
    }
    for (;;) {
        make_record(g);
        const size_t len = encode(g, encoding, bytes);
        if (written + len > size) {
            return fflush(out) == 0 && !ferror(out);
        }
        written += fwrite(bytes, 1, len, out);
    }
}

/* What an attack begins with, once or in each line; what it repeats; how often in a line, 0: to the end of the file. */
struct input {
    const char *first, *repeat;
    unsigned times;
};

enum { RESERVE = 1024, RECORD_EACH = 1 << 16 };

#define PREFIX "0AB0\t11F8\t06/01\t07:24:09.861\t20\tworkitem.cpp(310)\t\t552FC508-6E51-40A7-A8C5-6CAE07FD415E\t"

static const struct input inputs[] = {
    [NO_ATTACK] = {"", "", 1},
    [ONE_LINE] = {PREFIX "WARNING\tFailed: Hr: = [0x800706ba] : ", "0x8007 word ", 0},
    [BLANK_LINES] = {"", "", 1},
    [SHORT_LINES] = {"", "ab", 1},
    [TABS] = {"", "\t", 4000},
    [BACKTRACK] = {PREFIX "CRITICAL\tprocess will terminate after generating dump ", "Exception Message =    of type ", 200},
};

bool write_attack(enum attack attack, FILE *out, uint64_t size)
{
    /* a record here and there, so that it is a log, and that no record is longer than dpmlog reads */
    static const char record[] = PREFIX "NORMAL\tgoes on\n";
    const struct input *const in = &inputs[attack];
    const size_t first = strlen(in->first), each = strlen(in->repeat);
    const uint64_t fits = each > 0 && size > RESERVE ? (size - RESERVE) / each : 0;
    const uint64_t times = in->times > 0 ? in->times : fits, line = first + times * each + 1;
    uint64_t written = 0;
    for (uint64_t due = 0; written + line + sizeof record - 1 <= size; written += line) {
        if (written >= due) {
            written += fwrite(record, 1, sizeof record - 1, out);
            due = written + RECORD_EACH;
        }
        fwrite(in->first, 1, first, out);
        for (uint64_t i = 0; i < times; i++) {
            fwrite(in->repeat, 1, each, out);
        }
        fputc('\n', out);
    }
    return fflush(out) == 0 && !ferror(out);
}
