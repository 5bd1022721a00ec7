/* Exports of event logs, in every form and language, cut anywhere. */
#include "base/civil.h"
#include "base/text.h"
#include "kit.h"
#include "witness/event_export.h"

#include <criterion/criterion.h>

static const char viewer[] =
    "Level,Date and Time,Source,Event ID,Task Category\r\n"
    "Error,6/14/2024 2:40:01 AM,Service Control Manager,7034,None,\"The DPMRA service terminated, says \"\"it\"\".\r\n"
    "It has done this 1 time(s).\"\r\n"
    "Information,6/14/2024 2:39:00 AM,Service Control Manager,7040,None,The start type was changed.\r\n";
static const char german[] =
    "Ebene;Datum und Uhrzeit;Quelle;Ereignis-ID;Aufgabenkategorie\n"
    "Fehler;14.06.2024 02:40:01;Service Control Manager;7034;Keine;\"Dienst \"\"DPMRA\"\" wurde unerwartet beendet.\"\n";
static const char psSDP[] =
    "Date\tTime\tType/Level\tComputer Name\tEvent Code\tSource\tDescription\n"
    "06/14/2024\t02:40:01 AM\tError\tFS01\t7034\tService Control Manager\tThe DPMRA service terminated.\n";
static const char shell[] =
    "\"TimeCreated\",\"ProviderName\",\"Id\",\"LevelDisplayName\",\"MachineName\",\"LogName\",\"RecordId\",\"Message\"\n"
    "\"14/06/2024 02:40:01\",\"Service Control Manager\",\"7034\",\"Error\",\"FS01.contoso.com\",\"System\",\"99\",\"The "
    "DPMRA service terminated.\"\n";
static const char wevtutil[] =
    "Event[0]:\n  Log Name: System\n  Source: Service Control Manager\n  Date: 2024-06-14T02:40:01.000Z\n  Event ID: "
    "7034\n  Task: N/A\n  Level: Error\n  Computer: FS01.contoso.com\n  Description: \nThe DPMRA service terminated.\n\n"
    "Event[1]:\n  Log Name: System\n  Source: Microsoft-Windows-Kernel-Power\n  Date: 2024-06-14T02:41:01.000Z\n"
    "  Event ID: 41\n  Level: Critical\n  Computer: FS01.contoso.com\n  Description: \nIt rebooted.\n";

static const struct {
    const char *text;
    export_form form;
    date_order order;
    uint64_t records, kept;
    const char *host, *first; /* the beginning of the first line from its stamp on */
} rows[] = {
    {viewer, EXPORT_CSV, DATE_MDY, 2, 2, "",
     "06/14\t02:39:00.000\t00\t\t\t\t2024#2L\tNORMAL\t[Service Control Manager 7040] The start"},
    {german, EXPORT_CSV, DATE_DMY, 1, 1, "",
     "06/14\t02:40:01.000\t00\t\t\t\t2024#1L\tFATAL\t[Service Control Manager 7034] Dienst"},
    {psSDP, EXPORT_CSV, DATE_MDY, 1, 1, "FS01",
     "06/14\t02:40:01.000\t00\t\t\t\t2024#1L\tFATAL\t[Service Control Manager 7034] The DPMRA"},
    {shell, EXPORT_CSV, DATE_DMY, 1, 1, "FS01.contoso.com",
     "06/14\t02:40:01.000\t00\t\t\t\t2024#99L\tFATAL\t[Service Control Manager 7034]"},
    {wevtutil, EXPORT_TEXT, DATE_UNKNOWN, 2, 2, "FS01.contoso.com",
     "06/14\t02:40:01.000\t00\t\t\t\t2024#1\tFATAL\t[Service Control Manager 7034] The DPMRA service terminated.\n"},
    {"<Events><Event><System><Provider Name='EventLog'/><EventID>6005</EventID><TimeCreated SystemTime='2024-06-14T02:40:01Z'/>"
     "</System></Event></Events>",
     EXPORT_XML, DATE_UNKNOWN, 1, 1, "", "06/14\t02:40:01.000\t00\t\t\t\t2024#1\tNORMAL\t[EventLog 6005] the event log service"},
    {"just,some,cells\n1,2,3\n", EXPORT_NONE, DATE_UNKNOWN, 0, 0, "", ""},
};

static size_t take(witness_text *w, export_table *t, size_t row, dpm_span text, bool last)
{
    return rows[row].form == EXPORT_XML    ? event_xml_take(w, text, last)
           : rows[row].form == EXPORT_TEXT ? event_text_take(w, text, last)
                                           : event_table_take(w, t, rows[row].order, text, last);
}

Test(witness_export, forms_cut_anywhere)
{
    dpm_rules *const rules = kit_rules();
    for (size_t row = 0; row < sizeof rows / sizeof *rows; row++) {
        const dpm_span text = span_str(rows[row].text);
        cr_expect_eq(event_export_form(text), rows[row].form, "row %zu", row);
        for (size_t at = 0; rows[row].form != EXPORT_NONE && at < text.len; at++) {
            witness_text w = {.rules = rules, .most = 1 << 20, .first = DPM_NO_TIME, .last = DPM_NO_TIME};
            export_table t = {0};
            const size_t used = take(&w, &t, row, span_head(text, at), false);
            cr_assert(used <= at);
            take(&w, &t, row, span_from(text, used), true);
            cr_assert(witness_text_sort(&w));
            cr_assert_eq(w.records, rows[row].records, "row %zu cut at %zu: %d records", row, at, (int)w.records);
            cr_assert_eq(w.kept, rows[row].kept, "row %zu cut at %zu: %d kept", row, at, (int)w.kept);
            cr_assert(span_eq(strbuf_span(&w.host), span_str(rows[row].host)), "row %zu", row);
            cr_assert(span_starts(span_from(strbuf_span(&w.lines), sizeof "0000\t0000"), span_str(rows[row].first)),
                      "row %zu: %s", row, w.lines.ptr);
            witness_text_free(&w);
        }
    }
    dpm_rules_free(rules);
}
