/* Events as rows of CSV, with the columns of the JSON lines. */
#include "output/events/event_forms.h"

#include "base/civil.h"
#include "output/csv.h"

void event_csv_head(sink *out)
{
    sink_adds(out, "time,class,rule,code,code_name,level,pid,tid,module,source,object,task,host,process,path,line,offset,message,"
                   "dpm_id\r\n");
}

void event_csv(sink *out, const dpm_event *e)
{
    csv_row row = {.out = out};
    char time[CIVIL_TEXT + 1] = "", code[EVENT_CODE_TEXT];
    if (e->time != DPM_NO_TIME) {
        civil_iso(e->time, time);
    }
    event_code(e, code);
    csv_word(&row, time);
    csv_word(&row, event_class(e));
    csv_field(&row, e->rule);
    csv_word(&row, code);
    csv_field(&row, e->code_name);
    csv_word(&row, dpm_level_name(e->level));
    csv_field(&row, e->pid);
    csv_field(&row, e->tid);
    csv_field(&row, e->module);
    csv_field(&row, e->source);
    csv_field(&row, e->object);
    csv_field(&row, e->task);
    csv_field(&row, e->host);
    csv_field(&row, e->process);
    csv_field(&row, e->path);
    csv_number(&row, e->line);
    csv_number(&row, e->offset);
    csv_field(&row, e->message);
    if (e->dpm_id) {
        csv_number(&row, e->dpm_id);
    } else {
        csv_word(&row, "");
    }
    csv_end(&row);
}
