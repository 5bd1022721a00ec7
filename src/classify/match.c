/* From records to events. A record's level, codes and literals select candidates, a set of bits; the candidates are tried in
 * the order in which rules compete, and the first that fits takes the record. Most records select none. */
#include "base/hash.h"
#include "base/number.h"
#include "base/text.h"
#include "classify/pattern.h"
#include "classify/tables.h"
#include "record/server_name.h"
#include "record/statement.h"

/* What is known of one record while it is judged. */
typedef struct record_view {
    const record_batch *batch;
    uint32_t i;
    dpm_span message;
    bool coded;           /* codes and slots are filled */
    const bool *searched; /* literals that were looked for, by number; NULL: none were */
    size_t found;         /* of those, how many the message has: their numbers are in the classifier's `found` */
    bool judged;          /* states is filled */
    bool states;          /* it states a failure */
    stated_codes codes;
    const code_slot *code_slots[EVENT_CODES], *id_slots[EVENT_CODES];
} record_view;

/* Sets `allowed`: the rules that any source, or this process, is right for. */
static void allow_process(classifier *c, dpm_span process)
{
    const dpm_rules *const rules = c->rules;
    memset(c->allowed, 0xFF, sizeof c->allowed);
    c->engine = rules_engine(rules, process);
    for (size_t i = 0; i < rules->rule_count; i++) {
        const rule *const r = &rules->rules[i];
        bool fits = r->process_count == 0;
        for (size_t p = 0; p < r->process_count && !fits; p++) {
            fits = span_ieq(r->processes[p], process);
        }
        if (!fits) {
            c->allowed[i / 64] &= ~(UINT64_C(1) << (i % 64));
        }
    }
}

static void read_codes(const classifier *c, record_view *r)
{
    if (r->coded) {
        return;
    }
    r->coded = true;
    c->find_codes(r->message, r->batch->limit - r->batch->message[r->i], &r->codes);
    for (size_t i = 0; i < r->codes.code_count; i++) {
        r->code_slots[i] = tables_code(c, TERM_CODE, r->codes.codes[i]);
    }
    for (size_t i = 0; i < r->codes.id_count; i++) {
        r->id_slots[i] = tables_code(c, TERM_DPM_ID, r->codes.ids[i]);
    }
}

static void select_by_codes(const classifier *c, const code_slot *const *slots, size_t count, uint64_t *set)
{
    for (size_t i = 0; i < count; i++) {
        for (uint32_t at = slots[i] ? slots[i]->first : 0; slots[i] && at < slots[i]->end; at++) {
            const uint16_t number = c->rules->by_code[at].rule;
            set[number / 64] |= UINT64_C(1) << (number % 64);
        }
    }
}

/* Look for the literals that select rules; how many there are. */
static size_t find_literals(classifier *c, record_view *r, bool normal)
{
    const dpm_rules *const rules = c->rules;
    const literal_set *const literals = normal ? rules->literals_normal : rules->literals_other;
    const size_t readable = r->batch->limit - r->batch->message[r->i];
    r->searched = normal ? rules->in_normal : rules->in_other;
    r->found = literal_find(literals, r->message, readable, c->found, rules->literal_count);
    return r->found;
}

static bool literal_holds(const classifier *c, const record_view *r, const term *t)
{
    if (!r->searched || !r->searched[t->value]) {
        return span_find(r->message, t->text) != SIZE_MAX;
    }
    bool found = false;
    for (size_t i = 0; i < r->found && !found; i++) {
        found = c->found[i] == t->value;
    }
    return found;
}

static void select_by_literals(const classifier *c, size_t found, uint64_t *set)
{
    for (size_t i = 0; i < found; i++) {
        const struct rule_list *const list = &c->rules->by_literal[c->found[i]];
        for (size_t n = 0; n < list->count; n++) {
            set[list->items[n] / 64] |= UINT64_C(1) << (list->items[n] % 64);
        }
    }
}

static bool begins_fit(const rule *r, dpm_span message)
{
    return r->begins.len == 0 || span_starts(message, r->begins);
}

static bool may_begin(const classifier *c, const record_view *r)
{
    return r->message.len && c->begins_with[(uint8_t)r->message.ptr[0]] & BEGINS_RULE;
}

