/* Tables of codes: their header, their indexes, their rows. Knows nothing of classes and rules. */
#include "rules/code_table.h"

#include "base/number.h"
#include "base/text.h"

#include <stdlib.h>

static const char *const column_names[TABLE_COLUMNS] = {"", "name", "kind", "class", "meaning", "action"};

static dpm_span line_at(dpm_span bytes, size_t at)
{
    const dpm_span line = span_cut(span_from(bytes, at), '\n').head;
    return line.len && line.ptr[line.len - 1] == '\r' ? span_head(line, line.len - 1) : line;
}

/* The next line that is a row, or empty at the end. `at` is where to look, and then where that line begins. */
static dpm_span next_row(dpm_span bytes, size_t *at, size_t *number)
{
    while (*at < bytes.len) {
        const dpm_span line = line_at(bytes, *at);
        if (line.len && line.ptr[0] != '#' && span_trim(line).len) {
            return line;
        }
        *at += span_cut(span_from(bytes, *at), '\n').head.len + 1;
        ++*number;
    }
    return (dpm_span){0};
}

static code_table_column column_of(dpm_span name, code_table *out)
{
    if (span_eq(name, SPAN("id")) || span_eq(name, SPAN("code"))) {
        out->kind = out->column_count ? out->kind : name.len == 2 ? TABLE_IDS : TABLE_CODES;
        return COLUMN_NUMBER;
    }
    size_t i = COLUMN_NAME;
    while (i < TABLE_COLUMNS && !span_eq(name, span_str(column_names[i]))) {
        i++;
    }
    return (code_table_column)i;
}

code_table_fault code_table_open(dpm_span bytes, code_table *out)
{
    size_t at = 0, number = 1, column = 1;
    const dpm_span head = next_row(bytes, &at, &number);
    *out = (code_table){.bytes = bytes, .kind = TABLE_EXCEPTIONS};
    memset(out->place, TABLE_COLUMNS, sizeof out->place);
    for (cut c = span_cut(head, '\t'); c.head.len; c = span_cut(c.tail, '\t')) {
        const code_table_column which = column_of(c.head, out);
        if (which == TABLE_COLUMNS || out->place[which] != TABLE_COLUMNS) {
            break;
        }
        out->place[which] = (uint8_t)out->column_count++;
        column += c.head.len + 1;
    }
    if (column != head.len + 2 || (out->place[COLUMN_NUMBER] != 0 && out->place[COLUMN_NAME] != 0)) {
        return (code_table_fault){"a header is expected: id or code, name, kind, class, meaning, action, with TABs between",
                                  number, column};
    }
    out->head = at + span_cut(span_from(bytes, at), '\n').head.len + 1;
    return (code_table_fault){0};
}

size_t code_table_lines(const code_table *t)
{
    size_t lines = 1;
    for (size_t i = t->head; i < t->bytes.len; i++) {
        lines += t->bytes.ptr[i] == '\n';
    }
    return lines;
}

static dpm_span cell_at(dpm_span row, size_t place)
{
    cut c = span_cut(row, '\t');
    for (; place && c.found; place--) {
        c = span_cut(c.tail, '\t');
    }
    return place ? (dpm_span){0} : c.head;
}

dpm_span code_table_cell(const code_table *t, dpm_span row, code_table_column column)
{
    const dpm_span cell = t->place[column] < TABLE_COLUMNS ? cell_at(row, t->place[column]) : (dpm_span){0};
    return span_eq(cell, SPAN("-")) ? (dpm_span){0} : cell;
}

bool code_table_number(dpm_span cell, uint32_t *out)
{
    uint64_t value = 0;
    const bool hex = span_istarts(cell, SPAN("0x"));
    const dpm_span digits = hex ? span_from(cell, 2) : cell;
    const size_t len = hex ? number_hex(digits, &value) : number_decimal(digits, &value);
    *out = (uint32_t)value;
    return len && len == digits.len && value <= UINT32_MAX;
}

