/* SHA-256 (FIPS 180-4) of some bytes, in base64: how a page names the one script and the one style that it allows. */
#ifndef DPM_OUTPUT_HTML_SHA256_H
#define DPM_OUTPUT_HTML_SHA256_H

#include "dpmlog/span.h"

enum { SHA256_BASE64 = 44 };

/* 44 characters and a NUL. */
void sha256_base64(dpm_span bytes, char out[SHA256_BASE64 + 1]);

#endif
