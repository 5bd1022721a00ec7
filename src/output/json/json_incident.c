/* What JSON says of an incident beside its members. */
#include "output/json/json_incident.h"

#include "base/number.h"
#include "model/labels.h"

void json_incident_more(json_writer *w, const void *incident)
{
    const dpm_incident *const i = incident;
    if (i->dpm_id) {
        json_unsigned(w, "dpm_id", i->dpm_id);
    } else {
        json_null(w, "dpm_id");
    }
    if (i->code) {
        char code[2 + HEX_TEXT + 1] = "0x";
        hex_text(i->code, HEX_TEXT, code + 2);
        json_text(w, "code", code);
    } else {
        json_null(w, "code");
    }
    strbuf job = {0};
    label_job(i, &job);
    if (job.failed) {
        sink_fail(w->out, DPM_ENOMEM);
    }
    json_span(w, "job", strbuf_span(&job));
    strbuf_free(&job);
}
