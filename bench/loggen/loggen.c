/* Writes agents' logs of any size and shape, fast and the same for the same seed: what dpmlog and its peers are measured on.
 *     loggen --size 1G [--seed 1] [--profile NAME] [SWITCH VALUE]... [--crlf] [-o FILE | --dir FOLDER]
 * bench/README.md has the switches and profiles. The size is what is written in all, in bytes, to the last
 * whole record of each file. */
#define _DEFAULT_SOURCE
#include "loggen.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>

enum { PATH_CAP = 4096, YEAR_BEGINS = 1451606400 /* 2016, UTC */ };

static bool write_one(struct generator *g, const struct options *o, FILE *out, uint64_t size)
{
    return o->attack != NO_ATTACK ? write_attack(o->attack, out, size) : write_log(g, out, size, o->encoding);
}

/* Give the file the time of its last record, as a log has it that nobody copied. */
static bool write_file(struct generator *g, const struct options *o, const char *path, uint64_t size)
{
    FILE *const out = fopen(path, "wb");
    if (!out) {
        return false;
    }
    const bool written = write_one(g, o, out, size);
    const struct timespec last = {.tv_sec = YEAR_BEGINS + (time_t)(g->time_ms / 1000)};
    return fclose(out) == 0 && written && utimensat(AT_FDCWD, path, (struct timespec[]){last, last}, 0) == 0;
}

/* A crash copies the current log and adds when. */
static bool copy_file(const char *from, const char *to)
{
    static char bytes[1 << 16];
    FILE *const in = fopen(from, "rb"), *const out = fopen(to, "wb");
    bool copied = in && out;
    for (size_t len; copied && (len = fread(bytes, 1, sizeof bytes, in)) > 0;) {
        copied = fwrite(bytes, 1, len, out) == len;
    }
    if (in) {
        fclose(in);
    }
    return out && fclose(out) == 0 && copied;
}

static bool write_crashes(const struct generator *g, const struct options *o, const char *log)
{
    for (uint32_t i = 0; i < o->crashes; i++) {
        const time_t when = YEAR_BEGINS + (time_t)(g->time_ms / 1000) + i;
        struct tm parts;
        char stamp[32], path[PATH_CAP + 64];
        strftime(stamp, sizeof stamp, "%Y-%m-%d_%H-%M-%S", gmtime_r(&when, &parts));
        snprintf(path, sizeof path, "%s.%s.Crash", log, stamp);
        if (!copy_file(log, path)) {
            return false;
        }
    }
    return true;
}

/* FOLDER/FS0001/DPMRA0.errlog, ..., DPMRACurr.errlog; each host begins at the same time with processes of its own. */
static bool write_host(struct generator *g, const struct options *o, uint32_t host, uint64_t size)
{
    char folder[PATH_CAP], path[PATH_CAP];
    const int len = snprintf(folder, sizeof folder, "%s/FS%04u", o->folder, host + 1);
    if (len < 0 || (size_t)len + 32 > sizeof folder) {
        return false;
    }
    mkdir(folder, 0777);
    for (uint32_t i = 0; i < o->files; i++) {
        const bool current = i + 1 == o->files;
        char number[16];
        snprintf(number, sizeof number, "%u", i);
        snprintf(path, sizeof path, "%.4060s/DPMRA%s.errlog", folder, current ? "Curr" : number);
        if (!write_file(g, o, path, size)) {
            return false;
        }
    }
    return write_crashes(g, o, path);
}

static bool write_folder(struct generator *g, const struct options *o)
{
    const uint64_t each = o->size / ((uint64_t)o->hosts * (o->files + o->crashes));
    const uint64_t begins = g->time_ms;
    mkdir(o->folder, 0777);
    for (uint32_t host = 0; host < o->hosts; host++) {
        g->time_ms = begins;
        g->records = 0;
        if (!write_host(g, o, host, each)) {
            return false;
        }
    }
    return true;
}

static bool write_path(struct generator *g, const struct options *o)
{
    FILE *const out = o->path ? fopen(o->path, "wb") : stdout;
    return out && write_one(g, o, out, o->size) && fclose(out) == 0;
}

int main(int argc, char **argv)
{
    static struct generator g;
    struct options o = {.seed = 1, .hosts = 1, .files = 1, .line_end = "\n"};
    char *profile[] = {argv[0], "--profile", "typical", "--size", "1"};
    if (!parse_options(&o, 5, profile) || (o.size = 0, !parse_options(&o, argc, argv))) {
        return 2;
    }
    const bool made = generator_open(&g, &o) && (o.folder ? write_folder(&g, &o) : write_path(&g, &o));
    generator_close(&g);
    if (!made) {
        perror(o.folder ? o.folder : o.path ? o.path : "standard output");
        return 1;
    }
    return 0;
}
