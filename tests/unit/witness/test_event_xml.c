/* Elements of event logs, whole, odd and broken. */
#include "base/civil.h"
#include "base/text.h"
#include "witness/event_xml.h"

#include <criterion/criterion.h>

static bool is(dpm_span s, const char *text)
{
    return span_eq(s, span_str(text));
}

static const char whole[] =
    "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider "
    "Name='Microsoft-Windows-DistributedCOM' Guid='{1B562E86}' EventSourceName='DCOM'/><EventID "
    "Qualifiers='0'>10028</EventID><Level>2</Level><TimeCreated SystemTime='2024-06-14T02:40:00.1234567Z'/>"
    "<EventRecordID>77</EventRecordID><Execution ProcessID='616' ThreadID='1696'/><Channel>System</Channel>"
    "<Computer>FS01.contoso.com</Computer></System><EventData><Data Name='param1'>SQL01 &amp; "
    "&lt;&#x41;&#228;&gt;</Data><Data/><Binary>E107</Binary><Data>3</Data></EventData><RenderingInfo "
    "Culture='de-DE'><Message>Keine Antwort von SQL01</Message><Level>Fehler</Level></RenderingInfo></Event>";

Test(witness_xml, all_members)
{
    strbuf room = {0};
    event_record e;
    cr_assert(event_xml_read(span_str(whole), &room, &e));
    cr_expect(is(e.provider, "DistributedCOM"));
    cr_expect_eq(e.id, 10028);
    cr_expect_eq(e.level, DPM_LEVEL_FATAL);
    cr_expect_eq(e.number, 77);
    cr_expect_eq(e.pid, 616);
    cr_expect_eq(e.tid, 1696);
    cr_expect(is(e.channel, "System"));
    cr_expect(is(e.computer, "FS01.contoso.com"));
    cr_expect_eq(e.time, civil_to_ms((civil){2024, 6, 14, 2, 40, 0, 123}));
    cr_assert_eq(e.data_count, 3);
    cr_expect(is(e.data[0].name, "param1") && is(e.data[0].value, "SQL01 & <A\xC3\xA4>"));
    cr_expect(is(e.data[1].value, "") && is(e.data[2].value, "3"));
    cr_expect(is(e.message, "Keine Antwort von SQL01"));
    strbuf_free(&room);
}

/* Cut anywhere: never more than was there, and never a fault. */
Test(witness_xml, cut_anywhere)
{
    strbuf room = {0};
    event_record e;
    for (size_t len = 0; len < sizeof whole; len++) {
        if (event_xml_read(span_of(whole, len), &room, &e)) {
            cr_expect(e.data_count <= 3);
        }
    }
    strbuf_free(&room);
}

Test(witness_xml, elements_of_a_text)
{
    dpm_span rest = SPAN("<?xml?><Events><Event><EventID>1</EventID></Event>x<EventRecordID><Event a='b'>2</Event><Event >3");
    cr_expect(is(event_xml_next(&rest, false), "<Event><EventID>1</EventID></Event>"));
    cr_expect(is(event_xml_next(&rest, false), "<Event a='b'>2</Event>"));
    cr_expect_eq(event_xml_next(&rest, false).len, 0);
    cr_expect(is(rest, "<Event >3"));
    cr_expect(is(event_xml_next(&rest, true), "<Event >3"));
}
