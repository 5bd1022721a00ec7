/* A report as a summary: its facts, member by member as the shapes have them, a value a line.
 *
 *     dpmlog.summary/1 7a09e2b4 which form this is, and of which tables
 *     12                        a number; a list is its length and then its items; - is no time
 *     5:FS01\n                  a text: its length, then its bytes, whatever they are
 *     2 0 3 17 1                counts over time: how many are not 0, then each as how far from the last, and
 *                               the count; - for none
 *     end                       what is cut short lacks it */
#include "model/report_schema.h"

#include "base/strbuf.h"
#include "base/text.h"
#include "dpmlog/merge.h"
#include "merge/summary.h"
#include "output/sink.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

typedef struct writer {
    sink *out;
    size_t bucket_count;
} writer;

static void put_unsigned(writer *w, uint64_t value, const char *end)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRIu64 "%s", value, end);
    sink_adds(w->out, text);
}

static void put_time(writer *w, int64_t ms)
{
    if (ms == DPM_NO_TIME) {
        sink_adds(w->out, "-\n");
    } else {
        put_unsigned(w, (uint64_t)ms, "\n");
    }
}

static void put_span(writer *w, dpm_span text)
{
    put_unsigned(w, text.len, ":");
    sink_add(w->out, text);
    sink_adds(w->out, "\n");
}

static void put_buckets(writer *w, const uint32_t *buckets)
{
    size_t filled = 0, last = 0;
    if (!buckets) {
        sink_adds(w->out, "-\n");
        return;
    }
    for (size_t i = 0; i < w->bucket_count; i++) {
        filled += buckets[i] > 0;
    }
    put_unsigned(w, filled, "");
    for (size_t i = 0; i < w->bucket_count; i++) {
        if (buckets[i]) {
            sink_adds(w->out, " ");
            put_unsigned(w, i - last, " ");
            put_unsigned(w, buckets[i], "");
            last = i;
        }
    }
    sink_adds(w->out, "\n");
}

/* A member of another structure's kind: its own shape is one level deeper, and there are five. */
static void put_struct(writer *w, const struct_schema *s, const char *at);

static void put_list(writer *w, const field *f, const char *at)
{
    const size_t count = field_length(f, at);
    put_unsigned(w, count, "\n");
    for (size_t i = 0; i < count; i++) {
        put_struct(w, f->inner, field_item(f, at, i));
    }
}

static void put_field(writer *w, const field *f, const char *at)
{
    const char *const place = at + f->offset;
    switch (f->kind) {
    case FIELD_BOOL: put_unsigned(w, *(const bool *)place, "\n"); break;
    case FIELD_U32: put_unsigned(w, *(const uint32_t *)(const void *)place, "\n"); break;
    case FIELD_ENUM: put_unsigned(w, *(const unsigned *)(const void *)place, "\n"); break;
    case FIELD_U64:
    case FIELD_DOUBLE: put_unsigned(w, *(const uint64_t *)(const void *)place, "\n"); break;
    case FIELD_SIZE:
    case FIELD_BUCKET_COUNT: put_unsigned(w, *(const size_t *)(const void *)place, "\n"); break;
    case FIELD_TIME: put_time(w, *(const int64_t *)(const void *)place); break;
    case FIELD_SPAN: put_span(w, *(const dpm_span *)(const void *)place); break;
    case FIELD_NUMBERS:
        for (size_t i = 0; i < f->limit; i++) {
            put_unsigned(w, ((const uint64_t *)(const void *)place)[i], "\n");
        }
        break;
    case FIELD_NESTED: put_struct(w, f->inner, place); break;
    case FIELD_LIST:
    case FIELD_ROWS: put_list(w, f, at); break;
    case FIELD_BUCKETS:
        for (size_t i = 0; i < f->limit; i++) {
            put_buckets(w, ((const uint32_t *const *)(const void *)place)[i]);
        }
        break;
    }
}

static void put_struct(writer *w, const struct_schema *s, const char *at)
{
    for (size_t i = 0; i < s->field_count; i++) {
        put_field(w, &s->fields[i], at);
    }
}

dpm_status summary_write(const dpm_report_data *facts, dpm_write_fn write, void *context, dpm_error *err)
{
    sink out;
    sink_init(&out, write, context);
    writer w = {&out, facts->timeline.bucket_count};
    char mark[SUMMARY_MARK];
    snprintf(mark, sizeof mark, " %08" PRIx32 "\n", schema_mark(&report_schema));
    sink_adds(&out, SUMMARY_HEAD);
    sink_adds(&out, mark);
    put_struct(&w, &report_schema, (const char *)facts);
    sink_adds(&out, SUMMARY_END "\n");
    return sink_end(&out, err);
}

dpm_status dpm_report_write_summary(const dpm_report *report, dpm_write_fn write, void *context, dpm_error *err)
{
    TRY(sink_check(report, NULL, write, err));
    return summary_write(dpm_report_get_data(report), write, context, err);
}
