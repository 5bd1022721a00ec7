/* One analysis, from paths to a report. How a log is driven through the stages is in run/source_run.c. */
#include "api/session_parts.h"
#include "api/state.h"

#include "base/limits.h"
#include "base/number.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "discover/file_kind.h"
#include "discover/first_look.h"
#include "discover/sources.h"
#include "dpmlog/event.h"
#include "dpmlog/redact.h"
#include "os/os.h"
#include "read/prefetch.h"
#include "run/remarks.h"
#include "run/replay.h"
#include "run/source_run.h"
#include "summary/summary_read.h"
#include "summary/summary_write.h"
#include "witness/witness.h"

#include <stdlib.h>
#include <string.h>

struct dpm_session {
    source_run run;
    source_list sources;
    state state;             /* of an earlier run */
    summary_redaction cover; /* of the names in the summary that is written */
    summaries summaries;     /* of them, those that come from summaries, until they are put among the others */
    prefetch prefetch;       /* of them, those that come next */
    uint64_t ahead;          /* bytes that small logs may unpack to that are read before their turn */
    source fed;              /* the log that the caller feeds, while `feeding` */
    bool feeding, interrupted;
    uint64_t filtered_sources; /* logs that were not asked for */
    strbuf others;             /* their hosts, for a run that reads none: "DPM01, FS01" */
    size_t other_count;
    size_t barren;        /* inputs that were skipped and held no log: they change no verdict */
    dpm_span dpm_version; /* the option; empty: what the logs name */
};

/* ---- life ---- */

static dpm_span server_of_job(const void *context, const uint8_t task[16])
{
    const job *const j = job_history_find(context, task);
    return j ? j->server : (dpm_span){0};
}

static dpm_span datasource_of_job(const void *context, const uint8_t task[16])
{
    const job *const j = job_history_find(context, task);
    return j ? j->source : (dpm_span){0};
}

dpm_status dpm_session_new(dpm_session **out, const dpm_rules *rules, const dpm_session_options *options, dpm_error *err)
{
    static const dpm_session_options none = {0};
    *out = NULL;
    dpm_session *const s = calloc(1, sizeof *s);
    if (!s) {
        return status_nomem(err);
    }
    const dpm_session_options *const o = options ? options : &none;
    sources_limit(&s->sources, &(source_limits){.max_depth = o->max_depth,
                                                .max_ratio = o->max_ratio,
                                                .max_members = o->max_members,
                                                .max_expand = o->max_expand,
                                                .max_memory = o->max_memory});
    s->sources.crew = crew_new(o->jobs ? o->jobs : os_cores());
    const dpm_status begun = source_run_init(&s->run, rules, o, err);
    if (begun == DPM_EARG) {
        dpm_session_free(s);
        return begun;
    }
    if (begun < 0 || !s->sources.crew ||
        (o->dpm_version && !arena_keep(&s->run.memory, span_str(o->dpm_version), &s->dpm_version))) {
        dpm_session_free(s);
        return status_nomem(err);
    }
    s->sources.archives.meter.stop = &s->run.stop;
    if (o->encoding) {
        encoding_find_page(span_str(o->encoding), &s->sources.page);
    }
    s->run.correlated.server_of = server_of_job;
    s->run.correlated.datasource_of = datasource_of_job;
    s->run.correlated.server_context = &s->sources.jobs;
    *out = s;
    return DPM_OK;
}

void dpm_session_free(dpm_session *s)
{
    if (!s) {
        return;
    }
    prefetch_close(&s->prefetch);
    crew_free(s->sources.crew);
    sources_free(&s->sources);
    summaries_free(&s->summaries);
    state_free(&s->state);
    summary_writer_free(s->run.summary);
    strbuf_free(&s->others);
    source_run_free(&s->run);
    free(s);
}

dpm_status dpm_session_add(dpm_session *s, const char *path, dpm_error *err)
{
    dpm_error why = {.message = ""};
    const dpm_status status = sources_add(&s->sources, path, &why);
    os_info info = {.kind = OS_OTHER};
    const bool inside = strchr(path, '!') != NULL;
    if (status < 0 || status == DPM_END) {
        (void)os_stat(path, &info, NULL);
    }
    if (status == DPM_END && info.kind == OS_FOLDER) { /* nothing was there to be skipped */
        TRY(sources_remark(&s->sources, span_str(path), status_reason(&why)));
    } else if (status == DPM_END) { /* nothing to read where something was expected: the report must not call this clean */
        s->barren++;
        TRY(sources_skip_failed(&s->sources, span_str(path), &why));
    } else if (status < 0 && !inside && info.kind == OS_MISSING) {
        s->barren++;
    }
    if (status != DPM_OK && err) {
        *err = why;
    }
    return status;
}

