/* Following: at each poll the followed paths are listed, logs that are new are begun, and each log is read on. */
#include "dpmlog/follow.h"

#include "archive/file_type.h"
#include "base/grow.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/text.h"
#include "correlate/host_name.h"
#include "run/event_emit.h"
#include "follow/dir_scan.h"
#include "follow/tail.h"

#include <stdlib.h>

enum {
    IDLE_MS = 1000, /* a record that nothing follows for so long is complete */
    GONE_MS = 5000, /* a log that is nowhere any more is given up so long after its last growth */
};

struct dpm_follow {
    const dpm_rules *rules;
    arena memory; /* options */
    dpm_span *roots;
    size_t root_count, root_cap;
    int year;
    int64_t now; /* the option; 0: the clock */
    filter filter;
    event_emitter emitter;
    dpm_event_fn take;
    void *context;
    intern names; /* paths, hosts as reports name them, processes */
    dedup dedup;
    dir_scan dir_scan;
    tail **tails;
    size_t count, cap;
    scanner *scanner;
    classifier *classifier;
    record_batch *batch;
    event_list *events;
    char *raw;
    strbuf trouble;
    dpm_follow_state state;
};

/* ---- life ---- */

/* Events are counted on their way. */
static bool count_event(void *context, const dpm_event *e)
{
    dpm_follow *const f = context;
    f->state.events++;
    if (e->time != DPM_NO_TIME && e->time > f->state.last) {
        f->state.last = e->time;
    }
    return f->take(f->context, e);
}

static dpm_status make_parts(dpm_follow *f)
{
    const uint64_t seed = os_seed();
    f->emitter = (event_emitter){.on_event = count_event, .event_context = f};
    f->state.last = DPM_NO_TIME;
    intern_init(&f->names, FOLLOW_WORD_MAX, seed);
    dedup_init(&f->dedup, seed);
    f->scanner = scanner_new();
    f->classifier = classifier_new(f->rules);
    f->batch = malloc(sizeof *f->batch);
    f->events = malloc(sizeof *f->events);
    f->raw = malloc(TAIL_RAW);
    const bool good = f->scanner && f->classifier && f->batch && f->events && f->raw;
    return good ? DPM_OK : DPM_ENOMEM;
}

dpm_status dpm_follow_new(dpm_follow **out, const dpm_rules *rules, const dpm_session_options *options, dpm_event_fn take,
                          void *context, dpm_error *err)
{
    static const dpm_session_options none = {0};
    *out = NULL;
    dpm_follow *const f = calloc(1, sizeof *f);
    if (!f) {
        return status_nomem(err);
    }
    f->rules = rules;
    f->take = take;
    f->context = context;
    const dpm_session_options *const o = options ? options : &none;
    f->year = o->year;
    f->now = o->now;
    if (make_parts(f) < 0 || filter_init(&f->filter, o, &f->memory) < 0) {
        dpm_follow_free(f);
        return status_nomem(err);
    }
    *out = f;
    return DPM_OK;
}

static void drop(dpm_follow *f, size_t i)
{
    tail_free(f->tails[i]);
    free(f->tails[i]);
    f->count--;
    memmove(&f->tails[i], &f->tails[i + 1], (f->count - i) * sizeof(tail *));
}

void dpm_follow_free(dpm_follow *f)
{
    if (!f) {
        return;
    }
    while (f->count) {
        drop(f, f->count - 1);
    }
    free(f->tails);
    free(f->roots);
    intern_free(&f->names);
    dedup_free(&f->dedup);
    dir_scan_free(&f->dir_scan);
    scanner_free(f->scanner);
    classifier_free(f->classifier);
    free(f->batch);
    free(f->events);
    free(f->raw);
    strbuf_free(&f->trouble);
    arena_free(&f->memory);
    free(f);
}

