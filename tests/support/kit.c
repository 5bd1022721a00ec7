#define _GNU_SOURCE /* strcasestr */
/* What laws and stage tests share. */
#include "kit.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

static void die(const char *what, const char *path)
{
    fprintf(stderr, "test kit: %s: %s\n", what, path);
    abort();
}

static bool wanted(const char *name)
{
    const size_t len = strlen(name);
    return strcasestr(name, ".errlog") || (len > 4 && strcmp(name + len - 4, ".txt") == 0);
}

typedef struct found {
    fixture *items;
    size_t count, cap, most;
} found;

static void take(found *f, const char *path, size_t size)
{
    if (f->most && size > f->most) {
        return;
    }
    if (f->count == f->cap) {
        f->cap = f->cap ? f->cap * 2 : 64;
        f->items = realloc(f->items, f->cap * sizeof *f->items);
    }
    fixture *const one = &f->items[f->count++];
    snprintf(one->path, sizeof one->path, "%s", path);
    one->bytes = malloc(size + 1);
    one->len = size;
    FILE *const file = fopen(path, "rb");
    if (!file || !one->bytes || fread(one->bytes, 1, size, file) != size) {
        die("cannot read", path);
    }
    fclose(file);
}

static void walk(found *f, const char *folder)
{
    DIR *const dir = opendir(folder);
    if (!dir) {
        die("no folder", folder);
    }
    for (struct dirent *e; (e = readdir(dir));) {
        char path[512];
        struct stat st;
        if (e->d_name[0] == '.' || snprintf(path, sizeof path, "%s/%s", folder, e->d_name) < 0 || stat(path, &st) != 0) {
            continue;
        }
        if (S_ISDIR(st.st_mode)) {
            walk(f, path);
        } else if (wanted(e->d_name)) {
            take(f, path, (size_t)st.st_size);
        }
    }
    closedir(dir);
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const fixture *)a)->path, ((const fixture *)b)->path);
}

fixture *kit_fixtures(size_t most, size_t *count)
{
    found f = {.most = most};
    walk(&f, "fixtures");
    if (f.count == 0) {
        die("no logs below", "fixtures");
    }
    qsort(f.items, f.count, sizeof *f.items, by_path);
    *count = f.count;
    return f.items;
}

void kit_fixtures_free(fixture *all, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(all[i].bytes);
    }
    free(all);
}

dpm_rules *kit_rules(void)
{
    dpm_rules *rules;
    dpm_error err;
    if (dpm_rules_load(&rules, NULL, 0, &err) < 0) {
        die("built-in rules", err.message);
    }
    return rules;
}

dpm_session_options kit_options(void)
{
    return (dpm_session_options){.jobs = 1, .year = 2016, .now = INT64_C(1480000000000)};
}

bool kit_write(void *buffer, const char *bytes, size_t len)
{
    strbuf_add(buffer, (dpm_span){bytes, len});
    return true;
}

bool kit_write_within(void *left, const char *bytes, size_t len)
{
    size_t *const room = left;
    (void)bytes;
    if (len > *room) {
        return false;
    }
    *room -= len;
    return true;
}

static dpm_status report(dpm_session *session, strbuf *json)
{
    dpm_report *r = NULL;
    dpm_status status = dpm_session_report(session, &r, NULL);
    if (status >= 0) {
        status = dpm_report_write_json(r, NULL, kit_write, json, NULL);
    }
    dpm_report_free(r);
    return status < 0 ? status : DPM_OK;
}

static dpm_status feed_all(dpm_session *session, const char *name, dpm_span bytes, size_t step)
{
    dpm_status status = dpm_session_begin(session, name, NULL);
    while (status >= 0 && bytes.len) {
        const size_t len = step && step < bytes.len ? step : bytes.len;
        status = dpm_session_feed(session, (dpm_span){bytes.ptr, len}, NULL);
        bytes.ptr += len;
        bytes.len -= len;
    }
    return status < 0 ? status : dpm_session_end(session, NULL);
}

dpm_status kit_feed(const dpm_rules *rules, const char *name, dpm_span bytes, size_t step, strbuf *json)
{
    const dpm_session_options options = kit_options();
    dpm_session *session = NULL;
    dpm_status status = dpm_session_new(&session, rules, &options, NULL);
    if (status >= 0) {
        status = feed_all(session, name, bytes, step);
    }
    if (status >= 0) {
        status = report(session, json);
    }
    dpm_session_free(session);
    return status;
}

dpm_status kit_run_with(const dpm_rules *rules, const dpm_session_options *options, const char *const *paths, size_t count,
                        strbuf *json)
{
    dpm_session *session = NULL;
    dpm_status status = dpm_session_new(&session, rules, options, NULL);
    for (size_t i = 0; status >= 0 && i < count; i++) {
        status = dpm_session_add(session, paths[i], NULL);
    }
    if (status >= 0) {
        status = dpm_session_run(session, NULL);
    }
    if (status >= 0) {
        status = report(session, json);
    }
    dpm_session_free(session);
    return status;
}

dpm_status kit_run(const dpm_rules *rules, const char *const *paths, size_t count, strbuf *json)
{
    const dpm_session_options options = kit_options();
    return kit_run_with(rules, &options, paths, count, json);
}