/* ---- summaries ---- */

dpm_status dpm_session_add_summary(dpm_session *s, const char *path, dpm_error *err)
{
    dpm_error why = {0};
    const dpm_status status = summaries_add_file(&s->summaries, &s->sources, path, s->run.rules->hash, &why);
    if (status < 0 && status != DPM_ENOMEM) {
        TRY(sources_skip_failed(&s->sources, span_str(path), &why));
    }
    if (status < 0 && err) {
        status_add_path(&why, path);
        *err = why;
    }
    return status;
}

size_t session_repeated(const dpm_session *s)
{
    return s->summaries.repeated;
}

dpm_status session_add_blob(dpm_session *s, blob *bytes, dpm_span name, dpm_error *err)
{
    return summaries_add(&s->summaries, &s->sources, bytes, name, s->run.rules->hash, err);
}

dpm_status dpm_session_add_summary_bytes(dpm_session *s, dpm_span bytes, dpm_span name, dpm_error *err)
{
    blob *copy = NULL;
    TRY(blob_memory(&copy, bytes, err));
    const dpm_status status = session_add_blob(s, copy, name, err);
    blob_release(copy);
    return status;
}

dpm_status dpm_session_skip(dpm_session *s, dpm_span path, dpm_span reason, dpm_error *err)
{
    dpm_span kept;
    const bool good = reason.len && arena_keep(&s->run.memory, reason, &kept);
    return good && sources_skip(&s->sources, path, kept.ptr) == DPM_OK ? DPM_OK
           : reason.len                                                ? status_nomem(err)
                                                                       : status_fail(err, DPM_EARG, "a reason is needed");
}

dpm_status dpm_session_write_summary(dpm_session *s, dpm_write_fn write, void *context, dpm_error *err)
{
    return s->run.summary ? status_fail(err, DPM_EARG, "a summary is being written already")
                          : summary_writer_new(&s->run.summary, s->run.rules, write, context, err);
}

dpm_status dpm_session_name_site(dpm_session *s, dpm_span site, dpm_error *err)
{
    if (!s->run.summary) {
        return status_fail(err, DPM_EARG, "no summary is being written");
    }
    TRY(site_check(&site, err));
    return summary_name_site(s->run.summary, site) < 0 ? status_nomem(err) : DPM_OK;
}

dpm_status dpm_session_use_state(dpm_session *s, const char *path, int64_t keep, dpm_span machine, dpm_error *err)
{
    if (!s->run.summary || keep < 0) {
        return status_fail(err, DPM_EARG, "a summary that is being written, and a time that is not negative, are needed");
    }
    s->run.keeps_state = true;
    s->state.keep = keep;
    if (summary_name_machine(s->run.summary, machine) < 0) {
        return status_nomem(err);
    }
    return state_load(&s->state, path, machine, s->run.rules->hash, err);
}

static dpm_span redact_text(void *context, dpm_span text)
{
    return dpm_redact_text(context, text);
}

static dpm_span redact_path(void *context, dpm_span path)
{
    return dpm_redact_path(context, path);
}

static dpm_span redact_record(void *context, const dpm_event *e)
{
    return dpm_redact_record(context, e);
}

dpm_status dpm_session_redact_summary(dpm_session *s, dpm_redactor *redactor, dpm_error *err)
{
    if (!s->run.summary || !redactor) {
        return status_fail(err, DPM_EARG, "a redactor and a summary that is being written are needed");
    }
    s->cover = (summary_redaction){redactor, redact_text, redact_path, redact_record};
    source_run_cover(&s->run, &s->cover);
    return DPM_OK;
}

/* A text for the summary, valid until the run's memory goes. */
static bool covered(dpm_session *s, dpm_span (*by)(void *context, dpm_span text), dpm_span text, dpm_span *out)
{
    *out = text;
    return !s->run.cover || text.len == 0 || arena_keep(&s->run.memory, by(s->run.cover->context, text), out);
}

