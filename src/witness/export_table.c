/* Tables of events: comma, semicolon or TAB between the cells, quotes around those that hold one, and a message that may go on
 * over lines. Event Viewer names all columns but the last; a language that is not known here
 * is recognised by the order that it writes. */
#include "witness/event_export.h"

#include "base/civil.h"
#include "base/number.h"
#include "base/text.h"

#include <string.h>

static const struct {
    const char *name;
    export_column is;
} names[] = {
    {"Date and Time", EXPORT_DATE},
    {"TimeCreated", EXPORT_DATE},
    {"Date", EXPORT_DATE},
    {"Time", EXPORT_TIME},
    {"Level", EXPORT_LEVEL},
    {"Type", EXPORT_LEVEL},
    {"Type/Level", EXPORT_LEVEL},
    {"LevelDisplayName", EXPORT_LEVEL},
    {"EntryType", EXPORT_LEVEL},
    {"Source", EXPORT_SOURCE},
    {"SourceName", EXPORT_SOURCE},
    {"ProviderName", EXPORT_SOURCE},
    {"Event Source", EXPORT_SOURCE},
    {"Event ID", EXPORT_ID},
    {"EventID", EXPORT_ID},
    {"Event Code", EXPORT_ID},
    {"EventCode", EXPORT_ID},
    {"Id", EXPORT_ID},
    {"Computer", EXPORT_COMPUTER},
    {"Computer Name", EXPORT_COMPUTER},
    {"ComputerName", EXPORT_COMPUTER},
    {"MachineName", EXPORT_COMPUTER},
    {"Log Name", EXPORT_CHANNEL},
    {"LogName", EXPORT_CHANNEL},
    {"Log", EXPORT_CHANNEL},
    {"Record ID", EXPORT_NUMBER},
    {"RecordId", EXPORT_NUMBER},
    {"RecordNumber", EXPORT_NUMBER},
    {"Index", EXPORT_NUMBER},
    {"EventRecordID", EXPORT_NUMBER},
    {"Message", EXPORT_MESSAGE},
    {"Description", EXPORT_MESSAGE},
    {"TimeGenerated", EXPORT_DATE},
    {"TimeWritten", EXPORT_OTHER},
};

static export_column column_named(dpm_span name)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (span_ieq(name, span_str(names[i].name))) {
            return names[i].is;
        }
    }
    return EXPORT_OTHER;
}

/* The next cell of a row, quotes still in it where it doubles them. False: a quote is open, the row goes on in the next line. */
static bool take_cell(dpm_span *rest, char separator, dpm_span *cell, bool *more)
{
    dpm_span s = *rest;
    if (s.len && s.ptr[0] == '"') {
        size_t at = 1;
        for (; at < s.len && (s.ptr[at] != '"' || (at + 1 < s.len && s.ptr[at + 1] == '"')); at++) {
            at += s.ptr[at] == '"';
        }
        if (at >= s.len) {
            return false;
        }
        *cell = span_head(span_from(s, 1), at - 1);
        s = span_from(s, at + 1);
        const cut c = span_cut(s, separator);
        *more = c.found;
        *rest = c.tail;
        return true;
    }
    const cut c = span_cut(s, separator);
    *cell = span_trim(c.head);
    *more = c.found;
    *rest = c.tail;
    return true;
}

/* Where a row ends: its first line end outside quotes, or SIZE_MAX. */
static size_t row_end(dpm_span text)
{
    bool quoted = false;
    for (size_t i = 0; i < text.len; i++) {
        quoted ^= text.ptr[i] == '"';
        if (text.ptr[i] == '\n' && !quoted) {
            return i;
        }
    }
    return SIZE_MAX;
}

static size_t count_known(const export_table *t, size_t seen[EXPORT_KINDS])
{
    memset(seen, 0, EXPORT_KINDS * sizeof *seen);
    for (size_t i = 0; i < t->count; i++) {
        seen[t->columns[i]]++;
    }
    return t->count - seen[EXPORT_OTHER];
}

bool export_table_head(export_table *t, dpm_span line)
{
    static const char separators[] = {',', ';', '\t'};
    size_t seen[EXPORT_KINDS];
    if (span_starts(line, SPAN("\xEF\xBB\xBF"))) {
        line = span_from(line, 3);
    }
    for (size_t k = 0; k < sizeof separators; k++) {
        dpm_span rest = line, cell;
        *t = (export_table){.separator = separators[k]};
        for (bool more = true; more && t->count < EXPORT_COLUMNS && take_cell(&rest, t->separator, &cell, &more);) {
            t->columns[t->count++] = column_named(cell);
        }
        count_known(t, seen);
        if (seen[EXPORT_DATE] && seen[EXPORT_SOURCE] && seen[EXPORT_ID]) {
            t->headed = true;
            return true;
        }
    }
    return false;
}

