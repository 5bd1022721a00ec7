/* Makes one record after another, the same for the same seed and shape. Nothing is drawn for a switch that is off. */
#include "loggen.h"

#include <stdlib.h>
#include <string.h>

enum {
    MEAN_STEP_MS = 200,
    SHORT_LINE = 100, /* a --length that leaves no room for an object */
    NORMAL_KEPT = 8,  /* bytes of a message that --length never cuts */
    OTHER_KEPT = 28
};

static const char *const servers[] = {"FS01.contoso.com", "SQL01.contoso.com", "HV01.contoso.com", "EX02.contoso.com"};

uint32_t draw(struct generator *g, uint32_t limit)
{
    g->random = g->random * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(((g->random >> 32) * limit) >> 32);
}

/* Whether a thing with this share of 1000 happens. */
static bool happens(struct generator *g, uint32_t share)
{
    return share > 0 && draw(g, 1000) < share;
}

static char *put_text(char *at, const char *text)
{
    const size_t len = strlen(text);
    memcpy(at, text, len);
    return at + len;
}

static char *put_hex(char *at, uint64_t value, int digits)
{
    for (int i = digits - 1; i >= 0; i--, value >>= 4) {
        at[i] = "0123456789ABCDEF"[value & 15];
    }
    return at + digits;
}

static char *put_decimal(char *at, unsigned value, int digits)
{
    for (int i = digits - 1; i >= 0; i--, value /= 10) {
        at[i] = (char)('0' + value % 10);
    }
    return at + digits;
}

/* "MM/DD\tHH:MM:SS.mmm" of a year of 366 days that begins again when it is over. */
static char *put_time(char *at, uint64_t ms)
{
    static const uint16_t month_starts[] = {0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335, 366};
    const unsigned day = (unsigned)(ms / 86400000 % 366), in_day = (unsigned)(ms % 86400000);
    unsigned month = 0;
    while (day >= month_starts[month + 1]) {
        month++;
    }
    at = put_decimal(at, month + 1, 2);
    *at++ = '/';
    at = put_decimal(at, day - month_starts[month] + 1, 2);
    *at++ = '\t';
    at = put_decimal(at, in_day / 3600000, 2);
    *at++ = ':';
    at = put_decimal(at, in_day / 60000 % 60, 2);
    *at++ = ':';
    at = put_decimal(at, in_day / 1000 % 60, 2);
    *at++ = '.';
    return put_decimal(at, in_day % 1000, 3);
}

static char *put_message(struct generator *g, char *at, const char *message)
{
    for (const char *m = message; *m; m++) {
        if (*m == '#') {
            at = put_decimal(at, 100 + draw(g, 9900), 4);
        } else if (*m == '@') {
            at = put_hex(at, draw(g, UINT32_MAX), 8);
        } else if (*m == '$') {
            at = put_text(at, servers[draw(g, sizeof servers / sizeof servers[0])]);
        } else {
            *at++ = *m;
        }
    }
    return at;
}

/* A word that stands for `value`: letters which are no hex digits, so that no mask makes two of them equal. */
static char *put_word(char *at, uint64_t value)
{
    for (int i = 0; i < 7; i++, value /= 20) {
        *at++ = "ghijklmnopqrstuvwxyz"[value % 20];
    }
    return at;
}

/* --distinct and --accents */
static char *put_extras(struct generator *g, char *at)
{
    if (g->shape.distinct != DISTINCT_NONE) {
        at = put_text(at, " in share ");
        at = put_word(at, g->shape.distinct == DISTINCT_ALL ? g->counter++ : draw(g, g->shape.distinct));
    }
    if (happens(g, g->shape.accents)) {
        at = put_text(at, " f\xfcr Gr\xf6\xdf"
                          "e na\xefve");
        g->plain = false;
    }
    return at;
}

/* --length: fill the line up, or cut its message, but leave what tells what the message is. */
static char *fit(const struct generator *g, const char *message, char *at, bool normal)
{
    static const char filler[] = " while the next buffer of the volume is waited for";
    const char *const floor = message + (normal ? NORMAL_KEPT : OTHER_KEPT);
    const char *const end = g->record + g->shape.length;
    if (g->shape.length == 0) {
        return at;
    }
    for (size_t i = 0; at < end; i = (i + 1) % (sizeof filler - 1)) {
        *at++ = filler[i];
    }
    while (at > end && at > floor) {
        at--;
    }
    return at;
}

static void draw_guid(struct generator *g, char *at)
{
    static const int groups[] = {8, 4, 4, 4, 12};
    if (g->shape.one_set) {
        at = put_text(at, "5EED0000-0000-4000-8000-0000");
        *put_hex(at, g->counter++, 8) = '\0';
        return;
    }
    for (size_t i = 0; i < 5; i++) {
        if (i > 0) {
            *at++ = '-';
        }
        at = put_hex(at, (uint64_t)draw(g, UINT32_MAX) << 16 ^ draw(g, UINT32_MAX), groups[i]);
    }
    *at = '\0';
}

/* Zipf: sizes 1, 2-3, 4-7, ... 8,192-16,383 are equally frequent. */
static uint32_t draw_records(struct generator *g)
{
    switch (g->shape.records) {
    case RECORDS_OWN: return 20 + draw(g, 180);
    case RECORDS_ZIPF: {
        const uint32_t low = 1u << draw(g, 14);
        return low + draw(g, low);
    }
    default: return g->shape.records;
    }
}

static void open_task(struct generator *g, struct slot *s)
{
    draw_guid(g, s->task);
    *put_hex(s->object, 0x1A000000 + 16 * draw(g, 1 << 20), 16) = '\0';
    s->left = draw_records(g);
    s->failed = false;
}

