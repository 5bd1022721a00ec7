/* What tasks are for. */
#include "correlate/jobs.h"

#include "base/hash.h"
#include "correlate/host_name.h"
#include "correlate/job_text.h"

void jobs_init(jobs *j, const dpm_rules *rules, uint64_t seed)
{
    *j = (jobs){.rules = rules, .seed = seed};
    intern_init(&j->sources, JOB_SOURCE_MAX, seed);
    table_init(&j->tasks, sizeof(task_job), JOB_TASK_MAX);
    table_init(&j->places, sizeof(job_place), JOB_PLACE_MAX);
}

void jobs_free(jobs *j)
{
    intern_free(&j->sources);
    table_free(&j->tasks);
    table_free(&j->places);
}

static uint64_t guid_hash(const jobs *j, const uint8_t guid[16])
{
    uint64_t words[2];
    memcpy(words, guid, sizeof words);
    return hash_words(j->seed, words[0], words[1]);
}

static uint32_t find_slot(const jobs *j, const uint8_t guid[16])
{
    uint32_t slot = table_find(&j->tasks, guid_hash(j, guid));
    while (slot != TABLE_NONE && memcmp(((task_job *)table_at(&j->tasks, slot))->guid, guid, 16) != 0) {
        slot = table_next(&j->tasks, slot);
    }
    return slot;
}

const task_job *jobs_find(const jobs *j, const uint8_t guid[16])
{
    const uint32_t slot = find_slot(j, guid);
    return slot == TABLE_NONE ? NULL : table_at(&j->tasks, slot);
}

/* What is said first stays: phases of a job can be named like jobs. "backup" alone gives way to any name. */
static dpm_status note_task(jobs *j, const uint8_t guid[16], const task_job *told)
{
    uint32_t slot = find_slot(j, guid);
    if (slot == TABLE_NONE) {
        slot = table_put(&j->tasks, guid_hash(j, guid));
        if (slot == TABLE_NONE) {
            return DPM_ENOMEM;
        }
        memcpy(((task_job *)table_at(&j->tasks, slot))->guid, guid, 16);
    }
    table_touch(&j->tasks, slot);
    task_job *const known = table_at(&j->tasks, slot);
    known->kind = known->kind == DPM_JOB_UNKNOWN || known->kind == DPM_JOB_BACKUP ? told->kind : known->kind;
    known->source = known->source ? known->source : told->source;
    known->host = known->host ? known->host : told->host;
    return DPM_OK;
}

static dpm_status note_success(jobs *j, uint32_t source, uint32_t host, int64_t time, uint32_t log)
{
    const uint64_t hash = hash_words(j->seed, source, host);
    uint32_t slot = table_find(&j->places, hash);
    while (slot != TABLE_NONE) {
        const job_place *const p = table_at(&j->places, slot);
        if (p->source == source && p->host == host) {
            break;
        }
        slot = table_next(&j->places, slot);
    }
    if (slot == TABLE_NONE) {
        slot = table_put(&j->places, hash);
        if (slot == TABLE_NONE) {
            return DPM_ENOMEM;
        }
        *(job_place *)table_at(&j->places, slot) = (job_place){.source = source, .host = host, .last = DPM_NO_TIME};
    }
    table_touch(&j->places, slot);
    job_place *const p = table_at(&j->places, slot);
    p->successes++;
    if (time != DPM_NO_TIME && time >= p->last) {
        p->last = time;
        p->last_source = log;
    }
    return DPM_OK;
}

static dpm_status read_told(jobs *j, dpm_span message, intern *names, task_job *out)
{
    job_words words;
    *out = (task_job){.kind = DPM_JOB_UNKNOWN};
    if (!job_text_read(message, &words)) {
        return DPM_OK;
    }
    out->kind = (uint8_t)words.kind;
    if (words.server.len) {
        TRY(host_name_put(names, words.server, &out->host));
    }
    return intern_put(&j->sources, words.source, &out->source) ? DPM_OK : DPM_ENOMEM;
}

dpm_status jobs_take(jobs *j, const record_batch *batch, const event *e, const place *where, intern *names, uint32_t host)
{
    const task_mark mark = e->rule == RULE_NONE ? MARK_NONE : j->rules->rules[e->rule].mark;
    if (mark != MARK_STARTED && mark != MARK_SUCCEEDED && mark != MARK_ENTERED) {
        return DPM_OK;
    }
    task_job told;
    TRY(read_told(j, batch_message(batch, e->record), names, &told));
    if (e->has_task && (told.kind != DPM_JOB_UNKNOWN || told.source)) {
        TRY(note_task(j, e->task, &told));
    }
    if (mark != MARK_SUCCEEDED) {
        return DPM_OK;
    }
    const task_job *const known = e->has_task ? jobs_find(j, e->task) : NULL;
    const uint32_t source = told.source ? told.source : known ? known->source : 0;
    const uint32_t server = told.host ? told.host : known && known->host ? known->host : host;
    return source ? note_success(j, source, server, batch->time[e->record], where->source) : DPM_OK;
}
