/* The sink: all bytes arrive in order, whatever their sizes; the first failure stays, and nothing is written after it. */
#include "output/sink.h"

#include "base/strbuf.h"
#include "base/text.h"

#include <criterion/criterion.h>

typedef struct target {
    strbuf got;
    size_t calls, fail_at; /* 0: never */
} target;

static bool take(void *context, const char *bytes, size_t len)
{
    target *const t = context;
    t->calls++;
    cr_assert_gt(len, 0u, "empty writes are for nothing");
    strbuf_add(&t->got, span_of(bytes, len));
    return t->calls != t->fail_at;
}

Test(report_sink, sizes)
{
    static const size_t sizes[] = {0, 1, 100, SINK_BYTES - 1, SINK_BYTES, SINK_BYTES + 1, 3 * SINK_BYTES + 7, 5};
    static char bytes[4 * SINK_BYTES];
    target t = {0};
    strbuf want = {0};
    sink s;
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (char)('a' + i % 23);
    }
    sink_init(&s, take, &t);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        sink_add(&s, span_of(bytes + i, sizes[i]));
        strbuf_add(&want, span_of(bytes + i, sizes[i]));
    }
    cr_assert_eq(sink_end(&s, NULL), DPM_OK);
    cr_expect(span_eq(strbuf_span(&want), strbuf_span(&t.got)), "%zu of %zu bytes", t.got.len, want.len);
    strbuf_free(&want);
    strbuf_free(&t.got);
}

Test(report_sink, the_first_failure_stays)
{
    for (size_t fail_at = 1; fail_at <= 3; fail_at++) {
        target t = {.fail_at = fail_at};
        dpm_error err = {0};
        sink s;
        sink_init(&s, take, &t);
        for (size_t i = 0; i < 3 * SINK_BYTES; i++) {
            sink_adds(&s, "x");
        }
        sink_fail(&s, DPM_ENOMEM); /* comes too late */
        cr_expect_eq(sink_end(&s, &err), fail_at < 3 ? DPM_EIO : DPM_ENOMEM, "fail_at %zu", fail_at);
        cr_expect_eq(t.calls, fail_at < 3 ? fail_at : 2, "fail_at %zu: %zu calls", fail_at, t.calls);
        cr_expect(err.message[0]);
        strbuf_free(&t.got);
    }
}