/* New processes: other PIDs, other threads, no open task. */
void restart(struct generator *g)
{
    for (uint32_t p = 0; p < g->shape.pids; p++) {
        const unsigned pid = 0x0400 + 4 * draw(g, 0x2000);
        for (uint32_t t = 0; t < g->shape.threads; t++) {
            g->threads[p * g->shape.threads + t] = (struct thread){pid, 0x0800 + 4 * draw(g, 0x2000)};
        }
    }
    memset(g->slots, 0, g->shape.tasks * sizeof *g->slots);
}

static const struct line *pick(struct generator *g, struct lines lines)
{
    return &lines.at[draw(g, (uint32_t)lines.count)];
}

static const struct line *normal_line(struct generator *g)
{
    if (happens(g, g->shape.calls)) {
        return pick(g, call_lines);
    }
    return pick(g, happens(g, g->shape.outcomes) ? outcome_lines : normal_lines);
}

static const struct line *any_line(struct generator *g, struct slot *s, const char **level)
{
    const struct shape *const h = &g->shape;
    const struct {
        uint32_t share;
        const struct lines *lines;
        const char *level;
        bool event;
    } kinds[] = {
        {h->harmless, &harmless_lines, "WARNING", false},   {h->noise, &noise_lines, "WARNING", false},
        {h->unmatched, &unmatched_lines, "WARNING", false}, {h->failing, &failing_lines, "WARNING", true},
        {h->matched, &event_lines, "WARNING", true},        {h->critical, &critical_lines, "CRITICAL", true},
    };
    uint32_t bound = 1000 - (h->harmless + h->noise + h->unmatched + h->failing + h->matched + h->critical);
    const uint32_t kind = draw(g, 1000);
    *level = "NORMAL";
    if (kind < bound) {
        return normal_line(g);
    }
    size_t i = 0;
    while (kind >= (bound += kinds[i].share)) {
        i++;
    }
    s->failed |= kinds[i].event;
    *level = kinds[i].lines == &event_lines && draw(g, 50) == 0 ? "FATAL" : kinds[i].level;
    return pick(g, *kinds[i].lines);
}

/* What the task says next, and on which level. Tasks of RECORDS_OWN begin with a word and, unless they failed, end with one. */
static const struct line *next_line(struct generator *g, struct slot *s, const char **level)
{
    const bool own = g->shape.records == RECORDS_OWN;
    *level = "NORMAL";
    if (s->left == 0) {
        open_task(g, s);
        if (own) {
            return &begin_line;
        }
    }
    if (--s->left == 0 && own && !s->failed) {
        return &success_line;
    }
    return any_line(g, s, level);
}

static const struct thread *thread_of(struct generator *g, uint32_t slot)
{
    const uint32_t threads = g->shape.pids * g->shape.threads;
    return &g->threads[g->shape.tasks >= threads ? slot % threads : draw(g, threads)];
}

static uint64_t next_time(struct generator *g)
{
    g->time_ms += draw(g, 2 * MEAN_STEP_MS);
    return g->shape.disorder > 0 ? g->time_ms - draw(g, g->shape.disorder * 1000) : g->time_ms;
}

static char *put_columns(char *at, const struct thread *t, uint64_t ms, const struct line *line)
{
    at = put_hex(at, t->pid, 4);
    *at++ = '\t';
    at = put_hex(at, t->tid, 4);
    *at++ = '\t';
    at = put_time(at, ms);
    *at++ = '\t';
    at = put_text(at, line->module);
    *at++ = '\t';
    at = put_text(at, line->source);
    *at++ = '\t';
    return at;
}

static char *put_continuation(struct generator *g, char *at)
{
    for (uint32_t i = 0; i < g->shape.continuation; i++) {
        at = put_text(at, "   at Contoso.Backup.Engine.Stage.Run(WorkItem item, Int32 ");
        at = put_word(at, i);
        at = put_text(at, ")");
        at = put_text(at, g->line_end);
    }
    return at;
}

void make_record(struct generator *g)
{
    if (g->records++ % RECORDS_PER_PROCESS == 0) {
        restart(g);
    }
    const uint32_t slot = draw(g, g->shape.tasks);
    struct slot *const s = &g->slots[slot];
    const char *level;
    const struct line *const line = next_line(g, s, &level);
    const struct thread *const thread = thread_of(g, slot);
    const bool normal = level[0] == 'N';
    g->plain = true;
    char *at = put_columns(g->record, thread, next_time(g), line);
    /* half of the threads name an object; a short line has no room for one */
    if ((thread->tid & 4) && (g->shape.length == 0 || g->shape.length > SHORT_LINE)) {
        *at++ = '[';
        at = put_text(at, s->object);
        *at++ = ']';
    }
    *at++ = '\t';
    at = happens(g, g->shape.taskless) ? at : put_text(at, s->task);
    *at++ = '\t';
    at = put_text(at, level);
    *at++ = '\t';
    char *const message = at;
    at = put_extras(g, put_message(g, at, line->message));
    at = put_text(fit(g, message, at, normal), g->line_end);
    at = normal ? at : put_continuation(g, at);
    g->len = (size_t)(at - g->record);
}

bool generator_open(struct generator *g, const struct options *o)
{
    *g = (struct generator){.time_ms = 4u * 86400000, .shape = o->shape, .line_end = o->line_end};
    g->random = o->seed * 2862933555777941757u + 3037000493u;
    g->slots = calloc(o->shape.tasks, sizeof *g->slots);
    g->threads = calloc((size_t)o->shape.pids * o->shape.threads, sizeof *g->threads);
    return g->slots && g->threads;
}

void generator_close(struct generator *g)
{
    free(g->slots);
    free(g->threads);
}
