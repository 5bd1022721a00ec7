/* A table of codes as a text of rows and TABs, with an index by number and one by name, so that a look-up reads one row and a
 * start reads none. tools/embed.c makes the indexes of the built-in tables, the loader those of a user's. */
#ifndef DPM_RULES_CODE_TABLE_H
#define DPM_RULES_CODE_TABLE_H

#include "base/status.h"
#include "dpmlog/span.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum code_table_kind {
    TABLE_CODES,     /* its first column is `code`: HRESULTs */
    TABLE_IDS,       /* `id`: DPM error IDs */
    TABLE_EXCEPTIONS /* `name`: exceptions */
} code_table_kind;

typedef enum code_table_column {
    COLUMN_NUMBER, /* `id` or `code` */
    COLUMN_NAME,
    COLUMN_KIND,
    COLUMN_CLASS,
    COLUMN_MEANING,
    COLUMN_ACTION,
    TABLE_COLUMNS
} code_table_column;

/* One row by its number: where its line begins. */
typedef struct code_table_row {
    uint32_t value, at;
} code_table_row;

typedef struct code_table {
    dpm_span name; /* of its file */
    dpm_span bytes;
    code_table_kind kind;
    unsigned layer;               /* 0: built in; later layers are asked first */
    uint8_t place[TABLE_COLUMNS]; /* of a column; TABLE_COLUMNS: it is not there */
    size_t column_count, head;    /* head: where the first row begins */
    const code_table_row *rows;   /* by value; of equal ones the first line first. NULL: the first column is no number */
    const uint32_t *names;        /* lines that have a name, by name without case */
    size_t row_count, name_count;
} code_table;

/* What is wrong with a table, and where; `what` is NULL where nothing is. Lines and columns count from 1. */
typedef struct code_table_fault {
    const char *what;
    size_t line, column;
} code_table_fault;

/* Read the header, a row of the names of the columns, below comments (`#`). */
code_table_fault code_table_open(dpm_span bytes, code_table *out);
/* Lines that may be rows, at most: how much room code_table_index needs. */
size_t code_table_lines(const code_table *t);
/* Check all rows and fill the two indexes, each with room for code_table_lines(t). They belong to the caller. */
code_table_fault code_table_index(code_table *t, code_table_row *rows, uint32_t *names);

/* The row of a number or a name, without its line end; empty where there is none. */
dpm_span code_table_find(const code_table *t, uint32_t value);
dpm_span code_table_find_name(const code_table *t, dpm_span name);
/* One cell of a row. `-` is empty, and so is a column that is not there. */
dpm_span code_table_cell(const code_table *t, dpm_span row, code_table_column column);
/* A number as a table writes it: 0x and up to eight hex digits, or decimal. */
bool code_table_number(dpm_span cell, uint32_t *out);

/* It is no table of codes but one of events: the first row begins with the column `provider`. */
bool code_table_of_events(dpm_span bytes);

#endif
