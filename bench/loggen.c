/* Writes an agent's log of any size, fast and the same for the same seed: what dpmlog and its peers are measured on.
 *     loggen --size 1G [--seed 1] [--profile typical|storm|healthy] [--encoding utf-8|utf-16le] [--crlf] [-o FILE]
 * typical: 80 % NORMAL, 19 % harmless WARNING, 1 % events. storm: 90 % WARNING, half of all records are events.
 * healthy: as typical, without events. The size is what is written, in bytes, to the last whole record. */
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SLOTS = 48, BUFFER = 1 << 20, RECORD_MAX = 1024, RECORDS_PER_PROCESS = 2000000, MEAN_STEP_MS = 200 };

/* In a message '#' stands for a number, '@' for eight hex digits, '$' for a server. */
struct line {
    const char *module, *source, *message;
};

static const struct line normal_lines[] = {
    {"20", "workitem.cpp(310)", "CWorkItem::Process step # of work item @"},
    {"20", "workitem.cpp(352)", "CWorkItem::Process ends its step # for [$]"},
    {"71", "transfer.cpp(1188)", "Backup Progress: Transferring data. | Params: {Bytes: = ####, Files: = #, Server: = [$]}"},
    {"71", "transfer.cpp(1190)", "Transferred block # of volume D:, # bytes are left, # ms since the last one"},
    {"22", "vssrequestor.cpp(921)", "Writer [Microsoft Exchange Writer] state is stable, instance @-@"},
    {"31", "agentproxy.cpp(412)", "Command @ was sent to $, waiting for the response"},
    {"09", "TaskExecutor.cs(843)", "Task state changed | Params: {State: = InProgress, Percent: = #, Elapsed: = ## ms}"},
    {"33", "scheduler.cpp(640)", "Scheduler is awake, # jobs are queued, the next one begins in # ms"},
    {"05", "fileutil.cpp(88)", "Opened E:\\Shares\\Projects\\@\\report-#.docx for reading, # bytes"},
    {"22", "journal.cpp(512)", "Read # records of the change journal from USN @@, # of them matter"},
};

static const struct line harmless_lines[] = {
    {"05", "dynamicloadedmodule.cpp(68)",
     "Failed: Hr: = [0x8007007e] : GetModuleHandle failed for Library virtdisk.dll, will try LoadLibrary"},
    {"05", "registry.cpp(1042)",
     "Failed: Hr: = [0x80070002] : Encountered Failure: : lVal : RegDeleteValue(hKey, pwszValueName)"},
    {"09", "DatasourceState.cs(77)", "Last completed state for Ds Id @-@ is Unknown"},
    {"22", "vssrequestor.cpp(877)", "Writer state is waiting for completion, asked again in # ms"},
    {"71", "transfer.cpp(1203)", "Transfer of block # is slow, # ms for one buffer"},
    {"33", "scheduler.cpp(655)", "Job # was late by # ms and begins now"},
};

static const struct line event_lines[] = {
    {"31", "agentproxy.cpp(190)", "Failed: Hr: = [0x800706ba] : The RPC server is unavailable, Server: = [$]"},
    {"31", "agentproxy.cpp(233)", "Failed: Hr: = [0x800706be] : Encountered Failure: : lVal : pAgent->SendCommand(@)"},
    {"31", "cmdproc.cpp(2204)", "Failed: Hr: = [0x8099090E] : agent did not answer command @ in time, Server: = [$]"},
    {"31", "cmdproc.cpp(2251)", "Failed: Hr: = [0x809909b0] : agent is in an unexpected state | Params: {Server: = $}"},
    {"31", "cmdproc.cpp(2260)", "Failed: Hr: = [0x80990a51] : command @ ended with an error on $"},
    {"71", "transfer.cpp(1402)", "Failed: Hr: = [0x80072746] : Encountered Failure: : lVal : WSASend(socket)"},
    {"31", "agentconnection.cpp(598)", "Failed: Hr: = [0x8007274d] : connect to $:5718"},
    {"71", "transfer.cpp(1377)", "Failed: Hr: = [0x80070079] : GetOverlappedResult on the data channel, # bytes were read"},
    {"31", "agentproxy.cpp(190)", "Failed: Hr: = [0x80070005] : Access is denied, Server: = [$]"},
    {"22", "csvapi.cpp(400)",
     "Failed: Hr: = [0x8007173d] : Encountered Failure: : lVal : PrepareVolumeForSnapshotSet(pwszVolume)"},
    {"22", "vsswriter.cpp(812)", "Failed: Hr: = [0x800423f4] : the writer refuses, non-retryable, instance @"},
    {"31", "agentproxy.cpp(240)", "Task failed for server $ (ID 308 Details: The RPC server is unavailable (0x800706BA))"},
    {"71", "transfer.cpp(1410)", "Failed: Hr: = [0x80070070] : There is not enough space on the disk, # bytes were asked for"},
};

static const char *const servers[] = {"FS01.contoso.com", "SQL01.contoso.com", "HV01.contoso.com", "EX02.contoso.com"};