static dpm_status note_jobs(dpm_session *s)
{
    const job_history *const all = &s->sources.jobs;
    char task[GUID_TEXT + 1];
    for (size_t i = 0; i < all->cap; i++) {
        if (all->used[i]) {
            guid_text(all->slots[i].task, task);
            row_job row = {.task = span_of(task, GUID_TEXT)};
            if (!covered(s, redact_text, all->slots[i].server, &row.server) ||
                !covered(s, redact_text, all->slots[i].source, &row.source)) {
                return DPM_ENOMEM;
            }
            TRY(summary_note(s->run.summary, &form_job, &row));
        }
    }
    return DPM_OK;
}

static dpm_status note_paths(dpm_session *s)
{
    for (size_t i = 0; i < s->sources.skipped_count; i++) {
        row_skipped row;
        if (!covered(s, redact_path, s->sources.skipped[i].path, &row.path) ||
            !covered(s, redact_text, s->sources.skipped[i].reason, &row.reason)) {
            return DPM_ENOMEM;
        }
        TRY(summary_note(s->run.summary, &form_skipped, &row));
    }
    for (dpm_entry_kind kind = 0; kind < DPM_ENTRY_KINDS; kind++) {
        if (s->sources.passed[kind]) {
            TRY(summary_note(s->run.summary, &form_passed, &(row_passed){kind, s->sources.passed[kind]}));
        }
    }
    for (size_t i = 0; i < s->sources.remark_count; i++) {
        row_remark row;
        if (!covered(s, redact_text, s->sources.remarks[i], &row.text)) {
            return DPM_ENOMEM;
        }
        TRY(summary_note(s->run.summary, &form_remark, &row));
    }
    return DPM_OK;
}

dpm_status dpm_session_end_summary(dpm_session *s, dpm_error *err)
{
    const row_finish *const before = &s->summaries.ends;
    if (!s->run.summary) {
        return status_fail(err, DPM_EARG, "no summary is being written");
    }
    remarks r = {0};
    remarks_collect(&r, &s->run, &s->sources, s->filtered_sources, strbuf_span(&s->others));
    const row_finish how = {
        .interrupted = s->interrupted || before->interrupted,
        .barren = s->barren + before->barren,
        .not_judged = r.not_judged || before->not_judged,
    };
    remarks_free(&r);
    if (note_jobs(s) < 0 || note_paths(s) < 0) {
        return status_nomem(err);
    }
    const dpm_status status = summary_finish(s->run.summary, &how, err);
    summary_writer_free(s->run.summary);
    s->run.summary = NULL;
    return status;
}

void dpm_session_stop(dpm_session *s)
{
    atomic_store_explicit(&s->run.stop, true, memory_order_relaxed);
}

void dpm_session_on_progress(dpm_session *s, void (*callback)(void *, const dpm_progress *), void *context)
{
    s->run.on_progress = callback;
    s->run.progress_context = context;
}

void dpm_session_on_event(dpm_session *s, dpm_event_fn take, void *context)
{
    s->run.emitter.on_event = take;
    s->run.emitter.event_context = context;
}

void dpm_session_on_record(dpm_session *s, dpm_event_fn take, void *context)
{
    s->run.emitter.task_len = 0;
    s->run.emitter.on_task = take;
    s->run.emitter.task_context = context;
}

dpm_status dpm_session_on_task(dpm_session *s, dpm_span task, dpm_event_fn take, void *context, dpm_error *err)
{
    s->run.emitter.on_task = NULL;
    if (!event_task_digits(&s->run.emitter, task)) {
        return status_fail(err, DPM_EARG, "a task is named by the 8 to 32 hex digits that its GUID begins with");
    }
    s->run.emitter.on_task = take;
    s->run.emitter.task_context = context;
    return DPM_OK;
}

/* ---- the run ---- */

/* It can be read beside others. */
static bool is_small(const dpm_session *s, const source *src)
{
    return src->kind == SOURCE_LOG && src->from && !src->section && !src->only.len && !src->is_stdin && !src->alone &&
           src->size && src->size <= SMALL_LOG_BYTES && filter_log(&s->run.filter, src->host, src->process);
}

/* Open the logs that come after the one that is being read. */
static void prepare_next(dpm_session *s, const source *now)
{
    const source *const end = s->sources.items + s->sources.count;
    for (const source *next = now + 1; next < end && next <= now + READAHEAD_SOURCES_MAX; next++) {
        if (filter_log(&s->run.filter, next->host, next->process) && !is_small(s, next) && !next->section) {
            prefetch_add(&s->prefetch, now, next);
        }
    }
}

