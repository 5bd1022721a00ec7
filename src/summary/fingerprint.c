/* By what a file is known again. */
#include "summary/fingerprint.h"

#include "base/hash.h"
#include "base/text.h"
#include "os/os.h"

enum { SEED = 0 }; /* the same on every machine: no table depends on it */

static dpm_status hash_at(os_file *file, uint64_t at, uint64_t len, uint64_t *out)
{
    char bytes[FINGERPRINT_BYTES];
    size_t have = 0;
    while (have < len) {
        size_t got = 0;
        TRY(os_read_at(file, at + have, bytes + have, (size_t)len - have, &got, NULL));
        if (!got) {
            return DPM_EIO;
        }
        have += got;
    }
    *out = hash_bytes(SEED, span_of(bytes, have));
    return DPM_OK;
}

static uint64_t end_bytes(uint64_t size)
{
    return size < FINGERPRINT_BYTES ? size : FINGERPRINT_BYTES;
}

static dpm_status read_ends(os_file *file, fingerprint *out)
{
    os_info info;
    TRY(os_file_info(file, &info, NULL));
    if (info.kind != OS_FILE) {
        return DPM_EIO;
    }
    const uint64_t len = end_bytes(info.size);
    out->size = info.size;
    TRY(hash_at(file, 0, len, &out->head));
    return hash_at(file, info.size - len, len, &out->tail);
}

dpm_status fingerprint_of(const char *path, fingerprint *out)
{
    os_file *file = NULL;
    *out = (fingerprint){0};
    TRY(os_open(&file, path, NULL));
    const dpm_status status = read_ends(file, out);
    os_close(file);
    return status;
}

bool fingerprint_grew(const char *path, const fingerprint *of)
{
    os_file *file = NULL;
    os_info info;
    uint64_t head = 0;
    if (os_open(&file, path, NULL) < 0) {
        return false;
    }
    const bool same = os_file_info(file, &info, NULL) == DPM_OK && info.size >= of->size &&
                      hash_at(file, 0, end_bytes(of->size), &head) == DPM_OK && head == of->head;
    os_close(file);
    return same;
}