static void select_by_beginning(const classifier *c, const record_view *r, uint64_t *set)
{
    for (uint16_t number = c->first_with[(uint8_t)r->message.ptr[0]]; number != RULE_NONE; number = c->begins[number]) {
        if (begins_fit(&c->rules->rules[number], r->message)) {
            set[number / 64] |= UINT64_C(1) << (number % 64);
        }
    }
}

static void select_stating(const classifier *c, uint64_t *set)
{
    for (size_t i = 0; i < c->rules->stating.count; i++) {
        const uint16_t number = c->rules->stating.items[i];
        set[number / 64] |= UINT64_C(1) << (number % 64);
    }
}

/* One of the first `count` literals, those of statements, was found. */
static bool found_statement(const classifier *c, size_t found, size_t count)
{
    bool any = false;
    for (size_t i = 0; i < found && !any; i++) {
        any = c->found[i] < count;
    }
    return any;
}

/* An ID that the catalogue has as a failure, or does not have at all and that can be nothing else. What is traced as NORMAL
 * must be printed as DPM prints errors. */
static bool id_fails(classifier *c, const stated_codes *codes, size_t i, bool normal)
{
    const bool printed = codes->printed >> i & 1, sure = codes->sure >> i & 1;
    const known_code *const known = tables_known(c, TERM_DPM_ID, codes->ids[i]);
    return known->known ? known->statement == DPM_STATEMENT_FAILURE && (printed || !normal) : sure || (printed && !normal);
}

/* The record says that something failed, by an ID, a code, the type of an exception or the state of a writer. */
static bool states_failure(classifier *c, record_view *r)
{
    if (r->judged) {
        return r->states;
    }
    read_codes(c, r);
    const bool normal = r->batch->level[r->i] == DPM_LEVEL_NORMAL;
    bool states = r->codes.code_count && (!normal || statement_call_failed(r->message));
    for (size_t i = 0; i < r->codes.id_count && !states; i++) {
        states = id_fails(c, &r->codes, i, normal);
    }
    r->states = states || statement_exception(r->message, normal).len || statement_writer(r->message, normal);
    r->judged = true;
    return r->states;
}

/* All that it states are IDs of questions, notices or successes. */
static bool states_harmless(classifier *c, record_view *r)
{
    if (states_failure(c, r) || r->codes.code_count || !r->codes.id_count) {
        return false;
    }
    bool known = true;
    for (size_t i = 0; i < r->codes.id_count; i++) {
        known = known && r->codes.printed >> i & 1 && tables_known(c, TERM_DPM_ID, r->codes.ids[i])->known;
    }
    return known;
}

static bool statement_fits(classifier *c, record_view *r, statement_asked asked)
{
    return asked == STATES_ANYTHING || (asked == STATES_FAILURE ? states_failure(c, r) : states_harmless(c, r));
}

/* By how it, or one of its lines, begins. */
static bool states_at_start(const record_batch *batch, uint32_t i)
{
    const dpm_span message = batch_message(batch, i);
    return statement_begins(message.ptr, message.len) || (batch->flags[i] & RECORD_LINES && statement_on_line(message));
}

/* The rules that may take the record. False when there is none, as for most NORMAL records. One that states a failure is judged
 * as a WARNING, however it was traced. */
static bool select_rules(classifier *c, record_view *r, uint64_t *set)
{
    const uint8_t level = r->batch->level[r->i];
    const bool normal = level == DPM_LEVEL_NORMAL, begins = may_begin(c, r);
    const size_t statements = c->rules->statement_count;
    size_t found = find_literals(c, r, normal);
    const bool named = found_statement(c, found, normal ? statements : STATEMENT_NAMES);
    const bool raised = normal && statements && (named || states_at_start(r->batch, r->i)) && states_failure(c, r);
    const bool coded = !normal || c->normal_codes || raised;
    if (!found && !coded && !begins && !c->standing[level]) {
        return false;
    }
    memcpy(set, c->always, c->words * sizeof *set);
    select_by_literals(c, found, set);
    if (raised) {
        found = find_literals(c, r, false);
        select_by_literals(c, found, set);
    }
    if (begins) {
        select_by_beginning(c, r, set);
    }
    if (coded) {
        read_codes(c, r);
        select_by_codes(c, r->code_slots, r->codes.code_count, set);
        select_by_codes(c, r->id_slots, r->codes.id_count, set);
    }
    if (raised || (!normal && statements && (named || r->codes.code_count || r->codes.id_count))) {
        select_stating(c, set);
    }
    const uint64_t *const as_well = c->of_level[raised ? DPM_LEVEL_WARNING : level];
    uint64_t any = 0;
    for (size_t i = 0; i < c->words; i++) {
        set[i] &= (c->of_level[level][i] | as_well[i]) & c->allowed[i];
        any |= set[i];
    }
    return any != 0;
}

