/* Archives in archives: the input is a file that the user names. It is walked, listed, looked at and read to its end. */
#define _XOPEN_SOURCE 700

#include "discover/source.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

enum { EXPAND = 8 << 20, PIECE = 64 << 10 };

static char path[] = P_tmpdir "/dpmlog_fuzz_XXXXXX";

static void remove_file(void)
{
    unlink(path);
}

/* One file for all inputs. */
static int open_file(void)
{
    static int fd = -1;
    if (fd < 0) {
        fd = mkstemp(path);
        atexit(remove_file);
    }
    return fd;
}

static void read_source(const source *s)
{
    static char buffer[PIECE];
    stream *from;
    uint64_t size;
    size_t got;
    dpm_error err;
    if (source_open(s, &from, &size, &err) < 0) {
        return;
    }
    do {
        if (stream_read(from, buffer, sizeof buffer, &got, &err) < 0) {
            break;
        }
    } while (got > 0);
    stream_close(from);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    const int fd = open_file();
    if (fd < 0 || ftruncate(fd, 0) != 0 || pwrite(fd, data, len, 0) != (ssize_t)len) {
        abort();
    }
    source_list list = {.keep_found = true};
    sources_limit(&list, &(source_limits){.max_expand = EXPAND});
    sources_add(&list, path, NULL);
    for (size_t i = 0; i < list.count; i++) {
        source_probe(&list.items[i], i % 2, 2016, 0);
        read_source(&list.items[i]);
    }
    sources_infer_years(&list);
    sources_order(&list);
    sources_free(&list);
    return 0;
}
