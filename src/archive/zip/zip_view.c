/* A window over a blob. */
#include "archive/zip/zip_view.h"

#include <assert.h>
#include <stdlib.h>

dpm_status zip_view_open(zip_view *v, blob *b, dpm_error *err)
{
    assert(b);
    *v = (zip_view){.blob = b, .bytes = malloc(ZIP_VIEW)};
    return v->bytes ? DPM_OK : status_nomem(err);
}

void zip_view_close(zip_view *v)
{
    free(v->bytes);
    *v = (zip_view){0};
}

dpm_status zip_view_at(zip_view *v, uint64_t offset, size_t need, const uint8_t **out, size_t *len, dpm_error *err)
{
    assert(v->blob && need <= ZIP_VIEW);
    if (offset < v->offset || offset - v->offset > v->len || v->len - (size_t)(offset - v->offset) < need) {
        v->offset = offset;
        v->len = 0;
        TRY(blob_read_at(v->blob, offset, v->bytes, ZIP_VIEW, &v->len, err));
    }
    *out = v->bytes + (offset - v->offset);
    *len = v->len - (size_t)(offset - v->offset);
    return DPM_OK;
}
