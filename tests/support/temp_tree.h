/* A folder of its own for a test, with files in it, and its removal. Include before any other header. */
#ifndef DPM_TESTS_TEMP_TREE_H
#define DPM_TESTS_TEMP_TREE_H

#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700
#endif

#include "base/text.h"

#include <criterion/criterion.h>

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { TREE_PATH = 4096 };

typedef struct temp_tree {
    char root[256];
    char path[TREE_PATH]; /* of the latest tree_path */
} temp_tree;

/* The underscore keeps the folder from looking like a host. */
static inline void tree_new(temp_tree *t)
{
    const char *const base = getenv("TMPDIR");
    snprintf(t->root, sizeof t->root, "%s/dpmlog_XXXXXX", base ? base : P_tmpdir);
    cr_assert_not_null(mkdtemp(t->root));
}

/* The full path of `name`; valid until the next call. "" is the root. */
static inline const char *tree_path(temp_tree *t, const char *name)
{
    snprintf(t->path, sizeof t->path, "%s%s%s", t->root, *name ? "/" : "", name);
    return t->path;
}

/* Make the folders on the way to `path`. */
static inline void tree_make_way(char *path)
{
    for (char *at = path + 1; (at = strchr(at, '/')) != NULL; at++) {
        *at = '\0';
        mkdir(path, 0700);
        *at = '/';
    }
}

/* Write a file, with the folders on the way to it. Returns its path. */
static inline const char *tree_write(temp_tree *t, const char *name, dpm_span bytes)
{
    tree_path(t, name);
    tree_make_way(t->path);
    FILE *const file = fopen(t->path, "wb");
    cr_assert_not_null(file, "%s", t->path);
    cr_assert_eq(fwrite(bytes.ptr ? bytes.ptr : "", 1, bytes.len, file), bytes.len);
    cr_assert_eq(fclose(file), 0);
    return t->path;
}

static inline const char *tree_folder(temp_tree *t, const char *name)
{
    tree_path(t, name);
    tree_make_way(t->path);
    mkdir(t->path, 0700);
    return t->path;
}

/* Seconds since 1970. */
static inline void tree_set_mtime(const char *path, long long seconds)
{
    const struct timespec times[2] = {{.tv_sec = (time_t)seconds}, {.tv_sec = (time_t)seconds}};
    cr_assert_eq(utimensat(AT_FDCWD, path, times, 0), 0);
}

static inline int tree_remove(const char *path, const struct stat *info, int kind, struct FTW *where)
{
    (void)info;
    (void)kind;
    (void)where;
    return remove(path);
}

static inline void tree_free(temp_tree *t)
{
    nftw(t->root, tree_remove, 16, FTW_DEPTH | FTW_PHYS);
}

#endif
