/* The one place where log text is made safe for where it is shown. The public half is dpmlog/escape.h. */
#ifndef DPM_OUTPUT_ESCAPE_H
#define DPM_OUTPUT_ESCAPE_H

#include "base/strbuf.h"
#include "base/utf8.h"
#include "dpmlog/escape.h"

/* Append `s` in its form for terminals. */
void escape_terminal(strbuf *out, dpm_span s);

/* How many of the bytes from `at` on are printable ASCII that no kind of escape replaces. */
size_t escape_harmless(dpm_span text, size_t at);

#endif
