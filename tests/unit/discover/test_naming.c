/* What a log's name says, and which names are logs. */
#include "base/civil.h"
#include "discover/source.h"

#include "base/text.h"

#include <criterion/criterion.h>

#include <stdio.h>

static bool is(dpm_span s, const char *text)
{
    return span_eq(s, span_str(text));
}

#define SHOW(s) (int)(s).len, (s).ptr ? (s).ptr : ""

Test(input_naming, process_and_host_of_a_path)
{
    static const struct {
        const char *path, *host, *process;
    } rows[] = {
        /* the process in canonical case */
        {"DPMRACurr.errlog", "", "DPMRA"},
        {"DPMRACURR.ERRLOG", "", "DPMRA"},
        {"dpmra.errlog", "", "DPMRA"},
        {"DPMRA0.errlog", "", "DPMRA"},
        {"DPMRA12.errlog", "", "DPMRA"},
        {"MSDPMCurr.errlog", "", "MSDPM"},
        {"cbenginecurr.errlog", "", "CBEngine"},
        {"LAAgentCurr.errlog", "", "LAAgent"},
        {"DPMLACurr.errlog", "", "DPMLA"},
        {"DPMACCurr.errlog", "", "DPMAC"},
        {"DPMAccessManagerCurr.errlog", "", "DPMAccessManager"},
        {"DPMBackupCurr.errlog", "", "DpmBackup"},
        {"dpmwritercurr.errlog", "", "DpmWriter"},
        {"DPMUICurr.errlog", "", "DPMUI"},
        {"DPMCLI3.errlog", "", "DPMCLI"},
        {"WssCmdletsWrapper.errlog", "", "WssCmdletsWrapper"},
        {"LibraryTestTool-1234Curr.errlog", "", "LibraryTestTool"},
        {"DPMRACurr - Copy.errlog", "", "DPMRA"},
        {"DPMRACurr (2).errlog", "", "DPMRA"},
        {"DPMRACurr.errlog.txt", "", "DPMRA"},
        {"DPMRACurr.errlog.old", "", "DPMRA"},
        {"MSDPM0.errlog.1", "", "MSDPM"},
        {"CBEngineCurr.errlog~", "", "CBEngine"},
        {"N1-DPMRACurr.errlog.txt.gz", "N1", "DPMRA"},
        /* unknown stems stay */
        {"DPMRAX.errlog", "", "DPMRAX"},
        {"CustomCurr.errlog", "", "Custom"},
        {"Curr.errlog", "", "Curr"},
        {"session1.errlog", "", "session1"},
        {"ticket.4711.txt", "", "ticket.4711"},
        {"noextension", "", "noextension"},
        {".errlog", "", ""},
        {"", "", ""},
        /* the host in front of the process */
        {"N1-DPMRACurr.errlog", "N1", "DPMRA"},
        {"FS01_DPMRACurr.errlog", "FS01", "DPMRA"},
        {"HV-01-DPMRA3.errlog", "HV-01", "DPMRA"},
        {"fs01.contoso.com-DPMRACurr.errlog", "fs01.contoso.com", "DPMRA"},
        {"SQL01 - MSDPMCurr.errlog", "SQL01", "MSDPM"},
        {"DPMAC1-DPMRACurr.errlog", "DPMAC1", "DPMRA"},
        {"N1-LibraryTestTool-77Curr.errlog", "N1", "LibraryTestTool"},
        {"2016-06-01-DPMRACurr.errlog", "", "DPMRA"},
        {"copy of DPMRACurr.errlog", "", "DPMRA"},
        {"old.logs-DPMRACurr.errlog", "", "DPMRA"},
        {"averyveryverylongname-DPMRACurr.errlog", "", "DPMRA"},
        {"N1-MSDPMCurr.errlog.2016-06-01_20-55-45.Crash", "N1", "MSDPM"},
        /* the folders of a relative path */
        {"FS01/DPMRACurr.errlog", "FS01", "DPMRA"},
        {"FS01\\Temp\\DPMRACurr.errlog", "FS01", "DPMRA"},
        {"FS01/HV01-DPMRACurr.errlog", "HV01", "DPMRA"},
        {"./DPMRACurr.errlog", "", "DPMRA"},
        /* no machine: a person, a drive, a word for what lies there */
        {"Users/admin/Desktop/Temp/DPMRACurr.errlog", "", "DPMRA"},
        {"users/jdoe7/DPMRACurr.errlog", "", "DPMRA"},
        {"FS01/Users/jdoe/Bureau/DPMRACurr.errlog", "FS01", "DPMRA"},
        {"marie/Bureau/DPMRACurr.errlog", "", "DPMRA"},
        {"C/DPMRACurr.errlog", "", "DPMRA"},
        {"FS01/c$/Temp/DPMRACurr.errlog", "FS01", "DPMRA"},
        {"Escritorio/DPMRACurr.errlog", "", "DPMRA"},
        {"support/events/DPMRACurr.errlog", "", "DPMRA"},
        {"FS02/support/logs/DPMRACurr.errlog", "FS02", "DPMRA"},
        {"case 4711/DPMRACurr.errlog", "", "DPMRA"},
        {"SR-120987/DPMRACurr.errlog", "", "DPMRA"},
        {"FS01/ticket12/DPMRACurr.errlog", "FS01", "DPMRA"},
        {"../DPMRACurr.errlog", "", "DPMRA"},
        {"Temp/DPMRACurr.errlog", "", "DPMRA"},
        {"fixtures/DPMRACurr.errlog", "", "DPMRA"},
        {"cases/FS01/DPM_Data/dpm_error_logs/DPMRACurr.errlog", "FS01", "DPMRA"},
        {"FS01/user1/CBENGINE_Error_Logs/CBEngineCurr.errlog", "FS01", "CBEngine"},
        {"FS01//Temp//DPMRACurr.errlog", "FS01", "DPMRA"},
        {"fs01.corp.contoso.com/DPMRACurr.errlog", "fs01.corp.contoso.com", "DPMRA"},
        {"FS01_DPM_Error_Logs/DPMRACurr.errlog", "FS01", "DPMRA"},
        {"FS01/Microsoft System Center 2012 R2/DPM/DPM/Temp/MSDPMCurr.errlog", "FS01", "MSDPM"},
        {"FS01/Microsoft Data Protection Manager/DPM/Temp/DPMRACurr.errlog", "FS01", "DPMRA"},
        /* a folder that is no host ends the search */
        {"FS01/from customer/Temp/DPMRACurr.errlog", "", "DPMRA"},
        {"FS01/2016-06-01/DPMRACurr.errlog", "", "DPMRA"},
        {"FS01/logs.old/DPMRACurr.errlog", "", "DPMRA"},
        {"FS01/-x/DPMRACurr.errlog", "", "DPMRA"},
        {"FS01/trace-format-bug/DPMRACurr.errlog", "", "DPMRA"},
        {"10.0.0.5/DPMRACurr.errlog", "", "DPMRA"},
        /* of an absolute one none takes part */
        {"/home/joe/DPMRACurr.errlog", "", "DPMRA"},
        {"/home/joe/Temp/N1-DPMRACurr.errlog", "N1", "DPMRA"},
        {"C:\\joe\\DPMRACurr.errlog", "", "DPMRA"},
        {"\\\\server\\share\\DPMRACurr.errlog", "", "DPMRA"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        source s = {0};
        source_name(span_str(rows[i].path), &s);
        cr_expect(is(s.host, rows[i].host), "%s: host '%.*s'", rows[i].path, SHOW(s.host));
        cr_expect(is(s.process, rows[i].process), "%s: process '%.*s'", rows[i].path, SHOW(s.process));
    }
}

Test(input_naming, of_an_absolute_path_what_lies_at_and_below_the_named_part)
{
    static const struct {
        const char *named, *below, *host;
    } rows[] = {
        {"/home/joe", "/DPMRACurr.errlog", "joe"},
        {"/home/joe/Temp", "/DPMRACurr.errlog", ""},
        {"/home/joe/Temp/", "DPMRACurr.errlog", ""},
        {"/home/joe", "/Temp/DPMRACurr.errlog", "joe"},
        {"/srv/cases", "/FS01/Temp/DPMRACurr.errlog", "FS01"},
        {"/", "FS01/DPMRACurr.errlog", "FS01"},
        {"C:\\cases", "/FS01/DPMRACurr.errlog", "FS01"},
        {"C:\\joe\\Temp", "/DPMRACurr.errlog", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char path[256];
        snprintf(path, sizeof path, "%s%s", rows[i].named, rows[i].below);
        const dpm_span named = span_str(rows[i].named), name = path_name(named);
        source s = {0};
        source_name_under(span_str(path), name.len ? (size_t)(name.ptr - named.ptr) : 0, 0, NULL, &s);
        cr_expect(is(s.host, rows[i].host), "%s | %s: host '%.*s'", rows[i].named, rows[i].below, SHOW(s.host));
    }
}

Test(input_naming, of_members_archives_are_folders)
{
    static const struct {
        const char *file, *inside, *host, *process;
    } rows[] = {
        {"FS01_DPM_Error_Logs.zip", "DPMRACurr.errlog", "FS01", "DPMRA"},
        {"case.tar", "DPM_Data/DPM_Error_Logs.zip!DPMRACurr.errlog", "", "DPMRA"},
        {"dpm01.contoso.com.tar", "DPM_Data/user1/DPM_Error_Logs.zip!MSDPMCurr.errlog", "dpm01.contoso.com", "MSDPM"},
        {"FS01/logs.zip", "Temp/DPMRACurr.errlog", "FS01", "DPMRA"},
        {"logs.zip", "FS01/Temp/DPMRACurr.errlog", "FS01", "DPMRA"},
        {"outer.zip", "SQL01_DPM_Error_Logs.zip.zip!DPMRACurr.errlog", "SQL01", "DPMRA"},
        {"outer.cab", "N1-DPMRACurr.errlog", "N1", "DPMRA"},
        {"FS01.tgz", "DPMRACurr.errlog.gz", "FS01", "DPMRA"},
        {"FS01.tgz", "Temp/MSDPMCurr.errlog.2016-06-01_20-55-45.Crash.gz", "FS01", "MSDPM"},
        {"logs.zip", "C:/Temp/DPMRACurr.errlog", "", "DPMRA"},
        {"logs.zip", "../../DPMRACurr.errlog", "", "DPMRA"},
        {"FS01.zip", "/DPMRACurr.errlog", "FS01", "DPMRA"},
        {"FS01.zip", "a!b/DPMRACurr.errlog", "FS01", "DPMRA"},
        {"/home/joe/logs.zip", "DPMRACurr.errlog", "", "DPMRA"},
        {"/home/joe/FS01.zip", "DPMRACurr.errlog", "FS01", "DPMRA"},
        {"-", "DPMRACurr.errlog", "", "DPMRA"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char path[256];
        const size_t inside = strlen(rows[i].inside);
        snprintf(path, sizeof path, "%s!%s", rows[i].file, rows[i].inside);
        const dpm_span file = span_str(rows[i].file), name = path_name(file);
        source s = {0};
        source_name_under(span_str(path), (size_t)(name.ptr - file.ptr), inside, NULL, &s);
        cr_expect(is(s.host, rows[i].host) && is(s.process, rows[i].process), "%s: host '%.*s', process '%.*s'", path,
                  SHOW(s.host), SHOW(s.process));
    }
}

Test(input_naming, crash_stamps)
{
    static const struct {
        const char *name;
        bool is_crash;
        const char *time; /* NULL: none */
    } rows[] = {
        {"MSDPMCurr.errlog.2016-06-01_20-55-45.Crash", true, "2016-06-01T20:55:45.000Z"},
        {"msdpmcurr.ERRLOG.2016-06-01_20-55-45.CRASH", true, "2016-06-01T20:55:45.000Z"},
        {"MSDPMCurr.errlog.2016-02-29_00-00-00.Crash", true, "2016-02-29T00:00:00.000Z"},
        {"MSDPMCurr.errlog.2015-02-29_00-00-00.Crash", true, NULL},
        {"MSDPMCurr.errlog.2016-13-01_20-55-45.Crash", true, NULL},
        {"MSDPMCurr.errlog.2016-04-31_20-55-45.Crash", true, NULL},
        {"MSDPMCurr.errlog.2016-06-00_20-55-45.Crash", true, NULL},
        {"MSDPMCurr.errlog.2016-06-01_24-00-00.Crash", true, NULL},
        {"MSDPMCurr.errlog.2016-06-01_20-60-00.Crash", true, NULL},
        {"MSDPMCurr.errlog.2016-06-01_20-55-60.Crash", true, NULL},
        {"MSDPMCurr.errlog.2016-06-01 20-55-45.Crash", true, NULL},
        {"MSDPMCurr.errlog.2016-06-01_20-55-4x.Crash", true, NULL},
        {"MSDPMCurr.errlog.2016-06-01_20-55-455.Crash", true, NULL},
        {"MSDPMCurr.errlog.0000-01-01_00-00-00.Crash", true, NULL},
        {"MSDPMCurr.errlog.x.Crash", true, NULL},
        {"MSDPMCurr.errlog", false, NULL},
        {"MSDPMCurr.Crash", false, NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        source s = {0};
        source_name(span_str(rows[i].name), &s);
        char text[CIVIL_TEXT + 1] = "";
        if (s.crash_time != DPM_NO_TIME) {
            civil_iso(s.crash_time, text);
        }
        cr_expect_eq(s.is_crash_copy, rows[i].is_crash, "%s", rows[i].name);
        cr_expect_str_eq(text, rows[i].time ? rows[i].time : "", "%s", rows[i].name);
        cr_expect(is(s.process, "MSDPM"), "%s: '%.*s'", rows[i].name, SHOW(s.process));
    }
}

Test(input_naming, names_that_are_logs)
{
    static const struct {
        const char *name;
        bool is_log;
    } rows[] = {
        {"DPMRACurr.errlog", true},  {"DPMRACURR.ERRLOG", true},
        {"x.errlog", true},          {".errlog", true},
        {"x.errlog.y.Crash", true},  {"x.ERRLOG.y.crash", true},
        {"a/b/x.errlog", true},      {"a.errlog.b.errlog.c.Crash", true},
        {"x.errlog.Crash", true},    {"x.Crash", false},
        {"x.errlog.txt", true},      {"x.log", false},
        {"xerrlog", false},          {"x.errlog.y.Crash.z", true},
        {"x.errlog.d/y.log", false}, {"", false},
        {"x.errlog.old", true},      {"x.errlog.1", true},
        {"x.errlog~", true},         {"x.errlog - Copy", true},
        {"x.errlog.txt.gz", true},   {"x.errlog.zip", false},
        {"x.errlogs", false},        {"x.errlog.md5", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cr_expect_eq(source_is_log(span_str(rows[i].name)), rows[i].is_log, "%s", rows[i].name);
    }
}
