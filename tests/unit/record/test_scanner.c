/* Blocks to batches: columns of many kinds of lines, lines of many kinds, batches, caps, and a naive twin. */
#include "scan_support.h"

#include "record/columns.h"
#include "record/fields.h"

#define P "0990\t17D8\t11/05\t13:02:42.416\t"
#define SRC "agentproxy.cpp(190)"
#define OBJ "[00000000015E37A0]"
#define TASK "8AE83798-7A85-466A-80CA-22CA66582965"
#define LONG "a.source.file.with.a.name.that.is.longer.than.the.window.of.57.bytes.cs(1234)"

static const struct row {
    const char *line, *module, *source, *object, *task, *message;
    dpm_level level;
    unsigned flags;
} rows[] = {
    {P "31\t" SRC "\t" OBJ "\t" TASK "\tWARNING\tFailed: Hr: = [0x800706ba]", "31", SRC, OBJ, TASK, "Failed: Hr: = [0x800706ba]",
     DPM_LEVEL_WARNING, 0},
    {P "31\t" SRC "\t\t\tNORMAL\tx", "31", SRC, "", "", "x", DPM_LEVEL_NORMAL, 0},
    {P "31\t" SRC "\t\t" TASK "\tFATAL\ta\tb\tNORMAL\tc", "31", SRC, "", TASK, "a\tb\tNORMAL\tc", DPM_LEVEL_FATAL, 0},
    {P "31\t" SRC "\t" OBJ "\t\tCRITICAL\t", "31", SRC, OBJ, "", "", DPM_LEVEL_CRITICAL, 0},
    {P "31\t" SRC "\t\t\tNORMAL", "31", SRC, "", "", "", DPM_LEVEL_NORMAL, 0},
    {P "31\t" SRC "\t\t\tACTIVITY\tx", "31", SRC, "", "", "x", DPM_LEVEL_OTHER, 0},
    {P "31\t" SRC "\t\t\tPERF\tx", "31", SRC, "", "", "x", DPM_LEVEL_OTHER, 0},
    {P "31\t" SRC "\t\t\tERROR\tx", "31", SRC, "", "", "x", DPM_LEVEL_OTHER, 0},
    {P "31\t" SRC "\t\t" TASK "\t\tWARNING\tx", "31", SRC, "", TASK, "x", DPM_LEVEL_WARNING, RECORD_EXTRA},
    {P "31\t" SRC "\t\t" TASK "\textra\tNORMAL\tx", "31", SRC, "", TASK, "x", DPM_LEVEL_NORMAL, RECORD_EXTRA},
    {P "31\t" SRC "\t\t" TASK "\textra\tNORMAL", "31", SRC, "", TASK, "", DPM_LEVEL_NORMAL, RECORD_EXTRA},
    {P "31\t" SRC "\t\t" TASK "\t1\t2\tNORMAL\tx", "31", SRC, "", TASK, "x", DPM_LEVEL_NORMAL, RECORD_EXTRA},
    {P "31\t" SRC "\t\t" TASK "\t1\t2\t3\tNORMAL\tx", "31", SRC, "", TASK, "1\t2\t3\tNORMAL\tx", DPM_LEVEL_OTHER, 0},
    {P "31\t" SRC "\t" OBJ "\tWARNING\tx\ty", "31", SRC, OBJ, "", "x\ty", DPM_LEVEL_WARNING, 0},
    {P "31\t" SRC "\t" TASK "\tWARNING\tNORMAL\ty", "31", SRC, "", TASK, "NORMAL\ty", DPM_LEVEL_WARNING, 0},
    {P "31\t" SRC "\t\t\tVERBOSE\tx", "31", SRC, "", "", "VERBOSE\tx", DPM_LEVEL_OTHER, 0},
    {P "31\t" SRC "\t\t\tnormal\tx", "31", SRC, "", "", "normal\tx", DPM_LEVEL_OTHER, 0},
    {P "31\t" SRC "\t\t\tNORMALS\tx\ty\tz", "31", SRC, "", "", "NORMALS\tx\ty\tz", DPM_LEVEL_OTHER, 0},
    {P "31\t" SRC "\ttext", "31", SRC, "", "", "text", DPM_LEVEL_OTHER, 0},
    {P "31\t" SRC "\t" OBJ "\ttext", "31", SRC, OBJ, "", "text", DPM_LEVEL_OTHER, 0},
    {P "31\ttext", "31", "", "", "", "text", DPM_LEVEL_OTHER, 0},
    {P "text", "", "", "", "", "text", DPM_LEVEL_OTHER, 0},
    {P, "", "", "", "", "", DPM_LEVEL_OTHER, 0},
    {P "\t\t\t\t\t", "", "", "", "", "\t", DPM_LEVEL_OTHER, 0},
    {P "31\t" LONG "\t" OBJ "\t" TASK "\tWARNING\tx", "31", LONG, OBJ, TASK, "x", DPM_LEVEL_WARNING, 0},
    {P "31\t" SRC "\t" LONG LONG "\t" TASK "\tWARNING\tx", "31", SRC, LONG LONG, TASK, "x", DPM_LEVEL_WARNING, 0},
    {P "31\t" SRC "\t\t" TASK "\t" LONG "\tWARNING\tx", "31", SRC, "", TASK, "x", DPM_LEVEL_WARNING, RECORD_EXTRA},
    {"12345\t123456\t11/05\t13:02:42.416\t31\t" SRC "\t\t\tNORMAL\tx", "31", SRC, "", "", "x", DPM_LEVEL_NORMAL, 0},
};

