/* The JSON report: its keys and their order are the contract of docs/report.schema.json. */
#include "kit.h"
#include "output/json/json_report.h"

#include "sample_facts.h"

#include "base/strbuf.h"
#include "dpmlog/version.h"

#include <criterion/criterion.h>

static strbuf json_of(const dpm_report_data *facts)
{
    strbuf out = {0};
    cr_assert_eq(json_write(facts, kit_write, &out, NULL), DPM_OK);
    return out;
}

/* The places of the keys, in this order, each after the one before. */
static void expect_in_order(const char *json, const char *const *keys, size_t count)
{
    const char *at = json;
    for (size_t i = 0; i < count; i++) {
        const char *const found = strstr(at, keys[i]);
        cr_assert(found, "%s is not where it should be", keys[i]);
        at = found + strlen(keys[i]);
    }
}

Test(report_json, key_order)
{
    static const char *const keys[] = {
        "\"schema\": \"dpmlog.report/1\"",
        "\"tool\"",
        "\"name\": \"dpmlog\"",
        "\"version\": \"" DPMLOG_VERSION "\"",
        "\"rules\": \"0123456789abcdef\"",
        "\"span\"",
        "\"first\": \"2016-06-01T17:02:42.416Z\"",
        "\"last\"",
        "\"year_basis\": \"mtime\"",
        "\"coverage\"",
        "\"complete\": false",
        "\"bytes\": 1235179",
        "\"records\": 1237",
        "\"continuation_lines\": 17",
        "\"unparsed_lines\": 2",
        "\"duplicate_records\": 1",
        "\"sources\"",
        "\"path\"",
        "\"host\"",
        "\"process\"",
        "\"encoding\": \"utf-16le\"",
        "\"bytes\"",
        "\"records\"",
        "\"unparsed_lines\"",
        "\"first\"",
        "\"last\"",
        "\"status\": \"damaged\"",
        "\"reason\"",
        "\"skipped\"",
        "\"path\"",
        "\"reason\"",
        "\"levels\"",
        "\"CRITICAL\": 2",
        "\"FATAL\"",
        "\"WARNING\"",
        "\"NORMAL\"",
        "\"OTHER\"",
        "\"events\"",
        "\"crash\": 2",
        "\"timeout\": 58",
        "\"rpc-failure\"",
        "\"access\"",
        "\"install\"",
        "\"vss\"",
        "\"storage\"",
        "\"tracking\"",
        "\"database\"",
        "\"cloud\"",
        "\"other\"",
        "\"incidents\": 14",
        "\"causes\"",
        "\"rank\": 1",
        "\"id\"",
        "\"class\"",
        "\"title\"",
        "\"score\": 8.5",
        "\"confidence\": \"strong\"",
        "\"incidents\": 12",
        "\"events\": 57",
        "\"tasks\": 12",
        "\"hosts\"",
        "\"first\"",
        "\"last\"",
        "\"explanation\"",
        "\"counter_evidence\"",
        "\"evidence\"",
        "\"path\"",
        "\"line\": 28",
        "\"offset\": 5120",
        "\"time\"",
        "\"pid\": \"0990\"",
        "\"tid\": \"17D8\"",
        "\"task\"",
        "\"level\": \"WARNING\"",
        "\"source\"",
        "\"text\"",
        "\"fix\"",
        "\"summary\"",
        "\"steps\"",
        "\"kb\": \"971411\"",
        "\"url\": \"\"",
        "\"crashes\"",
        "\"path\"",
        "\"time\"",
        "\"process\"",
        "\"pid\"",
        "\"task\"",
        "\"exception\": \"System.FormatException\"",
        "\"message\"",
        "\"before\"",
        "\"time\"",
        "\"lead_ms\": 50297",
        "\"level\"",
        "\"source\"",
        "\"text\"",
        "\"line\": 1",
        "\"before\": null",
        "\"codes\"",
        "\"code\": \"0x800706BA\"",
        "\"name\"",
        "\"meaning\"",
        "\"class\"",
        "\"events\": 1234",
        "\"code\": \"ID 308\"",
        "\"unknown\"",
        "\"signature\"",
        "\"count\": 3",
        "\"source\"",
        "\"sample\"",
        "\"level\": \"WARNING\"",
        "\"rule\": \"# A draft",
        "\"noise\"",
        "\"records\": 20",
        "\"absences\"",
        "\"kind\": \"call-not-left\"",
        "\"silent_ms\": 7437584",
        "\"function\": \"CVolume::Flush\"",
        "\"line\": 27",
        "\"kind\": \"process-gone\"",
        "\"not_found\"",
        "\"what\": \"a full disk\"",
        "\"blind_spots\"",
        "\"overrides\"",
        "\"until\": \"2016-06-01T00:00:00.000Z\"",
        "\"expired\": true",
        "\"disabled\": true",
        "\"until\": null",
        "\"class\": \"storage\"",
    };
    strbuf json = json_of(&sample_report);
    expect_in_order(json.ptr, keys, sizeof keys / sizeof *keys);
    strbuf_free(&json);
}

