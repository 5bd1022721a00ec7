/* The database: events are written as they come, in transactions of some thousands, the report at the end. */
#ifdef DPM_WITH_SQLITE

#include "dpmlog/database.h"

#include "base/civil.h"
#include "base/status.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "dpmlog/version.h"
#include "model/labels.h"
#include "os/library_calls.h"
#include "output/sqlite/sql_tables.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

enum { ROWS_OF_TRANSACTION = 50000 };

/* What is asked of SQLite; with DPM_SQLITE_FILE it is loaded when a database is begun. */
/* clang-format off */
#define CALLS(X) \
    X(sqlite3_bind_double) X(sqlite3_bind_int64) X(sqlite3_bind_text) X(sqlite3_bind_text64) X(sqlite3_clear_bindings) \
    X(sqlite3_close) X(sqlite3_column_int64) X(sqlite3_errcode) X(sqlite3_errmsg) X(sqlite3_exec) X(sqlite3_finalize) \
    X(sqlite3_open_v2) X(sqlite3_prepare_v2) X(sqlite3_reset) X(sqlite3_step)
/* clang-format on */
OS_CALLS(calls, CALLS);

static dpm_status load(calls *out, dpm_error *err)
{
#ifdef DPM_SQLITE_FILE
    return os_load(OS_NAME(DPM_SQLITE_FILE), OS_CALL_NAMES(CALLS), OS_CALL_COUNT(calls), out, err);
#else
    (void)err;
    *out = (calls){CALLS(OS_CALL_ADDRESS)};
    return DPM_OK;
#endif
}

struct dpm_database {
    calls sql;
    sqlite3 *db;
    sqlite3_stmt *add_event;
    strbuf path;       /* of the source of the last event */
    int64_t source_id; /* its id */
    size_t rows;       /* in this transaction */
    bool failed;
    bool no_memory; /* for a text of ours: SQLite knows of its own */
};

static bool run(dpm_database *d, const char *sql)
{
    d->failed = d->failed || d->sql.sqlite3_exec(d->db, sql, NULL, NULL, NULL) != SQLITE_OK;
    return !d->failed;
}

static dpm_status tell(const dpm_database *d, dpm_error *err)
{
    const int code = d->sql.sqlite3_errcode(d->db);
    return code == SQLITE_NOMEM || d->no_memory
               ? status_nomem(err)
               : status_fail(err, DPM_EIO, "the database could not be written: %s", d->sql.sqlite3_errmsg(d->db));
}

/* ---- rows: columns are bound one after the other ---- */

typedef struct row {
    dpm_database *d;
    sqlite3_stmt *statement;
    int column;
} row;

/* Whether a text of ours is whole. */
static bool has_text(dpm_database *d, const strbuf *text)
{
    d->no_memory = d->no_memory || text->failed;
    d->failed = d->failed || text->failed;
    return !d->failed;
}

static sqlite3_stmt *prepare(dpm_database *d, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    d->failed = d->failed || d->sql.sqlite3_prepare_v2(d->db, sql, -1, &statement, NULL) != SQLITE_OK;
    return statement;
}

static void begin_tables(dpm_database *d)
{
    strbuf sql = {0};
    sql_begin(&sql);
    if (has_text(d, &sql)) {
        run(d, sql.ptr);
    }
    strbuf_free(&sql);
}

static sqlite3_stmt *prepare_for(dpm_database *d, void (*write)(strbuf *sql, const sql_table *t), const sql_table *t)
{
    strbuf sql = {0};
    write(&sql, t);
    sqlite3_stmt *const statement = has_text(d, &sql) ? prepare(d, sql.ptr) : NULL;
    strbuf_free(&sql);
    return statement;
}

static void put_text(row *r, dpm_span text)
{
    /* a log's text can hold NULs and bytes that are no UTF-8: SQLite keeps them as they are */
    r->column++;
    r->d->failed = r->d->failed || r->d->sql.sqlite3_bind_text64(r->statement, r->column, text.len ? text.ptr : "", text.len,
                                                                 SQLITE_STATIC, SQLITE_UTF8) != SQLITE_OK;
}

static void put_word(row *r, const char *text)
{
    put_text(r, span_str(text));
}

static void put_number(row *r, uint64_t value)
{
    r->column++;
    r->d->failed = r->d->failed || r->d->sql.sqlite3_bind_int64(r->statement, r->column, (sqlite3_int64)value) != SQLITE_OK;
}