static void check_text(dpm_span got, const char *want, const char *column, const char *line)
{
    cr_assert(span_eq(got, span_str(want)), "%s of %s: %.*s", column, line, (int)got.len, got.len ? got.ptr : "");
}

/* A text whose first line is the row's. */
static void check_row(scanner *s, const struct row *row, const char *text, size_t text_len)
{
    static record_batch b;
    scan_counts counts = {0};
    const block in = {.text = span_of(text, text_len), .last = true};
    scanner_begin(s, &in, LAYOUT_ERRLOG, &counts);
    cr_assert(scanner_next(s, &b), "%s", row->line);
    check_text(batch_part(&b, b.module[0]), row->module, "module", row->line);
    check_text(batch_part(&b, b.source[0]), row->source, "source", row->line);
    check_text(batch_part(&b, b.object[0]), row->object, "object", row->line);
    check_text(batch_part(&b, b.task[0]), row->task, "task", row->line);
    check_text(batch_message(&b, 0), row->message, "message", row->line);
    cr_assert_eq(b.level[0], row->level, "level of %s", row->line);
    cr_assert_eq(b.flags[0], row->flags, "flags of %s", row->line);
    cr_assert_eq(b.start[0], 0, "%s", row->line);
    cr_assert_eq(b.end[0], strlen(row->line), "%s", row->line);
}

Test(record_scanner, columns)
{
    static const char *const after[] = {"",   "\n",       "\r\n",
                                        "\r", "\n\n\r\n", "\r\n" P "31\t" SRC "\t\t\tNORMAL\t" LONG LONG "\r\n"};
    scanner *const scanners[] = {scanner_new(), scanner_new_portable()};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        for (size_t k = 0; k < sizeof after / sizeof after[0]; k++) {
            const size_t line = strlen(rows[i].line), len = line + strlen(after[k]);
            char *const text = dead_page_area(len);
            memcpy(text, rows[i].line, line);
            memcpy(text + line, after[k], len - line);
            check_row(scanners[0], &rows[i], text, len);
            check_row(scanners[1], &rows[i], text, len);
        }
    }
    scanner_free(scanners[0]);
    scanner_free(scanners[1]);
}

#define ODD(date, time) "0990\t17D8\t" date "\t" time "\t31\t" SRC "\t\t\tNORMAL\tx"
#define R P "31\t" SRC "\t\t\tNORMAL\tx"

