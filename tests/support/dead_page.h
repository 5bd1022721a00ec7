/* Bytes that end where memory ends: reading one too many is a crash. Include before any other header. */
#ifndef DPM_TESTS_DEAD_PAGE_H
#define DPM_TESTS_DEAD_PAGE_H

#ifndef _DEFAULT_SOURCE
#define _DEFAULT_SOURCE
#endif

#include "base/text.h"

#include <criterion/criterion.h>

#include <sys/mman.h>

enum { DEAD_PAGE = 4096 };

typedef struct dead_page {
    char *map;
    size_t cap; /* bytes before the dead page */
} dead_page;

static inline void dead_page_new(dead_page *p, size_t cap)
{
    p->cap = (cap + DEAD_PAGE - 1) / DEAD_PAGE * DEAD_PAGE;
    p->map = mmap(NULL, p->cap + DEAD_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    cr_assert(p->map != MAP_FAILED);
    cr_assert_eq(mprotect(p->map + p->cap, DEAD_PAGE, PROT_NONE), 0);
}

/* `len` bytes of room that end at the dead page. */
static inline char *dead_page_room(const dead_page *p, size_t len)
{
    cr_assert(len <= p->cap);
    return p->map + p->cap - len;
}

/* A copy of `s` that ends there. Overwrites the one before. */
static inline dpm_span dead_page_copy(const dead_page *p, dpm_span s)
{
    char *const at = dead_page_room(p, s.len);
    if (s.len) {
        memcpy(at, s.ptr, s.len);
    }
    return span_of(at, s.len);
}

static inline void dead_page_free(dead_page *p)
{
    munmap(p->map, p->cap + DEAD_PAGE);
}

#endif
