/* A draft's memory, and the words and values that several sections of a rule file use. */
#include "rules/draft.h"

#include "base/number.h"
#include "base/text.h"

#include <stdlib.h>

void draft_free(draft *d)
{
    arena_free(&d->scratch);
    free(d->items);
    free(d->causes);
    free(d->overrides);
    free(d->codes.items);
    free(d->dpm_ids.items);
}

dpm_status draft_id(const yaml_file *file, const node *map, dpm_span *out)
{
    const node *n;
    TRY(yaml_need(file, map, "id", &n));
    TRY(yaml_text(file, n, out));
    for (size_t i = 0; i < out->len; i++) {
        const char c = out->ptr[i];
        if (!(c >= 'a' && c <= 'z') && !ascii_digit(c) && c != '.' && c != '-') {
            return yaml_fail(file, n, "id '%.60s' may hold only a-z, 0-9, '.' and '-'", out->ptr);
        }
    }
    return DPM_OK;
}

dpm_status draft_class(const yaml_file *file, const node *n, dpm_class *out)
{
    const char *words[DPM_CLASSES];
    for (int i = 0; i < DPM_CLASSES; i++) {
        words[i] = dpm_class_name((dpm_class)i);
    }
    size_t index = 0;
    TRY(yaml_word(file, n, "class", words, DPM_CLASSES, &index));
    *out = (dpm_class)index;
    return DPM_OK;
}

dpm_status draft_strength(const yaml_file *file, const node *map, dpm_strength *out)
{
    static const char *const words[] = {
        [DPM_STRENGTH_WEAK] = "weak", [DPM_STRENGTH_MEDIUM] = "medium", [DPM_STRENGTH_STRONG] = "strong"};
    const node *const n = yaml_get(map, "strength");
    size_t index = DPM_STRENGTH_MEDIUM;
    if (n) {
        TRY(yaml_word(file, n, "strength", words, 3, &index));
    }
    *out = (dpm_strength)index;
    return DPM_OK;
}

dpm_status draft_hresult(const yaml_file *file, const node *n, uint32_t *out)
{
    dpm_span text = {0};
    TRY(yaml_text(file, n, &text));
    uint64_t value = 0;
    if (text.len != 10 || !span_istarts(text, SPAN("0x")) || number_hex(span_from(text, 2), &value) != 8) {
        return yaml_fail(file, n, "'%.60s' is no code: write 0x and 8 hex digits", text.ptr);
    }
    *out = (uint32_t)value;
    return DPM_OK;
}

dpm_status draft_dpm_id(const yaml_file *file, const node *n, uint32_t *out)
{
    uint64_t value = 0;
    TRY(yaml_number(file, n, 1, 999999, &value));
    *out = (uint32_t)value;
    return DPM_OK;
}
