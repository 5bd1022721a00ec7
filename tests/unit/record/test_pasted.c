/* Forms in which records are pasted, errlog.md section 7. */
#include "scan_support.h"

#include "record/fields.h"
#include "record/pasted.h"

#include <time.h>

#define SRC "agentproxy.cpp(190)"
#define OBJ "[00000000015E37A0]"
#define TASK "8AE83798-7A85-466A-80CA-22CA66582965"
#define MSG "Failed: Hr: = [0x800706ba] : x"

static const struct row {
    const char *line;
    uint32_t pid, tid;
    const char *date, *time, *module, *object, *task;
    dpm_level level;
    const char *start; /* what `start` points to begins so */
} rows[] = {
    {"0990 17D8 11/05 13:02:42.416 31 " SRC " WARNING " MSG, 0x990, 0x17D8, "11/05", "13:02:42.416", "31", "", "",
     DPM_LEVEL_WARNING, "0990"},
    {"0990\t17D8   11/05  13:02:42.416\t 31   " SRC "    WARNING   " MSG, 0x990, 0x17D8, "11/05", "13:02:42.416", "31", "", "",
     DPM_LEVEL_WARNING, "0990"},
    {"0990 17D8 11/05 13:02:42.416 31 " SRC " " OBJ " " TASK " FATAL " MSG, 0x990, 0x17D8, "11/05", "13:02:42.416", "31", OBJ,
     TASK, DPM_LEVEL_FATAL, "0990"},
    {"0990 17D8 11/05 13:02:42.416 31 " SRC " " OBJ " CRITICAL " MSG, 0x990, 0x17D8, "11/05", "13:02:42.416", "31", OBJ, "",
     DPM_LEVEL_CRITICAL, "0990"},
    {"17D8 11/05 13:02:42.416 31 " SRC " " TASK " NORMAL " MSG, 0, 0x17D8, "11/05", "13:02:42.416", "31", "", TASK,
     DPM_LEVEL_NORMAL, "17D8"},
    {"11/05 13:02:42.416 31 " SRC " NORMAL " MSG, 0, 0, "11/05", "13:02:42.416", "31", "", "", DPM_LEVEL_NORMAL, "11/05"},
    {"13:02:42.416 31 " SRC " NORMAL " MSG, 0, 0, NULL, NULL, "31", "", "", DPM_LEVEL_NORMAL, "13:02"},
    {"31 " SRC " NORMAL " MSG, 0, 0, NULL, NULL, "31", "", "", DPM_LEVEL_NORMAL, "31"},
    {SRC " NORMAL " MSG, 0, 0, NULL, NULL, "", "", "", DPM_LEVEL_NORMAL, "agent"},
    {SRC "\t\t\tACTIVITY\t" MSG, 0, 0, NULL, NULL, "", "", "", DPM_LEVEL_OTHER, "agent"},
    {"11/05 13:02:42.416 " SRC " NORMAL " MSG, 0, 0, "11/05", "13:02:42.416", "", "", "", DPM_LEVEL_NORMAL, "11/05"},
    {"DPMRACurr.errlog:0990\t17D8\t11/05\t13:02:42.416\t31\t" SRC "\t" OBJ "\t" TASK "\tWARNING\t" MSG, 0x990, 0x17D8, "11/05",
     "13:02:42.416", "31", OBJ, TASK, DPM_LEVEL_WARNING, "0990"},
    {"C:\\x\\DPMRACurr.errlog:0990 17D8 11/05 13:02:42.416 31 " SRC " WARNING " MSG, 0x990, 0x17D8, "11/05", "13:02:42.416", "31",
     "", "", DPM_LEVEL_WARNING, "0990"},
    {"DPMRACurr.errlog:13:02:42.416 31 " SRC " WARNING " MSG, 0, 0, NULL, NULL, "31", "", "", DPM_LEVEL_WARNING, "13:02"},
    {"DPMRACurr.errlog:11/05 13:02:42.416 31 " SRC " WARNING " MSG, 0, 0, "11/05", "13:02:42.416", "31", "", "",
     DPM_LEVEL_WARNING, "11/05"},
    {"ead 17D8:11/05 13:02:42.416 31 " SRC " WARNING " MSG, 0, 0, "11/05", "13:02:42.416", "31", "", "", DPM_LEVEL_WARNING,
     "11/05"},
    {"\tLine 28: 0990\t17D8\t11/05\t13:02:42.416\t31\t" SRC "\t\t\tWARNING\t" MSG, 0x990, 0x17D8, "11/05", "13:02:42.416", "31",
     "", "", DPM_LEVEL_WARNING, "0990"},
    {"\tLine 28: 17D8 11/05 13:02:42.416 31 " SRC " WARNING " MSG, 0, 0x17D8, "11/05", "13:02:42.416", "31", "", "",
     DPM_LEVEL_WARNING, "17D8"},
    {"28:0990\t17D8\t11/05\t13:02:42.416\t31\t" SRC "\t\t\tWARNING\t" MSG, 0x990, 0x17D8, "11/05", "13:02:42.416", "31", "", "",
     DPM_LEVEL_WARNING, "0990"},
    {"28:4:00:19 9 " SRC " WARNING " MSG, 0, 0, NULL, NULL, "9", "", "", DPM_LEVEL_WARNING, "4:00:19"},
    {"90 17D8 9-May 4:00:19 PM 9 " SRC " WARNING " MSG, 0x90, 0x17D8, "05/09", "16:00:19.000", "9", "", "", DPM_LEVEL_WARNING,
     "90"},
    {"90 17D8 9-may 12:00:19 am 9 " SRC " WARNING " MSG, 0x90, 0x17D8, "05/09", "00:00:19.000", "9", "", "", DPM_LEVEL_WARNING,
     "90"},
    {"90 17D8 31-Dec 12:00:19 PM " SRC " WARNING " MSG, 0x90, 0x17D8, "12/31", "12:00:19.000", "", "", "", DPM_LEVEL_WARNING,
     "90"},
    {"90\tAB\t6/1\t4:00:19\t9\t" SRC "\tWARNING\t" MSG, 0x90, 0xAB, "06/01", "04:00:19.000", "9", "", "", DPM_LEVEL_WARNING,
     "90"},
    {"90 AB 6/1 4:00:19.6 9 " SRC " WARNING " MSG, 0x90, 0xAB, "06/01", "04:00:19.600", "9", "", "", DPM_LEVEL_WARNING, "90"},
    {"90 AB 2/30 4:00:19 9 " SRC " WARNING " MSG, 0x90, 0xAB, NULL, NULL, "9", "", "", DPM_LEVEL_WARNING, "90"},
    {"90 AB 6/1 13:00:19 PM 9 " SRC " WARNING " MSG, 0x90, 0xAB, NULL, NULL, "9", "", "", DPM_LEVEL_WARNING, "90"},
    {"> 0990 17D8 11/05 13:02:42.416 31 " SRC " WARNING " MSG, 0x990, 0x17D8, "11/05", "13:02:42.416", "31", "", "",
     DPM_LEVEL_WARNING, "0990"},
    {"a.c(1) b(2) x.toolong(3) .cpp(4) a.cpp() a.cpp(x) a.cpp(12345678) 31 " SRC " WARNING " MSG, 0, 0, NULL, NULL, "31", "", "",
     DPM_LEVEL_WARNING, "31"},
};

