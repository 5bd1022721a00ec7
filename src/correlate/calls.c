/* Calls that were entered and not left. */
#include "correlate/calls.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/number.h"

enum { UNTRACED_AFTER = 3 };

static void reset_clocks(calls *c)
{
    for (size_t i = 0; i < CALL_CLOCKS; i++) {
        c->clocks[i] = INT64_MIN;
    }
}

void calls_init(calls *c, const dpm_rules *rules, record_pool *pool, uint64_t seed)
{
    *c = (calls){.rules = rules, .pool = pool, .seed = seed};
    reset_clocks(c);
    table_init(&c->threads, sizeof(call_thread), CALL_THREAD_MAX);
    table_init(&c->functions, sizeof(call_function), CALL_FUNCTION_MAX);
    for (size_t i = 0; i < rules->rule_count; i++) {
        c->wanted |= rules->rules[i].mark == MARK_ENTERED || rules->rules[i].mark == MARK_STARTED;
    }
}

void calls_free(calls *c)
{
    table_free(&c->threads);
    table_free(&c->functions);
}

static bool name_char(char ch)
{
    return ascii_alpha(ch) || ascii_digit(ch) || ch == '_' || ch == ':' || ch == '~' || ch == '.' || ch == '<' || ch == '>';
}

dpm_span calls_function(const rule *r, dpm_span message)
{
    if (!span_starts(message, r->begins)) {
        return (dpm_span){0};
    }
    const dpm_span tail = span_from(message, r->begins.len);
    size_t len = 0;
    while (len < tail.len && name_char(tail.ptr[len])) {
        len++;
    }
    return span_head(tail, len);
}

dpm_span calls_name(const calls *c, const record_ref *k)
{
    return k->rule == RULE_NONE ? (dpm_span){0} : calls_function(&c->rules->rules[k->rule], record_ref_text(k));
}

size_t calls_clock_number(uint32_t pid, uint32_t tid)
{
    return (pid * 31u + tid / 4u) % CALL_CLOCKS;
}

int64_t calls_clock(const calls *c, uint32_t pid, uint32_t tid)
{
    return c->clocks[calls_clock_number(pid, tid)];
}

int64_t calls_seen(const calls *c, const call_thread *t)
{
    const int64_t now = calls_clock(c, t->pid, t->tid);
    return t->stream == c->stream && now > t->seen ? now : t->seen;
}

void calls_go_to(calls *c, uint32_t stream)
{
    if (!c->wanted || stream == c->stream) {
        return;
    }
    for (uint32_t i = 0; i < c->threads.count; i++) {
        call_thread *const t = table_at(&c->threads, i);
        if (t->stream == c->stream && t->depth) {
            t->seen = calls_seen(c, t);
        }
    }
    c->stream = stream;
    reset_clocks(c); /* its threads are others, though they may have the same numbers */
}

void calls_hear(calls *c, uint32_t pid, uint32_t tid, int64_t time)
{
    c->clocks[calls_clock_number(pid, tid)] = time;
}

static call_function *function_enter(calls *c, uint64_t name)
{
    uint32_t slot = table_find(&c->functions, name);
    if (slot == TABLE_NONE) {
        slot = table_put(&c->functions, name);
    } else {
        table_touch(&c->functions, slot);
    }
    return slot == TABLE_NONE ? NULL : table_at(&c->functions, slot);
}

dpm_status calls_count(calls *c, dpm_span function, uint64_t entered, uint64_t left)
{
    call_function *const f = c->wanted ? function_enter(c, hash_bytes(c->seed, function)) : NULL;
    if (f) {
        f->entered += entered;
        f->left += left;
    }
    return f || !c->wanted ? DPM_OK : DPM_ENOMEM;
}

bool calls_traced(const calls *c, const open_call *call)
{
    const uint32_t slot = table_find(&c->functions, call->name);
    const call_function *const f = slot == TABLE_NONE ? NULL : table_at(&c->functions, slot);
    return !f || f->left || f->entered < UNTRACED_AFTER;
}

static uint32_t thread_find(const calls *c, uint64_t hash, uint32_t stream, uint32_t pid, uint32_t tid)
{
    uint32_t slot = table_find(&c->threads, hash);
    while (slot != TABLE_NONE) {
        const call_thread *const t = table_at(&c->threads, slot);
        if (t->stream == stream && t->pid == pid && t->tid == tid) {
            break;
        }
        slot = table_next(&c->threads, slot);
    }
    return slot;
}

bool calls_all_left(const calls *c, uint32_t stream, uint32_t pid, uint32_t tid, const uint8_t task[16])
{
    const uint32_t slot = thread_find(c, hash_words(c->seed, (uint64_t)stream << 32 | pid, tid), stream, pid, tid);
    const call_thread *const t = slot == TABLE_NONE ? NULL : table_at(&c->threads, slot);
    return t && t->depth == 0 && memcmp(t->task, task, sizeof t->task) == 0;
}

