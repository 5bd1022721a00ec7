/* The server that a sentence is about, in any language. */
#ifndef DPM_RECORD_SERVER_NAME_H
#define DPM_RECORD_SERVER_NAME_H

#include "dpmlog/span.h"

/* The first name of three labels or more, FS01.contoso.com, or of fewer after the word for a server or a computer in one of
 * DPM's languages ("computer HV01"), that is no file, no type, no address of mail or of the web, and not called a DPM server.
 * Empty where there is none. */
dpm_span server_name_find(dpm_span message);

#endif