static bool source_fits(const rule *r, dpm_span source)
{
    if (r->source_file.len == 0) {
        return true;
    }
    if (!span_istarts(source, r->source_file)) {
        return false;
    }
    dpm_span rest = span_from(source, r->source_file.len);
    if (rest.len && rest.ptr[0] != '(') {
        return false;
    }
    uint32_t line = 0;
    for (size_t i = 1; i < rest.len && ascii_digit(rest.ptr[i]) && line < 100000000; i++) {
        line = line * 10 + (uint32_t)(rest.ptr[i] - '0');
    }
    return r->source_line == 0 || line == r->source_line;
}

static bool has_value(const uint32_t *list, size_t count, uint32_t value)
{
    for (size_t i = 0; i < count; i++) {
        if (list[i] == value) {
            return true;
        }
    }
    return false;
}

static bool term_holds(const classifier *c, record_view *r, const term *t)
{
    if (t->kind == TERM_LITERAL) {
        return literal_holds(c, r, t);
    }
    read_codes(c, r);
    return t->kind == TERM_CODE ? has_value(r->codes.codes, r->codes.code_count, t->value)
                                : has_value(r->codes.ids, r->codes.id_count, t->value);
}

static bool all_hold(const classifier *c, record_view *r, const rule *candidate)
{
    for (size_t i = 0; i < candidate->all_count; i++) {
        if (!term_holds(c, r, &candidate->all[i])) {
            return false;
        }
    }
    return true;
}

static int match_at(classifier *c, size_t index, dpm_span text, size_t from)
{
    const pcre2_code *const regex = c->rules->rules[index].regex;
    const PCRE2_SPTR subject = (PCRE2_SPTR)(text.len ? text.ptr : "");
    return c->jit[index] ? pcre2_jit_match(regex, subject, text.len, from, 0, c->match_data, c->match_context)
                         : pcre2_match(regex, subject, text.len, from, 0, c->match_data, c->match_context);
}

/* A long message is matched in parts that overlap, so that a pattern costs no more than its limits for each of them. */
static int match_parts(classifier *c, size_t index, dpm_span message)
{
    int got = PCRE2_ERROR_NOMATCH;
    size_t from = 0, to = 0;
    for (size_t i = 0; i < PATTERN_WINDOWS_MAX && to < message.len && got == PCRE2_ERROR_NOMATCH; i++) {
        from = i * (PATTERN_WINDOW / 2);
        to = from + PATTERN_WINDOW < message.len ? from + PATTERN_WINDOW : message.len;
        got = match_at(c, index, span_head(message, to), from);
    }
    if (got == PCRE2_ERROR_NOMATCH && to < message.len) {
        c->unseen++;
    }
    return got;
}

static bool pattern_fits(classifier *c, const record_view *r, size_t index)
{
    const rule *const candidate = &c->rules->rules[index];
    c->captured = false;
    if (!candidate->regex || (candidate->for_engines && !c->engine)) {
        return true;
    }
    const int got = r->message.len <= PATTERN_WINDOW ? match_at(c, index, r->message, 0) : match_parts(c, index, r->message);
    if (got < 0 && got != PCRE2_ERROR_NOMATCH) {
        c->limit_hits[index]++;
    }
    c->captured = got >= 0;
    return c->captured || candidate->optional;
}

static bool any_holds(const classifier *c, record_view *r, const rule *candidate)
{
    for (size_t i = 0; i < candidate->any_count; i++) {
        if (term_holds(c, r, &candidate->any[i])) {
            return true;
        }
    }
    return candidate->any_count == 0;
}