/* A thread and the task that it works on; `left` records of it are still to come, 0: none is open. */
struct slot {
    unsigned tid, left;
    bool failed;
    char task[37], object[17];
};

struct profile {
    const char *name;
    unsigned normal, harmless; /* of 1000 records; the rest are events */
};

static const struct profile profiles[] = {{"typical", 800, 190}, {"storm", 100, 400}, {"healthy", 800, 200}};

struct generator {
    uint64_t random, time_ms, records;
    unsigned pid;
    struct slot slots[SLOTS];
    const struct profile *profile;
    const char *line_end;
    char pending[RECORD_MAX]; /* a record that did not fit any more */
    size_t pending_len;
};

static uint32_t draw(struct generator *g, uint32_t limit)
{
    g->random = g->random * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(((g->random >> 32) * limit) >> 32);
}

static char *put_text(char *at, const char *text)
{
    const size_t len = strlen(text);
    memcpy(at, text, len);
    return at + len;
}

static char *put_hex(char *at, uint64_t value, int digits)
{
    for (int i = digits - 1; i >= 0; i--, value >>= 4) {
        at[i] = "0123456789ABCDEF"[value & 15];
    }
    return at + digits;
}

static char *put_decimal(char *at, unsigned value, int digits)
{
    for (int i = digits - 1; i >= 0; i--, value /= 10) {
        at[i] = (char)('0' + value % 10);
    }
    return at + digits;
}

/* "MM/DD\tHH:MM:SS.mmm" of a year of 366 days that begins anew when it is over. */
static char *put_time(char *at, uint64_t ms)
{
    static const uint16_t month_starts[] = {0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335, 366};
    const unsigned day = (unsigned)(ms / 86400000 % 366), in_day = (unsigned)(ms % 86400000);
    unsigned month = 0;
    while (day >= month_starts[month + 1]) {
        month++;
    }
    at = put_decimal(at, month + 1, 2);
    *at++ = '/';
    at = put_decimal(at, day - month_starts[month] + 1, 2);
    *at++ = '\t';
    at = put_decimal(at, in_day / 3600000, 2);
    *at++ = ':';
    at = put_decimal(at, in_day / 60000 % 60, 2);
    *at++ = ':';
    at = put_decimal(at, in_day / 1000 % 60, 2);
    *at++ = '.';
    return put_decimal(at, in_day % 1000, 3);
}

static char *put_message(struct generator *g, char *at, const char *message)
{
    for (const char *m = message; *m; m++) {
        if (*m == '#') {
            at = put_decimal(at, 100 + draw(g, 9900), 4);
        } else if (*m == '@') {
            at = put_hex(at, draw(g, UINT32_MAX), 8);
        } else if (*m == '$') {
            at = put_text(at, servers[draw(g, sizeof(servers) / sizeof(servers[0]))]);
        } else {
            *at++ = *m;
        }
    }
    return at;
}

static void open_task(struct generator *g, struct slot *s)
{
    char *at = s->task;
    static const int groups[] = {8, 4, 4, 4, 12};
    for (size_t i = 0; i < 5; i++) {
        if (i > 0) {
            *at++ = '-';
        }
        at = put_hex(at, (uint64_t)draw(g, UINT32_MAX) << 16 ^ draw(g, UINT32_MAX), groups[i]);
    }
    *at = '\0';
    *put_hex(s->object, 0x1A000000 + 16 * draw(g, 1 << 20), 16) = '\0';
    s->left = 20 + draw(g, 180);
    s->failed = false;
}

/* A new process: other PID, other threads, no open task. */
static void start_process(struct generator *g)
{
    g->pid = 0x0400 + 4 * draw(g, 0x2000);
    for (size_t i = 0; i < SLOTS; i++) {
        g->slots[i] = (struct slot){.tid = 0x0800 + 4 * draw(g, 0x2000)};
    }
}

#define PICK(g, table) &(table)[draw(g, sizeof(table) / sizeof((table)[0]))]

/* What the slot's thread says next, and on which level. */
static const struct line *next_line(struct generator *g, struct slot *s, const char **level)
{
    static const struct line begin = {"20", "backupasync.cpp(1279)",
                                      "Backup Progress: Synchronization of replica @ for server $ started."};
    static const struct line success = {"20", "backupasync.cpp(1388)",
                                        "Backup Progress: Synchronization of replica @ for server $ Succeeded"};
    *level = "NORMAL";
    if (s->left == 0) {
        open_task(g, s);
        return &begin;
    }
    if (--s->left == 0 && !s->failed) {
        return &success;
    }
    const unsigned kind = draw(g, 1000);
    if (kind < g->profile->normal) {
        return PICK(g, normal_lines);
    }
    *level = "WARNING";
    if (kind < g->profile->normal + g->profile->harmless) {
        return PICK(g, harmless_lines);
    }
    s->failed = true;
    if (draw(g, 50) == 0) {
        *level = "FATAL";
    }
    return PICK(g, event_lines);
}

