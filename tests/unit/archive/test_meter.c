/* What may be unpacked: limits strike at the same byte, whatever the sizes of the reads. */
#include "base/text.h"
#include "io/blob.h"
#include "io/streams.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

enum { MIB = 1 << 20 };

static uint64_t read_all(stream *s, size_t step, dpm_status *status, dpm_error *err)
{
    char *const buffer = malloc(step);
    uint64_t len = 0;
    size_t got = 1;
    for (*status = DPM_OK; *status == DPM_OK && got > 0; len += got) {
        *status = stream_read(s, buffer, step, &got, err);
        cr_assert(*status == DPM_OK || got == 0);
    }
    free(buffer);
    return len;
}

Test(meter, strikes_at_the_same_byte)
{
    static const struct {
        const char *name;
        uint64_t len, spent, limit;
        double cost;
        uint64_t given;
        const char *words;
    } rows[] = {
        {"under the limit", 1000, 0, 5000, 0, 1000, ""},
        {"at the limit", 1000, 0, 1000, 0, 1000, ""},
        {"over the limit", 1000, 0, 999, 0, 999, "--max-expand"},
        {"what others spent counts", 1000, 700, 1000, 0, 300, "--max-expand"},
        {"others spent all", 1000, 1000, 1000, 0, 0, "--max-expand"},
        {"nothing is over no limit", 0, 1000, 1000, 0, 0, ""},
        {"a low ratio is free for a while", METER_FREE + METER_RATIO_DEFAULT, 0, UINT64_MAX, 1, METER_FREE + METER_RATIO_DEFAULT,
         ""},
        {"a bomb", METER_FREE + METER_RATIO_DEFAULT + 1, 0, UINT64_MAX, 1, METER_FREE + METER_RATIO_DEFAULT, "1100 times"},
        {"a ratio past the free bytes", 70 * MIB, 0, UINT64_MAX, 70 * MIB / METER_RATIO_DEFAULT + 1, 70 * MIB, ""},
        {"a ratio of a whole disk", 1000, 0, UINT64_MAX, 1e30, 1000, ""},
    };
    static const size_t steps[] = {1 << 16, 4097, 100 * MIB};
    static char zeros[70 * MIB];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        for (size_t k = 0; k < sizeof steps / sizeof *steps; k++) {
            blob *b;
            stream *s;
            meter m = {.spent = rows[i].spent, .limit = rows[i].limit};
            dpm_error err = {0};
            dpm_status status;
            cr_assert_eq(blob_memory(&b, span_of(zeros, (size_t)rows[i].len), NULL), DPM_OK);
            cr_assert_eq(blob_stream(&s, b, 0, rows[i].len, NULL), DPM_OK);
            cr_assert_eq(stream_metered(&s, s, &m, rows[i].cost, NULL), DPM_OK);
            const uint64_t given = read_all(s, steps[k], &status, &err);
            cr_expect_eq(given, rows[i].given, "%s, by %zu: %llu bytes", rows[i].name, steps[k], (unsigned long long)given);
            cr_expect_eq(status, *rows[i].words ? DPM_ELIMIT : DPM_OK, "%s: %d", rows[i].name, status);
            cr_expect(strstr(err.message, rows[i].words), "%s: %s", rows[i].name, err.message);
            cr_expect_eq(m.spent, rows[i].spent + given, "%s", rows[i].name);
            stream_close(s);
            blob_release(b);
        }
    }
}

/* What is free of the ratio is so once in a run, not once in each stream. */
Test(meter, many_small_bombs_are_one)
{
    enum { PIECE = METER_FREE / 4 };
    meter m = {.limit = UINT64_MAX};
    uint64_t given = 0;
    dpm_status status = DPM_OK;
    dpm_error err = {0};
    for (int i = 0; i < 10; i++) {
        gauge g = {.to = &m, .cost = 1};
        given += gauge_take(&g, PIECE);
        status = g.over ? gauge_fail(&g, &err) : DPM_OK;
    }
    cr_expect_eq(given, METER_FREE + 10 * METER_RATIO_DEFAULT);
    cr_expect_eq(status, DPM_ELIMIT);
    cr_expect(strstr(err.message, "--max-ratio"), "%s", err.message);
    gauge sound = {.to = &m, .cost = 1 << 20};
    cr_expect_eq(gauge_take(&sound, PIECE), PIECE, "others are not judged by it");
}
