/* Text that is a log in another form: fields of CSV, blanks that are no ASCII, names of files in front of lines, lines that a
 * mail wrapped. It is made into the form of a log or of a pasted one before it is scanned, with as many lines as it had. */
#ifndef DPM_RECORD_REMAKE_H
#define DPM_RECORD_REMAKE_H

#include "record/scan.h"

typedef enum remake_form {
    REMAKE_NONE,
    REMAKE_CSV,     /* fields between commas or semicolons, quoted at will */
    REMAKE_PASTE,   /* blanks such as U+00A0; marks of quotation in front; lines that were wrapped before the level */
    REMAKE_PREFIXED /* `NAME:` in front of each line, as findstr and grep print it: only the lines of one name */
} remake_form;

typedef struct remake {
    remake_form form;
    char separator; /* of CSV */
    bool quoted;    /* a field that was quoted goes on */
    dpm_span name;  /* of REMAKE_PREFIXED */
} remake;

enum { REMAKE_WINDOW = 64 << 10 }; /* bytes of text that are rewritten in one go; what comes of them is not longer */

/* Which form the text has in which no record was found as it is. `text`: its beginning. REMAKE_NONE: it is no log. */
remake remake_detect(dpm_span text);
/* Make text of up to REMAKE_WINDOW bytes anew. `last`: it ends here; else lines that may go on are left: `*taken` bytes were
 * used, at least a line where it has one. Returns how many bytes were made. */
size_t remake_text(remake *m, dpm_span text, bool last, char *out, size_t *taken);

/* The name in front of a line that is otherwise a record: N1-DPMRACurr.errlog of "N1-DPMRACurr.errlog:12:0AB0 ...". Empty:
 * none. */
dpm_span remake_line_name(dpm_span line);
/* What is after `name` and a colon, perhaps a number and another one, in a line. False: it has another name, or none. */
bool remake_behind_name(dpm_span line, dpm_span name, dpm_span *out);

#endif