dpm_status dpm_follow_add(dpm_follow *f, const char *path, dpm_error *err)
{
    os_info info;
    if (strcmp(path, "-") == 0) {
        return status_fail(err, DPM_EARG, "standard input cannot be followed; 'dpmlog events -' reads it");
    }
    TRY(os_stat(path, &info, err));
    if (info.kind == OS_MISSING) {
        return status_fail_path(err, DPM_EIO, path, "no such file or folder; check the spelling");
    }
    if ((info.kind != OS_FILE && info.kind != OS_FOLDER) || (info.kind == OS_FILE && name_is_packed(span_str(path)))) {
        return status_fail_path(err, DPM_EARG, path, "only logs and folders of logs can be followed");
    }
    if (!GROW(f->roots, f->root_count, f->root_cap) || !arena_keep(&f->memory, span_str(path), &f->roots[f->root_count])) {
        return status_nomem(err);
    }
    f->root_count++;
    return DPM_OK;
}

/* ---- blocks to events ---- */

/* Flag the events that a copy of the log brought before. */
static dpm_status mark_seen(dpm_follow *f, tail *t, record_batch *batch)
{
    for (uint32_t k = 0; k < f->events->count; k++) {
        const event *const e = &f->events->items[k];
        bool again = false;
        if (e->rule == RULE_NONE || (batch->flags[e->record] & RECORD_OUTSIDE)) {
            continue;
        }
        const dpm_span record = span_of(batch->base + batch->start[e->record], batch->end[e->record] - batch->start[e->record]);
        TRY(dedup_insert(&f->dedup, &t->recent, t->stream_hash, record, &again));
        batch->flags[e->record] |= again ? RECORD_DUPLICATE : 0;
    }
    return DPM_OK;
}

static uint64_t stored_len(int enc, dpm_span text)
{
    return encoded_len((encoding)enc, text);
}

static int64_t clock_of(const dpm_follow *f)
{
    return f->now ? f->now : os_now();
}

/* The year is looked for once something is in the log. */
static dpm_status begin_years(const dpm_follow *f, tail *t)
{
    if (!t->probed) {
        TRY(source_probe(&t->src, false, f->year, clock_of(f)));
        year_begin(&t->years, t->src.year);
        t->probed = true;
    }
    return DPM_OK;
}

static dpm_status take_block(void *context, tail *t, const block *b)
{
    dpm_follow *const f = context;
    scan_counts scanned = {0};
    event_origin at = {
        .rules = f->rules,
        .path = t->src.path,
        .host = t->host,
        .process = t->src.process,
        .where = {.line = t->line, .offset = b->offset, .encoding = (int)t->enc, .encoded_len = stored_len},
        .filter = &f->filter,
    };
    TRY(begin_years(f, t));
    scanner_begin(f->scanner, b, t->layout, &scanned);
    while (scanner_next(f->scanner, f->batch)) {
        classify(f->classifier, f->batch, t->src.process, f->events);
        year_apply(&t->years, f->batch);
        filter_records(&f->filter, f->batch);
        TRY(mark_seen(f, t, f->batch));
        event_emit(&f->emitter, &at, f->batch, f->events);
        if (f->emitter.ended) {
            return DPM_STOP;
        }
    }
    t->line += scanned.lines;
    return DPM_OK;
}

/* ---- logs that come and go ---- */

static tail *find_tail(const dpm_follow *f, const os_info *info)
{
    for (size_t i = 0; i < f->count; i++) {
        if (f->tails[i]->inode == info->inode && f->tails[i]->device == info->device) {
            return f->tails[i];
        }
    }
    return NULL;
}

/* What its path says of it: again when it was renamed. */
static dpm_status name_tail(dpm_follow *f, tail *t, dpm_span path, const dir_entry *item)
{
    uint32_t id;
    if (!intern_put(&f->names, path, &id)) {
        return DPM_ENOMEM;
    }
    t->src.path = intern_get(&f->names, id);
    t->src.mtime = item->info.mtime;
    t->src.size = item->info.size;
    return DPM_OK;
}

