/* Streams that are read ahead by some threads give their reader the same bytes and the same end as without, whatever the sizes,
 * also when it stops early; and no two threads read from one of them at the same time. */
#include "io/readahead.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { THREADS = 4, STREAMS = 5, ROUNDS = 30, LONG = 6 << 20 };

/* Gives `len` bytes, each told by its place, a few at a time, and then ends or fails. */
typedef struct numbers {
    stream base;
    size_t at, len, step;
    dpm_status last;
    atomic_int inside; /* threads that read from it */
} numbers;

static atomic_int mixed_up, closed;

static char byte_at(size_t at)
{
    return (char)(at * 2654435761u >> 13);
}

static dpm_status read_numbers(stream *s, void *buffer, size_t cap, size_t *got, dpm_error *err)
{
    numbers *const n = (numbers *)s;
    mixed_up += atomic_fetch_add(&n->inside, 1) != 0;
    const size_t left = n->len - n->at, most = cap < n->step ? cap : n->step;
    *got = left < most ? left : most;
    for (size_t i = 0; i < *got; i++) {
        ((char *)buffer)[i] = byte_at(n->at + i);
    }
    n->at += *got;
    const dpm_status status = left == 0 && n->last < 0 ? status_fail(err, n->last, "the end of %zu", n->len) : DPM_OK;
    atomic_fetch_sub(&n->inside, 1);
    return status;
}

static void close_numbers(stream *s)
{
    closed++;
    free(s);
}

static stream *open_numbers(size_t len, size_t step, dpm_status last)
{
    static const stream_ops ops = {read_numbers, close_numbers};
    numbers *const n = calloc(1, sizeof *n);
    *n = (numbers){.base = {&ops}, .len = len, .step = step, .last = last};
    return &n->base;
}

/* 0: the first `most` bytes and, if that is not before it, the end are right. */
static int read_through(stream *s, size_t len, size_t step, dpm_status last, size_t most)
{
    char *const buffer = malloc(step);
    size_t at = 0, got = 1;
    dpm_error err = {0};
    dpm_status status = DPM_OK;
    int wrong = 0;
    while (at < most && got > 0 && status >= 0) {
        got = 0;
        status = stream_read(s, buffer, step, &got, &err);
        for (size_t i = 0; status >= 0 && i < got; i++) {
            wrong += buffer[i] != byte_at(at + i);
        }
        at += status >= 0 ? got : 0;
    }
    if (at < most) {
        char words[64];
        snprintf(words, sizeof words, "the end of %zu", len);
        wrong += at != len || status != last || (last < 0 && strcmp(err.message, words) != 0);
        wrong += stream_read(s, buffer, 1, &got, &err) != last || got != 0; /* and it stays so */
    }
    free(buffer);
    return wrong;
}

static const struct {
    size_t len, from_step, to_step, most;
    dpm_status last;
} rows[STREAMS] = {
    {LONG, 100000, 70000, SIZE_MAX, DPM_OK},
    {READAHEAD_PIECE * 2, READAHEAD_PIECE, READAHEAD_PIECE, SIZE_MAX, DPM_EDATA},
    {LONG, 300000, 4096, 500000, DPM_OK},
    {0, 10, 10, SIZE_MAX, DPM_EIO},
    {READAHEAD_PIECE + 7, 1000, 999, SIZE_MAX, DPM_OK},
};

static readahead *all;
static atomic_bool over;
static atomic_int hints;

static void hint(void *context)
{
    atomic_fetch_add((atomic_int *)context, 1);
}

static void *help(void *context)
{
    (void)context;
    while (!over) {
        readahead_work(all);
    }
    return NULL;
}

static int one_round(void)
{
    stream *streams[STREAMS];
    int wrong = 0;
    for (size_t i = 0; i < STREAMS; i++) {
        streams[i] = open_numbers(rows[i].len, rows[i].from_step, rows[i].last);
        wrong += readahead_stream(all, &streams[i], NULL) != DPM_OK;
    }
    for (size_t i = 0; i < STREAMS; i++) {
        wrong += read_through(streams[i], rows[i].len, rows[i].to_step, rows[i].last, rows[i].most);
        stream_close(streams[i]);
    }
    return wrong;
}

/* What is ready is bounded. */
static int stays_bounded(void)
{
    stream *s = open_numbers(SIZE_MAX, READAHEAD_PIECE, DPM_OK);
    int pieces = 0, wrong = readahead_stream(all, &s, NULL) != DPM_OK;
    while (pieces <= READAHEAD_PIECES_MAX && readahead_work(all)) {
        pieces++;
    }
    stream_close(s);
    return wrong + (pieces != READAHEAD_PIECES_MAX);
}

int main(void)
{
    pthread_t threads[THREADS];
    all = readahead_new(hint, &hints);
    int failures = stays_bounded();
    for (int i = 0; i < THREADS; i++) {
        failures += pthread_create(&threads[i], NULL, help, NULL) != 0;
    }
    for (int i = 0; i < ROUNDS; i++) {
        failures += one_round();
    }
    over = true;
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
    }
    readahead_free(all);
    failures += mixed_up + (hints == 0) + (closed != ROUNDS * STREAMS + 1);
    printf("%d failures\n", failures);
    return failures != 0;
}
