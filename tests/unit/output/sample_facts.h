/* The facts of one report, written by hand, for the tests of its writers: two causes, two crashes, and an input that was
 * skipped. Synthetic. */
#ifndef DPM_TEST_SAMPLE_FACTS_H
#define DPM_TEST_SAMPLE_FACTS_H

#include "base/text.h"
#include "dpmlog/report.h"

/* The items of a list of a report. */
#define ITEMS(type, ...) ((const type *const[]){__VA_ARGS__})
#define S(literal)                                                                                                               \
    {                                                                                                                            \
        (literal), sizeof(literal) - 1                                                                                           \
    }
#define SAMPLE_LOG S("FS01/DPMRACurr.errlog")
#define SAMPLE_COPY S("MSDPMCurr.errlog.2016-06-01_20-55-45.Crash")
#define SAMPLE_TASK S("8AE83798-7A85-466A-80CA-22CA66582965")

static const dpm_span sample_hosts[] = {S("FS01"), S("HV01")};
static const dpm_span sample_steps[] = {
    S("Set ConnectionNoActivityTimeout under HKLM\\Software\\Microsoft\\Microsoft Data Protection Manager\\Agent to 0x1c20 on "
      "both sides."),
    S("Restart DPMRA."),
};
static const dpm_span sample_counter[] = {S("31 tasks of the same host succeeded in between")};
static const dpm_span sample_rivals[] = {S("agent-crash (19 incidents): the network explains more of them")};
static const dpm_span sample_remarks[] = {S("2 matches of rule rpc.server-unavailable met their limit")};

static const dpm_evidence sample_evidence[] = {
    {.path = SAMPLE_LOG,
     .line = 28,
     .offset = 5120,
     .time = INT64_C(1464800562416),
     .host = S("FS01"),
     .process = S("DPMRA"),
     .pid = S("0990"),
     .tid = S("17D8"),
     .task = SAMPLE_TASK,
     .level = DPM_LEVEL_WARNING,
     .source = S("agentproxy.cpp(190)"),
     .text = S("Failed: Hr: = [0x800706ba] : Encountered Failure: : lVal : proxy->Connect(\tserver, port)\r\n   retry follows"),
     .rule = S("rpc.server-unavailable"),
     .code = 0x800706BA,
     .before = S("0990\t17D8\t06/01\t18:22:40.001\t20\tworkitem.cpp(310)\t\t\tNORMAL\t==>CWorkItem::Process"),
     .after = S("   retry follows")},
    {.path = SAMPLE_LOG,
     .line = 40,
     .offset = 9000,
     .time = INT64_C(1464802562416),
     .host = S("FS01"),
     .process = S("DPMRA"),
     .pid = S("0990"),
     .tid = S("17D8"),
     .task = S(""),
     .level = DPM_LEVEL_FATAL,
     .source = S("backupasync.cpp(1279)"),
     .text = S("\x1B[2J\xE2\x80\xAE hostile \xFF text"),
     .text_cut = true,
     .code = 0x80990A51},
    {.path = SAMPLE_LOG,
     .line = 52,
     .offset = 9900,
     .time = INT64_C(1464803562416),
     .host = S("FS01"),
     .process = S("DPMRA"),
     .pid = S("0990"),
     .tid = S("17D8"),
     .task = S(""),
     .level = DPM_LEVEL_WARNING,
     .source = S("agentproxy.cpp(190)"),
     .text = S("third"),
     .code = 0x800706BA},
    {.path = SAMPLE_LOG,
     .line = 60,
     .offset = 10900,
     .time = INT64_C(1464804562416),
     .host = S("FS01"),
     .process = S("DPMRA"),
     .pid = S("0990"),
     .tid = S("17D8"),
     .task = S(""),
     .level = DPM_LEVEL_WARNING,
     .source = S("agentproxy.cpp(190)"),
     .text = S("fourth"),
     .code = 0x800706BA,
     .dpm_id = 308},
};

static const dpm_evidence sample_before = {.path = SAMPLE_COPY,
                                           .line = 1,
                                           .offset = 2,
                                           .time = INT64_C(1464814495393),
                                           .process = S("MSDPM"),
                                           .pid = S("180C"),
                                           .tid = S("280C"),
                                           .task = SAMPLE_TASK,
                                           .level = DPM_LEVEL_WARNING,
                                           .source = S("AppAssert.cs(130)"),
                                           .text = S("non-nullable parameter @RecoverableObjectMachineName is null")};

