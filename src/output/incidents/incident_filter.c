/* Which incidents were asked for. */
#include "dpmlog/incident.h"

#include "base/text.h"

/* FS01 is meant by fs01.contoso.com, too. */
static bool same_host(dpm_span a, dpm_span b)
{
    return a.len && (span_ieq(a, b) || span_ieq(span_cut(a, '.').head, span_cut(b, '.').head));
}

static bool any_server(const dpm_incident *i, const dpm_incident_filter *f)
{
    for (size_t k = 0; k < f->server_count; k++) {
        const dpm_span wanted = span_str(f->servers[k]);
        if (same_host(i->server, wanted) || same_host(i->peer, wanted)) {
            return true;
        }
    }
    return f->server_count == 0;
}

static bool any_cause(const dpm_incident *i, const dpm_incident_filter *f)
{
    for (size_t k = 0; k < f->cause_count; k++) {
        if (span_ieq(i->cause, span_str(f->causes[k]))) {
            return true;
        }
    }
    return f->cause_count == 0;
}

static bool any_number(uint32_t number, const uint32_t *wanted, size_t count)
{
    for (size_t k = 0; k < count; k++) {
        if (number && wanted[k] == number) {
            return true;
        }
    }
    return count == 0;
}

/* GUIDs are the same with and without their dashes and braces. */
static bool task_begins(dpm_span task, const char *wanted)
{
    size_t at = 0;
    for (; wanted && *wanted; wanted++) {
        if (strchr("-{}", *wanted)) {
            continue;
        }
        at += at < task.len && task.ptr[at] == '-';
        if (at >= task.len || ascii_lower(task.ptr[at]) != ascii_lower(*wanted)) {
            return false;
        }
        at++;
    }
    return true;
}

bool dpm_incident_matches(const dpm_incident *incident, const dpm_incident_filter *filter)
{
    return !filter || (any_server(incident, filter) && any_cause(incident, filter) &&
                       any_number(incident->code, filter->codes, filter->code_count) &&
                       any_number(incident->dpm_id, filter->ids, filter->id_count) &&
                       (!filter->classes || filter->classes >> incident->cls & 1) && task_begins(incident->task, filter->task));
}
