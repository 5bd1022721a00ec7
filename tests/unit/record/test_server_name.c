/* Which name in a sentence is the server's. */
#include "base/text.h"
#include "record/server_name.h"

#include <criterion/criterion.h>

static const struct row {
    const char *message, *name;
} rows[] = {
    {"DPM failed to reach FS01.contoso.com. (ID 41)", "FS01.contoso.com"},
    {"Der Schutz-Agent auf SQL01.contoso.com antwortet nicht", "SQL01.contoso.com"},
    {"DPM \xE3\x81\x8C EX04.contoso.com \xE3\x81\xAB", "EX04.contoso.com"},
    {"SERVER.SUB.CONTOSO.COM:5718", "SERVER.SUB.CONTOSO.COM"},
    {"\\\\fs-1.contoso.com\\share", "fs-1.contoso.com"},
    {"DPM server DPM01.contoso.com cannot reach FS01.contoso.com", "FS01.contoso.com"},
    {"Der DPM-Server DPM01.contoso.com erreicht FS01.contoso.com nicht", "FS01.contoso.com"},
    {"Le serveur DPM DPM01.contoso.com, FS01.contoso.com", "FS01.contoso.com"},
    {"DPM \xE3\x82\xB5\xE3\x83\xBC\xE3\x83\x90\xE3\x83\xBC DPM01.contoso.com", ""},
    {"System.Net.Sockets.SocketException and Microsoft.Internal.Dls.Engine", ""},
    {"version 4.2.1226.0 of setup.2.exe, catalog.1.xml at 192.0.2.10", ""},
    {"contoso.com alone, C:\\logs\\a.b.com, me@mail.contoso.com", ""},
    {"https://pod1.contoso.com/x and pod1.backup.windowsazure.com/", ""},
    {"login.windows.net did not answer", ""},
    {"", ""},
    {"...", ""},
    {"a.b.c", ""},
};

Test(server_name, table)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const dpm_span name = server_name_find(span_str(rows[i].message));
        cr_expect(span_eq(name, span_str(rows[i].name)), "%s: '%.*s'", rows[i].message, (int)name.len, name.ptr ? name.ptr : "");
    }
}
