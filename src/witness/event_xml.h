/* <Event> elements of Windows event logs, as libevtx, wevtutil and Event Viewer write them. This is not an XML parser: the
 * elements are flat, and what is out of order, unknown or cut costs its own text and nothing else. Linear in the text. */
#ifndef DPM_WITNESS_EVENT_XML_H
#define DPM_WITNESS_EVENT_XML_H

#include "base/strbuf.h"
#include "witness/event_record.h"

/* Read one element; `text` begins with "<Event" and ends with "</Event>" or short of it. Values with entities are decoded into
 * `room`, which is cleared first: what is read lives as long as both. False: there is neither a provider nor an ID, or memory ran
 * out (`room->failed`). */
bool event_xml_read(dpm_span text, strbuf *room, event_record *out);

/* The next element of a text: it is cut off `*rest`. With `last` false, one that is not complete stays. Empty: none. */
dpm_span event_xml_next(dpm_span *rest, bool last);

#endif