Test(record_scanner, lines)
{
    const struct {
        const char *text;
        size_t records, last_end; /* from the text's start */
        uint64_t lines, continuation, unparsed;
    } cases[] = {
        {"", 0, 0, 0, 0, 0},
        {"\n", 0, 0, 1, 0, 0},
        {"\r\n\r\r\n", 0, 0, 3, 0, 0},
        {"junk", 0, 0, 1, 0, 1},
        {"junk\r\n\r\nmore\n", 0, 0, 3, 0, 2},
        {R, 1, sizeof R - 1, 1, 0, 0},
        {R "\r\n", 1, sizeof R - 1, 1, 0, 0},
        {R "\r", 1, sizeof R - 1, 1, 0, 0},
        {R "\r\r", 1, sizeof R - 1, 2, 0, 0},
        {R "\n\n\n", 1, sizeof R - 1, 3, 0, 0},
        {R "\n" R, 2, 2 * sizeof R - 1, 2, 0, 0},
        {R "\r" R "\r", 2, 2 * sizeof R - 1, 2, 0, 0},
        {R "\r\n   at A.B()\r\n   at C.D()\r\n", 1, sizeof R - 1 + 26, 3, 2, 0},
        {R "\n\n   at A.B()\n\n", 1, sizeof R - 1 + 13, 4, 1, 0},
        {"head\n" R "\ntail", 1, 5 + sizeof R - 1 + 5, 3, 1, 1},
        {"\xEF\xBB\xBF" R "\n", 1, 3 + sizeof R - 1, 1, 0, 0},
        {R "\r\n\xEF\xBB\xBF" R "\n", 2, 2 * sizeof R + 3, 2, 0, 0},
        {R "\r\n\xEF\xBB\xBFjunk\n", 1, sizeof R - 1 + 9, 2, 1, 0},
        /* dates and times that do not exist: no continuation */
        {R "\n" ODD("13/02", "20:55:45.690") "\n", 2, sizeof R + sizeof ODD("13/02", "20:55:45.690") - 1, 2, 0, 0},
        {R "\n" ODD("06/01", "24:00:00.000") "\n", 2, sizeof R + sizeof ODD("06/01", "24:00:00.000") - 1, 2, 0, 0},
        {R "\n" ODD("02/30", "09:61:00.000") "\n", 2, sizeof R + sizeof ODD("02/30", "09:61:00.000") - 1, 2, 0, 0},
        {R "\n" ODD("", "") "\n", 2, sizeof R + sizeof ODD("", "") - 1, 2, 0, 0},
        {R "\n" ODD("1.6.", "9:5:1,25") "\n", 2, sizeof R + sizeof ODD("1.6.", "9:5:1,25") - 1, 2, 0, 0},
        {R "\n990\t17D8\t13/02\t20:55:45.690\t31\tnone\t\t\tNORMAL\tx\n", 1,
         sizeof R + sizeof "990\t17D8\t13/02\t20:55:45.690\t31\tnone\t\t\tNORMAL\tx" - 1, 2, 1, 0},
        {" " R "\n", 0, 0, 1, 0, 1},
    };
    scanner *const scanners[] = {scanner_new(), scanner_new_portable()};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        for (size_t k = 0; k < 2; k++) {
            found_list list = {0};
            const block b = {.text = span_str(cases[i].text), .last = true};
            found_scan(&list, scanners[k], &b, k ? LAYOUT_NONE : LAYOUT_ERRLOG);
            cr_assert_eq(list.count, cases[i].records, "case %zu: %zu records", i, list.count);
            cr_assert(!list.count || list.items[list.count - 1].end == cases[i].last_end, "case %zu: end", i);
            cr_assert_eq(list.counts.lines, cases[i].lines, "case %zu: %llu lines", i, (unsigned long long)list.counts.lines);
            cr_assert_eq(list.counts.continuation, cases[i].continuation, "case %zu: continuation", i);
            cr_assert_eq(list.counts.unparsed, cases[i].unparsed, "case %zu: unparsed", i);
            found_free(&list);
        }
    }
    scanner_free(scanners[0]);
    scanner_free(scanners[1]);
}

