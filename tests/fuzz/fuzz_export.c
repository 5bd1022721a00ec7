/* Any bytes as an export of a Windows event log, in each of its forms: no more is taken than there is, whole and cut in two. */
#include "witness/event_export.h"

#include "base/text.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

enum { TEXT_MAX = 64 << 10 };

static void require(bool holds)
{
    if (!holds) {
        abort();
    }
}

static const dpm_rules *rules(void)
{
    static dpm_rules *loaded;
    require(loaded || dpm_rules_load(&loaded, NULL, 0, NULL) == DPM_OK);
    return loaded;
}

static size_t take(export_form form, witness_text *w, export_table *t, dpm_span text, bool last)
{
    return form == EXPORT_XML    ? event_xml_take(w, text, last)
           : form == EXPORT_TEXT ? event_text_take(w, text, last)
                                 : event_table_take(w, t, DATE_UNKNOWN, text, last);
}

static void read_as(export_form form, dpm_span text)
{
    witness_text w = {.rules = rules(), .most = TEXT_MAX, .first = DPM_NO_TIME, .last = DPM_NO_TIME};
    export_table table = {0};
    const size_t half = take(form, &w, &table, span_head(text, text.len / 2), false);
    require(half <= text.len / 2);
    const dpm_span rest = span_from(text, half);
    require(take(form, &w, &table, rest, true) <= rest.len);
    require(w.kept + w.lost <= w.records && w.lines.len <= TEXT_MAX);
    require(witness_text_sort(&w));
    witness_text_free(&w);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    const dpm_span text = span_head(span_of((const char *)data, len), TEXT_MAX);
    (void)event_export_form(text);
    read_as(EXPORT_XML, text);
    read_as(EXPORT_TEXT, text);
    read_as(EXPORT_CSV, text);
    return 0;
}