static const dpm_score_term sample_terms[] = {
    {S("signature"), 6.0, S("a strong signature: 0x80990A51 and 0x800706BA within 10 minutes")},
    {S("spread"), 3.25, S("2 hosts")},
    {S("success"), -0.75, S("31 tasks succeeded")},
};

static const dpm_cell sample_cells[] = {{0, 0, 11}, {1, 3, 1}};

static const dpm_stated sample_stated[] = {{.what = {.kind = DPM_CODE_KIND_DPM_ID,
                                                     .value = 308,
                                                     .known = true,
                                                     .meaning = S("The agent cannot be reached."),
                                                     .class_name = S("rpc-failure"),
                                                     .action = S("Start it.")},
                                            .detail = {.kind = DPM_CODE_KIND_HRESULT, .value = 0x800706BA, .known = true},
                                            .incidents = 2,
                                            .first = INT64_C(1464800562416),
                                            .last = INT64_C(1464804562416)}};

static const dpm_cause sample_causes[] = {
    {.rank = 1,
     .id = S("network-saturated"),
     .cls = DPM_CLASS_TIMEOUT,
     .title = S("The network is saturated or slow, so that DCOM calls are late"),
     .score = 8.5,
     .confidence = DPM_STRENGTH_STRONG,
     .incidents = 12,
     .events = 57,
     .tasks = 12,
     .hosts = sample_hosts,
     .host_count = 2,
     .first = INT64_C(1464800562416),
     .last = INT64_C(1464804562416),
     .explanation =
         S("Control calls and data transfers time out on several servers, now and then, in busy hours. Permissions are not the "
           "reason: the same tasks work at other times."),
     .counter_evidence = sample_counter,
     .counter_count = 1,
     .evidence = ITEMS(dpm_evidence, &sample_evidence[0], &sample_evidence[1], &sample_evidence[2], &sample_evidence[3]),
     .evidence_count = 4,
     .fix = {.summary = S("Raise the agent's time-outs, throttle to 85-90 %, and stagger the jobs."),
             .steps = sample_steps,
             .step_count = 2,
             .kb = S("971411"),
             .url = S("")},
     .terms = sample_terms,
     .shared = 1,
     .term_count = 3,
     .rivals = sample_rivals,
     .rival_count = 1,
     .cells = sample_cells,
     .cell_count = 2},
    {.rank = 2,
     .stated = ITEMS(dpm_stated, &sample_stated[0]),
     .stated_count = 1,
     .id = S("trace-format-bug"),
     .cls = DPM_CLASS_CRASH,
     .title = S("The tracer itself failed while formatting a message"),
     .score = 4.04,
     .confidence = DPM_STRENGTH_MEDIUM,
     .incidents = 2,
     .events = 3,
     .tasks = 1,
     .first = INT64_C(1464814495393),
     .last = INT64_C(1464814545690),
     .explanation = S("A parameter was null."),
     .evidence = ITEMS(dpm_evidence, &sample_before),
     .evidence_count = 1,
     .fix = {.summary = S("Protect the member again."), .url = S("https://contoso.com/kb")}},
};

static const dpm_crash sample_crashes[] = {
    {.record = {.path = SAMPLE_COPY,
                .line = 2,
                .offset = 300,
                .time = INT64_C(1464814545690),
                .process = S("MSDPM"),
                .pid = S("180C"),
                .tid = S("280C"),
                .task = SAMPLE_TASK,
                .level = DPM_LEVEL_CRITICAL,
                .source = S("everettexception.cpp(761)"),
                .text = S("Exception Message = Input string was not in a correct format.")},
     .exception = S("System.FormatException"),
     .message = S("Input string was not in a correct format."),
     .has_before_task = true,
     .has_before_thread = true,
     .before_task = {.path = SAMPLE_COPY,
                     .line = 1,
                     .offset = 2,
                     .time = INT64_C(1464814495393),
                     .level = DPM_LEVEL_WARNING,
                     .source = S("AppAssert.cs(130)"),
                     .text = S("parameter is null")},
     .before_thread = {.path = SAMPLE_COPY,
                       .line = 1,
                       .offset = 2,
                       .time = INT64_C(1464814495393),
                       .level = DPM_LEVEL_WARNING,
                       .source = S("AppAssert.cs(130)"),
                       .text = S("parameter is null")}},
    {.record = {.path = SAMPLE_LOG,
                .line = 90,
                .offset = 30000,
                .time = INT64_C(1464814555690),
                .host = S("FS01"),
                .process = S("DPMRA"),
                .pid = S("0990"),
                .tid = S("17D8"),
                .level = DPM_LEVEL_CRITICAL,
                .text = S("the end")}},
};

