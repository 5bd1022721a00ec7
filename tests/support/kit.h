/* What laws and stage tests share: fixtures as bytes, a report as JSON. Aborts the test when its own ground is missing. */
#ifndef TEST_KIT_H
#define TEST_KIT_H

#include "base/strbuf.h"
#include "dpmlog.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct fixture {
    char path[512];
    char *bytes;
    size_t len;
} fixture;

/* Every log below fixtures/ (by name, or *.txt), sorted by path; those over `most` bytes are left out (0: none is). */
fixture *kit_fixtures(size_t most, size_t *count);
void kit_fixtures_free(fixture *all, size_t count);

/* The built-in rules. Freed by the caller. */
dpm_rules *kit_rules(void);

/* Options that make reports repeatable: the year and the present time are fixed. */
dpm_session_options kit_options(void);

/* Feed `bytes` as a log of this name in pieces of `step` bytes (0: at once); its report as JSON. DPM_ENOMEM is handed back. */
dpm_status kit_feed(const dpm_rules *rules, const char *name, dpm_span bytes, size_t step, strbuf *json);
/* Analyze paths; the report as JSON. */
dpm_status kit_run(const dpm_rules *rules, const char *const *paths, size_t count, strbuf *json);
dpm_status kit_run_with(const dpm_rules *rules, const dpm_session_options *options, const char *const *paths, size_t count,
                        strbuf *json);
/* Writers of reports: onto a strbuf; or nowhere, refused once more than `*left` bytes come, which counts down. */
bool kit_write(void *buffer, const char *bytes, size_t len);
bool kit_write_within(void *left, const char *bytes, size_t len);

#endif
