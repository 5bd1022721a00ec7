/* The parent's half: hands the log to the process that reads it, and takes what that one finds. */
#include "witness/evtx.h"

#ifdef DPM_WITH_LIBEVTX
#include "base/civil.h"
#include "os/child.h"
#include "os/os.h"
#include "witness/event_xml.h"
#include "witness/evtx_child.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    HEAD_BYTES = 128 << 10, /* the header and a chunk */
    PIECE = 64 << 10,
    FRAME_MAX = 1 << 20,
    CPU_LEAST = 20, /* seconds that a reader may compute, and one more for each MiB */
    MEMORY_LEAST = 512 << 20
};

/* --- which file the other process opens --- */

typedef struct handed {
    char fd_path[32];
    const char *path;
    os_file *temp; /* what was unpacked; NULL: the log is a file */
    uint64_t size;
} handed;

static dpm_status spool(stream *from, os_file *to, uint64_t *size, dpm_error *err)
{
    char *const piece = malloc(PIECE);
    size_t got = 1;
    dpm_status status = piece ? DPM_OK : status_nomem(err);
    while (status >= 0 && got) {
        status = stream_fill(from, piece, PIECE, &got, err);
        if (status >= 0 && got) {
            status = os_write(to, piece, got, err);
            *size += got;
        }
    }
    free(piece);
    return status;
}

/* A member is unpacked, to its own size and no more: libevtx opens nothing but files. */
static dpm_status unpack(const origin *from, handed *h, dpm_error *err)
{
    stream *s;
    TRY(origin_open(from, &s, NULL, err));
    dpm_status status = os_temp_file(&h->temp, err);
    if (status >= 0) {
        status = spool(s, h->temp, &h->size, err);
    }
    stream_close(s);
    if (status >= 0 && !os_file_path(h->temp, h->fd_path, sizeof h->fd_path)) {
        status = status_fail(err, DPM_ELIMIT, "this system cannot hand an unpacked file to another process");
    }
    h->path = h->fd_path;
    return status;
}

static dpm_status hand_over(const origin *from, const origin_type *what, handed *h, dpm_error *err)
{
    os_info info;
    if (from->kind == ORIGIN_FILE && what->layer == FILE_TYPE_PLAIN) {
        h->path = from->path;
        TRY(os_stat(from->path, &info, err));
        h->size = info.size;
        return DPM_OK;
    }
    return unpack(from, h, err);
}

/* --- a look before --- */

/* UTF-16 of ASCII. */
static bool has_wide(dpm_span bytes, const char *word)
{
    char wide[160];
    size_t len = 0;
    for (const char *c = word; *c && len + 2 <= sizeof wide; c++) {
        wide[len++] = *c;
        wide[len++] = '\0';
    }
    return span_find(bytes, span_of(wide, len)) != SIZE_MAX;
}

/* The first chunk tells the channel: of the audit trail, which can be huge, no rule takes a record. */
static dpm_status look(const origin *from, origin_type *what, witness_text *w, dpm_error *err)
{
    stream *s;
    TRY(origin_open(from, &s, what, err));
    char *const head = malloc(HEAD_BYTES);
    size_t got = 0;
    dpm_status status = head ? stream_fill(s, head, HEAD_BYTES, &got, err) : status_nomem(err);
    if (status >= 0 || got) {
        status = status == DPM_ENOMEM ? status : DPM_OK;
        const dpm_span bytes = span_of(head, got);
        if (!span_starts(bytes, SPAN("ElfFile\0"))) {
            w->refused = true;
            snprintf(w->trouble, sizeof w->trouble, "is no Windows event log: it does not begin as one");
        } else if (has_wide(bytes, "Microsoft-Windows-Security-Auditing")) {
            w->passed = true;
            snprintf(w->note, sizeof w->note, "the Security channel: passed over, no rule takes its events");
        }
    }
    free(head);
    stream_close(s);
    return status;
}

/* --- what the other process says --- */

typedef struct inbox {
    os_child *from;
    char *bytes;
    size_t at, len, cap;
    bool ended;
} inbox;