Test(record_scanner, flags_of_blocks)
{
    const struct {
        const char *text;
        block flags;
        uint64_t lines, continuation, unparsed, cut_records, cut_bytes;
        size_t records;
    } cases[] = {
        {"rest\r\nmore\r\n" R "\n", {.continues = true}, 3, 2, 0, 0, 8, 1},
        {"rest\r\nmore\r\n" R "\n", {.continues = true, .inside = true}, 3, 1, 0, 0, 8, 1},
        {"rest\r\nmore\r\n" R "\n", {.inside = true}, 3, 0, 1, 0, 0, 1},
        {R "\n" R "\n", {.inside = true}, 2, 0, 0, 0, 0, 1},
        {"\r\n" R "\n", {.continues = true, .inside = true}, 2, 0, 0, 0, 0, 1},
        {R "\nbegun", {.more = true}, 1, 1, 0, 1, 0, 1},
        {R "\nbegun", {.last = true}, 2, 1, 0, 0, 0, 1},
        {R "\nbegun", {.offset = 0}, 1, 1, 0, 0, 0, 1},
        {"rest", {.continues = true, .inside = true, .more = true}, 0, 0, 0, 0, 4, 0},
        {"rest", {.continues = true, .inside = true, .last = true}, 1, 0, 0, 0, 4, 0},
        {"", {.continues = true, .inside = true, .last = true}, 1, 0, 0, 0, 0, 0},
        {"", {.last = true}, 0, 0, 0, 0, 0, 0},
    };
    scanner *const s = scanner_new();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        block b = cases[i].flags;
        b.text = span_str(cases[i].text);
        found_list list = {0};
        found_scan(&list, s, &b, LAYOUT_ERRLOG);
        cr_assert_eq(list.count, cases[i].records, "case %zu: records", i);
        cr_assert_eq(list.counts.lines, cases[i].lines, "case %zu: %llu lines", i, (unsigned long long)list.counts.lines);
        cr_assert_eq(list.counts.continuation, cases[i].continuation, "case %zu: continuation", i);
        cr_assert_eq(list.counts.unparsed, cases[i].unparsed, "case %zu: unparsed", i);
        cr_assert_eq(list.counts.cut_records, cases[i].cut_records, "case %zu: cut records", i);
        cr_assert_eq(list.counts.cut_bytes, cases[i].cut_bytes, "case %zu: cut bytes", i);
        found_free(&list);
    }
    scanner_free(s);
}

/* `head`, then `fill` until the text has `len` bytes, then `tail`. */
static dpm_span long_text(char *out, const char *head, const char *fill, size_t len, const char *tail)
{
    size_t at = strlen(head);
    memcpy(out, head, at);
    for (size_t i = 0; at < len; i++) {
        out[at++] = fill[i % strlen(fill)];
    }
    memcpy(out + at, tail, strlen(tail));
    return span_of(out, at + strlen(tail));
}

Test(record_scanner, cap)
{
    enum { HEAD = sizeof R - 1 };
    const struct {
        const char *head, *fill;
        size_t len;
        const char *tail;
        size_t end; /* of the first record, which begins at 0 */
        uint64_t cut_records, cut_bytes;
    } cases[] = {
        {R, "y", RECORD_CAP - 1, "\n" R, RECORD_CAP - 1, 0, 0},
        {R, "y", RECORD_CAP, "", RECORD_CAP, 0, 0},
        {R, "y", RECORD_CAP, "\n" R, RECORD_CAP, 1, 0}, /* with its line end it is longer */
        {R, "y", RECORD_CAP + 1, "\n" R, RECORD_CAP, 1, 1},
        {R, "y", RECORD_CAP + 500, "\r\nmore\r\n\r\nstill\n" R, RECORD_CAP, 1, 509},
        {R, "\xC3\xA4", RECORD_CAP + 10 + (HEAD & 1), "\n" R, RECORD_CAP - (HEAD & 1), 1, 10 + 2 * (HEAD & 1)},
        {R "y", "\xC3\xA4", RECORD_CAP + 11 - (HEAD & 1), "\n" R, RECORD_CAP - !(HEAD & 1), 1, 11 - (HEAD & 1) + !(HEAD & 1)},
        {R, "\xF0\x9F\x98\x80", RECORD_CAP + 100, "\n" R, RECORD_CAP - (RECORD_CAP - HEAD) % 4, 1, 100 + (RECORD_CAP - HEAD) % 4},
        {R "yyy", "\xF0\x9F\x98\x80", RECORD_CAP + 100, "\n" R, RECORD_CAP - (RECORD_CAP - HEAD - 3) % 4, 1,
         100 + (RECORD_CAP - HEAD - 3) % 4},
        {R "yy", "\xF0\x9F\x98\x80", RECORD_CAP + 100, "\n" R, RECORD_CAP - (RECORD_CAP - HEAD - 2) % 4, 1,
         100 + (RECORD_CAP - HEAD - 2) % 4},
        {R "y", "\xF0\x9F\x98\x80", RECORD_CAP + 100, "\n" R, RECORD_CAP - (RECORD_CAP - HEAD - 1) % 4, 1,
         100 + (RECORD_CAP - HEAD - 1) % 4},
        {R, "\x80", RECORD_CAP + 10, "\n" R, RECORD_CAP, 1, 10}, /* no text at all: cut where it falls */
        {R, "\n", RECORD_CAP + 10, "more\n" R, HEAD, 1, 4},
        {R, "\n", RECORD_CAP - 3, "more\n" R, RECORD_CAP, 1, 1},
        {P, "y", RECORD_CAP + 10, "\t" SRC "\t\t\tNORMAL\tx\n" R, RECORD_CAP, 1, 10 + sizeof SRC - 1 + 12},
    };
    char *const text = malloc(BLOCK_CAP);
    scanner *const scanners[] = {scanner_new(), scanner_new_portable()};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        for (size_t k = 0; k < 2; k++) {
            found_list list = {0};
            const block b = {.text = long_text(text, cases[i].head, cases[i].fill, cases[i].len, cases[i].tail), .last = true};
            found_scan(&list, scanners[k], &b, LAYOUT_ERRLOG);
            cr_assert_eq(list.count, strstr(cases[i].tail, R) ? 2 : 1, "case %zu: records", i);
            cr_assert_eq(list.items[0].end, cases[i].end, "case %zu: end %llu", i, (unsigned long long)list.items[0].end);
            cr_assert(list.items[0].message <= list.items[0].end, "case %zu: message", i);
            cr_assert_eq(list.items[0].flags & RECORD_CUT, cases[i].cut_records, "case %zu: flag", i);
            cr_assert_eq(list.counts.cut_records, cases[i].cut_records, "case %zu: cut records", i);
            cr_assert_eq(list.counts.cut_bytes, cases[i].cut_bytes, "case %zu: %llu cut bytes", i,
                         (unsigned long long)list.counts.cut_bytes);
            found_free(&list);
        }
    }
    scanner_free(scanners[0]);
    scanner_free(scanners[1]);
    free(text);
}

