/* Which jobs of SQL01 failed, and why? cc incidents.c -ldpmlog -o incidents && ./incidents C:/logs */
#include <dpmlog.h>
#include <stdio.h>

static bool put(void *out, const char *bytes, size_t len)
{
    return fwrite(bytes, 1, len, out) == len;
}

int main(int argc, char **argv)
{
    dpm_rules *rules = NULL;
    dpm_session *session = NULL;
    dpm_report *report = NULL;
    const dpm_incident_filter wanted = {.servers = (const char *const[]){"SQL01"}, .server_count = 1};
    const bool good = argc == 2 && dpm_rules_load(&rules, NULL, 0, NULL) >= 0 && dpm_session_new(&session, rules, NULL, NULL) >= 0 &&
                      dpm_session_add(session, argv[1], NULL) >= 0 && dpm_session_run(session, NULL) >= 0 &&
                      dpm_session_report(session, &report, NULL) >= 0 &&
                      dpm_report_write_incidents(report, &wanted, DPM_INCIDENT_FORM_CSV, NULL, put, stdout, NULL) >= 0;
    dpm_report_free(report);
    dpm_session_free(session);
    dpm_rules_free(rules);
    return !good;
}