static void put_copy(row *r, const char *text)
{
    r->column++;
    r->d->failed = r->d->failed || r->d->sql.sqlite3_bind_text(r->statement, r->column, text, -1, SQLITE_TRANSIENT) != SQLITE_OK;
}

/* NULL where there is no time. */
static void put_time(row *r, int64_t ms)
{
    char time[CIVIL_TEXT + 1];
    if (ms == DPM_NO_TIME) {
        r->column++;
        return;
    }
    civil_iso(ms, time);
    put_copy(r, time);
}

static void put_code(row *r, bool any, uint32_t code)
{
    char text[16] = "";
    if (any) {
        snprintf(text, sizeof text, "0x%08X", (unsigned)code);
    }
    put_copy(r, text);
}

/* A DPM error ID; nothing where there is none. */
static void put_id(row *r, uint32_t id)
{
    if (id) {
        put_number(r, id);
    } else {
        r->column++;
    }
}

static void put_double(row *r, double value)
{
    r->column++;
    r->d->failed = r->d->failed || r->d->sql.sqlite3_bind_double(r->statement, r->column, value) != SQLITE_OK;
}

/* The members of a struct, in the order of the columns. */
static void put_members(row *r, const struct_schema *s, const void *at)
{
    for (size_t i = 0; i < s->field_count; i++) {
        const field *const f = &s->fields[i];
        if (!(f->shown & SHOWN_SQL)) {
            continue;
        }
        switch (f->kind) {
        case FIELD_SPAN: put_text(r, field_span(f, at)); break;
        case FIELD_TIME: put_time(r, field_time(f, at)); break;
        case FIELD_ENUM: put_word(r, field_word(f, at)); break;
        case FIELD_DOUBLE: put_double(r, field_double(f, at)); break;
        default: put_number(r, field_number(f, at)); break;
        }
    }
}

static bool end_row(row *r)
{
    dpm_database *const d = r->d;
    d->failed = d->failed || d->sql.sqlite3_step(r->statement) != SQLITE_DONE;
    if (r->statement) {
        d->sql.sqlite3_reset(r->statement);
        d->sql.sqlite3_clear_bindings(r->statement);
    }
    r->column = 0;
    return !d->failed;
}

/* ---- life ---- */

dpm_status dpm_database_new(dpm_database **out, const char *path, dpm_error *err)
{
    dpm_database *const d = calloc(1, sizeof *d);
    *out = NULL;
    if (!d) {
        return status_nomem(err);
    }
    const dpm_status loaded = load(&d->sql, err);
    if (loaded < 0) {
        free(d);
        return loaded;
    }
    d->failed = d->sql.sqlite3_open_v2(path, &d->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) != SQLITE_OK;
    begin_tables(d);
    d->add_event =
        prepare(d, "INSERT INTO events (time, class, rule, code, code_name, level, pid, tid, module, source, object, task, host,"
                   " process, source_id, line, \"offset\", message, dpm_id) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    if (d->failed) {
        const dpm_status status = tell(d, err);
        dpm_database_free(d);
        return status;
    }
    *out = d;
    return DPM_OK;
}

void dpm_database_free(dpm_database *d)
{
    if (d) {
        d->sql.sqlite3_finalize(d->add_event);
        d->sql.sqlite3_close(d->db);
        strbuf_free(&d->path);
        free(d);
    }
}

/* ---- events ---- */

/* The id of a source by its path; a new one gets a row that dpm_database_finish fills. */
static int64_t find_source(dpm_database *d, dpm_span path)
{
    row add = {.d = d, .statement = prepare(d, "INSERT INTO sources (path) VALUES (?) ON CONFLICT DO NOTHING")};
    put_text(&add, path);
    end_row(&add);
    d->sql.sqlite3_finalize(add.statement);
    row get = {.d = d, .statement = prepare(d, "SELECT id FROM sources WHERE path = ?")};
    put_text(&get, path);
    int64_t id = 0;
    if (!d->failed && d->sql.sqlite3_step(get.statement) == SQLITE_ROW) {
        id = d->sql.sqlite3_column_int64(get.statement, 0);
    }
    d->failed = d->failed || id == 0;
    d->sql.sqlite3_finalize(get.statement);
    return id;
}

