/* A baseline with the names that a redacted report has. */
#include "compare/compare.h"
#include "redact/redact.h"

dpm_status dpm_redact_baseline(dpm_redactor *r, dpm_baseline *baseline, dpm_error *err)
{
    if (!r || !baseline) {
        return status_fail(err, DPM_EARG, "a redactor and a baseline are needed");
    }
    for (size_t i = 0; i < baseline->row_count; i++) {
        dpm_span *const server = &baseline->rows[i].server;
        const dpm_span word = server->len && !secret_is_host_word(*server) ? secret_word(r, DPM_SECRET_HOST, *server) : *server;
        if (!arena_keep(&baseline->memory, word, server)) {
            return status_nomem(err);
        }
    }
    baseline_settle(baseline); /* two spellings of one server have one word */
    return r->failed ? status_nomem(err) : DPM_OK;
}
