/* Reads the command line. A profile sets the whole shape; switches after it change single values. */
#include "loggen.h"

#include <stdlib.h>
#include <string.h>

struct profile {
    const char *name;
    struct shape shape;
};

#define OWN .tasks = 48, .records = RECORDS_OWN, .pids = 1, .threads = 48
#define CHURN .tasks = 512, .records = 1, .pids = 8, .threads = 64
#define CENTRE .tasks = 5000, .records = 10, .pids = 8, .threads = 64

static const struct profile profiles[] = {
    {"typical", {OWN, .harmless = 190, .matched = 10}},
    {"storm", {OWN, .harmless = 400, .matched = 500}},
    {"healthy", {OWN, .harmless = 200}},
    {"churn-typical", {CHURN, .unmatched = 150, .failing = 40, .matched = 10, .calls = 200}},
    {"churn-storm", {CHURN, .unmatched = 320, .failing = 80, .matched = 500, .calls = 200}},
    {"centre", {CENTRE, .unmatched = 150, .failing = 40, .matched = 10, .calls = 200}},
    {"distinct", {OWN, .failing = 1000, .distinct = DISTINCT_ALL}},
    {"all-distinct", {CHURN, .failing = 600, .matched = 400, .distinct = DISTINCT_ALL}},
};

/* A switch with a number: a share is given in percent and kept in thousandths. `word` stands for a value of its own. */
struct number {
    const char *name;
    size_t offset;
    uint32_t least, most;
    bool share;
    const char *word;
    uint32_t word_value;
};

#define SHAPE(field) offsetof(struct options, shape.field)
#define COUNT(field, least, most) SHAPE(field), least, most, false, NULL, 0
#define SHARE(field) SHAPE(field), 0, 100, true, NULL, 0

static const struct number numbers[] = {
    {"--tasks", COUNT(tasks, 1, 1000000)},
    {"--records", SHAPE(records), 1, 1000000, false, "zipf", RECORDS_ZIPF},
    {"--pids", COUNT(pids, 1, 4096)},
    {"--threads", COUNT(threads, 1, 4096)},
    {"--unmatched", SHARE(unmatched)},
    {"--failing", SHARE(failing)},
    {"--matched", SHARE(matched)},
    {"--noise", SHARE(noise)},
    {"--critical", SHARE(critical)},
    {"--calls", SHARE(calls)},
    {"--outcomes", SHARE(outcomes)},
    {"--taskless", SHARE(taskless)},
    {"--accents", SHARE(accents)},
    {"--distinct", SHAPE(distinct), 0, 1000000000, false, "all", DISTINCT_ALL},
    {"--length", COUNT(length, 0, LENGTH_MAX)},
    {"--continuation", COUNT(continuation, 0, CONTINUATION_MAX)},
    {"--disorder", COUNT(disorder, 0, 86400)},
    {"--one-set", COUNT(one_set, 0, 1)},
    {"--hosts", offsetof(struct options, hosts), 1, 1000000, false, NULL, 0},
    {"--files", offsetof(struct options, files), 1, 1000000, false, NULL, 0},
    {"--crashes", offsetof(struct options, crashes), 0, 100, false, NULL, 0},
};

static const char *const encodings[] = {"utf-8", "utf-16le", "utf-16be", "cp1252", NULL};
static const char *const attacks[] = {"none", "one-line", "blank", "short", "tabs", "backtrack", NULL};

/* The place of `word` in the list; -1 where it is not there. */
static int find(const char *word, const char *const *list)
{
    for (int i = 0; list[i]; i++) {
        if (strcmp(list[i], word) == 0) {
            return i;
        }
    }
    return -1;
}

/* 0 where `text` is no size. */
static uint64_t parse_size(const char *text)
{
    char *end;
    const uint64_t value = strtoull(text, &end, 10);
    if (end == text || (*end && end[1])) {
        return 0;
    }
    switch (*end) {
    case 'K': return value << 10;
    case 'M': return value << 20;
    case 'G': return value << 30;
    case '\0': return value;
    default: return 0;
    }
}

static bool parse_number(struct options *o, const struct number *n, const char *value)
{
    uint32_t *const at = (uint32_t *)(void *)((char *)o + n->offset);
    if (n->word && strcmp(value, n->word) == 0) {
        *at = n->word_value;
        return true;
    }
    char *end;
    const double given = strtod(value, &end);
    if (end == value || *end || !(given >= n->least && given <= n->most)) {
        return false;
    }
    *at = n->share ? (uint32_t)(given * 10 + 0.5) : (uint32_t)given;
    return true;
}

static bool parse_profile(struct options *o, const char *name)
{
    for (size_t i = 0; i < sizeof profiles / sizeof profiles[0]; i++) {
        if (strcmp(profiles[i].name, name) == 0) {
            o->shape = profiles[i].shape;
            return true;
        }
    }
    return false;
}

static bool parse_word(struct options *o, const char *name, const char *value)
{
    if (strcmp(name, "--encoding") == 0) {
        const int found = find(value, encodings);
        o->encoding = found < 0 ? UTF_8 : (enum encoding)found;
        return found >= 0;
    }
    if (strcmp(name, "--attack") == 0) {
        const int found = find(value, attacks);
        o->attack = found < 0 ? NO_ATTACK : (enum attack)found;
        return found >= 0;
    }
    if (strcmp(name, "-o") == 0) {
        o->path = value;
        return true;
    }
    o->folder = value;
    return strcmp(name, "--dir") == 0;
}

static bool parse_option(struct options *o, const char *name, const char *value)
{
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        if (strcmp(numbers[i].name, name) == 0) {
            return parse_number(o, &numbers[i], value);
        }
    }
    if (strcmp(name, "--size") == 0) {
        return (o->size = parse_size(value)) > 0;
    }
    if (strcmp(name, "--seed") == 0) {
        o->seed = strtoull(value, NULL, 10);
        return true;
    }
    return strcmp(name, "--profile") == 0 ? parse_profile(o, value) : parse_word(o, name, value);
}

static bool agree(const struct options *o)
{
    const struct shape *const h = &o->shape;
    if (o->size == 0) {
        fprintf(stderr, "loggen: --size is missing\n");
        return false;
    }
    if (h->harmless + h->noise + h->unmatched + h->failing + h->matched + h->critical > 1000) {
        fprintf(stderr, "loggen: the shares of WARNING and CRITICAL records are more than 100 %% together\n");
        return false;
    }
    if (!o->folder && (o->hosts > 1 || o->files > 1 || o->crashes > 0)) {
        fprintf(stderr, "loggen: several files need --dir FOLDER\n");
        return false;
    }
    return true;
}

bool parse_options(struct options *o, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--crlf") == 0) {
            o->line_end = "\r\n";
        } else if (i + 1 == argc || !parse_option(o, argv[i], argv[i + 1])) {
            fprintf(stderr, "loggen: cannot use %s %s; bench/README.md lists the switches\n", argv[i],
                    i + 1 < argc ? argv[i + 1] : "");
            return false;
        } else {
            i++;
        }
    }
    return agree(o);
}