static const uint32_t sample_buckets[] = {1, 0, 0, 56, 1};

static const dpm_code_count sample_codes[] = {
    {{DPM_CODE_KIND_HRESULT, 0x800706BA, DPM_STATEMENT_FAILURE, true, S("RPC_S_SERVER_UNAVAILABLE"),
      S("The RPC server is unavailable."), S("rpc-failure"), S("")},
     1234,
     sample_buckets},
    {{DPM_CODE_KIND_DPM_ID, 308, DPM_STATEMENT_FAILURE, true, S(""),
      S("DPM cannot talk to the protection agent service on the computer."), S("rpc-failure"), S("")},
     9,
     NULL},
    {{DPM_CODE_KIND_HRESULT, 0x80990B11, DPM_STATEMENT_FAILURE, false, S(""), S(""), S("other"), S("")}, 1, NULL},
};

static const dpm_unknown sample_unknown[] = {
    {.signature = S("WARNING somewhere.cpp(12) Failed to do # things"),
     .count = 3,
     .source = S("somewhere.cpp(12)"),
     .sample = S("Failed to do 77 things"),
     .level = DPM_LEVEL_WARNING,
     .process = S("DPMRA"),
     .masked = S("Failed to do # things"),
     .code = 0x80004005,
     .buckets = sample_buckets},
};

static const dpm_absence sample_absences[] = {
    {.kind = DPM_ABSENCE_KIND_CALL_NOT_LEFT,
     .task = SAMPLE_TASK,
     .host = S("FS01"),
     .process = S("DPMRA"),
     .pid = S("0990"),
     .from = INT64_C(1464800562416),
     .until = INT64_C(1464808000000),
     .function = S("CVolume::Flush"),
     .last = {.path = SAMPLE_LOG,
              .line = 27,
              .time = INT64_C(1464800562416),
              .level = DPM_LEVEL_NORMAL,
              .source = S("volume.cpp(7)"),
              .text = S("==>CVolume::Flush")}},
    {.kind = DPM_ABSENCE_KIND_PROCESS_GONE,
     .task = SAMPLE_TASK,
     .host = S("FS01"),
     .process = S("DPMRA"),
     .pid = S("0990"),
     .from = INT64_C(1464800562416),
     .until = INT64_C(1464800572416),
     .forever = true,
     .last = {.path = SAMPLE_LOG,
              .line = 29,
              .time = INT64_C(1464800562416),
              .level = DPM_LEVEL_NORMAL,
              .source = S("volume.cpp(9)"),
              .text = S("half of it")}},
};

static const dpm_checked sample_not_found[] = {{S("hang"), S("a task that hangs")}, {S("disk-full"), S("a full disk")}};
static const dpm_span sample_unheard[] = {S("SQL01"), S("WEB01")};

static const dpm_evidence sample_incident_records[] = {
    {.path = SAMPLE_LOG,
     .line = 31,
     .offset = 400,
     .time = INT64_C(1464800562416),
     .host = S("FS01"),
     .process = S("DPMRA"),
     .pid = S("0990"),
     .tid = S("17D8"),
     .task = SAMPLE_TASK,
     .level = DPM_LEVEL_FATAL,
     .source = S("cmdproc.cpp(2251)"),
     .text = S("Task failed (ID 308 <b>)"),
     .rule = S("rpc.server-unavailable"),
     .code = 0x800706BA},
};

static const dpm_incident sample_incidents[] = {
    {.id = 1,
     .first = INT64_C(1464800562416),
     .last = INT64_C(1464800572416),
     .server = S("FS01"),
     .peer = S("DPM01"),
     .datasource = S("E:\\Shares"),
     .kind = DPM_JOB_SYNCHRONIZATION,
     .task = SAMPLE_TASK,
     .dpm_id = 308,
     .code = 0x800706BA,
     .cause = S("network-saturated"),
     .cls = DPM_CLASS_RPC_FAILURE,
     .strength = DPM_STRENGTH_STRONG,
     .outcome = DPM_TASK_END_FAILED,
     .incidents = 1,
     .events = 2,
     .attempts = 3,
     .evidence = ITEMS(dpm_evidence, &sample_incident_records[0]),
     .evidence_count = 1},
    {.id = 2,
     .first = INT64_C(1464804162416),
     .last = INT64_C(1464804172416),
     .server = S("SQL01"),
     .cause = S("unexplained"),
     .cls = DPM_CLASS_OTHER,
     .outcome = DPM_TASK_END_UNKNOWN,
     .incidents = 4,
     .events = 4,
     .attempts = 4,
     .evidence = ITEMS(dpm_evidence, &sample_incident_records[0]),
     .evidence_count = 1},
};

