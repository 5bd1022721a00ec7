/* libevtx at work. Only cheap things are asked of each record; the XML is made of those that the table of events has. */
#include "witness/evtx_child.h"

#ifdef DPM_WITH_LIBEVTX

#include "base/civil.h"
#include "os/os.h"
#include "witness/event_table.h"
#include "witness/evtx.h"

/* Its header asks for that of libbfio, which is not needed here. */
#include <libevtx/features.h>
#undef LIBEVTX_HAVE_BFIO
#include <libevtx.h>

#include <stdlib.h>
#include <string.h>

enum {
    NAME_MAX_BYTES = 256,
    XML_MAX = 1 << 20,
    COUNT_EVERY = 256,
    CHUNK_BYTES = 64 << 10,
    CHUNK_FIRST = 4 << 10,
    CHUNKS_AT = 42
};

typedef struct work {
    os_pipe *to;
    const dpm_rules *rules;
    libevtx_file_t *file;
    char *xml;
    evtx_counts counts;
    int probe; /* the last record is sent whatever it is: it names the machine and the channel */
    bool deaf; /* the reader is gone */
} work;

static void send(work *w, evtx_frame_kind kind, const void *bytes, size_t len)
{
    const evtx_frame f = {(uint32_t)kind, (uint32_t)len};
    w->deaf = w->deaf || !os_pipe_write(w->to, &f, sizeof f) || !os_pipe_write(w->to, bytes, len);
}

/* --- chunks --- */

static bool is_empty(const char *bytes, size_t len)
{
    return bytes[0] == 0 && memcmp(bytes, bytes + 1, len - 1) == 0;
}

/* A chunk that is neither one nor empty: its records are nowhere, and libevtx says no more than that the log is corrupted. */
static void find_damaged_chunks(work *w, const char *path)
{
    char *const chunk = w->xml; /* not in use yet */
    os_file *f;
    size_t got = 0;
    if (os_open(&f, path, NULL) < 0) {
        return;
    }
    uint64_t found = 0, promised = 0;
    if (os_read_at(f, CHUNKS_AT, chunk, 2, &got, NULL) >= 0 && got == 2) {
        promised = (unsigned char)chunk[0] | (unsigned)(unsigned char)chunk[1] << 8;
    }
    for (got = CHUNK_BYTES; got == CHUNK_BYTES; found += got == CHUNK_BYTES) {
        if (os_read_at(f, CHUNK_FIRST + found * CHUNK_BYTES, chunk, CHUNK_BYTES, &got, NULL) < 0) {
            break;
        }
        w->counts.chunks += got == CHUNK_BYTES && memcmp(chunk, "ElfChnk", 8) != 0 && !is_empty(chunk, CHUNK_BYTES);
        w->counts.cut |= got > 0 && got < CHUNK_BYTES;
    }
    w->counts.cut |= found < promised;
    os_close(f);
}

/* --- records --- */

static int64_t time_of(libevtx_record_t *record)
{
    uint64_t ticks = 0;
    if (libevtx_record_get_written_time(record, &ticks, NULL) != 1) {
        return DPM_NO_TIME;
    }
    const int64_t ms = (int64_t)(ticks / 10000) - INT64_C(11644473600000); /* 1601 to 1970 */
    const int year = ms > 0 && ms < INT64_C(7258118400000) ? civil_from_ms(ms).year : 0;
    return year ? ms : DPM_NO_TIME;
}

static void note_time(evtx_counts *c, int64_t time)
{
    if (time != DPM_NO_TIME) {
        c->first_time = c->first_time == DPM_NO_TIME || time < c->first_time ? time : c->first_time;
        c->last_time = c->last_time == DPM_NO_TIME || time > c->last_time ? time : c->last_time;
    }
}

/* The table has its kind, or that cannot be seen from here: libevtx gives out only numbers that are stored as such. */
static bool wanted(work *w, libevtx_record_t *record)
{
    uint8_t name[NAME_MAX_BYTES];
    size_t size = 0;
    uint32_t id = 0;
    dpm_span text;
    if (libevtx_record_get_event_identifier(record, &id, NULL) != 1 ||
        libevtx_record_get_utf8_source_name_size(record, &size, NULL) != 1 || size == 0 || size > sizeof name ||
        libevtx_record_get_utf8_source_name(record, name, size, NULL) != 1) {
        return true;
    }
    name[size - 1] = 0;
    return event_table_find(w->rules, event_provider(span_str((const char *)name)), id & 0xFFFF, &text);
}

static bool send_xml(work *w, libevtx_record_t *record)
{
    size_t size = 0;
    if (libevtx_record_get_utf8_xml_string_size(record, &size, NULL) != 1 || size == 0 || size > XML_MAX ||
        libevtx_record_get_utf8_xml_string(record, (uint8_t *)w->xml, size, NULL) != 1) {
        return false;
    }
    send(w, EVTX_FRAME_RECORD, w->xml, size - 1);
    return true;
}

static void take_record(work *w, int index)
{
    libevtx_record_t *record = NULL;
    uint64_t number = 0;
    w->counts.records++;
    if (libevtx_file_get_record_by_index(w->file, index, &record, NULL) != 1) {
        w->counts.bad++;
        return;
    }
    if (libevtx_record_get_identifier(record, &number, NULL) == 1) {
        w->counts.last = number;
    }
    note_time(&w->counts, time_of(record));
    if (wanted(w, record) || index == w->probe) {
        w->counts.bad += !send_xml(w, record);
    }
    libevtx_record_free(&record, NULL);
}

static void take_records(work *w)
{
    int count = 0;
    if (libevtx_file_get_number_of_records(w->file, &count, NULL) != 1) {
        count = 0;
    }
    w->probe = count - 1;
    for (int i = 0; i < count && !w->deaf; i++) {
        take_record(w, i);
        if (i % COUNT_EVERY == COUNT_EVERY - 1) {
            send(w, EVTX_FRAME_COUNT, &w->counts, sizeof w->counts);
        }
    }
}

void evtx_child(void *job, os_pipe *to)
{
    static const char unreadable[] = "libevtx cannot read it";
    const evtx_job *const j = job;
    work w = {.to = to, .rules = j->rules, .xml = malloc(XML_MAX)};
    w.counts.first_time = w.counts.last_time = DPM_NO_TIME;
    if (!w.xml || libevtx_file_initialize(&w.file, NULL) != 1 ||
        libevtx_file_open(w.file, j->path, LIBEVTX_OPEN_READ, NULL) != 1) {
        send(&w, EVTX_FRAME_TROUBLE, unreadable, sizeof unreadable - 1);
        return;
    }
    find_damaged_chunks(&w, j->path);
    take_records(&w);
    w.counts.done = true;
    send(&w, EVTX_FRAME_COUNT, &w.counts, sizeof w.counts);
}
#endif
