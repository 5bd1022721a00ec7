/* Rules are immutable: several sessions, each with several threads, share one set at the same time and all report the same. */
#include "kit.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

enum { SESSIONS = 4, ROUNDS = 3 };

typedef struct job {
    const dpm_rules *rules;
    unsigned threads;
    strbuf json;
    dpm_status status;
} job;

static void *analyze(void *context)
{
    static const char *const paths[] = {"fixtures/network-saturated", "fixtures/Temp", "fixtures/encodings"};
    job *const j = context;
    dpm_session_options options = kit_options();
    options.jobs = j->threads;
    j->status = kit_run_with(j->rules, &options, paths, sizeof paths / sizeof *paths, &j->json);
    return NULL;
}

static int round_of_sessions(const dpm_rules *rules)
{
    job jobs[SESSIONS];
    pthread_t threads[SESSIONS];
    int failures = 0;
    for (unsigned i = 0; i < SESSIONS; i++) {
        jobs[i] = (job){.rules = rules, .threads = i + 1};
        failures += pthread_create(&threads[i], NULL, analyze, &jobs[i]) != 0;
    }
    for (unsigned i = 0; i < SESSIONS; i++) {
        pthread_join(threads[i], NULL);
        failures += jobs[i].status != DPM_OK || jobs[i].json.len < 1000;
        failures += jobs[i].json.len != jobs[0].json.len || memcmp(jobs[i].json.ptr, jobs[0].json.ptr, jobs[0].json.len) != 0;
    }
    for (unsigned i = 0; i < SESSIONS; i++) {
        strbuf_free(&jobs[i].json);
    }
    return failures;
}

int main(void)
{
    dpm_rules *const rules = kit_rules();
    int failures = 0;
    for (unsigned i = 0; i < ROUNDS; i++) {
        failures += round_of_sessions(rules);
    }
    dpm_rules_free(rules);
    printf("%d failures\n", failures);
    return failures != 0;
}