static size_t split(dpm_span row, char separator, dpm_span cells[EXPORT_COLUMNS])
{
    size_t count = 0;
    for (bool more = true; more && count < EXPORT_COLUMNS && take_cell(&row, separator, &cells[count], &more);) {
        count++;
    }
    return count;
}

/* Level, date and time, source, number, category, and the message without a name. */
bool export_table_viewer(export_table *t, dpm_span row)
{
    static const export_column order[] = {EXPORT_LEVEL, EXPORT_DATE, EXPORT_SOURCE, EXPORT_ID, EXPORT_OTHER, EXPORT_MESSAGE};
    static const char separators[] = {',', ';', '\t'};
    dpm_span cells[EXPORT_COLUMNS];
    uint64_t number;
    for (size_t k = 0; k < sizeof separators; k++) {
        const size_t count = split(row, separators[k], cells);
        if (count >= sizeof order / sizeof *order && event_time_local(cells[1], DATE_DMY, NULL) != DPM_NO_TIME && cells[3].len &&
            number_decimal(cells[3], &number) == cells[3].len) {
            *t = (export_table){.separator = separators[k], .count = sizeof order / sizeof *order, .headed = true};
            memcpy(t->columns, order, sizeof order);
            return true;
        }
    }
    return false;
}

static uint64_t number_of(dpm_span cell)
{
    uint64_t value = 0;
    return number_decimal(cell, &value) ? value : 0;
}

/* Words that say error or warning; in a language that is not known an event counts as an error, for only such are exported as a
 * rule, and what the rules take of it does not hang on it. */
static dpm_level level_of(dpm_span word)
{
    static const struct {
        const char *word;
        unsigned level;
    } known[] = {{"Critical", 1},      {"Error", 2},  {"Warning", 3}, {"Information", 4}, {"Verbose", 5},
                 {"Informationen", 4}, {"Fehler", 2}, {"Warnung", 3}, {"Kritisch", 1}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (span_ieq(word, span_str(known[i].word))) {
            return event_level(known[i].level);
        }
    }
    return DPM_LEVEL_WARNING;
}

static bool take_row(witness_text *w, export_table *t, date_order order, dpm_span row)
{
    dpm_span cells[EXPORT_COLUMNS];
    const size_t count = split(row, t->separator, cells);
    event_record e = {.level = DPM_LEVEL_WARNING, .time = DPM_NO_TIME, .number = ++t->rows, .local = true};
    dpm_span date = {0}, time = {0};
    for (size_t i = 0; i < count; i++) {
        switch (i < t->count ? t->columns[i] : i == t->count ? EXPORT_MESSAGE : EXPORT_OTHER) {
        case EXPORT_DATE: date = cells[i]; break;
        case EXPORT_TIME: time = cells[i]; break;
        case EXPORT_LEVEL: e.level = level_of(cells[i]); break;
        case EXPORT_SOURCE: e.provider = event_provider(cells[i]); break;
        case EXPORT_ID: e.id = (uint32_t)number_of(cells[i]); break;
        case EXPORT_COMPUTER: e.computer = cells[i]; break;
        case EXPORT_CHANNEL: e.channel = cells[i]; break;
        case EXPORT_NUMBER: e.number = number_of(cells[i]) ? number_of(cells[i]) : e.number; break;
        case EXPORT_MESSAGE: e.message = e.message.len ? e.message : cells[i]; break;
        default: break;
        }
    }
    strbuf_clear(&w->room);
    strbuf_add(&w->room, date);
    strbuf_addc(&w->room, ' ');
    strbuf_add(&w->room, time);
    e.time = event_time_local(strbuf_span(&w->room), order, NULL);
    return !w->room.failed && (e.provider.len == 0 || witness_text_take(w, &e));
}

size_t event_table_take(witness_text *w, export_table *t, date_order order, dpm_span text, bool last)
{
    dpm_span rest = text;
    while (rest.len) {
        const size_t end = row_end(rest);
        if (end == SIZE_MAX && !last) {
            break;
        }
        const dpm_span row = span_trim(span_head(rest, end));
        rest = end == SIZE_MAX ? (dpm_span){0} : span_from(rest, end + 1);
        if (!t->headed && export_table_head(t, row)) {
            continue;
        }
        if (!t->headed) {
            export_table_viewer(t, row);
        }
        if (t->headed && row.len && !take_row(w, t, order, row)) {
            return SIZE_MAX;
        }
    }
    return text.len - rest.len;
}
