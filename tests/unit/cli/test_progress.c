/* The progress line: what it says, and that it never fills the last column. */
#include "cli/progress_text.h"

#include <criterion/criterion.h>
#include <string.h>

#define MB UINT64_C(1000000)

Test(progress, rows)
{
    static const struct {
        const char *name;
        dpm_progress p;
        int64_t elapsed;
        unsigned columns;
        const char *text;
    } rows[] = {
        {"half",
         {500 * MB, 1000 * MB, 1, 4},
         2000,
         100,
         "[======      ]   50%  500.0 of 1000.0 MB  250 MB/s  1 of 4 logs  2 s left"},
        {"too early for an estimate",
         {50 * MB, 1000 * MB, 0, 4},
         500,
         100,
         "[            ]    5%  50.0 of 1000.0 MB  100 MB/s  0 of 4 logs"},
        {"minutes",
         {10 * MB, 3000 * MB, 0, 1},
         1000,
         100,
         "[            ]    0%  10.0 of 3000.0 MB  10 MB/s  0 of 1 logs  4 min 59 s left"},
        {"hours",
         {MB, 5001 * MB, 0, 1},
         1000,
         100,
         "[            ]    0%  1.0 of 5001.0 MB  1 MB/s  0 of 1 logs  1 h 23 min left"},
        {"all",
         {1000 * MB, 1000 * MB, 4, 4},
         2000,
         100,
         "[============]  100%  1000.0 of 1000.0 MB  500 MB/s  4 of 4 logs  0 s left"},
        {"a log that grew",
         {1200 * MB, 1000 * MB, 3, 4},
         2000,
         100,
         "[============]  100%  1000.0 of 1000.0 MB  500 MB/s  3 of 4 logs  0 s left"},
        {"standard input", {120 * MB, 0, 0, 1}, 2000, 100, "120.0 MB  60 MB/s  0 of 1 logs"},
        {"nothing yet", {0, 1000 * MB, 0, 4}, 0, 100, "[            ]    0%  0.0 of 1000.0 MB  0 MB/s  0 of 4 logs"},
        {"no room for the bar",
         {500 * MB, 1000 * MB, 1, 4},
         2000,
         72,
         " 50%  500.0 of 1000.0 MB  250 MB/s  1 of 4 logs  2 s left"},
        {"nor for the logs", {500 * MB, 1000 * MB, 1, 4}, 2000, 50, " 50%  500.0 of 1000.0 MB  250 MB/s  2 s left"},
        {"forty columns", {500 * MB, 1000 * MB, 1, 4}, 2000, 40, " 50%  500.0 of 1000.0 MB  2 s left"},
        {"twenty", {500 * MB, 1000 * MB, 1, 4}, 2000, 20, " 50%  2 s left"},
        {"six", {500 * MB, 1000 * MB, 1, 4}, 2000, 6, " 50%"},
        {"none", {500 * MB, 1000 * MB, 1, 4}, 2000, 1, ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[PROGRESS_TEXT];
        progress_text(&rows[i].p, rows[i].elapsed, rows[i].columns, text, sizeof text);
        cr_expect_str_eq(text, rows[i].text, "%s: %s", rows[i].name, text);
        cr_expect(strlen(text) < rows[i].columns, "%s: %zu columns", rows[i].name, strlen(text));
    }
}
