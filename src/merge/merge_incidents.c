/* Incidents and data sources of many reports: put together, in order of time and of place. */
#include "merge/merge.h"

#include "base/text.h"

#include <stdlib.h>

static int by_time(const void *a, const void *b)
{
    const dpm_incident *const x = a, *const y = b;
    if (x->first != y->first) {
        return x->first < y->first ? -1 : 1;
    }
    int order = span_cmp(x->server, y->server);
    order = order ? order : span_cmp(x->cause, y->cause);
    order = order ? order : span_cmp(x->task, y->task);
    if (order || !x->evidence_count || !y->evidence_count) {
        return order;
    }
    order = span_cmp(x->evidence->path, y->evidence->path);
    return order ? order : (x->evidence->line > y->evidence->line) - (x->evidence->line < y->evidence->line);
}

static dpm_status put_incidents(const merge_input *in, dpm_report_data *out)
{
    size_t most = 0, count = 0;
    MERGE_SUM(in, incident_list_count, most);
    dpm_incident *const list = ARENA_ARRAY(in->memory, most + 1, dpm_incident);
    if (!list) {
        return DPM_ENOMEM;
    }
    for (size_t i = 0; i < in->count; i++) {
        for (size_t k = 0; k < in->parts[i]->incident_list_count; k++) {
            list[count++] = in->parts[i]->incident_list[k];
        }
    }
    qsort(list, count, sizeof *list, by_time);
    for (size_t i = 0; i < count; i++) {
        list[i].id = i + 1;
    }
    out->incident_list = list;
    out->incident_list_count = count;
    return DPM_OK;
}

static int by_place(const void *a, const void *b)
{
    const dpm_datasource *const x = a, *const y = b;
    const int order = span_cmp(x->server, y->server);
    return order ? order : span_cmp(x->name, y->name);
}

static int64_t later(int64_t a, int64_t b)
{
    return a > b ? a : b; /* DPM_NO_TIME is the least */
}

static dpm_status put_datasources(const merge_input *in, dpm_report_data *out)
{
    size_t most = 0, count = 0;
    MERGE_SUM(in, datasource_count, most);
    dpm_datasource *const list = ARENA_ARRAY(in->memory, most + 1, dpm_datasource);
    if (!list) {
        return DPM_ENOMEM;
    }
    for (size_t i = 0; i < in->count; i++) {
        for (size_t k = 0; k < in->parts[i]->datasource_count; k++) {
            list[count++] = in->parts[i]->datasources[k];
        }
    }
    qsort(list, count, sizeof *list, by_place);
    size_t left = 0;
    for (size_t i = 0; i < count; i++) {
        if (!left || by_place(&list[left - 1], &list[i]) != 0) {
            list[left++] = list[i];
            continue;
        }
        dpm_datasource *const into = &list[left - 1];
        into->last_success = later(into->last_success, list[i].last_success);
        into->last_failure = later(into->last_failure, list[i].last_failure);
        into->successes += list[i].successes;
        into->failures += list[i].failures;
    }
    out->datasources = list;
    out->datasource_count = left;
    return DPM_OK;
}

dpm_status merge_incidents(const merge_input *in, dpm_report_data *out)
{
    TRY(put_incidents(in, out));
    return put_datasources(in, out);
}
