/* What a file of a folder or an archive is by its name, where it is no errlog. Only its bytes say whether that is so. */
#include "base/text.h"
#include "archive/file_type.h"
#include "discover/source.h"

static bool has(dpm_span name, dpm_span word)
{
    for (size_t at = 0; at + word.len <= name.len; at++) {
        if (span_istarts(span_from(name, at), word)) {
            return true;
        }
    }
    return false;
}

/* Exports: psSDP's FS01_evt_System.csv, what wevtutil and Event Viewer write. */
static bool is_export(dpm_span name)
{
    const bool form = span_iends(name, SPAN(".xml")) || span_iends(name, SPAN(".csv")) || span_iends(name, SPAN(".txt"));
    return form && (has(name, SPAN("_evt_")) || has(name, SPAN("event")) || has(name, SPAN("evtx")));
}

source_kind witness_named(dpm_span name)
{
    name = name_inside(path_name(name));
    if (span_iends(name, SPAN(".evtx"))) {
        return SOURCE_EVENTS;
    }
    return is_export(name) ? SOURCE_EXPORT : SOURCE_LOG;
}
