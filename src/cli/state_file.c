/* --state. */
#include "cli/state_file.h"

#include "cli/platform.h"
#include "cli/say.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { LOCK_PATH = 4096, KEEP_DEFAULT_DAYS = 30, DAY_SECONDS = 86400 };

/* A state holds whole logs. */
static const char *narrower(const cli_options *o)
{
    return o->since             ? "--since"
           : o->until           ? "--until"
           : o->classes         ? "--class"
           : o->levels          ? "--level"
           : o->hosts.count     ? "--host"
           : o->processes.count ? "--process"
                                : NULL;
}

static bool lock(const char *path)
{
    char name[LOCK_PATH];
    long holder = 0;
    const int len = snprintf(name, sizeof name, "%s.lock", path);
    if (len < 0 || (size_t)len >= sizeof name) {
        errno = ENAMETOOLONG;
    } else if (platform_lock(name, &holder)) {
        return true;
    }
    if (holder) {
        print_error("%s: process %ld is using this state", path, holder);
    } else {
        print_error("%s: cannot be locked: %s", path, platform_words(errno));
    }
    return false;
}

/* What is there already must be a state, whole or damaged: it will be replaced, and a log must not be. */
static bool replaceable(const char *path)
{
    static const char name[] = "dpmlog.summary/";
    char begin[sizeof name] = "";
    FILE *const file = platform_kind_of(path) == KIND_FILE ? platform_open(path, false) : NULL;
    const size_t got = file ? fread(begin, 1, sizeof name - 1, file) : 0;
    if (file) {
        fclose(file);
    }
    if (platform_kind_of(path) == KIND_FOLDER || (file && memcmp(begin, name, got) != 0)) {
        print_error("%s: is no state of dpmlog, and will not be replaced", path);
        return false;
    }
    return true;
}

static bool add_output(const char *path, output_set *set)
{
    output *const wider = realloc(set->items, (set->count + 2) * sizeof *wider);
    if (!wider) {
        print_error("out of memory");
        return false;
    }
    set->items = wider;
    output *const next = &wider[set->count];
    *next = (output){.format = FORMAT_SUMMARY, .path = path, .state = true};
    next->file = platform_open_beside(path, &next->part);
    if (!next->file) {
        print_error("%s: cannot be written: %s", path, platform_words(errno));
        return false;
    }
    set->count++;
    return true;
}

bool state_file_begin(const cli_options *o, output_set *set)
{
    const char *const narrow = o->state ? narrower(o) : NULL;
    if (!o->state) {
        return true;
    }
    if (narrow) {
        print_error("--state holds whole logs: it cannot be used with %s", narrow);
        return false;
    }
    if (o->redact && summaries_any(set)) {
        print_error("--state holds the names that stand in the logs: a summary with --redact is made without it");
        return false;
    }
    return replaceable(o->state) && lock(o->state) && add_output(o->state, set);
}

bool state_file_use(const cli_options *o, dpm_session *session)
{
    dpm_error err = {0};
    const int64_t keep = o->keep ? (int64_t)o->keep : (int64_t)KEEP_DEFAULT_DAYS * DAY_SECONDS;
    if (!o->state) {
        return true;
    }
    const dpm_status status =
        dpm_session_use_state(session, o->state, o->keep_none ? 0 : keep * 1000, word_span(platform_machine()), &err);
    if (status == DPM_EDATA) {
        print_error("%s: %s", o->state, err.message);
    } else if (status < 0) {
        return print_dpm_error(&err);
    }
    return true;
}