static void check_part(const char *line, part p, const char *want, const char *column)
{
    cr_assert(span_eq(span_of(line + p.at, p.len), span_str(want)), "%s of %s: %.*s", column, line, (int)p.len, line + p.at);
}

Test(record_pasted, forms)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *const line = rows[i].line;
        const uint32_t len = (uint32_t)strlen(line);
        pasted p;
        cr_assert(pasted_find(line, 0, len, &p), "%s", line);
        check_part(line, p.cols.source, SRC, "source");
        check_part(line, p.cols.module, rows[i].module, "module");
        check_part(line, p.cols.object, rows[i].object, "object");
        check_part(line, p.cols.task, rows[i].task, "task");
        check_part(line, (part){p.cols.message, len - p.cols.message}, MSG, "message");
        cr_assert_eq(p.cols.level, rows[i].level, "%s", line);
        cr_assert(p.pid == rows[i].pid && p.tid == rows[i].tid, "%s: %X %X", line, p.pid, p.tid);
        uint64_t stamp = 0;
        cr_assert_eq(p.has_time, rows[i].date && stamp_parse(span_str(rows[i].date), span_str(rows[i].time), &stamp), "%s", line);
        cr_assert_eq(p.stamp, stamp, "%s", line);
        cr_assert(strncmp(line + p.start, rows[i].start, strlen(rows[i].start)) == 0, "%s: start at %s", line, line + p.start);
    }
}

Test(record_pasted, refused)
{
    static const char *const lines[] = {
        "",
        "(",
        "()",
        "(1)",
        "a(1) WARNING x",
        ".cpp(1) WARNING x",
        "a.cpp(1)",
        "a.cpp(1) ",
        "a.cpp(1) warning x",
        "a.cpp(1) WARNINGS x",
        "a.cpp(1) x WARNING y",
        "a.cpp(1)WARNING",
        "a.cpp(1 ) WARNING x",
        "a.cpp(12345678) WARNING x",
        "a.cppxx(1) WARNING x",
        "a.cpp(1) [123] WARNING x",
        "a.cpp(1) WARNIN",
        "a.cpp(1) \x00 WARNING",
    };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        const size_t len = strlen(lines[i]);
        char *const line = dead_page_area(len);
        memcpy(line, lines[i], len);
        pasted p;
        if (strcmp(lines[i], "a.cpp(1)WARNING") == 0) { /* a lost blank is no loss */
            cr_assert(pasted_find(line, 0, (uint32_t)len, &p));
            continue;
        }
        cr_assert_not(pasted_find(line, 0, (uint32_t)len, &p), "%s", lines[i]);
    }
}