/* A log that was not asked for. Its host is kept: where the wanted host does not exist, the report names those that do. */
static dpm_status leave_out(dpm_session *s, const source *src)
{
    s->filtered_sources++;
    dpm_span rest = strbuf_span(&s->others);
    while (rest.len) {
        const size_t at = span_find(rest, SPAN(", "));
        if (span_ieq(at == SIZE_MAX ? rest : span_head(rest, at), src->host)) {
            return DPM_OK;
        }
        rest = at == SIZE_MAX ? (dpm_span){0} : span_from(rest, at + 2);
    }
    if (src->host.len && s->other_count < OTHER_HOSTS_MAX) {
        strbuf_adds(&s->others, s->other_count++ ? ", " : "");
        strbuf_add(&s->others, src->host);
    }
    return s->others.failed ? DPM_ENOMEM : DPM_OK;
}

static dpm_status skip_for_streams(dpm_session *s, const source *src)
{
    return sources_skip(&s->sources, src->path,
                        "more than 8192 hosts and processes in one run: read this one in a run of its own");
}

static void note_done(dpm_session *s, const source *src)
{
    s->run.progress.bytes_done += src->size;
    s->run.progress.sources_done++;
}

/* A log came to its end with `status`; of what is not a log, why. */
static dpm_status settle_source(dpm_session *s, const source *src, dpm_status status, const dpm_error *why)
{
    if (status == DPM_END) {
        s->barren++;
        return sources_skip(&s->sources, src->path, why->message);
    }
    return status;
}

/* A source of a summary. Where a summary is written, its rows go there as they are. */
static dpm_status run_section(dpm_session *s, const source *src, dpm_error *err)
{
    const dpm_status status = source_run_section(&s->run, src, err);
    if (status == DPM_ELIMIT) {
        return skip_for_streams(s, src);
    }
    if (status >= 0 && s->run.summary && s->run.cover) {
        return status_fail(err, DPM_EARG, "a summary is redacted when it is made of logs, and not when summaries are merged");
    }
    if (status >= 0 && s->run.summary) {
        TRY(summary_copy_section(s->run.summary, src->section, err));
    }
    return status;
}

static dpm_status run_source(dpm_session *s, const source *src, dpm_error *err)
{
    if (!filter_log(&s->run.filter, src->host, src->process)) {
        return leave_out(s, src);
    }
    if (src->section) {
        return run_section(s, src, err);
    }
    dpm_error why;
    if (prefetch_take(&s->prefetch, s->run.reader, src, &why) < 0) {
        return sources_skip(&s->sources, src->path, status_reason(&why));
    }
    if (src->only.len) {
        reader_only(s->run.reader, src->only);
    }
    prepare_next(s, src);
    dpm_status status = source_run_begin(&s->run, src);
    if (status == DPM_OK) {
        status = source_run_blocks(&s->run, err);
    }
    if (status < 0) {
        reader_close(s->run.reader, 0);
        return status == DPM_ELIMIT ? skip_for_streams(s, src) : status;
    }
    const dpm_status ended = source_run_end(&s->run, status == DPM_STOP, &why);
    TRY(settle_source(s, src, ended, &why));
    return status;
}

/* ---- small logs ---- */

/* Not used but to find out which logs must be read alone. */
static void give_up(dpm_session *s, small_log *logs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        logs[i].src->alone = !logs[i].done;
        s->ahead -= logs[i].bytes.most;
        origin_apart_close(&logs[i].bytes, 0);
    }
}

/* Give the pipeline the small logs from number `*next` on, up to the first that is not small. */
static dpm_status put_small(dpm_session *s, size_t *next)
{
    while (pipeline_has_room(s->run.pipe)) {
        small_log logs[SMALL_LOGS];
        size_t count = 0;
        for (; count < SMALL_LOGS && *next < s->sources.count; count++, ++*next) {
            source *const src = &s->sources.items[*next];
            logs[count] = (small_log){.src = src};
            if (!is_small(s, src) || origin_set_apart(src->from, SMALL_LOG_BYTES, s->ahead, &logs[count].bytes) < 0 ||
                !logs[count].bytes.from) {
                break;
            }
            s->ahead += logs[count].bytes.most;
        }
        if (count == 0) {
            return DPM_OK;
        }
        if (pipeline_put_logs(s->run.pipe, logs, count) < 0) {
            give_up(s, logs, count);
            return DPM_ENOMEM;
        }
    }
    return DPM_OK;
}