static void make_record(struct generator *g)
{
    if (g->records++ % RECORDS_PER_PROCESS == 0) {
        start_process(g);
    }
    struct slot *const s = &g->slots[draw(g, SLOTS)];
    const char *level;
    const struct line *const line = next_line(g, s, &level);
    g->time_ms += draw(g, 2 * MEAN_STEP_MS);
    char *at = put_hex(g->pending, g->pid, 4);
    *at++ = '\t';
    at = put_hex(at, s->tid, 4);
    *at++ = '\t';
    at = put_time(at, g->time_ms);
    *at++ = '\t';
    at = put_text(at, line->module);
    *at++ = '\t';
    at = put_text(at, line->source);
    *at++ = '\t';
    if (s->tid & 4) {
        *at++ = '[';
        at = put_text(at, s->object);
        *at++ = ']';
    }
    *at++ = '\t';
    at = put_text(at, s->task);
    *at++ = '\t';
    at = put_text(at, level);
    *at++ = '\t';
    at = put_message(g, at, line->message);
    at = put_text(at, g->line_end);
    g->pending_len = (size_t)(at - g->pending);
}

/* Fill `out` with whole records of at most `cap` bytes; `wide`: each byte becomes a UTF-16LE unit. */
static size_t fill(struct generator *g, char *out, size_t cap, bool wide)
{
    size_t len = 0;
    for (;;) {
        if (g->pending_len == 0) {
            make_record(g);
        }
        const size_t bytes = g->pending_len, units = wide ? 2 * bytes : bytes;
        if (len + units > cap) {
            return len;
        }
        if (wide) {
            for (size_t i = 0; i < bytes; i++) {
                out[len + 2 * i] = g->pending[i];
                out[len + 2 * i + 1] = 0;
            }
        } else {
            memcpy(out + len, g->pending, bytes);
        }
        g->pending_len = 0;
        len += units;
    }
}

static bool generate(struct generator *g, FILE *out, uint64_t size, bool wide)
{
    static char buffer[BUFFER];
    uint64_t left = size;
    if (wide && left >= 2) {
        fwrite("\xff\xfe", 1, 2, out);
        left -= 2;
    }
    for (;;) {
        const size_t cap = left < BUFFER ? (size_t)left : BUFFER;
        const size_t len = fill(g, buffer, cap, wide);
        if (len == 0) {
            return fflush(out) == 0 && !ferror(out);
        }
        if (fwrite(buffer, 1, len, out) != len) {
            return false;
        }
        left -= len;
    }
}

/* 0 where `text` is no size. */
static uint64_t parse_size(const char *text)
{
    char *end;
    const uint64_t value = strtoull(text, &end, 10);
    switch (*end) {
    case 'K': return value << 10;
    case 'M': return value << 20;
    case 'G': return value << 30;
    case '\0': return value;
    default: return 0;
    }
}

struct options {
    uint64_t size, seed;
    const struct profile *profile;
    const char *line_end, *path;
    bool wide;
};

static const struct profile *find_profile(const char *name)
{
    for (size_t i = 0; i < sizeof(profiles) / sizeof(profiles[0]); i++) {
        if (strcmp(profiles[i].name, name) == 0) {
            return &profiles[i];
        }
    }
    return NULL;
}

static bool parse_option(struct options *o, const char *name, const char *value)
{
    if (strcmp(name, "--size") == 0) {
        o->size = parse_size(value);
        return o->size > 0;
    }
    if (strcmp(name, "--seed") == 0) {
        o->seed = strtoull(value, NULL, 10);
        return true;
    }
    if (strcmp(name, "--profile") == 0) {
        o->profile = find_profile(value);
        return o->profile != NULL;
    }
    if (strcmp(name, "--encoding") == 0) {
        o->wide = strcmp(value, "utf-16le") == 0;
        return o->wide || strcmp(value, "utf-8") == 0;
    }
    o->path = value;
    return strcmp(name, "-o") == 0;
}

static bool parse_options(struct options *o, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--crlf") == 0) {
            o->line_end = "\r\n";
        } else if (i + 1 == argc || !parse_option(o, argv[i], argv[i + 1])) {
            return false;
        } else {
            i++;
        }
    }
    return o->size > 0;
}

int main(int argc, char **argv)
{
    struct options o = {.seed = 1, .profile = &profiles[0], .line_end = "\n"};
    if (!parse_options(&o, argc, argv)) {
        fprintf(stderr, "usage: loggen --size N[K|M|G] [--seed N] [--profile typical|storm|healthy] [--encoding utf-8|utf-16le] "
                        "[--crlf] [-o FILE]\n");
        return 2;
    }
    struct generator g = {.time_ms = 4u * 86400000, .profile = o.profile, .line_end = o.line_end};
    g.random = o.seed * 2862933555777941757u + 3037000493u;
    FILE *const out = o.path ? fopen(o.path, "wb") : stdout;
    const bool made = out && generate(&g, out, o.size, o.wide);
    if (!made || fclose(out) != 0) {
        perror(o.path ? o.path : "standard output");
        return 1;
    }
    return 0;
}
