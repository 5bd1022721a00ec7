/* Any bytes as what `dpmlog code` reads, and as a line that `dpmlog rules explain` judges. */
#include "dpmlog.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

enum { READINGS = 8 };

static void require(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void check_reading(const dpm_rules *rules, const dpm_code *code)
{
    char text[16];
    dpm_code again[READINGS];
    dpm_span title, fix;
    const bool id = code->kind == DPM_CODE_KIND_DPM_ID;
    const int len = snprintf(text, sizeof text, id ? "ID %" PRIu32 : "0x%08" PRIX32, code->value);
    const size_t count = dpm_code_parse(rules, (dpm_span){text, (size_t)len}, again, READINGS);
    require(count > 0 && again[0].kind == code->kind && again[0].value == code->value && again[0].known == code->known);
    for (size_t i = 0; dpm_code_cause(rules, code, i, &title, &fix).len > 0; i++) {
        require(title.len > 0);
    }
}

static void count(void *context, const dpm_rule_verdict *verdict)
{
    require(verdict->id.len > 0 && (verdict->takes ? !verdict->reason : true));
    *(size_t *)context += 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    static dpm_rules *rules;
    const dpm_span text = {(const char *)data, len};
    dpm_code codes[READINGS];
    size_t verdicts = 0;
    dpm_error err = {0};
    require(rules || dpm_rules_load(&rules, NULL, 0, NULL) >= 0);
    const size_t found = dpm_code_parse(rules, text, codes, READINGS);
    require(found <= READINGS);
    for (size_t i = 0; i < found; i++) {
        check_reading(rules, &codes[i]);
    }
    const dpm_status status = dpm_rules_explain(rules, text, (dpm_span){"DPMRA", 5}, count, &verdicts, &err);
    require(status >= 0 ? verdicts > 0 : err.message[0]);
    return 0;
}