static const dpm_change_row sample_changes[] = {
    {S("FS01"), S("network-saturated"), DPM_CHANGE_NEW, 0, 1},
    {S("SQL01"), S("unexplained"), DPM_CHANGE_WORSE, 2, 4},
};
static const dpm_datasource sample_datasources[] = {
    {S("FS01"), S("E:\\Shares"), INT64_C(1464790000000), INT64_C(1464800572416), 5, 1},
    {S("FS01"), S("System State"), DPM_NO_TIME, INT64_C(1464800572416), 0, 1},
};

static const dpm_override sample_overrides[] = {
    {.kind = S("cause"),
     .id = S("agent-crash"),
     .reason = S("change 4711"),
     .file = S("mine/overrides.yaml"),
     .line = 3,
     .until = INT64_C(1464739200000),
     .expired = true,
     .incidents = 2},
    {.kind = S("rule"),
     .id = S("rpc.server-unavailable"),
     .reason = S("known"),
     .file = S("mine/overrides.yaml"),
     .line = 7,
     .records = 5,
     .disabled = true,
     .until = DPM_NO_TIME},
    {.kind = S("rule"),
     .id = S("vss.writer-failed"),
     .reason = S("ours"),
     .file = S("mine/overrides.yaml"),
     .line = 11,
     .class_changed = true,
     .cls = DPM_CLASS_STORAGE,
     .until = DPM_NO_TIME},
};

static const dpm_noise_count sample_noise[] = {
    {S("noise.module-not-loaded-yet"), S("The library is loaded right after."), 20, sample_buckets},
    {S("noise.never"), S("Not met."), 0, NULL},
};

static const dpm_instance sample_instances[] = {
    {S("FS01"), S("DPMRA"), 0x0990, INT64_C(1464800562416), INT64_C(1464804562416), 1234, DPM_ENDING_NO_TRACE},
    {S("FS01"), S("DPMRA"), 0x1A2B0, INT64_C(1464804562416), INT64_C(1464814555690), 1, DPM_ENDING_OPEN},
    {S(""), S("MSDPM"), 0x180C, INT64_C(1464814495393), INT64_C(1464814545690), 2, DPM_ENDING_CRASHED},
};

static const dpm_source_info sample_sources[] = {
    {.path = SAMPLE_LOG,
     .host = S("FS01"),
     .process = S("DPMRA"),
     .encoding = S("utf-16le"),
     .bytes = 1234567,
     .records = 1235,
     .continuation_lines = 17,
     .unparsed_lines = 2,
     .first = INT64_C(1464800562416),
     .last = INT64_C(1464814555690),
     .year_basis = DPM_YEAR_BASIS_MTIME,
     .status = DPM_READ_STATUS_DAMAGED,
     .reason = S("an odd byte at its end was dropped")},
    {.path = SAMPLE_COPY,
     .process = S("MSDPM"),
     .encoding = S("utf-8"),
     .bytes = 612,
     .records = 2,
     .duplicate_records = 1,
     .first = INT64_C(1464814495393),
     .last = INT64_C(1464814545690),
     .year_basis = DPM_YEAR_BASIS_CRASH_NAME,
     .status = DPM_READ_STATUS_COMPLETE,
     .reason = S("")},
};

static const dpm_host_events sample_host_events[] = {
    {.host = S("FS01"), .buckets = {[DPM_CLASS_TIMEOUT] = sample_buckets}},
    {.host = S("HV01"), .buckets = {[DPM_CLASS_CRASH] = sample_buckets}},
};

static const dpm_gap sample_gaps[] = {{S("FS01"), S("DPMRA"), INT64_C(1464801562416), INT64_C(1464804462416)}};

static const dpm_task_mark sample_marks[] = {
    {INT64_C(1464800562416), DPM_PHASE_STARTED},
    {INT64_C(1464800572416), DPM_PHASE_FAILED},
    {INT64_C(1464800962416), DPM_PHASE_FATAL},
};

