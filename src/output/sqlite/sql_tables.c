/* Tables and statements as text. */
#include "output/sqlite/sql_tables.h"

#include <string.h>

/* Tables without a struct of the report. */
static const char plain_tables[] =
    "PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA user_version = 1;"
    "CREATE TABLE report (key TEXT PRIMARY KEY, value) WITHOUT ROWID;"
    "CREATE TABLE events (id INTEGER PRIMARY KEY, time TEXT, class TEXT NOT NULL, rule TEXT NOT NULL, code TEXT, code_name TEXT,"
    " level TEXT NOT NULL, pid TEXT, tid TEXT, module TEXT, source TEXT, object TEXT, task TEXT, host TEXT, process TEXT,"
    " source_id INTEGER NOT NULL REFERENCES sources (id), line INTEGER NOT NULL, \"offset\" INTEGER NOT NULL, message TEXT NOT "
    "NULL, dpm_id INTEGER);"
    "CREATE TABLE incidents (cause_id TEXT NOT NULL REFERENCES causes (id), host TEXT, begin TEXT, width_ms INTEGER,"
    " incidents INTEGER NOT NULL);";

const char sql_finish[] =
    "CREATE INDEX events_time ON events (time); CREATE INDEX events_task ON events (task); CREATE INDEX events_class ON events "
    "(class, time);"
    "CREATE VIEW event_list AS SELECT e.id, e.time, e.class, e.rule, e.code, e.code_name, e.level, e.pid, e.tid, e.module, "
    "e.source,"
    " e.object, e.task, e.host, e.process, s.path, e.line, e.\"offset\", e.message, e.dpm_id FROM events e JOIN sources s ON "
    "s.id = "
    "e.source_id;"
    "CREATE VIEW class_counts AS SELECT class, count(*) AS events, min(time) AS first, max(time) AS last FROM events GROUP BY "
    "class;"
    "CREATE VIEW hours AS SELECT substr(time, 1, 13) || ':00Z' AS hour, host, class, count(*) AS events FROM events"
    " GROUP BY 1, 2, 3;"
    "CREATE VIEW cause_evidence AS SELECT c.rank, c.title, v.time, v.host, v.level, v.text, s.path || CASE WHEN s.encoding LIKE "
    "'ev%' THEN '#' ELSE ':' END || v.line AS place"
    " FROM causes c JOIN evidence v ON v.cause_id = c.id JOIN sources s ON s.id = v.source_id;"
    "COMMIT;";

const sql_table sql_sources = {
    .name = "sources",
    .before = "id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, ",
    .after = "",
    .end = "",
    .schema = &source_schema,
    .more = 2,
};

const sql_table sql_causes = {
    .name = "causes",
    .before = "id TEXT PRIMARY KEY, rank INTEGER NOT NULL, ",
    .after = ", fix TEXT, kb TEXT, url TEXT",
    .end = "",
    .schema = &cause_schema,
    .more = 5,
};

const sql_table sql_evidence = {
    .name = "evidence",
    .before = "cause_id TEXT NOT NULL REFERENCES causes (id), number INTEGER NOT NULL,"
              " source_id INTEGER NOT NULL REFERENCES sources (id), ",
    .after = ", rule TEXT, text TEXT, PRIMARY KEY (cause_id, number)",
    .end = " WITHOUT ROWID",
    .schema = &evidence_schema,
    .more = 5,
};

const sql_table sql_tasks = {
    .name = "tasks",
    .before = "task TEXT PRIMARY KEY, ",
    .after = ", code TEXT, first TEXT, last TEXT, stall_from TEXT, stall_ms INTEGER",
    .end = "",
    .schema = &task_schema,
    .more = 6,
};

const sql_table sql_incidents = {
    .name = "incident_list",
    .before = "",
    .after = ", dpm_id INTEGER, code TEXT, job TEXT, source_id INTEGER REFERENCES sources (id), line INTEGER, text TEXT",
    .end = "",
    .schema = &incident_schema,
    .more = 6,
};

const sql_table sql_datasources = {
    .name = "datasources",
    .before = "",
    .after = "",
    .end = "",
    .schema = &datasource_schema,
    .more = 0,
};

static const char *type_of(field_kind kind)
{
    switch (kind) {
    case FIELD_SPAN:
    case FIELD_TIME:
    case FIELD_ENUM: return "TEXT";
    case FIELD_DOUBLE: return "REAL";
    default: return "INTEGER";
    }
}

/* Words of SQL are quoted. */
static void put_name(strbuf *sql, const field *f)
{
    const char *const quote = strcmp(f->key, "offset") == 0 || strcmp(f->key, "end") == 0 ? "\"" : "";
    strbuf_addf(sql, "%s%s%s", quote, f->key, quote);
}

static void create(strbuf *sql, const sql_table *t)
{
    const char *comma = "";
    strbuf_addf(sql, "CREATE TABLE %s (%s", t->name, t->before);
    for (size_t i = 0; i < t->schema->field_count; i++) {
        if (t->schema->fields[i].shown & SHOWN_SQL) {
            strbuf_adds(sql, comma);
            put_name(sql, &t->schema->fields[i]);
            strbuf_addf(sql, " %s", type_of(t->schema->fields[i].kind));
            comma = ", ";
        }
    }
    strbuf_addf(sql, "%s)%s;", t->after, t->end);
}

void sql_begin(strbuf *sql)
{
    static const sql_table *const tables[] = {&sql_sources, &sql_causes,    &sql_evidence,
                                              &sql_tasks,   &sql_incidents, &sql_datasources};
    strbuf_adds(sql, plain_tables);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        create(sql, tables[i]);
    }
    strbuf_adds(sql, "BEGIN;");
}

void sql_insert(strbuf *sql, const sql_table *t)
{
    size_t count = t->more;
    for (size_t i = 0; i < t->schema->field_count; i++) {
        count += (t->schema->fields[i].shown & SHOWN_SQL) != 0;
    }
    strbuf_addf(sql, "INSERT INTO %s VALUES (?", t->name);
    for (size_t i = 1; i < count; i++) {
        strbuf_adds(sql, ",?");
    }
    strbuf_adds(sql, ")");
}

void sql_update(strbuf *sql, const sql_table *t)
{
    const char *comma = "";
    strbuf_addf(sql, "UPDATE %s SET ", t->name);
    for (size_t i = 0; i < t->schema->field_count; i++) {
        if (t->schema->fields[i].shown & SHOWN_SQL) {
            strbuf_adds(sql, comma);
            put_name(sql, &t->schema->fields[i]);
            strbuf_adds(sql, " = ?");
            comma = ", ";
        }
    }
    strbuf_adds(sql, " WHERE id = ?");
}
