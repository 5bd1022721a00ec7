/* Any bytes as a zip: its directory is read, and every member that can be; none gives more than its stated size, or other bytes
 * for other sizes of reads, or with buffers that others have used. */
#include "base/text.h"
#include "archive/zip/zip.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

enum { MEMBERS = 40, MOST = 1 << 18 };

/* A number of what was read, which any other byte would change. */
typedef struct outcome {
    dpm_status status;
    uint64_t len, sum;
} outcome;

static outcome run(blob *b, const zip_member *m, inflate_kits *kits, size_t step)
{
    static uint8_t room[MOST];
    stream *s;
    dpm_error err;
    outcome o = {.status = zip_member_stream(&s, b, m, kits, &err)};
    for (size_t got = 1; o.status == DPM_OK && got && o.len < MOST;) {
        const size_t left = (size_t)(MOST - o.len);
        o.status = stream_read(s, room, left < step ? left : step, &got, &err);
        for (size_t i = 0; i < got; i++) {
            o.sum = o.sum * 31 + room[i];
        }
        o.len += got;
    }
    stream_close(s);
    return o;
}

static void try_member(blob *b, const zip_member *m, uint8_t choice)
{
    static const size_t steps[] = {1, 3, 100, 65536};
    static inflate_kits used;
    const outcome whole = run(b, m, NULL, MOST), part = run(b, m, &used, steps[choice & 3]);
    const bool same = whole.len == part.len && whole.sum == part.sum && (whole.len == MOST || whole.status == part.status);
    if (!same || (!m->cut && whole.len > m->size) || (m->trouble && whole.status >= 0)) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    blob *b;
    arena memory = {0};
    zip_directory dir;
    dpm_error err = {0};
    if (blob_memory(&b, span_of((const char *)data, len), NULL) < 0) {
        abort();
    }
    const dpm_status status = zip_open(&dir, b, MEMBERS, &memory, &err);
    if (dir.count > MEMBERS || (status < 0 && (dir.count || !err.message[0]))) {
        abort();
    }
    for (size_t i = 0; i < dir.count; i++) {
        try_member(b, &dir.members[i], (uint8_t)(len + i));
    }
    arena_free(&memory);
    blob_release(b);
    return 0;
}
