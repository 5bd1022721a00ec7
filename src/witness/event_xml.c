#include "witness/event_xml.h"

#include "base/utf8.h"
#include "base/number.h"
#include "witness/event_time.h"

/* What a value with entities becomes goes to one buffer that must not move: its size is known before, since nothing grows. */
typedef struct reading {
    strbuf *room;
    event_record *to;
    bool in_data, in_text; /* inside EventData or UserData; inside RenderingInfo */
} reading;

/* --- values --- */

/* A character of the basic plane, as far as one can be written so; others are "?". */
static void add_utf8(strbuf *to, uint64_t c)
{
    char bytes[4];
    const bool plain = c != 0 && c < 0x10000;
    strbuf_add(to, span_of(bytes, utf8_put(bytes, plain ? (uint32_t)c : '?')));
}

/* `name` between & and ;. No form of it is longer than itself. */
static void add_entity(strbuf *to, dpm_span name)
{
    static const struct {
        dpm_span name;
        char is;
    } known[] = {{SPAN_INIT("lt"), '<'},
                 {SPAN_INIT("gt"), '>'},
                 {SPAN_INIT("amp"), '&'},
                 {SPAN_INIT("quot"), '"'},
                 {SPAN_INIT("apos"), '\''}};
    uint64_t number = 0;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (span_eq(name, known[i].name)) {
            strbuf_addc(to, known[i].is);
            return;
        }
    }
    const bool hex = span_istarts(name, SPAN("#x"));
    const dpm_span digits = span_from(name, hex ? 2 : 1);
    if (name.len && name.ptr[0] == '#' && (hex ? number_hex(digits, &number) : number_decimal(digits, &number))) {
        add_utf8(to, number);
    }
}

/* Entities have at most this many bytes between & and ;. */
enum { ENTITY_MAX = 10 };

static dpm_span decoded(reading *r, dpm_span raw)
{
    if (!span_cut(raw, '&').found || r->room->failed) {
        return raw;
    }
    const size_t from = r->room->len;
    while (raw.len) {
        const cut c = span_cut(raw, '&');
        strbuf_add(r->room, c.head);
        const cut end = span_cut(span_head(c.tail, ENTITY_MAX), ';');
        if (c.found && end.found) {
            add_entity(r->room, end.head);
        } else if (c.found) {
            strbuf_addc(r->room, '&');
        }
        raw = !c.found ? (dpm_span){0} : end.found ? span_from(c.tail, end.head.len + 1) : c.tail;
    }
    return span_from(strbuf_span(r->room), from);
}

/* The value of an attribute in what stands between the name of a tag and its end. */
static dpm_span attribute(reading *r, dpm_span tag, dpm_span name)
{
    while (tag.len) {
        const cut eq = span_cut(tag, '=');
        if (!eq.found || eq.tail.len == 0) {
            break;
        }
        const char quote = eq.tail.ptr[0];
        const cut value = span_cut(span_from(eq.tail, 1), quote);
        if ((quote != '"' && quote != '\'') || !value.found) {
            break;
        }
        if (span_eq(span_trim(eq.head), name)) {
            return decoded(r, value.head);
        }
        tag = value.tail;
    }
    return (dpm_span){0};
}

static uint64_t whole_number(dpm_span text)
{
    uint64_t value = 0;
    text = span_trim(text);
    return number_decimal(text, &value) == text.len ? value : 0;
}

static uint32_t id_of(dpm_span text)
{
    const uint64_t value = whole_number(text);
    return value <= UINT32_MAX ? (uint32_t)value : 0;
}

/* --- elements --- */

static void add_datum(reading *r, dpm_span name, dpm_span value)
{
    event_record *const e = r->to;
    if (e->data_count < EVENT_DATA_MAX) {
        e->data[e->data_count].name = name;
        e->data[e->data_count++].value = value;
    }
}

