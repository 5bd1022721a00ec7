/* Files as streams, small and large, and those that are not what they were when they were opened. */
#include "../../support/temp_tree.h"

#include "../archive/archive_support.h"

#include "io/streams.h"

static const size_t sizes[] = {0, 1, 511, 512, 16383, 16384, 16385, 70000};

static void fill(char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        bytes[i] = (char)(i * 2654435761u >> 13);
    }
}

/* Opened with `size` bytes, then made `now` long. */
static void expect_file(size_t size, size_t now, size_t step)
{
    static char bytes[100000];
    temp_tree t;
    os_file *file;
    stream *s;
    strbuf text = {0};
    fill(bytes, sizeof bytes);
    tree_new(&t);
    const char *const path = tree_write(&t, "f", span_of(bytes, size));
    cr_assert_eq(os_open(&file, path, NULL), DPM_OK);
    cr_expect_eq(os_opened(file)->size, size);
    if (now != size) {
        cr_assert_eq(truncate(path, (off_t)now), 0);
        fill(bytes, now < size ? now : size);
        memset(bytes + size, 0, now > size ? now - size : 0);
    }
    cr_assert_eq(stream_file(&s, file, NULL), DPM_OK);
    cr_expect_eq(slurp(s, step, &text, NULL), DPM_OK);
    cr_expect_eq(text.len, now, "%zu bytes of %zu, once %zu", text.len, now, size);
    cr_expect(text.len != now || now == 0 || memcmp(text.ptr, bytes, now) == 0, "%zu, once %zu", now, size);
    strbuf_free(&text);
    tree_free(&t);
}

Test(io_streams, files)
{
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
            expect_file(sizes[i], sizes[k], 1000);
        }
        expect_file(sizes[i], sizes[i], 7);
    }
}

Test(io_streams, a_head_with_nothing_behind_it)
{
    stream *s;
    strbuf text = {0};
    cr_assert_eq(stream_replay(&s, SPAN("head"), NULL, NULL, NULL), DPM_OK);
    cr_expect_eq(slurp(s, 3, &text, NULL), DPM_OK);
    cr_expect_str_eq(text.ptr, "head");
    strbuf_free(&text);
}
