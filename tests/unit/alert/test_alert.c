/* Alert text, as it is pasted, to the records that are made of it. */
#include "alert/alert.h"

#include "base/text.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

/* The messages of the records, each ended by a '|'; "-" for lines without one. */
static const char *messages(const char *text, size_t *lines)
{
    static char out[ALERT_OUT], all[4096];
    uint32_t number = 0;
    size_t taken;
    const size_t made = alert_to_log(span_str(text), true, &number, out, &taken);
    all[0] = '\0';
    *lines = 0;
    for (dpm_span rest = span_of(out, made); rest.len;) {
        const cut c = span_cut(rest, '\n');
        const size_t level = span_find(c.head, SPAN("WARNING\t"));
        if (c.head.len) {
            cr_assert(span_starts(c.head, SPAN("0000\t000")) && level != SIZE_MAX, "%.*s", (int)c.head.len, c.head.ptr);
            strncat(all, c.head.ptr + level + 8, c.head.len - level - 8);
            strcat(all, "|");
        }
        *lines += c.found;
        rest = c.tail;
    }
    return all;
}

static const struct row {
    const char *text, *want;
} rows[] = {
    {"A failed. (ID 43 Details: Internal error code: 0x8099090E)\n",
     "A failed. (ID 43 Details: Internal error code: 0x8099090E)|"},
    {"A. (ID 41 Details: x (0x80072746))\nB. (ID 42 Details: y (0x80070005))\n",
     "A. (ID 41 Details: x (0x80072746))|B. (ID 42 Details: y (0x80070005))|"},
    /* wrapped, inside the brackets too */
    {"A was\nwrapped (ID 52\nDetails: The time\nout (0x80072746))\nB (ID 53 Details: z (0x80070079))",
     "A was wrapped (ID 52 Details: The time out (0x80072746))|B (ID 53 Details: z (0x80070079))|"},
    /* quoted, with bullets, numbers, bars, quotation marks */
    {"> > A (ID: 34513)\n* B (ID 106)\n  - C (ID 107)\n\xE2\x80\xA2 D (ID 108)\n2. E (ID 109)\n\"F (ID 110)\"\n| G (ID 111) |\n",
     "A (ID: 34513)|B (ID 106)|C (ID 107)|D (ID 108)|E (ID 109)|F (ID 110)|G (ID 111)|"},
    /* labels; the first one again begins the next alert */
    {"Affected area:\tD:\\\nOccurred since:\t6/2/2024 2:04:03 AM\nDescription: S failed. (ID 3115)\nDPM: denied. (ID 42 Details: "
     "(0x80070005))\nAffected area:\tE:\\\nDescription: T. (ID 3106)\n",
     "Affected area: D:\\ Occurred since: 6/2/2024 2:04:03 AM Description: S failed. (ID 3115) DPM: denied. (ID 42 Details: "
     "(0x80070005))|Affected area: E:\\ Description: T. (ID 3106)|"},
    /* the title of an alert and what it says of the same machine; another machine is another alert */
    {"R of fs01.contoso.com (ID 3106)\nA of fs01.contoso.com (ID 43 Details: 0x8099090E)\n",
     "R of fs01.contoso.com (ID 3106) A of fs01.contoso.com (ID 43 Details: 0x8099090E)|"},
    {"R of fs01.contoso.com (ID 3106)\nA of ex01.contoso.com (ID 43 Details: 0x8099090E)\n",
     "R of fs01.contoso.com (ID 3106)|A of ex01.contoso.com (ID 43 Details: 0x8099090E)|"},
    /* errors by their number, in any language; what follows belongs to them */
    {"Install on FS01 failed:\nError 319: The operation\nfailed.\nError details: RPC (0x800706BA)\nRecommended action: 1) x\n",
     "Install on FS01 failed: Error 319: The operation failed. Error details: RPC (0x800706BA) Recommended action: 1) x (ID "
     "319)|"},
    {"Fehler 319: Der\xC2\xA0Vorgang\n", "Fehler 319: Der Vorgang (ID 319)|"},
    {"Erreur 347 : x\n\nErreur 319 : y\n", "Erreur 347 : x (ID 347)|Erreur 319 : y (ID 319)|"},
    {"\xE3\x82\xA8\xE3\x83\xA9\xE3\x83\xBC 33424: x\n", "\xE3\x82\xA8\xE3\x83\xA9\xE3\x83\xBC 33424: x (ID 33424)|"},
    /* full-width brackets, digits and colons; blanks of any kind */
    {"x\xEF\xBC\x88"
     "ID 112 y: \xEF\xBC\x90x80070005\xEF\xBC\x89\n",
     "x(ID 112 y: 0x80070005)|"},
    {"x (ID\xC2\xA0"
     "52 D\xC3\xA9tails\xC2\xA0: y (0x80072746))\n",
     "x (ID 52 D\xC3\xA9tails : y (0x80072746))|"},
    /* a code behind an empty line completes the error before it; other words say nothing */
    {"Error 319: x\n\nDetails: (0x800706BA)\n\nKind regards\n", "Error 319: x Details: (0x800706BA) (ID 319)|"},
    {"Hello,\n\nwe see this.\n\nA (ID 43 Details: 0x8099090E)\n", "A (ID 43 Details: 0x8099090E)|"},
    /* columns of a table */
    {"Severity  Description\n--------  -----------\nError  A (ID 43 Details: x (0x8099090E))\nError  B (ID 53 Details: y)\n",
     "Error A (ID 43 Details: x (0x8099090E))|Error B (ID 53 Details: y)|"},
    /* a mail's transfer encoding */
    {"Content-Transfer-Encoding: quoted-printable\n\nL'agent ne r=C3=A9pond pas (ID 43 D=C3=A9tails : 0x8099=\n090E)\n",
     "Content-Transfer-Encoding: quoted-printable L'agent ne r\xC3\xA9pond pas (ID 43 D\xC3\xA9tails : 0x8099090E)|"},
    /* nothing */
    {"", ""},
    {"\n\n\n", ""},
    {"Hello world\nProcess ID 43, Event ID: 7 and GUID 12\nLine 12: x\n0x70070005 0x8007000 0x80070005A\n", ""},
};

