/* What inflate.c asks of the library that inflates plain Deflate: inflate_isal.c or inflate_zlib.c, one of which is empty. */
#ifndef DPM_ARCHIVE_INFLATE_DEFLATE_ENGINE_H
#define DPM_ARCHIVE_INFLATE_DEFLATE_ENGINE_H

#include "archive/inflate/inflate.h"

typedef struct deflate_engine deflate_engine;

deflate_engine *deflate_engine_new(void); /* NULL: out of memory */
void deflate_engine_reset(deflate_engine *e);
/* As new: nothing of what it has seen is in it. */
void deflate_engine_renew(deflate_engine *e);
void deflate_engine_free(deflate_engine *e);
/* As inflater_run. */
dpm_status deflate_engine_run(deflate_engine *e, inflate_io *io, dpm_error *err);

#endif