static void drop_small(dpm_session *s)
{
    small_log *logs;
    size_t count;
    while (pipeline_get_logs(s->run.pipe, &logs, &count) != DPM_END) {
        give_up(s, logs, count);
    }
}

static dpm_status take_small(dpm_session *s, small_log *l)
{
    dpm_error why;
    s->ahead -= l->bytes.most;
    origin_apart_close(&l->bytes, l->end.bytes);
    const dpm_status status = source_run_small(&s->run, l, &why);
    return status == DPM_ELIMIT ? skip_for_streams(s, l->src) : settle_source(s, l->src, status, &why);
}

/* Take small logs from number `*at` on, as long as one follows the other. */
static dpm_status run_small(dpm_session *s, size_t *at)
{
    size_t next = *at, count = 0, i = 0;
    small_log *logs;
    dpm_status status = put_small(s, &next);
    while (status == DPM_OK && i == count && (status = pipeline_get_logs(s->run.pipe, &logs, &count)) != DPM_END) {
        for (i = 0; i < count && logs[i].done && status == DPM_OK; i++) {
            status = take_small(s, &logs[i]);
            note_done(s, logs[i].src);
        }
        *at += i;
        give_up(s, logs + i, count - i);
        status = status == DPM_OK ? put_small(s, &next) : status;
    }
    drop_small(s);
    return status == DPM_END ? DPM_OK : status;
}

/* Among the logs, whose years and hosts they may tell. */
static dpm_status put_summaries(dpm_session *s)
{
    const summaries *const all = &s->summaries;
    TRY(summaries_put(&s->summaries, &s->sources));
    if (all->other_rules) {
        return sources_remark_text(
            &s->sources, SPAN("a summary was made with other rules than these: of what only these know, it holds no records"));
    }
    return DPM_OK;
}

/* Each once. */
static dpm_status probe_sources(dpm_session *s)
{
    for (size_t i = 0; i < s->sources.count && !s->interrupted; i++) {
        source *const src = &s->sources.items[i];
        if (!src->section && !src->probed) {
            TRY(source_probe(src, false, s->run.year, s->run.clock));
            s->run.progress.bytes_total += src->size;
        }
        s->interrupted |= atomic_load_explicit(&s->run.stop, memory_order_relaxed);
    }
    return DPM_OK;
}

static dpm_status date_and_order(dpm_session *s)
{
    TRY(sources_infer_years(&s->sources));
    sources_date_by_events(&s->sources);
    return sources_order(&s->sources);
}

static dpm_status look_at_sources(dpm_session *s, dpm_error *err)
{
    TRY(state_use(&s->state, &s->sources, s->run.clock));
    TRY(witness_read_all(&s->sources, s->run.rules, err));
    sources_name_by_events(&s->sources);
    s->interrupted |= atomic_load_explicit(&s->run.stop, memory_order_relaxed);
    TRY(s->interrupted ? DPM_OK : first_looks_at_all(&s->sources));
    TRY(probe_sources(s));
    s->run.progress.sources_total += s->sources.count;
    TRY(put_summaries(s));
    TRY(date_and_order(s));
    if (!state_take_back(&s->sources)) {
        return DPM_OK;
    }
    TRY(probe_sources(s));
    return date_and_order(s);
}

/* The log with number `*at`, or several small ones from there on. */
static dpm_status run_next(dpm_session *s, size_t *at, dpm_error *err)
{
    const size_t before = *at;
    const source *const src = &s->sources.items[*at];
    if (pipeline_readahead(s->run.pipe) && is_small(s, src)) {
        const dpm_status status = run_small(s, at);
        if (status != DPM_OK || *at > before) {
            return status;
        }
    }
    const dpm_status status = run_source(s, src, err);
    TRY(status);
    note_done(s, src);
    ++*at;
    return status;
}

static dpm_status run_sources(dpm_session *s, dpm_error *err)
{
    s->sources.archives.readahead = pipeline_readahead(s->run.pipe);
    for (size_t i = 0; i < s->sources.count;) {
        if (s->interrupted) {
            TRY(sources_skip(&s->sources, s->sources.items[i++].path, "interrupted before it was read"));
            continue;
        }
        const dpm_status status = run_next(s, &i, err);
        TRY(status);
        s->interrupted = status == DPM_STOP;
    }
    prefetch_close(&s->prefetch);
    s->sources.count = 0; /* their paths stay: the report of each source points to them */
    return s->interrupted ? DPM_STOP : DPM_OK;
}

