/* A fix as a file that Windows takes. */
#ifndef DPM_CLI_FIX_FILE_H
#define DPM_CLI_FIX_FILE_H

#include "cli/output.h"

/* What the texts of a fix are filled in with. */
typedef struct fix_names {
    dpm_span id;            /* of the cause */
    dpm_span version;       /* of DPM; empty: not known */
    const dpm_cause *cause; /* what the logs say of it; NULL: none were read */
} fix_names;

/* The step is something to type: it does not end as a sentence does. */
bool fix_is_command(dpm_span step);
/* The registry file, UTF-16LE with a BOM and CRLF. False: `out` has why. */
bool fix_write_reg(const dpm_fix_file *file, output *out);
/* The commands of all stages, ASCII with CRLF, with a comment before each. False: `out` has why. */
bool fix_write_cmd(const dpm_fix_file *file, const dpm_fix_stage *stages, size_t count, const fix_names *names, output *out);

#endif
