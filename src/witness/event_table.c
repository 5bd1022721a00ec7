/* Rows are looked for one after the other: a table has a hundred, and most events ask for a provider that is in none. */
#include "witness/event_table.h"

#include "base/civil.h"
#include "base/number.h"
#include "base/text.h"

enum { VALUE_MAX = 2048, TEXT_MAX = 16 << 10 };

dpm_span event_provider(dpm_span name)
{
    const dpm_span maker = SPAN("Microsoft-Windows-");
    return span_istarts(name, maker) ? span_from(name, maker.len) : name;
}

dpm_level event_level(unsigned number)
{
    return number == 0 || number > 3 ? DPM_LEVEL_NORMAL : number == 3 ? DPM_LEVEL_WARNING : DPM_LEVEL_FATAL;
}

/* The number is one of those of a cell: "7031", "7031 7034" or "*". */
static bool has_id(dpm_span cell, uint32_t id)
{
    if (span_eq(cell, SPAN("*"))) {
        return true;
    }
    while (cell.len) {
        uint64_t number;
        const cut c = span_cut(cell, ' ');
        if (number_decimal(c.head, &number) && number == id) {
            return true;
        }
        cell = c.tail;
    }
    return false;
}

static bool find_in(dpm_span rows, dpm_span provider, uint32_t id, dpm_span *text)
{
    while (rows.len) {
        const cut line = span_cut(rows, '\n');
        const cut name = span_cut(line.head, '\t'), ids = span_cut(name.tail, '\t');
        rows = line.tail;
        if (line.head.len && line.head.ptr[0] != '#' && span_ieq(name.head, provider) && has_id(ids.head, id)) {
            *text = span_trim(ids.tail);
            return true;
        }
    }
    return false;
}

bool event_table_find(const dpm_rules *rules, dpm_span provider, uint32_t id, dpm_span *text)
{
    for (size_t i = rules->event_table_count; i-- > 0;) {
        if (find_in(rules->event_tables[i], provider, id, text)) {
            return true;
        }
    }
    return false;
}

/* Text of a record is in one line. */
static void add_flat(strbuf *out, dpm_span text)
{
    bool blank = false;
    text = span_head_utf8(span_trim(text), VALUE_MAX);
    for (size_t i = 0; i < text.len; i++) {
        const unsigned char c = (unsigned char)text.ptr[i];
        if (c <= ' ' || c == 0x7F) {
            blank = true;
            continue;
        }
        if (blank) {
            strbuf_addc(out, ' ');
        }
        blank = false;
        strbuf_addc(out, (char)c);
    }
}

/* %%1058 stands for the text of a system error: its code says as much. */
static bool add_system_error(strbuf *out, dpm_span value)
{
    uint64_t number;
    const dpm_span digits = span_from(value, 2);
    if (!span_starts(value, SPAN("%%")) || digits.len == 0 || number_decimal(digits, &number) != digits.len ||
        number > UINT32_MAX) {
        return false;
    }
    if (number < 0x10000) {
        strbuf_addf(out, "%u (0x8007%04X)", (unsigned)number, (unsigned)number);
    } else {
        strbuf_addf(out, "0x%08X", (unsigned)number);
    }
    return true;
}

static void add_value(strbuf *out, dpm_span value)
{
    if (!add_system_error(out, span_trim(value))) {
        add_flat(out, value);
    }
}

/* {3} is the third datum, {param1} the one of that name, {id} the event's ID, {*} all data. */
static void add_field(strbuf *out, const event_record *e, dpm_span name)
{
    uint64_t number;
    if (span_eq(name, SPAN("id"))) {
        strbuf_addf(out, "%u", (unsigned)e->id);
    } else if (span_eq(name, SPAN("*"))) {
        for (size_t i = 0; i < e->data_count && out->len < TEXT_MAX; i++) {
            strbuf_adds(out, i ? " | " : "");
            add_value(out, e->data[i].value);
        }
    } else if (number_decimal(name, &number) == name.len) {
        add_value(out, number && number <= e->data_count ? e->data[number - 1].value : SPAN("?"));
    } else {
        dpm_span value = SPAN("?");
        for (size_t i = e->data_count; i-- > 0;) {
            value = span_ieq(e->data[i].name, name) ? e->data[i].value : value;
        }
        add_value(out, value);
    }
}

static void add_template(strbuf *out, const event_record *e, dpm_span text)
{
    while (text.len) {
        const cut open = span_cut(text, '{');
        strbuf_add(out, open.head);
        const cut close = span_cut(open.tail, '}');
        if (open.found && close.found) {
            add_field(out, e, close.head);
        }
        text = open.found && close.found ? close.tail : (dpm_span){0};
    }
}

void event_line(strbuf *out, const event_record *e, dpm_span text)
{
    const civil c = civil_from_ms(e->time);
    strbuf_addf(out, "%04X\t%04X\t%02d/%02d\t%02d:%02d:%02d.%03d\t00\t", (unsigned)e->pid, (unsigned)e->tid, c.month, c.day,
                c.hour, c.minute, c.second, c.ms);
    strbuf_addf(out, "\t\t\t%d#%llu%s\t%s\t[", c.year, (unsigned long long)e->number, e->local ? "L" : "",
                dpm_level_name(e->level));
    add_flat(out, e->provider);
    strbuf_addf(out, " %u] ", (unsigned)e->id);
    if (e->message.len) {
        const bool numbered = span_starts(text, SPAN("(ID ")); /* the event's ID is DPM's */
        if (numbered) {
            strbuf_addf(out, "(ID %u Details: ", (unsigned)e->id);
        }
        add_flat(out, e->message);
        strbuf_adds(out, numbered ? ")" : "");
    } else {
        add_template(out, e, text);
    }
    strbuf_addc(out, '\n');
}

void event_process(dpm_span channel, strbuf *out)
{
    for (size_t i = 0; i < channel.len && i < 64; i++) {
        const char c = channel.ptr[i];
        const bool good = ascii_alpha(c) || ascii_digit(c) || c == '-' || c == '_' || c == '.';
        strbuf_addc(out, good ? c : '-');
    }
}
