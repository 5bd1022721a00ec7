/* From witnesses to sources that are read as logs. */
#include "witness/witness.h"

#include "base/civil.h"
#include "base/text.h"
#include "discover/sources.h"
#include "record/fields.h"
#include "witness/event_export.h"
#include "witness/event_table.h"
#include "witness/evtx.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct reading {
    source_list *list;
    const dpm_rules *rules;
    size_t used; /* bytes of lines that are kept */
} reading;

/* --- what is to be said of it --- */

static void add_note(witness_text *w, const char *words)
{
    const size_t len = strlen(w->note);
    snprintf(w->note + len, sizeof w->note - len, "%s%s", len ? "; " : "", words);
}

static void describe(witness_text *w)
{
    char words[96];
    if (w->lost) {
        snprintf(words, sizeof words, "%llu records more than there is room for were not kept", (unsigned long long)w->lost);
        witness_text_trouble(w, words);
    }
    if (w->bad) { /* also one of a wanted kind that has no time */
        snprintf(words, sizeof words, "%llu %s not be read", (unsigned long long)w->bad,
                 plural(w->bad, "record could", "records could"));
        witness_text_trouble(w, words);
    }
    if (!w->passed) {
        snprintf(words, sizeof words, "%llu of its %llu %s of a kind that rules take", (unsigned long long)w->kept,
                 (unsigned long long)w->records, plural(w->records, "record is", "records are"));
        add_note(w, words);
    }
    if (w->local) {
        snprintf(words, sizeof words, "local times%s%s", w->dates ? ", dates read as " : "", w->dates ? w->dates : "");
        add_note(w, words);
    }
}

/* --- from the text to a source --- */

static uint64_t stamp_of(int64_t ms)
{
    const civil c = civil_from_ms(ms);
    char date[16], time[24];
    uint64_t stamp = UINT64_MAX;
    snprintf(date, sizeof date, "%02d/%02d", c.month, c.day);
    snprintf(time, sizeof time, "%02d:%02d:%02d.%03d", c.hour, c.minute, c.second, c.ms);
    stamp_parse(span_str(date), span_str(time), &stamp);
    return stamp;
}

static void set_span(source *s, int64_t first, int64_t last)
{
    s->year_basis = DPM_YEAR_BASIS_RECORD;
    s->encoding = s->format;
    s->probed = s->end_known = first != DPM_NO_TIME;
    if (s->probed) {
        s->first_stamp = stamp_of(first);
        s->last_stamp = stamp_of(last);
        s->year = civil_from_ms(first).year;
        s->wraps = civil_from_ms(last).year - s->year;
    }
}

static bool keep_text(arena *memory, const char *text, const char **out)
{
    dpm_span kept = {0};
    if (text[0] && !arena_keep(memory, span_str(text), &kept)) {
        return false;
    }
    *out = kept.ptr;
    return true;
}

static dpm_status make_source(reading *r, source *s, witness_text *w)
{
    arena *const memory = &r->list->memory;
    origin *const from = ARENA_NEW(memory, origin);
    strbuf process = {0};
    describe(w);
    event_process(strbuf_span(&w->channel), &process);
    const bool named = w->channel.len == 0 || arena_keep(memory, strbuf_span(&process), &s->process);
    strbuf_free(&process);
    if (!from || !named || !witness_text_sort(w) || (w->host.len && !arena_keep(memory, strbuf_span(&w->host), &s->host))) {
        return DPM_ENOMEM;
    }
    if (w->trouble[0] && w->note[0]) {
        witness_text_trouble(w, w->note);
    }
    s->torn = w->trouble[0];
    *from = (origin){.kind = ORIGIN_TEXT, .all = &r->list->archives};
    if (!keep_text(memory, w->trouble[0] ? w->trouble : w->note, &s->remark) ||
        !arena_keep(memory, strbuf_span(&w->lines), &from->text)) {
        return DPM_ENOMEM;
    }
    r->used += from->text.len;
    s->from = from;
    s->stored = s->size;
    s->size = from->text.len;
    s->format = w->format;
    set_span(s, w->first, w->last);
    return DPM_OK;
}

/* --- one witness --- */

static const origin *origin_of(reading *r, const source *s)
{
    if (s->from) {
        return s->from;
    }
    origin *const from = ARENA_NEW(&r->list->memory, origin);
    if (from) {
        *from = (origin){.kind = ORIGIN_FILE, .all = &r->list->archives, .path = s->path.ptr, .cost = (double)s->size};
    }
    return from;
}

/* `*gone`: it could not be read as a witness, and that was reported. */
static dpm_status read_one(reading *r, source *s, bool *gone, dpm_error *err)
{
    witness_text w = {.rules = r->rules, .first = DPM_NO_TIME, .last = DPM_NO_TIME};
    const origin *const from = origin_of(r, s);
    const size_t left = r->used < WITNESS_ALL_MAX ? WITNESS_ALL_MAX - r->used : 0;
    w.most = left < WITNESS_TEXT_MAX ? left : WITNESS_TEXT_MAX;
    dpm_status status = from ? DPM_OK : status_nomem(err);
    if (status >= 0) {
        w.format = "evtx";
        status = s->kind == SOURCE_EVENTS ? evtx_read(&w, from, err) : event_export_read(&w, from, err);
    }
    *gone = w.refused;
    if (status >= 0 && w.refused) {
        status = sources_skip(r->list, s->path, w.trouble) < 0 ? status_nomem(err) : DPM_OK;
    } else if (status >= 0 && make_source(r, s, &w) < 0) {
        status = status_nomem(err);
    }
    witness_text_free(&w);
    return status;
}

dpm_status witness_read_all(source_list *list, const dpm_rules *rules, dpm_error *err)
{
    reading r = {list, rules, 0};
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        source *const s = &list->items[i];
        bool gone = false;
        if (!s->section && s->kind == SOURCE_LOG && !source_is_log(path_name(s->path)) && s->from &&
            s->from->kind == ORIGIN_FILE) {
            TRY(event_export_look(s, err));
        }
        if (!s->section && s->kind != SOURCE_LOG) { /* a section has what was made of it */
            TRY(read_one(&r, s, &gone, err));
        }
        if (!gone) {
            list->items[kept++] = *s;
        }
    }
    list->count = kept;
    return DPM_OK;
}
