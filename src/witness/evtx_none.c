/* What stands in for libevtx where it was not built in: a message that says what is missing. */
#include "witness/evtx.h"

#include <stdio.h>

#ifndef DPM_WITH_LIBEVTX

dpm_status evtx_read(witness_text *w, const origin *from, dpm_error *err)
{
    (void)from;
    (void)err;
    w->refused = true;
    snprintf(w->trouble, sizeof w->trouble,
             "Windows event logs are read by libevtx, which this dpmlog was built without; an export of it as XML is read");
    return DPM_OK;
}
#endif