static int64_t source_id(dpm_database *d, dpm_span path)
{
    if (d->source_id == 0 || !span_eq(strbuf_span(&d->path), path)) {
        d->source_id = find_source(d, path);
        strbuf_clear(&d->path);
        strbuf_add(&d->path, path);
        has_text(d, &d->path);
    }
    return d->source_id;
}

bool dpm_database_take(void *database, const dpm_event *e)
{
    dpm_database *const d = database;
    const int64_t id = source_id(d, e->path);
    row r = {.d = d, .statement = d->add_event};
    put_time(&r, e->time);
    put_word(&r, dpm_class_name(e->cls));
    put_text(&r, e->rule);
    put_code(&r, e->code_count > 0, e->code_count ? e->codes[0] : 0);
    put_text(&r, e->code_name);
    put_word(&r, dpm_level_name(e->level));
    put_text(&r, e->pid);
    put_text(&r, e->tid);
    put_text(&r, e->module);
    put_text(&r, e->source);
    put_text(&r, e->object);
    put_text(&r, e->task);
    put_text(&r, e->host);
    put_text(&r, e->process);
    put_number(&r, (uint64_t)id);
    put_number(&r, e->line);
    put_number(&r, e->offset);
    put_text(&r, e->message);
    put_id(&r, e->dpm_id);
    end_row(&r);
    if (++d->rows == ROWS_OF_TRANSACTION) {
        d->rows = 0;
        run(d, "COMMIT; BEGIN");
    }
    return !d->failed;
}

/* ---- the report ---- */

static void add_pair(row *r, const char *key, dpm_span value)
{
    put_word(r, key);
    put_text(r, value);
    end_row(r);
}

static void add_facts(dpm_database *d, const dpm_report_data *f)
{
    row r = {.d = d, .statement = prepare(d, "INSERT INTO report VALUES (?, ?)")};
    char first[CIVIL_TEXT + 1] = "", last[CIVIL_TEXT + 1] = "", number[32];
    if (f->first != DPM_NO_TIME) {
        civil_iso(f->first, first);
        civil_iso(f->last, last);
    }
    add_pair(&r, "schema", SPAN("dpmlog.sqlite/1"));
    add_pair(&r, "version", SPAN(DPMLOG_VERSION));
    add_pair(&r, "rules", f->rules_hash);
    add_pair(&r, "first", span_str(first));
    add_pair(&r, "last", span_str(last));
    add_pair(&r, "year_basis", span_str(dpm_year_basis_name(f->year_basis)));
    add_pair(&r, "complete", f->complete ? SPAN("true") : SPAN("false"));
    snprintf(number, sizeof number, "%llu", (unsigned long long)f->records);
    add_pair(&r, "records", span_str(number));
    snprintf(number, sizeof number, "%llu", (unsigned long long)f->incidents);
    add_pair(&r, "incidents", span_str(number));
    d->sql.sqlite3_finalize(r.statement);
}

static void add_sources(dpm_database *d, const dpm_report_data *f)
{
    row r = {.d = d, .statement = prepare_for(d, sql_update, &sql_sources)};
    for (size_t i = 0; i < f->source_count; i++) {
        const int64_t id = find_source(d, f->sources[i]->path);
        put_members(&r, &source_schema, f->sources[i]);
        put_number(&r, (uint64_t)id);
        end_row(&r);
    }
    d->sql.sqlite3_finalize(r.statement);
}

static void add_cause(row *r, const dpm_cause *c)
{
    put_text(r, c->id);
    put_number(r, c->rank);
    put_members(r, &cause_schema, c);
    put_text(r, c->fix.summary);
    put_text(r, c->fix.kb);
    put_text(r, c->fix.url);
    end_row(r);
}

static void add_evidence(row *r, const dpm_cause *c)
{
    for (size_t i = 0; i < c->evidence_count; i++) {
        const dpm_evidence *const v = c->evidence[i];
        const int64_t id = find_source(r->d, v->path);
        put_text(r, c->id);
        put_number(r, i + 1);
        put_number(r, (uint64_t)id);
        put_members(r, &evidence_schema, v);
        put_text(r, v->rule);
        put_text(r, v->text);
        end_row(r);
    }
}

static void add_incidents(row *r, const dpm_cause *c, const dpm_timeline *t)
{
    for (size_t i = 0; i < c->cell_count; i++) {
        const dpm_cell *const cell = &c->cells[i];
        put_text(r, c->id);
        put_text(r, cell->host < t->host_count ? t->hosts[cell->host]->host : (dpm_span){0});
        put_time(r, t->first == DPM_NO_TIME ? DPM_NO_TIME : t->first + t->width * (int64_t)cell->bucket);
        put_number(r, (uint64_t)t->width);
        put_number(r, cell->incidents);
        end_row(r);
    }
}

