/* One table: records, alerts and redaction know the same words. */
#include "base/error_words.h"

#include "base/text.h"

const dpm_span error_words[] = {
    SPAN_INIT("error"),
    SPAN_INIT("fehler"),
    SPAN_INIT("erreur"),
    SPAN_INIT("errore"),
    SPAN_INIT("erro"),
    SPAN_INIT("fout"),
    SPAN_INIT("fel"),
    SPAN_INIT("fejl"),
    SPAN_INIT("feil"),
    SPAN_INIT("virhe"),
    SPAN_INIT("hiba"),
    SPAN_INIT("hata"),
    SPAN_INIT("chyba"),
    SPAN_INIT("b\xC5\x82\xC4\x85"
              "d") /* Polish */,
    SPAN_INIT("B\xC5\x82\xC4\x85"
              "d"),
    SPAN_INIT("\xD0\x9E\xD1\x88\xD0\xB8\xD0\xB1\xD0\xBA\xD0\xB0") /* Russian */,
    SPAN_INIT("\xD0\xBE\xD1\x88\xD0\xB8\xD0\xB1\xD0\xBA\xD0\xB0"),
    SPAN_INIT("\xD0\xBE\xD1\x88\xD0\xB8\xD0\xB1\xD0\xBA\xD0\xB8"),
    SPAN_INIT("\xE3\x82\xA8\xE3\x83\xA9\xE3\x83\xBC") /* Japanese */,
    SPAN_INIT("\xE9\x94\x99\xE8\xAF\xAF") /* Chinese */,
    SPAN_INIT("\xE9\x8C\xAF\xE8\xAA\xA4"),
    SPAN_INIT("\xEC\x98\xA4\xEB\xA5\x98") /* Korean */,
    SPAN_INIT("\xCE\xA3\xCF\x86\xCE\xAC\xCE\xBB\xCE\xBC\xCE\xB1") /* Greek */,
    {0},
};