/* `len` bytes from `at` on are there. False: it fell silent before. */
static dpm_status need(inbox *in, size_t len, bool *there, dpm_error *err)
{
    if (in->len - in->at < len && in->at) {
        memmove(in->bytes, in->bytes + in->at, in->len - in->at);
        in->len -= in->at;
        in->at = 0;
    }
    while (in->len < len && !in->ended) {
        if (in->cap < len) {
            char *const wide = realloc(in->bytes, len);
            if (!wide) {
                return status_nomem(err);
            }
            in->bytes = wide;
            in->cap = len;
        }
        size_t got = 0;
        const dpm_status status = os_child_read(in->from, in->bytes + in->len, in->cap - in->len, &got, err);
        in->ended = status < 0 || got == 0;
        in->len += got;
    }
    *there = in->len - in->at >= len;
    return DPM_OK;
}

static bool take_frame(witness_text *w, const evtx_frame *f, const char *bytes, evtx_counts *counts)
{
    event_record e;
    if (f->kind == EVTX_FRAME_COUNT && f->len == sizeof *counts) {
        memcpy(counts, bytes, sizeof *counts);
    } else if (f->kind == EVTX_FRAME_TROUBLE) {
        snprintf(w->trouble, sizeof w->trouble, "%.*s", (int)(f->len < 150 ? f->len : 150), bytes);
    } else if (f->kind == EVTX_FRAME_RECORD) {
        if (event_xml_read(span_of(bytes, f->len), &w->room, &e)) {
            return witness_text_take(w, &e);
        }
        w->bad++;
        return !w->room.failed;
    }
    return true;
}

static dpm_status take_all(inbox *in, witness_text *w, evtx_counts *counts, dpm_error *err)
{
    for (;;) {
        evtx_frame f;
        bool there = false;
        TRY(need(in, sizeof f, &there, err));
        if (!there) {
            return DPM_OK;
        }
        memcpy(&f, in->bytes + in->at, sizeof f);
        if (f.len > FRAME_MAX) {
            return DPM_OK; /* it is out of its mind: as if it had died */
        }
        TRY(need(in, sizeof f + f.len, &there, err));
        if (!there) {
            return DPM_OK;
        }
        if (!take_frame(w, &f, in->bytes + in->at + sizeof f, counts)) {
            return status_nomem(err);
        }
        in->at += sizeof f + f.len;
    }
}

/* --- the whole --- */

static void judge(witness_text *w, const evtx_counts *c, int signal_number)
{
    char words[128];
    w->records = c->records;
    w->bad += c->bad;
    if (c->first_time != DPM_NO_TIME) {
        w->first = c->first_time;
        w->last = c->last_time;
    }
    if (c->chunks) {
        snprintf(words, sizeof words, "%llu damaged %s passed over", (unsigned long long)c->chunks,
                 plural(c->chunks, "chunk (64 KiB) was", "chunks (64 KiB each) were"));
        witness_text_trouble(w, words);
    }
    if (c->cut) {
        witness_text_trouble(w, "it is cut short");
    }
    if (!c->done && !w->trouble[0] && !w->bad) {
        snprintf(words, sizeof words, "its reader %s after record %llu",
                 signal_number == SIGXCPU || signal_number == SIGKILL ? "took too long" : "gave up on it",
                 (unsigned long long)c->last);
        witness_text_trouble(w, words);
    }
}

static dpm_status read_apart(witness_text *w, const handed *h, dpm_error *err)
{
    inbox in = {0};
    evtx_counts counts = {.first_time = DPM_NO_TIME, .last_time = DPM_NO_TIME};
    evtx_job job = {h->path, w->rules};
    const uint64_t mib = h->size >> 20;
    const os_child_limits limits = {CPU_LEAST + (unsigned)(mib < 3600 ? mib : 3600), MEMORY_LEAST + 2 * h->size};
    TRY(os_child_start(&in.from, evtx_child, &job, limits, err));
    const dpm_status status = take_all(&in, w, &counts, err);
    const int how = os_child_end(in.from);
    free(in.bytes);
    judge(w, &counts, how);
    return status;
}

dpm_status evtx_read(witness_text *w, const origin *from, dpm_error *err)
{
    handed h = {.path = NULL};
    origin_type what;
    dpm_error why = {.message = ""};
    dpm_status status = look(from, &what, w, &why);
    if (status >= 0 && !w->refused && !w->passed) {
        status = hand_over(from, &what, &h, &why);
        if (status >= 0) {
            status = read_apart(w, &h, &why);
        }
    }
    os_close(h.temp);
    if (status == DPM_ENOMEM) {
        return status_nomem(err);
    }
    if (status < 0) {
        w->refused = w->kept == 0;
        witness_text_trouble(w, status_reason(&why));
    }
    return DPM_OK;
}
#endif
