/* The server that a sentence is about, by the form of its name and in no language's words. */
#ifndef DPM_RECORD_SERVER_NAME_H
#define DPM_RECORD_SERVER_NAME_H

#include "dpmlog/span.h"

/* The first name of three labels or more, FS01.contoso.com, that is no file, no type, no address of mail or of the web, and not
 * called a DPM server. Empty where there is none. */
dpm_span server_name_find(dpm_span message);

#endif