static const dpm_task sample_tasks[] = {
    {.id = SAMPLE_TASK,
     .host = S("FS01"),
     .end = DPM_TASK_END_FAILED,
     .events = 3,
     .failures = 2,
     .rule = S("rpc.server-unavailable"),
     .code = 0x800706BA,
     .marks = sample_marks,
     .mark_count = 3,
     .stall_from = INT64_C(1464800572416),
     .stall_to = INT64_C(1464800962416)},
};

static const dpm_skipped sample_skipped[] = {{S("bundle.tar!DPM_Data/DPM_Error_Logs.zip"), S("the archive ends early")}};

static const dpm_passed sample_passed[] = {{DPM_ENTRY_KIND_DUMP, 2}, {DPM_ENTRY_KIND_DATABASE, 1}};

static const dpm_report_data sample_report = {
    .rules_hash = S("0123456789abcdef"),
    .first = INT64_C(1464800562416),
    .last = INT64_C(1464814555690),
    .year_basis = DPM_YEAR_BASIS_MTIME,
    .complete = false,
    .bytes = 1235179,
    .records = 1237,
    .continuation_lines = 17,
    .unparsed_lines = 2,
    .duplicate_records = 1,
    .sources = ITEMS(dpm_source_info, &sample_sources[0], &sample_sources[1]),
    .source_count = 2,
    .skipped = ITEMS(dpm_skipped, &sample_skipped[0]),
    .skipped_count = 1,
    .passed = ITEMS(dpm_passed, &sample_passed[0], &sample_passed[1]),
    .passed_count = 2,
    .remarks = sample_remarks,
    .remark_count = 1,
    .levels = {2, 1, 60, 1174, 0},
    .untaken = {1, 0, 7, 0, 0},
    .events = {[DPM_CLASS_CRASH] = 2, [DPM_CLASS_TIMEOUT] = 58},
    .incidents = 14,
    .noise_records = 20,
    .tasks_succeeded = 31,
    .outside_records = 4,
    .suppressed_incidents = 2,
    .causes = ITEMS(dpm_cause, &sample_causes[0], &sample_causes[1]),
    .cause_count = 2,
    .crashes = ITEMS(dpm_crash, &sample_crashes[0], &sample_crashes[1]),
    .crash_count = 2,
    .instances = ITEMS(dpm_instance, &sample_instances[0], &sample_instances[1], &sample_instances[2]),
    .instance_count = 3,
    .codes = ITEMS(dpm_code_count, &sample_codes[0], &sample_codes[1], &sample_codes[2]),
    .code_count = 3,
    .unknown = ITEMS(dpm_unknown, &sample_unknown[0]),
    .unknown_count = 1,
    .noise = ITEMS(dpm_noise_count, &sample_noise[0], &sample_noise[1]),
    .noise_count = 2,
    .absences = ITEMS(dpm_absence, &sample_absences[0], &sample_absences[1]),
    .absence_count = 2,
    .not_found = ITEMS(dpm_checked, &sample_not_found[0], &sample_not_found[1]),
    .not_found_count = 2,
    .no_agent_log = true,
    .unheard_hosts = sample_unheard,
    .unheard_count = 2,
    .overrides = ITEMS(dpm_override, &sample_overrides[0], &sample_overrides[1], &sample_overrides[2]),
    .override_count = 3,
    .incident_list = ITEMS(dpm_incident, &sample_incidents[0], &sample_incidents[1]),
    .incident_list_count = 2,
    .datasources = ITEMS(dpm_datasource, &sample_datasources[0], &sample_datasources[1]),
    .datasource_count = 2,
    .baseline = {.name = S("monday.json"),
                 .first = INT64_C(1464700400000),
                 .last = INT64_C(1464700500000),
                 .complete = true,
                 .incidents = 2,
                 .rows = ITEMS(dpm_change_row, &sample_changes[0], &sample_changes[1]),
                 .row_count = 2},
    .timeline = {.first = INT64_C(1464800400000),
                 .width = INT64_C(3600000),
                 .bucket_count = 5,
                 .classes = {[DPM_CLASS_CRASH] = sample_buckets, [DPM_CLASS_TIMEOUT] = sample_buckets},
                 .hosts = ITEMS(dpm_host_events, &sample_host_events[0], &sample_host_events[1]),
                 .host_count = 2,
                 .gaps = ITEMS(dpm_gap, &sample_gaps[0]),
                 .gap_count = 1,
                 .tasks = ITEMS(dpm_task, &sample_tasks[0]),
                 .task_count = 1,
                 .tasks_seen = 32},
};

#endif