static dpm_status make_tail(dpm_follow *f, dpm_span path, const dir_entry *item)
{
    tail *const t = GROW(f->tails, f->count, f->cap) ? calloc(1, sizeof *t) : NULL;
    if (!t) {
        return DPM_ENOMEM;
    }
    t->src = (source){.mtime = DPM_NO_TIME, .crash_time = DPM_NO_TIME, .first_stamp = UINT64_MAX, .last_stamp = UINT64_MAX};
    t->layout = LAYOUT_NONE;
    t->device = item->info.device;
    t->inode = item->info.inode;
    t->mtime = DPM_NO_TIME;
    t->grown = os_now();
    t->dir_entry = true;
    f->tails[f->count++] = t;
    TRY(name_tail(f, t, path, item));
    source_name_under(t->src.path, item->named, 0, NULL, &t->src);
    uint32_t process, host;
    TRY(host_name_put(&f->names, t->src.host, &host));
    if (!intern_put(&f->names, t->src.process, &process)) {
        return DPM_ENOMEM;
    }
    t->host = intern_get(&f->names, host);
    t->src.process = intern_get(&f->names, process);
    t->stream_hash = hash_words(f->dedup.seed, host, process);
    return DPM_OK;
}

/* Sort the tails from `first` on as a session would read their logs. */
static dpm_status order_tails(dpm_follow *f, size_t first)
{
    const size_t count = f->count - first;
    source_list list = {.count = count, .cap = count};
    tail **const sorted = malloc((count + 1) * sizeof(tail *));
    list.items = malloc((count + 1) * sizeof *list.items);
    dpm_status status = sorted && list.items ? DPM_OK : DPM_ENOMEM;
    for (size_t i = 0; status >= 0 && i < count; i++) {
        source *const src = &f->tails[first + i]->src;
        status = source_probe(src, false, f->year, clock_of(f));
        list.items[i] = *src;
        list.items[i].inode = first + i; /* to find it again */
    }
    if (status >= 0) {
        status = sources_infer_years(&list);
    }
    if (status >= 0) {
        status = sources_order(&list);
    }
    for (size_t i = 0; status >= 0 && i < count; i++) {
        sorted[i] = f->tails[list.items[i].inode];
        sorted[i]->src.year = list.items[i].year;
        sorted[i]->probed = list.items[i].first_stamp != UINT64_MAX;
        year_begin(&sorted[i]->years, list.items[i].year);
    }
    if (status >= 0 && count) {
        memcpy(&f->tails[first], sorted, count * sizeof(tail *));
    }
    free(list.items);
    free(sorted);
    return status;
}

static dpm_status update_tails(dpm_follow *f, int64_t now)
{
    const size_t known = f->count;
    for (size_t i = 0; i < known; i++) {
        f->tails[i]->dir_entry = false;
    }
    for (size_t i = 0; i < f->dir_scan.count; i++) {
        const dir_entry *const item = &f->dir_scan.items[i];
        const dpm_span path = dir_scan_path(&f->dir_scan, i);
        tail *const t = find_tail(f, &item->info);
        if (!t) {
            TRY(make_tail(f, path, item));
        } else if (!t->dir_entry) {
            t->dir_entry = true;
            TRY(name_tail(f, t, path, item));
        }
    }
    for (size_t i = 0; i < f->count; i++) {
        tail *const t = f->tails[i];
        t->gone = t->dir_entry ? 0 : t->gone ? t->gone : now;
    }
    return f->count > known ? order_tails(f, known) : DPM_OK;
}

/* ---- polls ---- */

static void note_trouble(dpm_follow *f, tail *t, const dpm_error *err)
{
    if (!t->told) {
        t->told = true;
        f->state.unread++;
        strbuf_clear(&f->trouble);
        strbuf_adds(&f->trouble, err->message);
    }
}

static size_t count_open(const dpm_follow *f)
{
    size_t open = 0;
    for (size_t i = 0; i < f->count; i++) {
        open += f->tails[i]->file != NULL;
    }
    return open;
}

