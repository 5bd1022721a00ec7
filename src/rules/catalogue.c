/* What codes, DPM IDs and names mean: asked of the rule files first, then of the tables, the latest first. */
#include "base/text.h"
#include "rules/rules.h"

static const code_entry *find(const code_entry *list, size_t count, uint32_t value)
{
    size_t low = 0, high = count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (list[middle].value < value) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < count && list[low].value == value ? &list[low] : NULL;
}

static dpm_statement statement_of(dpm_span word)
{
    int s = DPM_STATEMENT_SUCCESS;
    while (s > DPM_STATEMENT_FAILURE && !span_eq(word, span_str(dpm_statement_name((dpm_statement)s)))) {
        s--;
    }
    return (dpm_statement)s;
}

/* A row as an entry. The class `other` decides nothing. */
static code_entry entry_of(const code_table *t, dpm_span row)
{
    code_entry e = {.cls = DPM_CLASS_OTHER};
    const dpm_span number = code_table_cell(t, row, COLUMN_NUMBER);
    if (number.len) {
        code_table_number(number, &e.value);
    }
    e.has_class = dpm_class_find(code_table_cell(t, row, COLUMN_CLASS), &e.cls) && e.cls != DPM_CLASS_OTHER;
    e.statement = statement_of(code_table_cell(t, row, COLUMN_KIND));
    e.name = code_table_cell(t, row, COLUMN_NAME);
    e.meaning = code_table_cell(t, row, COLUMN_MEANING);
    e.action = code_table_cell(t, row, COLUMN_ACTION);
    return e;
}

/* The entry of a number. A table without meanings only lends its name to an entry without one. */
static bool look_up(const dpm_rules *rules, code_table_kind kind, const code_entry *own, uint32_t value, code_entry *out)
{
    bool found = own != NULL;
    dpm_span lent = {0};
    *out = own ? *own : (code_entry){.value = value, .cls = DPM_CLASS_OTHER};
    for (size_t i = rules->table_count; i-- > 0;) {
        const code_table *const t = &rules->tables[i];
        const dpm_span row = t->kind == kind ? code_table_find(t, value) : (dpm_span){0};
        if (row.len && t->place[COLUMN_MEANING] == TABLE_COLUMNS) {
            lent = lent.len ? lent : code_table_cell(t, row, COLUMN_NAME);
        } else if (row.len && !found) {
            *out = entry_of(t, row);
            found = true;
        }
    }
    out->name = out->name.len ? out->name : lent;
    return found || lent.len > 0;
}

bool rules_code(const dpm_rules *rules, uint32_t hresult, code_entry *out)
{
    return look_up(rules, TABLE_CODES, find(rules->codes, rules->code_count, hresult), hresult, out);
}

bool rules_dpm_id(const dpm_rules *rules, uint32_t id, code_entry *out)
{
    return look_up(rules, TABLE_IDS, find(rules->dpm_ids, rules->dpm_id_count, id), id, out);
}

static bool named_in(const code_entry *list, size_t count, dpm_span name, code_entry *out)
{
    for (size_t i = 0; i < count; i++) {
        if (span_ieq(list[i].name, name)) {
            *out = list[i];
            return true;
        }
    }
    return false;
}

bool rules_named(const dpm_rules *rules, dpm_span name, dpm_code_kind *kind, code_entry *out)
{
    *out = (code_entry){.cls = DPM_CLASS_OTHER};
    if (!name.len) {
        return false;
    }
    *kind = DPM_CODE_KIND_HRESULT;
    if (named_in(rules->codes, rules->code_count, name, out)) {
        return true;
    }
    *kind = DPM_CODE_KIND_DPM_ID;
    if (named_in(rules->dpm_ids, rules->dpm_id_count, name, out)) {
        return true;
    }
    for (size_t i = rules->table_count; i-- > 0;) {
        const code_table *const t = &rules->tables[i];
        const dpm_span row = code_table_find_name(t, name);
        if (row.len) {
            *out = entry_of(t, row);
            *kind = t->kind == TABLE_IDS     ? DPM_CODE_KIND_DPM_ID
                    : t->kind == TABLE_CODES ? DPM_CODE_KIND_HRESULT
                                             : DPM_CODE_KIND_EXCEPTION;
            /* a table of names knows no more than that */
            return *kind != DPM_CODE_KIND_HRESULT || rules_code(rules, out->value, out);
        }
    }
    return false;
}

/* What can be said of a code that no table holds. */
static dpm_span facility_words(uint32_t hresult)
{
    static const struct facility {
        uint32_t number;
        const char *words;
    } facilities[] = {
        {1, "RPC or COM remoting error that is in no table"},
        {2, "COM dispatch error that is in no table"},
        {3, "COM storage error that is in no table"},
        {4, "error of one interface (FACILITY_ITF): its meaning depends on who returned it"},
        {7, "Windows (Win32) error that is in no table"},
        {8, "Windows system error that is in no table"},
        {9, "security (SSPI) error that is in no table"},
        {0x13, "managed (.NET) error that is in no table"},
        {0x77, "error of SQL Server's virtual backup device that is in no table"},
        {0x78, "Windows Server Backup or MARS code, meaning not public"},
        {0x99, "DPM internal code, meaning not public"},
    };
    for (size_t i = 0; i < sizeof facilities / sizeof facilities[0]; i++) {
        if (hresult >> 31 && facilities[i].number == (hresult >> 16 & 0x7FF)) {
            return span_str(facilities[i].words);
        }
    }
    return (dpm_span){0};
}

void rules_describe(dpm_code_kind kind, const code_entry *e, bool known, dpm_code *out)
{
    *out = (dpm_code){.kind = kind, .value = e->value, .known = known, .statement = e->statement};
    out->class_name = span_str(dpm_class_name(e->cls));
    out->name = e->name;
    out->meaning = e->meaning;
    out->action = e->action;
    if (known && kind == DPM_CODE_KIND_DPM_ID && !e->meaning.len) {
        out->meaning = SPAN("The catalogue has no text for this ID, only its internal name.");
    }
    if (!known && kind == DPM_CODE_KIND_HRESULT) {
        out->meaning = facility_words(e->value);
    }
}

void dpm_code_lookup(const dpm_rules *rules, dpm_code_kind kind, uint32_t value, dpm_code *out)
{
    code_entry e = {.value = value, .cls = DPM_CLASS_OTHER};
    const bool known = kind == DPM_CODE_KIND_HRESULT  ? rules_code(rules, value, &e)
                       : kind == DPM_CODE_KIND_DPM_ID ? rules_dpm_id(rules, value, &e)
                                                      : false;
    rules_describe(kind, &e, known, out);
}
