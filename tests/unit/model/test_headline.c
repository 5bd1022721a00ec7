/* The sentence that a report begins with: a table of facts and words. */
#include "model/headline.h"

#include "base/text.h"

#include <criterion/criterion.h>

/* The items of a list of a report. */
#define ITEMS(type, ...) ((const type *const[]){__VA_ARGS__})
#define S(text) SPAN_INIT(text)
enum { DAY = 86400000 };
static const int64_t at = INT64_C(1464749400000); /* 2016-06-01 02:50 UTC */

static const dpm_span sql01[] = {S("SQL01")}, four[] = {S("A"), S("B"), S("C"), S("D")};

static dpm_cause cause(const char *id, const dpm_span *hosts, size_t count)
{
    return (dpm_cause){.id = span_str(id),
                       .cls = DPM_CLASS_CRASH,
                       .title = SPAN("The agent process crashes"),
                       .score = 8,
                       .confidence = DPM_STRENGTH_STRONG,
                       .incidents = 2,
                       .hosts = hosts,
                       .host_count = count,
                       .first = at,
                       .last = at + 3600000};
}

static dpm_incident failure(const char *id, dpm_task_end outcome, const char *task)
{
    return (dpm_incident){.cause = span_str(id), .outcome = outcome, .task = span_str(task), .incidents = 1, .server = sql01[0]};
}

static void expect(const dpm_report_data *facts, const char *words)
{
    strbuf out = {0};
    headline(facts, (clock_form){0, false}, &out);
    cr_expect(span_eq(strbuf_span(&out), span_str(words)), "%.*s", (int)out.len, out.ptr);
    strbuf_free(&out);
}

Test(headline, crashes_by_their_times)
{
    const dpm_cause causes[] = {cause("x", sql01, 1)};
    const dpm_incident list[] = {failure("x", DPM_TASK_END_FAILED, "G"), failure("x", DPM_TASK_END_FAILED, "H"),
                                 failure("y", DPM_TASK_END_FAILED, "I")};
    dpm_instance ended[] = {{S("SQL01"), S("DPMRA"), 1, at - DAY, at + 60000, 9, DPM_ENDING_NO_TRACE},
                            {S("SQL01"), S("DPMRA"), 2, at, at + 3600000, 9, DPM_ENDING_CRASHED},
                            {S("FS01"), S("DPMRA"), 2, at, at + 3600000, 9, DPM_ENDING_CRASHED},
                            {S("SQL01"), S("DPMRA"), 3, at, at + 3600000, 9, DPM_ENDING_OPEN}};
    dpm_report_data facts = {.causes = ITEMS(dpm_cause, &causes[0]),
                             .cause_count = 1,
                             .incident_list = ITEMS(dpm_incident, &list[0], &list[1], &list[2]),
                             .incident_list_count = 3,
                             .instances = ITEMS(dpm_instance, &ended[0], &ended[1], &ended[2], &ended[3]),
                             .instance_count = 4,
                             .first = at,
                             .last = at + 3600000,
                             .complete = true};
    expect(&facts, "SQL01: the agent crashed at 02:51 and 03:50; 2 jobs failed.");
    facts.last = at + DAY; /* over two days: the date is said once */
    expect(&facts, "SQL01: the agent crashed at 06/01 02:51 and 03:50; 2 jobs failed.");
    ended[0].process = span_str("MSDPM");
    ended[2].host = sql01[0];
    expect(&facts, "SQL01: a process crashed at 06/01 02:51 and 03:50; 2 jobs failed.");
    facts.instance_count = 0;
    expect(&facts, "SQL01: The agent process crashes, from 06/01 02:50 to 03:50; 2 jobs failed.");
}

Test(headline, what_is_no_job_and_what_never_ended)
{
    const dpm_cause causes[] = {cause("x", four, 4)};
    const dpm_incident list[] = {failure("x", DPM_TASK_END_FAILED, ""), failure("x", DPM_TASK_END_OPEN, "H"),
                                 failure("x", DPM_TASK_END_UNKNOWN, "I")};
    const dpm_report_data facts = {.causes = ITEMS(dpm_cause, &causes[0]),
                                   .cause_count = 1,
                                   .incident_list = ITEMS(dpm_incident, &list[0], &list[1], &list[2]),
                                   .incident_list_count = 3,
                                   .first = at,
                                   .last = at};
    expect(&facts,
           "A, B and 2 more servers: The agent process crashes, from 02:50 to 03:50; 1 failure, 1 job never ended, 1 incident.");
}

Test(headline, causes_that_weigh_the_same)
{
    dpm_cause causes[] = {cause("x", sql01, 1), cause("y", four, 2)};
    const dpm_incident list[] = {failure("x", DPM_TASK_END_FAILED, "G"), failure("y", DPM_TASK_END_FAILED, "H")};
    const dpm_report_data facts = {.causes = ITEMS(dpm_cause, &causes[0], &causes[1]),
                                   .cause_count = 2,
                                   .incident_list = ITEMS(dpm_incident, &list[0], &list[1]),
                                   .incident_list_count = 2,
                                   .first = at,
                                   .last = at};
    expect(&facts, "2 causes of similar weight; 2 jobs failed.");
    causes[1].score = 5;
    cr_expect_eq(headline_equals(&facts), 1);
    causes[1].score = 7;
    causes[1].incidents = 0;
    cr_expect_eq(headline_equals(&facts), 1);
    causes[1].incidents = 1;
    causes[1].confidence = DPM_STRENGTH_MEDIUM;
    cr_expect_eq(headline_equals(&facts), 1);
}

Test(headline, nothing_found)
{
    dpm_report_data facts = {.records = 5, .complete = true};
    expect(&facts, "No failures found.");
    facts.complete = false;
    expect(&facts, "No verdict: not everything was read; what could be read shows no failure.");
}