static void read_system(reading *r, dpm_span name, dpm_span tag, dpm_span value)
{
    event_record *const e = r->to;
    if (span_eq(name, SPAN("Provider"))) {
        const dpm_span own = attribute(r, tag, SPAN("Name")), classic = attribute(r, tag, SPAN("EventSourceName"));
        e->provider = event_provider(own.len ? own : classic);
    } else if (span_eq(name, SPAN("EventID"))) {
        e->id = id_of(value);
    } else if (span_eq(name, SPAN("Level"))) {
        e->level = event_level((unsigned)id_of(value));
    } else if (span_eq(name, SPAN("TimeCreated"))) {
        e->time = event_time_iso(attribute(r, tag, SPAN("SystemTime")));
    } else if (span_eq(name, SPAN("EventRecordID"))) {
        e->number = whole_number(value);
    } else if (span_eq(name, SPAN("Execution"))) {
        e->pid = id_of(attribute(r, tag, SPAN("ProcessID")));
        e->tid = id_of(attribute(r, tag, SPAN("ThreadID")));
    } else if (span_eq(name, SPAN("Channel"))) {
        e->channel = decoded(r, value);
    } else if (span_eq(name, SPAN("Computer"))) {
        e->computer = decoded(r, value);
    }
}

/* A start tag `name`, followed by `tag`; `value`: the text up to the next tag. */
static void read_element(reading *r, dpm_span name, dpm_span tag, dpm_span value, bool leaf)
{
    if (span_eq(name, SPAN("RenderingInfo"))) {
        r->in_text = true;
    } else if (span_eq(name, SPAN("EventData")) || span_eq(name, SPAN("UserData"))) {
        r->in_data = true;
    } else if (r->in_text) {
        if (span_eq(name, SPAN("Message"))) {
            r->to->message = decoded(r, value);
        }
    } else if (!r->in_data) {
        read_system(r, name, tag, value);
    } else if (leaf && !span_eq(name, SPAN("Binary"))) {
        const dpm_span given = attribute(r, tag, SPAN("Name"));
        add_datum(r, given.len ? given : name, decoded(r, span_trim(value)));
    }
}

bool event_xml_read(dpm_span text, strbuf *room, event_record *out)
{
    reading r = {.room = room, .to = out};
    *out = (event_record){.level = DPM_LEVEL_NORMAL, .time = DPM_NO_TIME};
    strbuf_clear(room);
    if (room->cap < text.len + 1) { /* grown once, so that spans into it stay */
        strbuf_add(room, text);
        strbuf_clear(room);
    }
    while (text.len && !room->failed) {
        const cut open = span_cut(text, '<');
        const cut tag = span_cut(open.tail, '>');
        if (!open.found || !tag.found) {
            break;
        }
        text = tag.tail;
        dpm_span in = tag.head;
        if (in.len == 0 || in.ptr[0] == '/' || in.ptr[0] == '!' || in.ptr[0] == '?') {
            continue;
        }
        const bool closed = in.ptr[in.len - 1] == '/';
        in = span_head(in, in.len - closed);
        size_t name = 0;
        while (name < in.len && (unsigned char)in.ptr[name] > ' ') {
            name++;
        }
        const dpm_span value = closed ? (dpm_span){0} : span_cut(text, '<').head;
        const dpm_span next = span_from(text, value.len);
        const bool leaf = closed || (next.len > 1 && next.ptr[1] == '/');
        read_element(&r, span_head(in, name), span_from(in, name), value, leaf);
    }
    return !room->failed && (out->provider.len || out->id);
}

/* --- elements of a text --- */

static const char begin[] = "<Event", end[] = "</Event>";

/* "<Event>" or "<Event xmlns=...", and not "<Events>" or "<EventID>". */
static size_t find_begin(dpm_span text)
{
    size_t at = 0;
    for (;;) {
        const size_t found = span_find(span_from(text, at), span_str(begin));
        if (found == SIZE_MAX) {
            return SIZE_MAX;
        }
        at += found;
        const char after = at + sizeof begin - 1 < text.len ? text.ptr[at + sizeof begin - 1] : 'x';
        if (after == '>' || (unsigned char)after <= ' ') {
            return at;
        }
        at += sizeof begin - 1;
    }
}

dpm_span event_xml_next(dpm_span *rest, bool last)
{
    const size_t at = find_begin(*rest);
    if (at == SIZE_MAX) {
        return (dpm_span){0};
    }
    const dpm_span from = span_from(*rest, at);
    const size_t len = span_find(from, span_str(end));
    if (len == SIZE_MAX && !last) {
        return (dpm_span){0};
    }
    const dpm_span found = len == SIZE_MAX ? from : span_head(from, len + sizeof end - 1);
    *rest = span_from(from, found.len);
    return found;
}