/* What is wrong with a row, as far as every table is alike. */
static code_table_fault check_row(const code_table *t, dpm_span row, size_t number)
{
    size_t cells = 0, column = 1;
    uint32_t value;
    for (cut c = span_cut(row, '\t');; c = span_cut(c.tail, '\t')) {
        if (!c.head.len) {
            return (code_table_fault){"an empty cell is written as -", number, column};
        }
        cells++;
        column += c.head.len + 1;
        if (!c.found) {
            break;
        }
    }
    if (cells != t->column_count) {
        return (code_table_fault){"the row has not as many cells as the header", number, 1};
    }
    if (t->kind != TABLE_EXCEPTIONS && !code_table_number(cell_at(row, 0), &value)) {
        return (code_table_fault){"a number is expected: 0x and hex digits, or decimal", number, 1};
    }
    return (code_table_fault){0};
}

static int by_value(const void *left, const void *right)
{
    const code_table_row *const a = left, *const b = right;
    return a->value != b->value ? (a->value < b->value ? -1 : 1) : (a->at > b->at) - (a->at < b->at);
}

/* A heap sort of line numbers by name: qsort hands no context on. */
static void sift_down(const code_table *t, uint32_t *names, size_t root, size_t count)
{
    for (size_t child; (child = 2 * root + 1) < count; root = child) {
        const dpm_span one = code_table_cell(t, line_at(t->bytes, names[child]), COLUMN_NAME);
        if (child + 1 < count && span_icmp(one, code_table_cell(t, line_at(t->bytes, names[child + 1]), COLUMN_NAME)) < 0) {
            child++;
        }
        const dpm_span larger = code_table_cell(t, line_at(t->bytes, names[child]), COLUMN_NAME);
        if (span_icmp(code_table_cell(t, line_at(t->bytes, names[root]), COLUMN_NAME), larger) >= 0) {
            return;
        }
        const uint32_t swap = names[root];
        names[root] = names[child];
        names[child] = swap;
    }
}

static void sort_names(const code_table *t, uint32_t *names, size_t count)
{
    for (size_t i = count / 2; i-- > 0;) {
        sift_down(t, names, i, count);
    }
    for (size_t end = count; end-- > 1;) {
        const uint32_t last = names[end];
        names[end] = names[0];
        names[0] = last;
        sift_down(t, names, 0, end);
    }
}

code_table_fault code_table_index(code_table *t, code_table_row *rows, uint32_t *names)
{
    size_t at = t->head, number = 1;
    for (size_t i = 0; i < t->head && i < t->bytes.len; i++) {
        number += t->bytes.ptr[i] == '\n';
    }
    t->row_count = t->name_count = 0;
    for (dpm_span row; (row = next_row(t->bytes, &at, &number)).len; number++) {
        const code_table_fault fault = check_row(t, row, number);
        if (fault.what) {
            return fault;
        }
        if (t->kind != TABLE_EXCEPTIONS) {
            code_table_number(cell_at(row, 0), &rows[t->row_count].value);
            rows[t->row_count++].at = (uint32_t)at;
        }
        if (code_table_cell(t, row, COLUMN_NAME).len) {
            names[t->name_count++] = (uint32_t)at;
        }
        at += span_cut(span_from(t->bytes, at), '\n').head.len + 1;
    }
    if (t->row_count) {
        qsort(rows, t->row_count, sizeof *rows, by_value);
    }
    sort_names(t, names, t->name_count);
    t->rows = rows;
    t->names = names;
    return (code_table_fault){0};
}

dpm_span code_table_find(const code_table *t, uint32_t value)
{
    size_t low = 0, high = t->row_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (t->rows[middle].value < value) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < t->row_count && t->rows[low].value == value ? line_at(t->bytes, t->rows[low].at) : (dpm_span){0};
}

dpm_span code_table_find_name(const code_table *t, dpm_span name)
{
    size_t low = 0, high = t->name_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const dpm_span row = line_at(t->bytes, t->names[middle]);
        const int order = span_icmp(code_table_cell(t, row, COLUMN_NAME), name);
        if (order == 0) {
            return row;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return (dpm_span){0};
}

bool code_table_of_events(dpm_span bytes)
{
    size_t at = 0, number = 1;
    return span_starts(next_row(bytes, &at, &number), SPAN("provider\t"));
}
