/* Times as countries write them, and the order of their dates. */
#include "base/civil.h"
#include "base/text.h"
#include "witness/event_time.h"

#include <criterion/criterion.h>

static int64_t at(int year, int month, int day, int hour, int minute, int second)
{
    return civil_to_ms((civil){.year = year, .month = month, .day = day, .hour = hour, .minute = minute, .second = second});
}

Test(witness_time, local_times)
{
    static const struct {
        const char *text;
        date_order order;
        int year, month, day, hour, minute, second;
    } rows[] = {
        {"14.10.2021 17:30:51", DATE_DMY, 2021, 10, 14, 17, 30, 51},
        {"10/14/2021 5:30:51 PM", DATE_MDY, 2021, 10, 14, 17, 30, 51},
        {"10/4/2021 12:00:01 AM", DATE_MDY, 2021, 10, 4, 0, 0, 1},
        {"10/4/2021 12:00:01\xE2\x80\xAFPM", DATE_MDY, 2021, 10, 4, 12, 0, 1},
        {"2021-10-14 17:30:51", DATE_UNKNOWN, 2021, 10, 14, 17, 30, 51},
        {"2021. 10. 14. 17:30:51", DATE_DMY, 0, 0, 0, 0, 0, 0},
        {"14. 10. 2021 17:30:51", DATE_DMY, 2021, 10, 14, 17, 30, 51},
        {"14-10-21 17.30.51", DATE_DMY, 2021, 10, 14, 17, 30, 51},
        {"04/10/2021, 17:30:51", DATE_DMY, 2021, 10, 4, 17, 30, 51},
        {"31/02/2021 17:30:51", DATE_DMY, 0, 0, 0, 0, 0, 0},
        {"14.10.30828 17:30:51", DATE_DMY, 0, 0, 0, 0, 0, 0},
        {"nothing", DATE_DMY, 0, 0, 0, 0, 0, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const int64_t wanted = rows[i].year
                                   ? at(rows[i].year, rows[i].month, rows[i].day, rows[i].hour, rows[i].minute, rows[i].second)
                                   : DPM_NO_TIME;
        cr_expect_eq(event_time_local(span_str(rows[i].text), rows[i].order, NULL), wanted, "%s", rows[i].text);
    }
    cr_expect_eq(event_time_iso(SPAN("30828-09-14T02:48:05.4775807Z")), DPM_NO_TIME);
    cr_expect_eq(event_time_iso(SPAN("2024-02-29T02:48:05Z")), at(2024, 2, 29, 2, 48, 5));
}

Test(witness_time, order_of_dates)
{
    static const struct {
        const char *lines[4];
        date_order order;
    } rows[] = {
        {{"[04.10.2021 17:30]", "[14.10.2021 17:30]"}, DATE_DMY},
        {{"4/10/2021 a", "4/14/2021 b"}, DATE_MDY},
        {{"04/10/2021", "05/10/2021", "06/10/2021"}, DATE_DMY}, /* the days go on */
        {{"04/10/2021", "04/11/2021", "04/12/2021"}, DATE_MDY},
        {{"2021-10-14"}, DATE_YMD},
        {{"04.05.2021"}, DATE_DMY},
        {{"04/05/2021"}, DATE_UNKNOWN},
        {{"05/05/2021"}, DATE_DMY}, /* either is right */
        {{"version 4.2.1205.0", "address 10.11.12.13"}, DATE_UNKNOWN},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        date_guess g = {0};
        for (size_t k = 0; k < 4 && rows[i].lines[k]; k++) {
            date_guess_add_any(&g, span_str(rows[i].lines[k]));
        }
        cr_expect_eq(date_guess_order(&g), rows[i].order, "%s", rows[i].lines[0]);
    }
}
