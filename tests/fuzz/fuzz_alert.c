/* Any bytes as alert text: as many lines come out as went in, within the room that is promised, whole and cut in two. */
#include "alert/alert.h"

#include "base/text.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void require(bool holds)
{
    if (!holds) {
        abort();
    }
}

static size_t line_ends(dpm_span text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++) {
        const bool pair = text.ptr[i] == '\r' && i + 1 < text.len && text.ptr[i + 1] == '\n';
        count += text.ptr[i] == '\n' || (text.ptr[i] == '\r' && !pair);
    }
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    static char out[ALERT_OUT];
    const dpm_span text = span_head(span_of((const char *)data, len), ALERT_WINDOW);
    uint32_t number = 0, again = 0;
    size_t taken = 0, used = 0;
    const size_t made = alert_to_log(text, true, &number, out, &taken);
    require(made <= ALERT_OUT && taken == text.len && line_ends(span_of(out, made)) == line_ends(text));
    require(number == 0 || made > 0);
    (void)alert_like(text, true);
    while (used < text.len) { /* in two parts */
        const dpm_span rest = span_from(text, used), part = used == 0 ? span_head(rest, rest.len / 2) : rest;
        const size_t some = alert_to_log(part, used > 0 || part.len == rest.len, &again, out, &taken);
        require(some <= ALERT_OUT && taken <= part.len);
        if (taken == 0 && part.len == 0) {
            break;
        }
        used += taken;
    }
    return 0;
}