/* A candidate's conditions, cheapest first. */
static bool rule_fits(classifier *c, record_view *r, size_t index)
{
    const rule *const candidate = &c->rules->rules[index];
    return source_fits(candidate, batch_part(r->batch, r->batch->source[r->i])) &&
           (candidate->any_selects || any_holds(c, r, candidate)) && all_hold(c, r, candidate) &&
           statement_fits(c, r, candidate->states) && pattern_fits(c, r, index);
}

static size_t lowest_bit(uint64_t word)
{
    return (size_t)__builtin_ctzll(word);
}

static uint16_t first_rule(classifier *c, record_view *r, uint64_t *set)
{
    for (size_t w = 0; w < c->words; w++) {
        for (; set[w]; set[w] &= set[w] - 1) {
            const size_t index = w * 64 + lowest_bit(set[w]);
            if (rule_fits(c, r, index)) {
                return (uint16_t)index;
            }
        }
    }
    return RULE_NONE;
}

static void fill_facts(event_list *list, const code_slot *const *slots, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (slots[i]) {
            events_add_fact(list, slots[i]->fact);
        }
    }
}

/* The class of the first of the codes that decides. */
static dpm_class class_of(classifier *c, term_kind kind, const uint32_t *values, size_t count, dpm_class otherwise)
{
    for (size_t i = 0; i < count; i++) {
        const known_code *const known = tables_known(c, kind, values[i]);
        if (known->has_class) {
            return (dpm_class)known->cls;
        }
    }
    return otherwise;
}

/* The groups of the match that took the record. */
static void fill_captures(const classifier *c, const record_view *r, const rule *taker, event_list *list)
{
    const PCRE2_SIZE *const offsets = pcre2_get_ovector_pointer(c->match_data);
    for (size_t i = 0; c->captured && i < taker->capture_count; i++) {
        const capture *const what = &taker->captures[i];
        const PCRE2_SIZE from = offsets[2 * what->group], to = offsets[2 * what->group + 1];
        if (from != PCRE2_UNSET && to > from) {
            events_add_capture(list, (captured){what, span_of(r->message.ptr + from, to - from)});
        }
    }
}

/* The server that a sentence of the engine is about, in whatever language, where its pattern did not find one. */
static void name_server(const record_view *r, event_list *list)
{
    const event *const e = &list->items[list->count - 1];
    static const capture server = {.name = {"peer", 4}, .type = CAPTURE_HOST};
    bool named = e->capture_count == EVENT_CAPTURES;
    for (size_t i = 0; i < e->capture_count && !named; i++) {
        named = e->captures[i].what->type == CAPTURE_HOST;
    }
    const dpm_span name = named ? (dpm_span){0} : server_name_find(span_head(r->message, PATTERN_WINDOW));
    if (name.len) {
        events_add_capture(list, (captured){&server, name});
    }
}

dpm_span event_captured(const event *e, capture_type type, dpm_span name)
{
    for (size_t i = 0; i < e->capture_count; i++) {
        if (e->captures[i].what->type == type && (name.len == 0 || span_eq(e->captures[i].what->name, name))) {
            return e->captures[i].text;
        }
    }
    return (dpm_span){0};
}

size_t event_masked(const record_batch *batch, const event *e, char bytes[SIGNATURE_TEXT])
{
    return pattern_mask(span_trim(batch_message(batch, e->record)), event_captured(e, CAPTURE_HOST, (dpm_span){0}), bytes,
                        SIGNATURE_TEXT);
}

/* Worked out here and not where failures are counted, because workers do this side by side. */
static uint64_t signature_of(const classifier *c, const record_batch *batch, const event *e)
{
    char bytes[SIGNATURE_TEXT];
    const uint64_t seed = c->rules->seed, text = hash_bytes(seed, span_of(bytes, event_masked(batch, e, bytes)));
    const uint64_t source = hash_bytes(seed, batch_part(batch, batch->source[e->record]));
    return hash_words(text, source, batch->level[e->record]);
}

static uint32_t telling_id(classifier *c, const stated_codes *codes)
{
    for (size_t i = 0; i < codes->id_count; i++) {
        if (id_fails(c, codes, i, false)) {
            return codes->ids[i];
        }
    }
    return codes->id_count ? codes->ids[0] : 0;
}

