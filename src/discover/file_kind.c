#include "discover/file_kind.h"

#include "base/text.h"

static const struct ending {
    dpm_span text;
    dpm_entry_kind kind;
} endings[] = {
    {SPAN_INIT(".dmp"), DPM_ENTRY_KIND_DUMP},          {SPAN_INIT(".mdmp"), DPM_ENTRY_KIND_DUMP},
    {SPAN_INIT(".hdmp"), DPM_ENTRY_KIND_DUMP},         {SPAN_INIT(".kdmp"), DPM_ENTRY_KIND_DUMP},
    {SPAN_INIT(".bak"), DPM_ENTRY_KIND_DATABASE},      {SPAN_INIT(".mdf"), DPM_ENTRY_KIND_DATABASE},
    {SPAN_INIT(".ldf"), DPM_ENTRY_KIND_DATABASE},      {SPAN_INIT(".ndf"), DPM_ENTRY_KIND_DATABASE},
    {SPAN_INIT(".trn"), DPM_ENTRY_KIND_DATABASE},      {SPAN_INIT(".edb"), DPM_ENTRY_KIND_DATABASE},
    {SPAN_INIT("dpmdb.tar"), DPM_ENTRY_KIND_DATABASE}, {SPAN_INIT(".sqlite"), DPM_ENTRY_KIND_DATABASE},
    {SPAN_INIT(".etl"), DPM_ENTRY_KIND_TRACE},         {SPAN_INIT(".blg"), DPM_ENTRY_KIND_TRACE},
    {SPAN_INIT(".cap"), DPM_ENTRY_KIND_TRACE},         {SPAN_INIT(".pcap"), DPM_ENTRY_KIND_TRACE},
    {SPAN_INIT(".pcapng"), DPM_ENTRY_KIND_TRACE},      {SPAN_INIT(".trc"), DPM_ENTRY_KIND_TRACE},
    {SPAN_INIT(".xel"), DPM_ENTRY_KIND_TRACE},         {SPAN_INIT(".evt"), DPM_ENTRY_KIND_TRACE},
    {SPAN_INIT(".cer"), DPM_ENTRY_KIND_CERTIFICATE},   {SPAN_INIT(".crt"), DPM_ENTRY_KIND_CERTIFICATE},
    {SPAN_INIT(".pfx"), DPM_ENTRY_KIND_CERTIFICATE},   {SPAN_INIT(".p7b"), DPM_ENTRY_KIND_CERTIFICATE},
    {SPAN_INIT(".pem"), DPM_ENTRY_KIND_CERTIFICATE},   {SPAN_INIT(".vaultcredentials"), DPM_ENTRY_KIND_CERTIFICATE},
    {SPAN_INIT(".exe"), DPM_ENTRY_KIND_PROGRAM},       {SPAN_INIT(".dll"), DPM_ENTRY_KIND_PROGRAM},
    {SPAN_INIT(".sys"), DPM_ENTRY_KIND_PROGRAM},       {SPAN_INIT(".msi"), DPM_ENTRY_KIND_PROGRAM},
    {SPAN_INIT(".msp"), DPM_ENTRY_KIND_PROGRAM},       {SPAN_INIT(".ps1"), DPM_ENTRY_KIND_PROGRAM},
    {SPAN_INIT(".psm1"), DPM_ENTRY_KIND_PROGRAM},      {SPAN_INIT(".cmd"), DPM_ENTRY_KIND_PROGRAM},
    {SPAN_INIT(".bat"), DPM_ENTRY_KIND_PROGRAM},       {SPAN_INIT(".vbs"), DPM_ENTRY_KIND_PROGRAM},
    {SPAN_INIT(".pdf"), DPM_ENTRY_KIND_DOCUMENT},      {SPAN_INIT(".doc"), DPM_ENTRY_KIND_DOCUMENT},
    {SPAN_INIT(".docx"), DPM_ENTRY_KIND_DOCUMENT},     {SPAN_INIT(".xls"), DPM_ENTRY_KIND_DOCUMENT},
    {SPAN_INIT(".xlsx"), DPM_ENTRY_KIND_DOCUMENT},     {SPAN_INIT(".rtf"), DPM_ENTRY_KIND_DOCUMENT},
    {SPAN_INIT(".htm"), DPM_ENTRY_KIND_DOCUMENT},      {SPAN_INIT(".html"), DPM_ENTRY_KIND_DOCUMENT},
    {SPAN_INIT(".mht"), DPM_ENTRY_KIND_DOCUMENT},      {SPAN_INIT(".msg"), DPM_ENTRY_KIND_DOCUMENT},
    {SPAN_INIT(".pst"), DPM_ENTRY_KIND_DOCUMENT},      {SPAN_INIT(".one"), DPM_ENTRY_KIND_DOCUMENT},
    {SPAN_INIT(".png"), DPM_ENTRY_KIND_PICTURE},       {SPAN_INIT(".jpg"), DPM_ENTRY_KIND_PICTURE},
    {SPAN_INIT(".jpeg"), DPM_ENTRY_KIND_PICTURE},      {SPAN_INIT(".bmp"), DPM_ENTRY_KIND_PICTURE},
    {SPAN_INIT(".gif"), DPM_ENTRY_KIND_PICTURE},       {SPAN_INIT(".tif"), DPM_ENTRY_KIND_PICTURE},
};

dpm_entry_kind file_kind_named(dpm_span name)
{
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        if (span_iends(name, endings[i].text)) {
            return endings[i].kind;
        }
    }
    return DPM_ENTRY_KIND_OTHER;
}

bool file_kind_may_tell(dpm_entry_kind kind)
{
    return kind == DPM_ENTRY_KIND_DUMP || kind == DPM_ENTRY_KIND_DATABASE || kind == DPM_ENTRY_KIND_TRACE ||
           kind == DPM_ENTRY_KIND_DOCUMENT;
}