/* The scanner again, a line at a time and without a cap. */
static void naive_scan(found_list *list, dpm_span text)
{
    list->items = calloc(text.len / 29 + 1, sizeof list->items[0]);
    for (size_t at = 0; at < text.len; list->counts.lines++) {
        size_t end = at;
        while (end < text.len && text.ptr[end] != '\n' && text.ptr[end] != '\r') {
            end++;
        }
        prefix p;
        found *const last = list->count ? &list->items[list->count - 1] : NULL;
        if (prefix_parse(span_of(text.ptr + at, end - at), &p)) {
            const columns c = columns_find(text.ptr, (uint32_t)at + p.len, (uint32_t)end);
            list->items[list->count++] = (found){
                .start = at,
                .end = end,
                .line = list->counts.lines,
                .message = c.message,
                .stamp = p.stamp,
                .pid = p.pid,
                .tid = p.tid,
                .parts = {found_part(c.module, 0), found_part(c.source, 0), found_part(c.object, 0), found_part(c.task, 0)},
                .level = c.level,
                .flags = c.flags,
            };
        } else if (end > at && last) {
            last->end = end;
            last->flags |= RECORD_LINES;
            list->counts.continuation++;
        } else if (end > at) {
            list->counts.unparsed++;
        }
        at = end + 1 + (end + 1 < text.len && text.ptr[end] == '\r' && text.ptr[end + 1] == '\n');
    }
}

