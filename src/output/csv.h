/* Fields of CSV as RFC 4180 has it, guarded against spreadsheets: what they would run as a formula gets a ' in front. */
#ifndef DPM_OUTPUT_CSV_H
#define DPM_OUTPUT_CSV_H

#include "output/sink.h"

#include <stdint.h>

typedef struct csv_row {
    sink *out;
    size_t fields;
} csv_row;

/* Valid UTF-8 without control characters but TAB and line ends: others become U+FFFD. */
void csv_field(csv_row *row, dpm_span text);
void csv_word(csv_row *row, const char *text);
void csv_number(csv_row *row, uint64_t value);
void csv_end(csv_row *row); /* CR LF */

#endif