static void add_event(classifier *c, record_view *r, uint16_t index, event_list *list)
{
    const rule *const taker = index == RULE_NONE ? NULL : &c->rules->rules[index];
    event *const e = events_add(list);
    read_codes(c, r);
    e->record = r->i;
    e->rule = index;
    e->has_task = number_guid(batch_part(r->batch, r->batch->task[r->i]), e->task);
    if (!e->has_task) {
        memset(e->task, 0, sizeof e->task);
    }
    events_add_codes(list, r->codes.codes, r->codes.code_count);
    e->dpm_id = telling_id(c, &r->codes);
    if (taker) {
        events_add_fact(list, taker->fact);
        fill_captures(c, r, taker, list);
        const bool named = (c->engine && c->rules->engine_count) || taker->generic; /* or masked in its signature */
        if (named && !taker->noise && (taker->mark == MARK_NONE || taker->mark == MARK_FAILED)) {
            name_server(r, list);
        }
    }
    if (!taker || !taker->noise) { /* noise is never evidence */
        fill_facts(list, r->code_slots, r->codes.code_count);
        fill_facts(list, r->id_slots, r->codes.id_count);
    }
    dpm_class cls = taker ? taker->cls : DPM_CLASS_OTHER;
    if (taker && taker->class_from_code) {
        const dpm_class of_ids = class_of(c, TERM_DPM_ID, r->codes.ids, r->codes.id_count, DPM_CLASS_OTHER);
        cls = class_of(c, TERM_CODE, r->codes.codes, r->codes.code_count, of_ids);
    }
    e->cls = (uint8_t)cls;
    e->signature = taker && taker->generic ? signature_of(c, r->batch, e) : 0;
}

/* Codes are read when they are asked for. */
static void begin_reading(record_view *r, const record_batch *batch, uint32_t i)
{
    r->batch = batch;
    r->i = i;
    r->message = batch_message(batch, i);
    r->coded = r->judged = false;
    r->searched = NULL;
}

/* A level that a look back from a crash stops at, rule or no rule. */
static bool level_counts(uint8_t level)
{
    return level == DPM_LEVEL_WARNING || level == DPM_LEVEL_FATAL || level == DPM_LEVEL_CRITICAL;
}

/* Which NORMAL records a rule may take; most are told from the rest here, and never looked at again. */
static void sift_normal(const classifier *c, const record_batch *batch, bool *maybe)
{
    uint32_t which[BATCH_RECORDS], from[BATCH_RECORDS], to[BATCH_RECORDS];
    bool found[BATCH_RECORDS];
    size_t count = 0;
    for (uint32_t i = 0; i < batch->count; i++) {
        which[count] = i;
        from[count] = batch->message[i];
        to[count] = batch->end[i];
        count += batch->level[i] == DPM_LEVEL_NORMAL;
        maybe[i] = true;
    }
    const literal_texts texts = {batch->base, from, to, count, batch->limit};
    if (c->normal && (c->normal_codes || c->standing[DPM_LEVEL_NORMAL])) {
        return;
    }
    literal_sift(c->rules->literals_normal, &texts, found);
    for (size_t n = 0; n < count; n++) {
        const uint8_t begins = from[n] < to[n] ? c->begins_with[(uint8_t)batch->base[from[n]]] : 0;
        const bool may_state = begins || batch->flags[which[n]] & RECORD_LINES;
        maybe[which[n]] = found[n] || begins & BEGINS_RULE || (may_state && states_at_start(batch, which[n]));
    }
}

void classify(classifier *c, const record_batch *batch, dpm_span process, event_list *out)
{
    bool maybe[BATCH_RECORDS] = {false};
    events_clear(out);
    allow_process(c, process);
    sift_normal(c, batch, maybe);
    for (uint32_t i = 0; i < batch->count; i++) {
        const uint8_t level = batch->level[i];
        if (!maybe[i] || batch->flags[i] & (RECORD_DUPLICATE | RECORD_OUTSIDE)) {
            continue;
        }
        record_view r;
        begin_reading(&r, batch, i);
        uint64_t set[RULE_WORDS];
        const uint16_t index = select_rules(c, &r, set) ? first_rule(c, &r, set) : RULE_NONE;
        if (index != RULE_NONE || level_counts(level)) {
            add_event(c, &r, index, out);
            out->untaken[level] += index == RULE_NONE;
        }
    }
}

