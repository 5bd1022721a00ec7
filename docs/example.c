/* Analyzes the log or folder that is named and prints its ranked causes.
 *     cc example.c -ldpmlog -o example && ./example C:/logs */
#include <dpmlog.h>

#include <stdio.h>

static bool print(void *out, const char *bytes, size_t len)
{
    return fwrite(bytes, 1, len, out) == len;
}

static void print_causes(const dpm_report_data *facts)
{
    for (size_t i = 0; i < facts->cause_count; i++) {
        const dpm_cause *const cause = facts->causes[i];
        printf("%zu. %s, score %.1f: ", cause->rank, dpm_strength_name(cause->confidence), cause->score);
        dpm_escape(cause->title, DPM_ESCAPE_TERMINAL, print, stdout); /* it may quote the log */
        printf("\n");
    }
    printf("causes: %zu; %s\n", facts->cause_count, facts->complete ? "everything was read" : "not everything was read");
}

int main(int argc, char **argv)
{
    dpm_rules *rules = NULL;
    dpm_session *session = NULL;
    dpm_report *report = NULL;
    dpm_error err = {.message = "usage: example PATH"};

    const bool good = argc == 2 && dpm_rules_load(&rules, NULL, 0, &err) >= 0 &&
                      dpm_session_new(&session, rules, NULL, &err) >= 0 && dpm_session_add(session, argv[1], &err) >= 0 &&
                      dpm_session_run(session, &err) >= 0 && dpm_session_report(session, &report, &err) >= 0;
    if (good) {
        print_causes(dpm_report_get_data(report));
    } else {
        fprintf(stderr, "%s\n", err.message);
    }
    dpm_report_free(report); /* NULL is allowed */
    dpm_session_free(session);
    dpm_rules_free(rules);
    return good ? 0 : 1;
}