/* Close the one that has not grown for longest, should too many be open. */
static void make_room(dpm_follow *f)
{
    tail *oldest = NULL;
    if (count_open(f) < OPEN_LOGS_MAX) {
        return;
    }
    for (size_t i = 0; i < f->count; i++) {
        tail *const t = f->tails[i];
        if (t->file && t->dir_entry && (!oldest || t->grown < oldest->grown)) {
            oldest = t;
        }
    }
    if (oldest) {
        os_close(oldest->file);
        oldest->file = NULL;
    }
}

/* Open it, unless another file has taken its path meanwhile: the next listing tells. */
static bool open_tail(dpm_follow *f, tail *t)
{
    dpm_error err = {.message = ""};
    os_info info;
    if (t->file) {
        return true;
    }
    make_room(f);
    if (os_open(&t->file, t->src.path.ptr, &err) < 0) {
        note_trouble(f, t, &err);
        t->file = NULL;
        return false;
    }
    if (os_file_info(t->file, &info, NULL) < 0 || info.inode != t->inode || info.device != t->device) {
        os_close(t->file);
        t->file = NULL;
    }
    return t->file != NULL;
}

static dpm_status poll_tail(dpm_follow *f, tail *t, bool final, int64_t now, dpm_error *err)
{
    tail_news news = TAIL_SAME;
    /* what is closed and has not changed stays closed */
    if (!t->file && t->dir_entry && t->src.size == t->read_to && t->src.mtime == t->mtime) {
        return final ? tail_flush(t, true, take_block, f) : DPM_OK;
    }
    if (!open_tail(f, t)) {
        return DPM_OK;
    }
    dpm_status status = tail_read(t, f->raw, take_block, f, &f->state.bytes, &news, err);
    if (status == DPM_EIO) {
        note_trouble(f, t, err);
        return DPM_OK;
    }
    if (status != DPM_OK) {
        return status;
    }
    f->state.restarts += news == TAIL_RESTARTED;
    t->grown = news == TAIL_SAME ? t->grown : now;
    const bool idle = now - t->grown >= IDLE_MS;
    return final || idle ? tail_flush(t, final, take_block, f) : DPM_OK;
}

/* Give up what is nowhere any more and has been read to its end. */
static dpm_status bury(dpm_follow *f, int64_t now)
{
    for (size_t i = f->count; i-- > 0;) {
        tail *const t = f->tails[i];
        if (t->gone && now - t->gone >= GONE_MS && now - t->grown >= GONE_MS) {
            const dpm_status status = tail_flush(t, true, take_block, f);
            drop(f, i);
            if (status != DPM_OK) {
                return status;
            }
        }
    }
    return DPM_OK;
}

static dpm_status list_all(dpm_follow *f, int64_t now, dpm_error *err)
{
    dir_scan_clear(&f->dir_scan);
    for (size_t i = 0; i < f->root_count; i++) {
        TRY(dir_scan_add(&f->dir_scan, f->roots[i].ptr, err));
    }
    return update_tails(f, now) < 0 ? status_nomem(err) : DPM_OK;
}

/* A host can be asked for by its full name or by the one that reports use. */
static bool wanted(const dpm_follow *f, const tail *t)
{
    return filter_log(&f->filter, t->src.host, t->src.process) || filter_log(&f->filter, t->host, t->src.process);
}

dpm_status dpm_follow_poll(dpm_follow *f, bool final, dpm_error *err)
{
    const int64_t now = os_now();
    dpm_error why = {.message = ""};
    strbuf_clear(&f->trouble);
    if (f->emitter.ended) {
        return DPM_STOP;
    }
    TRY(list_all(f, now, err));
    for (size_t i = 0; i < f->count; i++) {
        const dpm_status status = wanted(f, f->tails[i]) ? poll_tail(f, f->tails[i], final, now, &why) : DPM_OK;
        if (status != DPM_OK) {
            return status < 0 ? status_nomem(err) : status;
        }
    }
    return bury(f, now);
}

void dpm_follow_get_state(const dpm_follow *f, dpm_follow_state *out)
{
    *out = f->state;
    out->logs = f->count;
    out->trouble = strbuf_span(&f->trouble);
}