dpm_status dpm_session_run(dpm_session *s, dpm_error *err)
{
    dpm_error why = {.message = ""};
    dpm_status status = s->feeding ? DPM_EARG : look_at_sources(s, &why);
    if (status == DPM_EARG) {
        return status_fail(err, status, "a log is being fed: end it before you run others");
    }
    if (status >= 0) {
        status = run_sources(s, &why);
    }
    if (status < 0) {
        return why.message[0] ? status_fail(err, status, "%s", why.message) : status_nomem(err); /* all else has words */
    }
    return status;
}

/* ---- feeding ---- */

dpm_status dpm_session_begin(dpm_session *s, const char *name, dpm_error *err)
{
    if (s->feeding) {
        return status_fail(err, DPM_EARG, "a log is being fed already: end it first");
    }
    dpm_span path;
    if (!arena_keep(&s->run.memory, span_str(name), &path)) {
        return status_nomem(err);
    }
    s->fed = (source){.mtime = DPM_NO_TIME, .crash_time = DPM_NO_TIME};
    source_name(path, &s->fed);
    s->fed.path = path;
    s->fed.first_stamp = s->fed.last_stamp = UINT64_MAX;
    s->fed.year = source_anchor_year(&s->fed, s->run.year, s->run.clock, UINT64_MAX, &s->fed.year_basis);
    const dpm_status status = reader_begin_feed(s->run.reader) < 0 ? DPM_ENOMEM : source_run_begin(&s->run, &s->fed);
    if (status < 0) {
        return status == DPM_ELIMIT ? status_fail(err, status, "more than 8192 hosts and processes in one session")
                                    : status_nomem(err);
    }
    s->feeding = true;
    return DPM_OK;
}

static dpm_status feed(dpm_session *s, dpm_span bytes, bool eof, dpm_error *err)
{
    if (!s->feeding) {
        return status_fail(err, DPM_EARG, "no log has been begun");
    }
    TRY(reader_feed(s->run.reader, bytes, eof, err));
    return source_run_blocks(&s->run, err);
}

dpm_status dpm_session_feed(dpm_session *s, dpm_span bytes, dpm_error *err)
{
    return feed(s, bytes, false, err);
}

dpm_status dpm_session_end(dpm_session *s, dpm_error *err)
{
    const dpm_status status = feed(s, (dpm_span){0}, true, err);
    if (status == DPM_EARG) {
        return status;
    }
    s->feeding = false;
    s->interrupted |= status == DPM_STOP;
    dpm_error why = {0};
    const dpm_status ended = source_run_end(&s->run, status == DPM_STOP, &why);
    if (ended < 0 || (ended == DPM_END && sources_skip(&s->sources, s->fed.path, why.message) < 0)) {
        return status_nomem(err);
    }
    return status;
}

/* ---- the report ---- */

dpm_status dpm_session_report(dpm_session *s, dpm_report **out, dpm_error *err)
{
    remarks r = {0};
    uint64_t passed[DPM_ENTRY_KINDS];
    for (dpm_entry_kind kind = 0; kind < DPM_ENTRY_KINDS; kind++) {
        passed[kind] = file_kind_may_tell(kind) ? s->sources.passed[kind] : 0;
    }
    remarks_collect(&r, &s->run, &s->sources, s->filtered_sources, strbuf_span(&s->others));
    const row_finish *const before = &s->summaries.ends;
    const bool interrupted = s->interrupted || before->interrupted;
    const bool whole = !interrupted && !s->run.damaged && !r.not_judged && !before->not_judged;
    const size_t barren = s->barren + (size_t)before->barren;
    const rank_input in = {
        .rules = s->run.rules,
        .correlated = &s->run.correlated,
        .sources = s->run.read,
        .source_count = s->run.read_count,
        .skipped = s->sources.skipped,
        .skipped_count = s->sources.skipped_count,
        .passed = passed,
        .remarks = r.items,
        .remark_count = r.count,
        .dpm_version = s->dpm_version.len ? s->dpm_version : span_str(s->run.correlated.version),
        .complete = whole && s->sources.skipped_count == 0,
        .lost = !whole || s->sources.skipped_count > barren,
        .interrupted = interrupted,
        .outside_records = s->run.outside,
    };
    *out = NULL;
    const dpm_status status = r.failed ? status_nomem(err) : rank_report(&in, out, err);
    remarks_free(&r);
    return status;
}
