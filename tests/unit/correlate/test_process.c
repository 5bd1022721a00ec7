/* Process instances and how they end. */
#include "correlate/process.h"

#include <criterion/criterion.h>
#include <stdlib.h>

typedef struct line {
    int64_t time;
    uint32_t pid;
    uint8_t level;
} line;

enum { N = DPM_LEVEL_NORMAL, C = DPM_LEVEL_CRITICAL };

static const struct {
    const char *name;
    line lines[8];       /* up to pid 0 */
    const char *endings; /* o open, c crashed, n no trace; by time of beginning */
} rows[] = {
    {"one", {{0, 1, N}, {5, 1, N}}, "o"},
    {"one crash", {{0, 1, N}, {5, 1, C}}, "c"},
    {"crash, then the next", {{0, 1, N}, {5, 1, C}, {9, 2, N}}, "co"},
    {"last words after the crash", {{0, 1, C}, {5, 1, N}, {9, 2, N}}, "co"},
    {"no trace", {{0, 1, N}, {5, 1, N}, {9, 2, N}}, "no"},
    {"three", {{0, 1, N}, {9, 2, N}, {10, 2, C}, {20, 3, N}}, "nco"},
    {"side by side", {{0, 1, N}, {1, 2, N}, {2, 1, N}, {3, 2, N}}, "oo"},
    {"a PID that comes back after its crash", {{0, 1, C}, {90000, 1, N}}, "co"},
};

static const char letters[] = {[DPM_ENDING_OPEN] = 'o', [DPM_ENDING_CRASHED] = 'c', [DPM_ENDING_NO_TRACE] = 'n'};

Test(correlate_process, endings)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        processes p;
        processes_init(&p, 3);
        uint32_t stream;
        cr_assert_eq(processes_stream(&p, 0, 0, &stream), DPM_OK);
        for (size_t k = 0; k < 8 && rows[i].lines[k].pid; k++) {
            static record_batch batch;
            batch = (record_batch){.count = 1};
            batch.time[0] = rows[i].lines[k].time;
            batch.pid[0] = rows[i].lines[k].pid;
            batch.level[0] = rows[i].lines[k].level;
            cr_assert_eq(processes_follow(&p, stream, 0, &batch), DPM_OK);
        }
        const instance *sorted[8];
        processes_sorted(&p, sorted);
        cr_assert_eq(p.instances.count, strlen(rows[i].endings), "%s: %u instances", rows[i].name, p.instances.count);
        for (uint32_t k = 0; k < p.instances.count; k++) {
            const dpm_ending got = instance_ending(sorted[k], k + 1 < p.instances.count ? sorted[k + 1] : NULL);
            cr_expect_eq(letters[got], rows[i].endings[k], "%s: instance %u is %c", rows[i].name, k, letters[got]);
        }
        processes_free(&p);
    }
}
