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
    {"the operation failed on computer HV01 (ID 308)", "HV01"},
    {"Cannot connect | Params: {Server: = [SQL01.contoso]", "SQL01.contoso"},
    {"Server Name = FILESTORE, x", "FILESTORE"},
    {"ComputerName: FS01", "FS01"},
    {"PSName FS01", "FS01"},
    {"auf dem Zielserver HV01", "HV01"},
    {"l'ordinateur HV01 et FS01.contoso.com", "HV01"},
    {"\xE3\x82\xB5\xE3\x83\xBC\xE3\x83\x90\xE3\x83\xBC HV01 \xE3\x81\xAB", "HV01"},
    {"\xE3\x82\xB3\xE3\x83\xB3\xE3\x83\x94\xE3\x83\xA5\xE3\x83\xBC\xE3\x82\xBFHV01", "HV01"},
    {"\xD1\x81\xD0\xB5\xD1\x80\xD0\xB2\xD0\xB5\xD1\x80\xD0\xB5 HV01", "HV01"},
    {"\xD0\x9A\xD0\xBE\xD0\xBC\xD0\xBF\xD1\x8C\xD1\x8E\xD1\x82\xD0\xB5\xD1\x80 HV01", "HV01"},
    {"DPM server DPMX1, computer EX01", "EX01"},
    {"virtual machine VM01", ""},
    {"the service MSSQLSERVER and server DPMRA, server ABC, server 2016", ""},
    {"HV01 alone, SERVER1", ""},
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
