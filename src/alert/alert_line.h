/* One line of alert text: cleaned of what mails, lists and spreadsheets put around it, and what it says. */
#ifndef DPM_ALERT_ALERT_LINE_H
#define DPM_ALERT_ALERT_LINE_H

#include "dpmlog/span.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct alert_line {
    dpm_span text;  /* cleaned; in the caller's buffer */
    bool bulleted;  /* a bullet, a number or a quotation mark stood in front */
    dpm_span label; /* what comes before a colon, or nothing */
    uint32_t id;    /* DPM's, the last one; 0: none */
    bool bracketed; /* it is written (ID n */
    bool in_front;  /* it is the number of an error: what it says follows */
    bool coded;     /* has an HRESULT */
    bool soft;      /* a mail's soft line break: the next line goes on without a blank */
    dpm_span host;  /* the first full name of a machine in it, or nothing */
    int depth;      /* brackets that are left open, of those that an ID opened */
} alert_line;

/* `buffer` has room for as many bytes as the line has. `depth`: what the line before left open. `quoted`: it is
 * quoted-printable. */
alert_line alert_line_read(dpm_span line, char *buffer, int depth, bool quoted);

#endif
