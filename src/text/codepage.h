/* Code pages of one byte, and which of them a text is likely in. */
#ifndef DPM_TEXT_CODEPAGE_H
#define DPM_TEXT_CODEPAGE_H

#include "dpmlog/span.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* By its name: windows-1250, cp1250, 1250. SIZE_MAX: it is not known. The first one is windows-1252. */
size_t codepage_find(dpm_span name);
const char *codepage_name(size_t page);
/* What the bytes from 0x80 on are; 0: nothing. */
const uint16_t *codepage_table(size_t page);
/* The one in which most of the text is letters of one language; windows-1252 where nothing speaks for another. */
size_t codepage_guess(dpm_span text);

#endif
