/* Structs of a report as CSV, by the rows of model/report_schema. */
#ifndef DPM_OUTPUT_CSV_SCHEMA_H
#define DPM_OUTPUT_CSV_SCHEMA_H

#include "base/strbuf.h"
#include "model/report_schema.h"
#include "output/csv.h"

/* The names of the members that CSV shows. */
void csv_heads(csv_row *row, const struct_schema *s);
/* Their values. Lists of texts are joined by blanks, in `scratch`. */
void csv_members(csv_row *row, const struct_schema *s, const void *at, strbuf *scratch);

#endif