/* The thread that table_put would forget refers to no record. */
static void make_room(calls *c)
{
    const uint32_t victim = table_victim(&c->threads);
    call_thread *const old = victim == TABLE_NONE ? NULL : table_at(&c->threads, victim);
    for (size_t level = 0; old && level < CALL_DEPTH_MAX; level++) {
        record_set(c->pool, &old->calls[level].where, NULL);
    }
}

static dpm_status enter(calls *c, const record_batch *batch, const event *e, uint32_t stream, uint64_t name)
{
    const uint32_t i = e->record;
    if (!e->has_task) {
        return DPM_OK;
    }
    const uint64_t hash = hash_words(c->seed, (uint64_t)stream << 32 | batch->pid[i], batch->tid[i]);
    uint32_t slot = thread_find(c, hash, stream, batch->pid[i], batch->tid[i]);
    if (slot == TABLE_NONE) {
        make_room(c);
        slot = table_put(&c->threads, hash);
        if (slot == TABLE_NONE) {
            return DPM_ENOMEM;
        }
        call_thread *const fresh = table_at(&c->threads, slot);
        fresh->stream = stream;
        fresh->pid = batch->pid[i];
        fresh->tid = batch->tid[i];
    }
    call_thread *const t = table_at(&c->threads, slot);
    table_touch(&c->threads, slot);
    if (memcmp(t->task, e->task, sizeof t->task) != 0) { /* it went on to another task */
        memcpy(t->task, e->task, sizeof t->task);
        t->depth = 0;
        t->deeper = 0;
    }
    t->seen = batch->time[i];
    if (t->depth == CALL_DEPTH_MAX) {
        t->deeper++;
        return DPM_OK;
    }
    open_call *const call = &t->calls[t->depth];
    call->name = name;
    call->record = i;
    record_set(c->pool, &call->where, NULL);
    c->fresh[c->fresh_count].record = i;
    c->fresh[c->fresh_count].slot = slot;
    c->fresh[c->fresh_count].level = t->depth++;
    c->fresh[c->fresh_count++].serial = table_serial(&c->threads, slot);
    return DPM_OK;
}

static void leave(calls *c, const record_batch *batch, uint32_t i, uint32_t stream, uint64_t name)
{
    const uint64_t hash = hash_words(c->seed, (uint64_t)stream << 32 | batch->pid[i], batch->tid[i]);
    const uint32_t slot = thread_find(c, hash, stream, batch->pid[i], batch->tid[i]);
    if (slot == TABLE_NONE) {
        return;
    }
    call_thread *const t = table_at(&c->threads, slot);
    for (uint8_t level = t->depth; level-- > 0;) {
        if (t->calls[level].name == name) { /* with all that was entered inside it and did not say that it was left */
            t->depth = level;
            t->deeper = 0;
            return;
        }
    }
    t->deeper -= t->deeper > 0;
}

/* Only what is open at the batch's end is worth keeping. */
static void drop_left(calls *c)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < c->fresh_count; i++) {
        const call_thread *const t = table_at(&c->threads, c->fresh[i].slot);
        const uint32_t level = c->fresh[i].level;
        if (table_holds(&c->threads, c->fresh[i].slot, c->fresh[i].serial) && level < t->depth &&
            t->calls[level].record == c->fresh[i].record && !t->calls[level].where) {
            c->fresh[count++] = c->fresh[i];
        }
    }
    c->fresh_count = count;
}

dpm_status calls_follow(calls *c, const record_batch *batch, const event_list *events, const place *where)
{
    c->fresh_count = c->fresh_at = 0;
    if (!c->wanted) {
        return DPM_OK;
    }
    for (uint32_t i = 0; i < batch->count; i++) {
        c->clocks[calls_clock_number(batch->pid[i], batch->tid[i])] = batch->time[i];
    }
    for (uint32_t k = 0; k < events->count; k++) {
        const event *const e = &events->items[k];
        const rule *const r = e->rule == RULE_NONE ? NULL : &c->rules->rules[e->rule];
        if (!r || (r->mark != MARK_ENTERED && r->mark != MARK_LEFT)) {
            continue;
        }
        const dpm_span text = calls_function(r, batch_message(batch, e->record));
        if (text.len == 0) {
            continue;
        }
        const uint64_t name = hash_bytes(c->seed, text);
        call_function *const f = function_enter(c, name);
        if (!f) {
            return DPM_ENOMEM;
        }
        if (r->mark == MARK_ENTERED) {
            f->entered++;
            TRY(enter(c, batch, e, where->stream, name));
        } else {
            f->left++;
            leave(c, batch, e->record, where->stream, name);
        }
    }
    drop_left(c);
    return DPM_OK;
}

dpm_status calls_keep(calls *c, const record_batch *batch, const event *e, place *where)
{
    if (c->fresh_at == c->fresh_count || c->fresh[c->fresh_at].record != e->record) {
        return DPM_OK;
    }
    record_ref *const now = record_now(c->pool, batch, e, where);
    if (!now) {
        return DPM_ENOMEM;
    }
    call_thread *const t = table_at(&c->threads, c->fresh[c->fresh_at].slot);
    record_set(c->pool, &t->calls[c->fresh[c->fresh_at].level].where, now);
    c->fresh_at++;
    return DPM_OK;
}