Test(record_scanner, naive_twin)
{
    static const char *const pieces[] = {
        "\n",
        "\r\n",
        "\r",
        "\t",
        "\t\t",
        P,
        "ABCDE\t17d8\t02/29\t23:59:59.999\t",
        "0990\t17D8\t11/05\t13:0",
        "31\t",
        SRC "\t",
        OBJ "\t",
        TASK "\t",
        "NORMAL\t",
        "WARNING\t",
        "CRITICAL",
        "extra\t",
        "x",
        "some text that goes on for a while ",
        LONG "\t",
        "\xC3\xA4",
        R "\r\n",
        R "\n",
        P "31\t" SRC "\t" OBJ "\t" TASK "\tWARNING\tFailed\r\n",
        P "31\t" LONG "\t\t\t\tFATAL\tFailed\r\n",
    };
    enum { LEN = 200000 };
    char *const area = dead_page_area(LEN);
    scanner *const scanners[] = {scanner_new(), scanner_new_portable()};
    uint64_t seed = 4711;
    for (size_t round = 0; round < 60; round++) {
        const size_t len = round < 50 ? next_random(&seed) % 3000 : LEN;
        char *const text = area + LEN - len;
        const size_t first = next_random(&seed) % 8; /* some rounds have few line ends, some many whole records */
        for (size_t at = 0; at < len;) {
            const size_t choice = first + next_random(&seed) % (sizeof pieces / sizeof pieces[0] - first);
            const dpm_span piece = span_head(span_str(pieces[choice]), len - at);
            memcpy(text + at, piece.ptr, piece.len);
            at += piece.len;
        }
        found_list want = {0};
        naive_scan(&want, span_of(text, len));
        for (size_t k = 0; k < 2; k++) {
            found_list got = {0};
            const block b = {.text = span_of(text, len), .last = true};
            found_scan(&got, scanners[k], &b, LAYOUT_ERRLOG);
            found_check(&got, &want, k ? "portable" : "best");
            found_free(&got);
        }
        found_free(&want);
    }
    scanner_free(scanners[0]);
    scanner_free(scanners[1]);
}

Test(record_scanner, every_prefix_at_a_dead_page)
{
    static const char sample[] =
        R "\r\n" P "31\t" SRC "\t" OBJ "\t" TASK "\tWARNING\tFailed: Hr: = [0x800706ba] : \xE2\x82\xAC\r\n"
          "   at A.B()\r\n\r\n" P "31\t" LONG "\t\t" TASK "\t\tCRITICAL\tx\r"
          "12345\t17D8\t11/05\t13:02:42.416\t31\t" SRC "\t\t\tNORMAL\tx\n" R;
    scanner *const scanners[] = {scanner_new(), scanner_new_portable()};
    char *const area = dead_page_area(sizeof sample);
    for (size_t len = 0; len < sizeof sample; len++) {
        const dpm_span text = span_of(area + sizeof sample - len, len);
        memcpy(area + sizeof sample - len, sample, len);
        found_list want = {0};
        naive_scan(&want, text);
        for (size_t k = 0; k < 2; k++) {
            found_list got = {0};
            const block b = {.text = text, .last = true};
            found_scan(&got, scanners[k], &b, LAYOUT_ERRLOG);
            found_check(&got, &want, k ? "portable" : "best");
            found_free(&got);
            found_scan(&got, scanners[k], &b, LAYOUT_PASTED);
            found_free(&got);
        }
        found_free(&want);
        layout_detect(text);
        for (record_layout layout = LAYOUT_ERRLOG; layout <= LAYOUT_NONE; layout++) {
            record_last_start(layout, text);
            record_begins(layout, text);
        }
        cr_assert(record_cut_inside(text) <= len);
    }
    scanner_free(scanners[0]);
    scanner_free(scanners[1]);
}

Test(record_scanner, batches)
{
    enum { RECORDS = 3 * BATCH_RECORDS };
    const char *const lines[] = {R "\r\n", "   at A.B()\r\n"};
    char *const text = malloc(RECORDS * 100);
    size_t len = 0;
    for (size_t i = 0; i < RECORDS; i++) { /* each with a line more, so that one follows the last of a batch */
        for (size_t k = 0; k < 2; k++) {
            memcpy(text + len, lines[k], strlen(lines[k]));
            len += strlen(lines[k]);
        }
    }
    static record_batch batch;
    scanner *const s = scanner_new();
    scan_counts counts = {0};
    const block b = {.text = span_of(text, len), .last = true};
    scanner_begin(s, &b, LAYOUT_ERRLOG, &counts);
    for (size_t i = 0; i < 3; i++) {
        cr_assert(scanner_next(s, &batch));
        cr_assert_eq(batch.count, BATCH_RECORDS, "batch %zu", i);
        cr_assert_eq(batch.end[BATCH_RECORDS - 1] - batch.start[BATCH_RECORDS - 1], strlen(lines[0]) + strlen(lines[1]) - 2);
        cr_assert_eq(batch.line[0], 2 * i * BATCH_RECORDS);
    }
    cr_assert_not(scanner_next(s, &batch));
    cr_assert_eq(counts.continuation, RECORDS);
    scanner_free(s);
    free(text);
}
