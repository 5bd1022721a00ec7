/* What the parts of the log generator share: the switches, the state, and how a record becomes bytes. */
#ifndef BENCH_LOGGEN_H
#define BENCH_LOGGEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum {
    RECORD_MAX = 1 << 18,         /* bytes of one record with its continuation lines */
    LENGTH_MAX = 8192,            /* --length */
    CONTINUATION_MAX = 1000,      /* --continuation */
    RECORDS_PER_PROCESS = 2000000 /* then all processes start again: other PIDs, other threads, no open task */
};

/* In a message '#' stands for four digits, '@' for eight hex digits, '$' for a server. */
struct line {
    const char *module, *source, *message;
};

struct lines {
    const struct line *at;
    size_t count;
};

extern const struct lines normal_lines, call_lines, outcome_lines;
extern const struct lines harmless_lines, noise_lines, unmatched_lines, failing_lines, event_lines, critical_lines;
extern const struct line begin_line, success_line;

enum encoding { UTF_8, UTF_16LE, UTF_16BE, CP1252 };
enum attack { NO_ATTACK, ONE_LINE, BLANK_LINES, SHORT_LINES, TABS, BACKTRACK };

/* How many records a task has: a number, or one of these. */
enum { RECORDS_OWN = 0, RECORDS_ZIPF = UINT32_MAX };
enum { DISTINCT_NONE = 0, DISTINCT_ALL = UINT32_MAX };

/* Shares are thousandths: of all records; `calls` and `outcomes` of the NORMAL ones. */
struct shape {
    uint32_t tasks, records, pids, threads;
    uint32_t harmless, noise, unmatched, failing, matched, critical;
    uint32_t calls, outcomes, taskless, accents;
    uint32_t distinct, length, continuation, disorder;
    uint32_t one_set; /* GUIDs of tasks that differ in their last 32 bits alone */
};

struct options {
    uint64_t size, seed;
    struct shape shape;
    enum encoding encoding;
    enum attack attack;
    uint32_t hosts, files, crashes;
    const char *line_end, *path, *folder;
};

struct thread {
    unsigned pid, tid;
};

/* A task and how many records of it are still to come; 0: the next record opens another one. */
struct slot {
    uint32_t left;
    bool failed;
    char task[37], object[17];
};

struct generator {
    uint64_t random, time_ms, records, counter;
    struct shape shape;
    const char *line_end;
    struct slot *slots;     /* shape.tasks */
    struct thread *threads; /* shape.pids * shape.threads */
    bool plain;             /* the record below is ASCII */
    size_t len;
    char record[RECORD_MAX]; /* in Latin-1 */
};

/* Draw a number below `limit`. */
uint32_t draw(struct generator *g, uint32_t limit);

/* False where memory is short. */
bool generator_open(struct generator *g, const struct options *o);
void generator_close(struct generator *g);

/* Make the next record: g->record, g->len. */
void make_record(struct generator *g);
void restart(struct generator *g);

/* Write whole records of at most `size` bytes in all, in the encoding; false where writing failed. */
bool write_log(struct generator *g, FILE *out, uint64_t size, enum encoding encoding);
bool write_attack(enum attack attack, FILE *out, uint64_t size);

/* Read the command line; false, after a word about what is wrong, where it cannot be obeyed. */
bool parse_options(struct options *o, int argc, char **argv);

#endif