/* Hostile text stays inside its string, and every line of the file is made of printable bytes. */
Test(report_json, text_is_escaped)
{
    strbuf json = json_of(&sample_report);
    cr_expect(strstr(json.ptr, "\"text\": \"\\u001B[2J\\u202E hostile \xEF\xBF\xBD text\""), "%s", json.ptr);
    cr_expect(strstr(json.ptr, "(\\tserver, port)\\r\\n   retry follows\""));
    for (size_t i = 0; i < json.len; i++) {
        cr_assert(json.ptr[i] == '\n' || (unsigned char)json.ptr[i] >= 0x20, "byte %zu", i);
        cr_assert(!(json.ptr[i] == '\n' && i && json.ptr[i - 1] == ' '), "a blank ends the line before byte %zu", i);
    }
    cr_expect_eq(json.ptr[json.len - 1], '\n');
    strbuf_free(&json);
}

Test(report_json, nothing_is_empty_lists)
{
    const dpm_report_data none = {.first = DPM_NO_TIME, .last = DPM_NO_TIME, .complete = true};
    strbuf json = json_of(&none);
    static const char *const parts[] = {
        "\"first\": null,\n    \"last\": null", "\"complete\": true",
        "\"sources\": [],\n    \"passed\": [],\n    \"skipped\": []\n  }",
        "\"causes\": [],\n  \"crashes\": [],\n  \"codes\": [],\n  \"unknown\": [],\n  \"noise\": [],\n  \"absences\": [],\n  "
        "\"not_found\": [],\n  \"blind_spots\": [],\n  \"overrides\": [],\n  \"incident_list\": [],\n  \"datasources\": [],\n  "
        "\"baseline\": null\n}\n"};
    expect_in_order(json.ptr, parts, sizeof parts / sizeof *parts);
    strbuf_free(&json);
}

/* What was not seen is said, also where it is no input that was skipped. */
Test(report_json, remarks_and_interruption)
{
    dpm_report_data facts = sample_report;
    facts.interrupted = true;
    strbuf json = json_of(&facts);
    cr_expect(strstr(json.ptr, "\"path\": \"\",\n        \"reason\": \"2 matches of rule"));
    cr_expect(strstr(json.ptr, "\"path\": \"\",\n        \"reason\": \"interrupted"));
    strbuf_free(&json);
}

/* Of a crash, the record before it is the one of its task; without that, the one of its thread. */
Test(report_json, before_a_crash)
{
    dpm_crash crash = sample_crashes[0];
    dpm_report_data facts = {.first = DPM_NO_TIME, .last = DPM_NO_TIME, .crashes = ITEMS(dpm_crash, &crash), .crash_count = 1};
    crash.before_thread.line = 77;
    strbuf json = json_of(&facts);
    cr_expect(strstr(json.ptr, "\"line\": 1\n"));
    strbuf_free(&json);
    crash.has_before_task = false;
    json = json_of(&facts);
    cr_expect(strstr(json.ptr, "\"line\": 77\n"));
    strbuf_free(&json);
}

Test(report_json, a_refused_write_is_an_error)
{
    dpm_error err = {0};
    size_t left = 0;
    cr_expect_eq(json_write(&sample_report, kit_write_within, &left, &err), DPM_EIO);
    cr_expect_eq(err.status, DPM_EIO);
    cr_expect_eq(dpm_report_write_json(NULL, NULL, kit_write_within, &left, &err), DPM_EARG);
}