Test(alert, messages)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t lines, ends = 0;
        cr_expect_str_eq(messages(rows[i].text, &lines), rows[i].want, "row %zu", i);
        for (const char *at = rows[i].text; *at; at++) {
            ends += *at == '\n';
        }
        cr_expect_eq(lines, ends, "row %zu: %zu lines, not %zu", i, lines, ends);
        cr_expect_eq(alert_like(span_str(rows[i].text), false), rows[i].want[0] != '\0', "row %zu", i);
    }
}

/* A record is at the line where its alert begins, and parts make the same of a text as the whole. */
Test(alert, parts)
{
    static char text[ALERT_WINDOW], out[ALERT_OUT], whole[ALERT_OUT];
    size_t len = 0, taken = 0, made = 0, used = 0;
    uint32_t number = 0;
    while (len < 20000) {
        len += (size_t)snprintf(text + len, sizeof text - len,
                                "DPM could not reach\r\nfs%zu.contoso.com (ID 41 Details: x\r\n(0x80072746))\r\n", len);
    }
    const size_t all = alert_to_log(span_of(text, len), true, &number, whole, &taken);
    cr_assert(taken == len && number > 100);
    number = 0;
    for (size_t part = 700; used < len; used += taken) {
        const dpm_span rest = span_head(span_of(text + used, len - used), part);
        made += alert_to_log(rest, used + rest.len == len, &number, out + made, &taken);
        cr_assert(taken > 0 && taken <= rest.len);
    }
    cr_assert(made == all && memcmp(out, whole, all) == 0);
    cr_assert(
        span_starts(span_from(span_of(whole, all), span_find(span_of(whole, all), SPAN("\n\n\n")) + 3), SPAN("0000\t0002\t")));
}

Test(alert, found_in_a_folder)
{
    static const struct {
        const char *text;
        bool named, found;
    } looks[] = {
        {"Replica inconsistent (ID 3106)", true, true},
        {"ID 43", true, false},
        {"Setup failed with 0x80070005", true, false},
        {"2024-06-02 10:00:00, Info CBS Failed [HRESULT = 0x800f0805]", true, false},
        {"GET /index.html 200", false, false},
    };
    for (size_t i = 0; i < sizeof looks / sizeof *looks; i++) {
        cr_expect_eq(alert_like(span_str(looks[i].text), false), looks[i].named, "%s", looks[i].text);
        cr_expect_eq(alert_like(span_str(looks[i].text), true), looks[i].found, "%s", looks[i].text);
    }
}
