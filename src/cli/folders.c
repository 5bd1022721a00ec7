/* Where DPM, MABS and MARS keep their logs on this machine: Temp folders under %ProgramFiles%. */
#include "cli/folders.h"

#include "cli/platform.h"
#include "cli/say.h"

#include <string.h>

/* A product's folder begins so; its logs are in `logs` below it. */
static const struct place {
    const char *product, *logs;
} places[] = {
    {"Microsoft Data Protection Manager", "DPM/Temp"},
    {"Microsoft System Center", "DPM/DPM/Temp"},
    {"Microsoft Azure Backup Server", "DPM/DPM/Temp"},
    {"Microsoft Azure Recovery Services Agent", "Temp"},
};

typedef struct search {
    const char *logs;
    void (*found)(void *context, const char *path);
    void *context;
    bool any;
    char programs[512]; /* where it looked */
} search;

static void look(void *context, const char *product)
{
    search *const s = context;
    char path[4096];
    const size_t end = strlen(product);
    const bool ended = end && strchr("/\\", product[end - 1]);
    const int len = snprintf(path, sizeof path, "%s%s%s", product, ended ? "" : "/", s->logs);
    if (len <= 0 || (size_t)len >= sizeof path) {
        return;
    }
    platform_spell(path);
    if (platform_kind_of(path) == KIND_FOLDER) {
        s->found(s->context, path);
        s->any = true;
    }
}

static void look_in(void *context, const char *programs)
{
    search *const s = context;
    const size_t len = strlen(s->programs);
    snprintf(s->programs + len, sizeof s->programs - len, "%s%s", len ? ", " : "", programs);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        s->logs = places[i].logs;
        platform_each(programs, places[i].product, look, s);
    }
}

/* Of an installer's note: wherever the product is, its logs are in Temp. */
static void look_below(void *context, const char *product)
{
    search *const s = context;
    s->logs = "Temp";
    look(s, product);
}

bool folders_each(void (*found)(void *context, const char *path), void *context)
{
    search s = {.found = found, .context = context};
    platform_each_installed(look_below, &s);
    platform_each_programs(look_in, &s);
    if (s.any) {
        return true;
    }
    if (!*s.programs) {
        print_error(
            "no PATH was given, and %%ProgramFiles%% is not set, so the log folders of DPM, MABS and MARS cannot be found");
    } else {
        print_error("no PATH was given, and %s has no log folder of DPM, MABS or MARS; looked for:", s.programs);
        for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
            print_error("  %s*/%s", places[i].product, places[i].logs);
        }
    }
    print_error("give a log, a folder, or - for standard input");
    return false;
}
