/* Deflate64: the engine of inflate.h for zip's method 9, which neither zlib nor ISA-L reads. Deflate with a window of 64 KiB,
 * a length symbol 285 of 3 and 16 extra bits, and two distance symbols more. */
#ifndef DPM_ARCHIVE_INFLATE_INFLATE64_H
#define DPM_ARCHIVE_INFLATE_INFLATE64_H

#include "archive/inflate/inflate.h"

typedef struct inflate64 inflate64;

inflate64 *inflate64_new(void); /* NULL: out of memory */
void inflate64_reset(inflate64 *s);
void inflate64_free(inflate64 *s);
/* As inflater_run. */
dpm_status inflate64_run(inflate64 *s, inflate_io *io, dpm_error *err);

#endif
