/* Names of causes, versions, hosts and tasks, a line each. What goes wrong is not told: somebody is typing. */
#include "cli/completion_lists.h"

#include "cli/reading.h"
#include "cli/say.h"

#include <string.h>

enum { TASKS_MAX = 100, LOOK_SECONDS = 2 /* at logs, while somebody waits */ };

static const char *const names[LISTS] = {"causes", "versions", "hosts", "tasks"};

const char *list_name(list_id id)
{
    return names[id];
}

bool list_of_logs(list_id id)
{
    return id == LIST_HOSTS || id == LIST_TASKS;
}

list_id list_find(const char *name)
{
    list_id id = 0;
    while (id < LISTS && strcmp(names[id], name) != 0) {
        id++;
    }
    return id;
}

static void put_line(dpm_span text)
{
    put_span(stdout, text);
    putchar('\n');
}

static bool put_cause(void *context, const dpm_rule_info *info)
{
    (void)context;
    if (info->kind.len == 5 && memcmp(info->kind.ptr, "cause", 5) == 0 && !info->disabled) {
        put_line(info->id);
    }
    return true;
}

static void put_causes(const dpm_rules *rules)
{
    (void)dpm_rules_each(rules, put_cause, NULL);
}

static void put_versions(const dpm_rules *rules)
{
    size_t count = 0;
    const dpm_product *const products = dpm_rules_products(rules, &count);
    for (size_t i = 0; i < count; i++) {
        put_line(products[i].name);
    }
}

static void put_hosts(const cli_options *o)
{
    dpm_listing *listing = NULL;
    dpm_session_options options = {0};
    size_t count = 0;
    if (!session_options(o, &options) || dpm_listing_new(&listing, o->operands.items, o->operands.count, &options, NULL) < 0) {
        return;
    }
    const dpm_entry *const entries = dpm_listing_entries(listing, &count);
    for (size_t i = 0; i < count; i++) {
        bool fresh = entries[i].host.len > 0;
        for (size_t k = 0; k < i && fresh; k++) {
            fresh = entries[k].host.len != entries[i].host.len ||
                    memcmp(entries[k].host.ptr, entries[i].host.ptr, entries[i].host.len) != 0;
        }
        if (fresh) {
            put_line(entries[i].host);
        }
    }
    dpm_listing_free(listing);
}

/* Of the jobs that failed. */
static void put_tasks(const cli_options *o)
{
    cli_run r;
    if (cli_run_open(&r, o) && cli_run_add(&r) && cli_run_analyze(&r)) {
        const dpm_report_data *const facts = dpm_report_get_data(r.report);
        for (size_t i = 0; i < facts->incident_list_count && i < TASKS_MAX; i++) {
            if (facts->incident_list[i]->task.len) {
                put_line(facts->incident_list[i]->task);
            }
        }
    }
    cli_run_close(&r);
}

int list_print(list_id id, const cli_options *o)
{
    cli_options look = *o;
    dpm_rules *rules = NULL;
    look.operands.items++;
    look.operands.count--;
    look.max_time = LOOK_SECONDS;
    look.quiet = look.no_progress = true;
    if (list_of_logs(id)) {
        if (look.operands.count) {
            (id == LIST_HOSTS ? put_hosts : put_tasks)(&look);
        }
        return CLI_DONE;
    }
    dpm_error err = {0};
    if (dpm_rules_load(&rules, NULL, 0, &err) < 0) {
        print_dpm_error(&err);
        return CLI_USAGE;
    }
    (id == LIST_CAUSES ? put_causes : put_versions)(rules);
    dpm_rules_free(rules);
    return CLI_DONE;
}