static void add_causes(dpm_database *d, const dpm_report_data *f)
{
    row cause = {.d = d, .statement = prepare_for(d, sql_insert, &sql_causes)};
    row evidence = {.d = d, .statement = prepare_for(d, sql_insert, &sql_evidence)};
    row incidents = {.d = d, .statement = prepare(d, "INSERT INTO incidents VALUES (?,?,?,?,?)")};
    for (size_t i = 0; i < f->cause_count; i++) {
        add_cause(&cause, f->causes[i]);
        add_evidence(&evidence, f->causes[i]);
        add_incidents(&incidents, f->causes[i], &f->timeline);
    }
    d->sql.sqlite3_finalize(cause.statement);
    d->sql.sqlite3_finalize(evidence.statement);
    d->sql.sqlite3_finalize(incidents.statement);
}

static void add_tasks(dpm_database *d, const dpm_timeline *t)
{
    row r = {.d = d, .statement = prepare_for(d, sql_insert, &sql_tasks)};
    for (size_t i = 0; i < t->task_count; i++) {
        const dpm_task *const task = t->tasks[i];
        put_text(&r, task->id);
        put_members(&r, &task_schema, task);
        put_code(&r, task->code != 0, task->code);
        put_time(&r, task->mark_count ? task->marks[0].time : DPM_NO_TIME);
        put_time(&r, task->mark_count ? task->marks[task->mark_count - 1].time : DPM_NO_TIME);
        put_time(&r, task->stall_to > task->stall_from ? task->stall_from : DPM_NO_TIME);
        put_number(&r, task->stall_to > task->stall_from ? (uint64_t)(task->stall_to - task->stall_from) : 0);
        end_row(&r);
    }
    d->sql.sqlite3_finalize(r.statement);
}

static void add_incident_list(dpm_database *d, const dpm_report_data *f)
{
    row r = {.d = d, .statement = prepare_for(d, sql_insert, &sql_incidents)};
    strbuf job = {0};
    for (size_t i = 0; i < f->incident_list_count && !d->failed; i++) {
        const dpm_incident *const at = f->incident_list[i];
        const dpm_evidence *const telling = at->evidence[at->evidence_count > 1];
        const int64_t id = source_id(d, telling->path);
        strbuf_clear(&job);
        label_job(at, &job);
        has_text(d, &job);
        put_members(&r, &incident_schema, at);
        if (at->dpm_id) {
            put_number(&r, at->dpm_id);
        } else {
            r.column++; /* NULL */
        }
        put_code(&r, at->code != 0, at->code);
        put_text(&r, strbuf_span(&job));
        put_number(&r, (uint64_t)id);
        put_number(&r, telling->line);
        put_text(&r, telling->text);
        end_row(&r);
    }
    d->sql.sqlite3_finalize(r.statement);
    strbuf_free(&job);
}

static void add_datasources(dpm_database *d, const dpm_report_data *f)
{
    row r = {.d = d, .statement = prepare_for(d, sql_insert, &sql_datasources)};
    for (size_t i = 0; i < f->datasource_count; i++) {
        put_members(&r, &datasource_schema, f->datasources[i]);
        end_row(&r);
    }
    d->sql.sqlite3_finalize(r.statement);
}

dpm_status dpm_database_finish(dpm_database *d, const dpm_report *report, dpm_error *err)
{
    const dpm_report_data *const f = dpm_report_get_data(report);
    if (!d->failed) {
        add_facts(d, f);
        add_sources(d, f);
        add_causes(d, f);
        add_tasks(d, &f->timeline);
        add_incident_list(d, f);
        add_datasources(d, f);
    }
    run(d, sql_finish);
    if (d->failed) {
        return tell(d, err);
    }
    d->sql.sqlite3_finalize(d->add_event);
    d->add_event = NULL;
    const bool closed = d->sql.sqlite3_close(d->db) == SQLITE_OK;
    d->db = closed ? NULL : d->db;
    d->failed = true; /* nothing more can be added */
    return closed ? DPM_OK : tell(d, err);
}

#else
typedef int sqlite_is_not_used_here; /* ISO C wants a declaration in every file */
#endif