Test(record_pasted, scan)
{
    static const char text[] =
        "hello,\n"
        "0990 17D8 11/05 13:02:42.416 31 a.cpp(1) WARNING one 0990 17D8 11/05 13:02:43.416 31 b.cpp(2) FATAL two  \n"
        "wrapped\n"
        "\n"
        "c.cs(3) NORMAL three\r\n"
        "0990\t17D8\t11/05\t13:02:42.416\t31\td.cpp(4)\t\t\tNORMAL\tfour a.cpp(1) WARNING five\r\n"
        "bye\r\n";
    static const struct {
        const char *text, *message;
        uint32_t line;
        dpm_level level;
        unsigned flags;
    } want[] = {
        {"0990 17D8 11/05 13:02:42.416 31 a.cpp(1) WARNING one", "one", 1, DPM_LEVEL_WARNING, RECORD_PASTED},
        {"0990 17D8 11/05 13:02:43.416 31 b.cpp(2) FATAL two  \nwrapped", "two  \nwrapped", 1, DPM_LEVEL_FATAL,
         RECORD_PASTED | RECORD_LINES},
        {"c.cs(3) NORMAL three", "three", 4, DPM_LEVEL_NORMAL, RECORD_PASTED | RECORD_NO_TIME},
        {"0990\t17D8\t11/05\t13:02:42.416\t31\td.cpp(4)\t\t\tNORMAL\tfour a.cpp(1) WARNING five\r\nbye",
         "four a.cpp(1) WARNING five\r\nbye", 5, DPM_LEVEL_NORMAL, RECORD_LINES},
    };
    static record_batch b;
    scan_counts counts = {0};
    scanner *const s = scanner_new();
    const block in = {.text = SPAN(text), .last = true};
    scanner_begin(s, &in, LAYOUT_PASTED, &counts);
    cr_assert(scanner_next(s, &b));
    cr_assert_eq(b.count, 4, "%u records", b.count);
    for (uint32_t i = 0; i < b.count; i++) {
        const dpm_span record = span_of(b.base + b.start[i], b.end[i] - b.start[i]);
        cr_assert(span_eq(record, span_str(want[i].text)), "record %u: %.*s", i, (int)record.len, record.ptr);
        cr_assert(span_eq(batch_message(&b, i), span_str(want[i].message)), "message %u", i);
        cr_assert_eq(b.line[i], want[i].line, "line of record %u", i);
        cr_assert_eq(b.level[i], want[i].level, "level of record %u", i);
        cr_assert_eq(b.flags[i], want[i].flags, "flags of record %u: %u", i, b.flags[i]);
    }
    cr_assert_not(scanner_next(s, &b));
    cr_assert(counts.lines == 7 && counts.unparsed == 1 && counts.continuation == 2);
    scanner_free(s);
}

/* More records on one line than a batch holds. */
Test(record_pasted, batches)
{
    enum { RECORDS = 2 * BATCH_RECORDS + 5, LEN = 12 };
    char *const text = malloc(RECORDS * LEN);
    for (size_t i = 0; i < RECORDS; i++) {
        memcpy(text + i * LEN, "a.c(1) PERF ", LEN);
    }
    static record_batch b;
    scan_counts counts = {0};
    scanner *const s = scanner_new();
    const block in = {.text = span_of(text, RECORDS * LEN), .last = true};
    scanner_begin(s, &in, LAYOUT_PASTED, &counts);
    size_t count = 0;
    while (scanner_next(s, &b)) {
        for (uint32_t i = 0; i < b.count; i++, count++) {
            cr_assert_eq(b.start[i], count * LEN);
            cr_assert_eq(b.end[i], (count + 1) * LEN, "end of record %zu", count);
        }
    }
    cr_assert_eq(count, RECORDS);
    cr_assert(counts.lines == 1 && counts.continuation == 0 && counts.unparsed == 0);
    scanner_free(s);
    free(text);
}

static double seconds(void)
{
    return (double)clock() / CLOCKS_PER_SEC;
}

/* Lines made to be looked at again and again: twice the line is about twice the work. */
Test(record_pasted, hostile_lines)
{
    static const char *const pieces[] = {
        "(",
        "(1",
        "a.c(1)",
        "a.c(1) ",
        ".c(1)",
        "a.c(1) WARNIN",
        " ",
        "a.c(1) PERF",
        "1 1 1/1 1:1:1 1 a.c(1) PERF ",
        "a",
        ":",
        "a.c(1)          PERF          ",
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.c(1) ",
    };
    enum { LEN = 2 << 20 };
    char *const text = malloc(LEN);
    static record_batch b;
    scanner *const s = scanner_new();
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        const size_t len = strlen(pieces[i]);
        for (size_t at = 0; at < LEN; at++) {
            text[at] = pieces[i][at % len];
        }
        scan_counts counts = {0};
        const block in = {.text = span_of(text, LEN), .last = true};
        const double start = seconds();
        scanner_begin(s, &in, LAYOUT_PASTED, &counts);
        while (scanner_next(s, &b)) {
        }
        record_last_start(LAYOUT_PASTED, in.text);
        layout_detect(in.text);
        cr_assert_eq(counts.lines, 1);
        cr_assert(seconds() - start < 5, "2 MiB of \"%s\" took %.1f s", pieces[i], seconds() - start);
    }
    scanner_free(s);
    free(text);
}
