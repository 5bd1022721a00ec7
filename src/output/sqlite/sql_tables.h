/* The text of the statements that make a database and fill it. Knows SQL, but makes no call of SQLite. */
#ifndef DPM_OUTPUT_SQLITE_SQL_TABLES_H
#define DPM_OUTPUT_SQLITE_SQL_TABLES_H

#include "base/strbuf.h"
#include "model/report_schema.h"

/* A table of which most columns are members of a struct, as model/report_schema shows them. */
typedef struct sql_table {
    const char *name;
    const char *before, *after; /* columns before and after those of the members */
    const char *end;            /* what follows the columns */
    const struct_schema *schema;
    size_t more; /* how many columns `before` and `after` have */
} sql_table;

extern const sql_table sql_sources, sql_causes, sql_evidence, sql_tasks, sql_incidents, sql_datasources;

/* Statements that make all tables and begin a transaction; each function appends to `sql`. */
void sql_begin(strbuf *sql);
/* All columns, with a parameter for each. */
void sql_insert(strbuf *sql, const sql_table *t);
/* The columns of the members, with a parameter for each and one for the id. */
void sql_update(strbuf *sql, const sql_table *t);
/* Statements that make indexes and views, and end the transaction. */
extern const char sql_finish[];

#endif