size_t classify_matches(classifier *c, const record_batch *batch, uint32_t i, dpm_span process, uint16_t *out, size_t cap,
                        uint32_t *code)
{
    record_view r;
    begin_reading(&r, batch, i);
    uint64_t set[RULE_WORDS];
    size_t count = 0;
    allow_process(c, process);
    if (select_rules(c, &r, set)) {
        for (size_t index = 0; index < c->rules->rule_count && count < cap; index++) {
            if (set[index / 64] >> (index % 64) & 1 && rule_fits(c, &r, index)) {
                out[count++] = (uint16_t)index;
            }
        }
    }
    read_codes(c, &r);
    *code = r.codes.code_count ? r.codes.codes[0] : 0;
    return count;
}

bool classify_near(classifier *c, const record_batch *batch, uint32_t i, uint16_t index)
{
    const rule *const asked = &c->rules->rules[index];
    record_view r;
    begin_reading(&r, batch, i);
    for (size_t t = 0; t < asked->any_count + asked->all_count; t++) {
        if (term_holds(c, &r, t < asked->any_count ? &asked->any[t] : &asked->all[t - asked->any_count])) {
            return true;
        }
    }
    return false;
}

const char *classify_reason(classifier *c, const record_batch *batch, uint32_t i, dpm_span process, uint16_t index)
{
    const rule *const asked = &c->rules->rules[index];
    record_view r;
    begin_reading(&r, batch, i);
    allow_process(c, process);
    if (asked->changed && asked->changed->disabled) {
        return "it is disabled by an override";
    }
    const uint8_t level = batch->level[i];
    const bool raised = level == DPM_LEVEL_NORMAL && c->rules->statement_count && states_failure(c, &r);
    if (!(asked->levels >> level & 1) && !(raised && asked->levels >> DPM_LEVEL_WARNING & 1)) {
        return "its level does not fit";
    }
    if (!(c->allowed[index / 64] >> (index % 64) & 1)) {
        return "its process does not fit";
    }
    if (!source_fits(asked, batch_part(batch, batch->source[i]))) {
        return "its source does not fit";
    }
    if (!begins_fit(asked, r.message)) {
        return "its message does not begin so";
    }
    if (!any_holds(c, &r, asked)) {
        return "no term of 'any' holds";
    }
    if (!all_hold(c, &r, asked)) {
        return "a term of 'all' does not hold";
    }
    if (!statement_fits(c, &r, asked->states)) {
        return asked->states == STATES_FAILURE ? "it states no failure" : "it states more than what is harmless";
    }
    const uint64_t hits = c->limit_hits[index];
    if (!pattern_fits(c, &r, index)) {
        return c->limit_hits[index] > hits ? "the pattern meets a match limit" : "the pattern does not match";
    }
    return NULL;
}

/* One try is shorter than a look at the clock, and now and then something else has the processor: the best of some rounds. */
static bool try_often(classifier *c, record_view *r, size_t index, uint64_t (*now)(void), rule_cost *cost)
{
    enum { ROUNDS = 4, TRIES = 16 };
    bool fits = false;
    uint64_t best = UINT64_MAX;
    for (int round = 0; round < ROUNDS; round++) {
        const uint64_t begun = now(), from = now(), clock = from - begun;
        for (int i = 0; i < TRIES; i++) {
            fits = rule_fits(c, r, index);
        }
        const uint64_t spent = now() - from, net = spent > clock ? spent - clock : 0;
        best = net < best ? net : best;
    }
    cost->tried++;
    cost->taken += fits;
    cost->ns += (best + TRIES / 2) / TRIES;
    return fits;
}

void classify_costs(classifier *c, const record_batch *batch, dpm_span process, uint64_t (*now)(void), rule_cost *costs)
{
    allow_process(c, process);
    for (uint32_t i = 0; i < batch->count; i++) {
        record_view r;
        begin_reading(&r, batch, i);
        uint64_t set[RULE_WORDS];
        bool taken = !select_rules(c, &r, set);
        for (size_t index = 0; index < c->rules->rule_count && !taken; index++) {
            if (set[index / 64] >> (index % 64) & 1) {
                taken = try_often(c, &r, index, now, &costs[index]);
            }
        }
    }
}
