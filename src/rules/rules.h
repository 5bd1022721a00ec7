/* The compiled rules as the stages see them: plain tables, immutable after loading, shared between threads. The YAML that
 * they come from is specified in docs/rules.md. */
#ifndef DPM_RULES_RULES_H
#define DPM_RULES_RULES_H

#define PCRE2_CODE_UNIT_WIDTH 8

#include "base/arena.h"
#include "base/limits.h"
#include "dpmlog/fix.h"
#include "dpmlog/report.h"
#include "dpmlog/rules.h"
#include "rules/literal.h"
#include "rules/code_table.h"

#include <assert.h>
#include <pcre2.h>
#include <stdbool.h>
#include <stdint.h>

/* A fact is one thing that an event or a process instance can show and that a cause can ask for: a code, a DPM ID, a rule
 * that took the record, an instance's ending. Facts are numbered, so that an incident is a set of bits. */
enum { CLOCK_NONE = 0xFF }; /* a fact that no sequence names: an incident does not know when it was seen */
enum { TERM_GROUPS = 64 };  /* terms of one signature */
enum { FACT_NONE = 0xFFFF, RULE_NONE = 0xFFFF };

typedef enum fact_kind { FACT_CODE, FACT_DPM_ID, FACT_RULE, FACT_INSTANCE, FACT_ABSENCE } fact_kind;

/* The value of an absence: its kind, and for how many seconds at least. */
enum { ABSENCE_SECONDS = 0xFFFFFF };
static inline uint32_t absence_value(dpm_absence_kind kind, uint32_t seconds)
{
    return (uint32_t)kind << 24 | (seconds & ABSENCE_SECONDS);
}
static inline dpm_absence_kind absence_kind(uint32_t value)
{
    return (dpm_absence_kind)(value >> 24);
}
static inline int64_t absence_ms(uint32_t value)
{
    return (int64_t)(value & ABSENCE_SECONDS) * 1000;
}

typedef struct fact {
    fact_kind kind;
    uint32_t value; /* HRESULT, DPM ID, rule index, dpm_ending, absence_value */
    uint8_t clock;  /* of a fact that some sequence names: its number among these; else CLOCK_NONE */
    dpm_span label; /* "0x800706BA", "ID 308", "rpc.server-unavailable", "instance ended-without-trace": for reports */
} fact;

/* What a record says of its task's fate; MARK_FACT: nothing, it is a companion of failures and none itself; MARK_ENTERED and
 * MARK_LEFT: a function was entered or left, whose name follows what the message begins with. */
typedef enum task_mark {
    MARK_NONE,
    MARK_STARTED,  /* the task, or a part of it: what it is in afterwards */
    MARK_FINISHED, /* a part of the task */
    MARK_SUCCEEDED,
    MARK_FAILED,
    MARK_FACT,
    MARK_ENTERED,
    MARK_LEFT,
    MARK_RESTARTED /* as MARK_FACT, and the machine went down or came up: what ended without a trace then did so for that */
} task_mark;

/* A companion of failures, and none itself. */
static inline bool mark_is_fact(task_mark mark)
{
    return mark == MARK_FACT || mark == MARK_RESTARTED;
}

typedef enum capture_type {
    CAPTURE_TEXT,
    CAPTURE_HOST,
    CAPTURE_TASK,
    CAPTURE_PATH,
    CAPTURE_HRESULT,
    CAPTURE_NUMBER,
    CAPTURE_VERSION /* of DPM: the last one seen fills the texts of fixes */
} capture_type;

typedef struct capture {
    dpm_span name;  /* of the group in the pattern: exception, message, peer, ... */
    uint32_t group; /* PCRE2 group number */
    capture_type type;
} capture;

/* One cheap test. Terms of `any`: at least one must hold; of `all`: each. */
typedef enum term_kind { TERM_CODE, TERM_DPM_ID, TERM_LITERAL } term_kind;
typedef struct term {
    term_kind kind;
    uint32_t value; /* code, DPM ID, or the literal's number in rules->literals */
    dpm_span text;  /* of a literal */
} term;

typedef struct sample {
    bool match;             /* must be taken by the rule; otherwise: must not */
    dpm_span line;          /* one record, TABs real */
    uint32_t code;          /* expected main code, 0: not asked */
    dpm_span origin;        /* "synthetic" or the public source */
    size_t line_no, column; /* in the file */
} sample;

/* Rules are sorted in the order in which they compete: highest rank first, then the smaller id. So of several rules that
 * match a record, the one with the smallest index takes it. */

/* What a site changed of a rule or a cause. */
typedef struct override {
    dpm_span id, reason;
    bool of_cause, noise; /* noise: of a noise rule */
    bool disabled, has_class;
    dpm_class cls;
    int64_t until; /* what happened before is suppressed; 0: nothing */
    dpm_span file;
    size_t line;
} override;

/* What a rule asks of the numbers and names in a message. */
typedef enum statement_asked {
    STATES_ANYTHING,
    STATES_FAILURE, /* it states a failure */
    STATES_HARMLESS /* it states IDs, and all are questions, notices or successes of the catalogue */
} statement_asked;

typedef struct rule {
    dpm_span id, title, reason; /* reason: noise only */
    dpm_class cls;
    bool class_from_code; /* class: from-code: the class of the record's first code that has one */
    dpm_strength strength;
    bool noise;   /* counted apart, never evidence */
    bool generic; /* a catch-all: its events count as unexplained signatures (docs/rules.md) */
    int rank;     /* of several rules that match, the highest takes the record */
    task_mark mark;
    unsigned levels;     /* bit 1 << dpm_level */
    dpm_span *processes; /* any of these, without case; NULL: every */
    size_t process_count;
    dpm_span source_file;   /* without case; empty: every */
    uint32_t source_line;   /* 0: every */
    dpm_span begins;        /* the message begins so; empty: any */
    statement_asked states; /* what the message says by the numbers that it prints */
    term *any, *all;
    size_t any_count, all_count;
    dpm_span english;  /* why it hangs on English words; empty: it does not, or nothing is said */
    dpm_span pattern;  /* text, for messages */
    pcre2_code *regex; /* NULL: none */
    bool optional;     /* the pattern ended in `|$`: it is there to capture, the rule fits without it */
    bool for_engines;  /* and all it captures are hosts that no text shows: only an engine's records are asked for them */
    bool lent;         /* `regex` is that of an earlier rule with the same pattern */
    bool any_selects;  /* it is a candidate only where a term of `any` holds */
    uint16_t fact;     /* its fact number, FACT_NONE if no cause asks for it */
    capture *captures;
    size_t capture_count;
    sample *samples;
    size_t sample_count;
    dpm_span file; /* where it was loaded from */
    size_t line, column;
    unsigned layer;          /* 0: built in; then one more for each path given by the user */
    dpm_span shadows;        /* the file whose rule of this id it replaced */
    const override *changed; /* NULL: as it was written. A disabled rule has no levels and takes nothing */
} rule;

typedef enum evidence_scope { SCOPE_TASK, SCOPE_PROCESS, SCOPE_HOST, SCOPE_SITE } evidence_scope;
typedef enum evidence_spread { SPREAD_ANY, SPREAD_ONE_HOST, SPREAD_MANY_HOSTS } evidence_spread;
typedef enum evidence_course { COURSE_ANY, COURSE_STEADY, COURSE_INTERMITTENT } evidence_course;

/* A group of facts of which one is enough: `dpm_id: [42, 12]`. */
typedef struct fact_group {
    uint16_t *facts;
    size_t count;
} fact_group;

typedef struct count_term {
    fact_group of;
    uint64_t at_least; /* incidents or companions that show one of them */
} count_term;

/* One way in which a cause shows. */
typedef struct signature {
    dpm_strength strength;
    evidence_scope scope;
    int64_t within;               /* ms; 0: no window */
    fact_group *all, *any, *none; /* every one of; at least `distinct` of; nothing of */
    size_t all_count, any_count, none_count;
    fact_group *sequence; /* every one of, in this order of time */
    size_t sequence_count;
    struct count_term *counts; /* each with the number of times */
    size_t count_count;
    size_t distinct;   /* of `any`; at least 1 when any_count > 0 */
    uint64_t at_least; /* incidents in scope; 0 and 1: one */
    evidence_spread spread;
    evidence_course course;
    bool busy;      /* most of the incidents fall into busy hours */
    bool candidate; /* where another cause takes the incident and is not sure, this one is named beside it */
    bool firm;      /* nothing lowers its confidence */
} signature;

/* Groups of which something must be seen. */
static inline size_t signature_wanted(const signature *s)
{
    return s->all_count + s->any_count + s->sequence_count + s->count_count;
}

/* The `index`-th of a signature's groups: those of all, any, sequence and count, then those of none. */
static inline const fact_group *signature_group(const signature *s, size_t index)
{
    assert(index < signature_wanted(s) + s->none_count);
    if (index < s->all_count) {
        return &s->all[index];
    }
    index -= s->all_count;
    if (index < s->any_count) {
        return &s->any[index];
    }
    index -= s->any_count;
    if (index < s->sequence_count) {
        return &s->sequence[index];
    }
    index -= s->sequence_count;
    return index < s->count_count ? &s->counts[index].of : &s->none[index - s->count_count];
}

typedef struct cause {
    dpm_span id, title, explanation; /* {name} in title and explanation stands for a capture, docs/rules.md */
    dpm_class cls;
    signature *signatures; /* best first */
    size_t signature_count;
    uint16_t *explains; /* indices into causes; acyclic */
    size_t explains_count;
    bool fallback; /* `unexplained`: takes the incidents that no other cause takes */
    dpm_fix fix;
    const dpm_fix_stage *fix_stages;
    size_t fix_stage_count;
    dpm_fix_file fix_file;
    dpm_span apart; /* what tells it from the causes that the same records fit; empty: nothing is said */
    dpm_span main;  /* what is said to have been looked for, where it was not found; empty: nothing is said */
    dpm_span file;
    size_t line, column;
    dpm_span shadows;
    const override *changed;
} cause;

/* What is known of a code, a DPM ID or an exception. */
typedef struct code_entry {
    uint32_t value; /* of an exception: its HRESULT, 0 where it has none */
    dpm_class cls;
    bool has_class;
    dpm_statement statement;
    dpm_span name, meaning, action;
    dpm_span file; /* of an entry of a rule file: that file; of a row of a table: empty */
    size_t line, column;
    unsigned layer;
} code_entry;

struct dpm_rules {
    arena memory;
    uint64_t seed; /* of hashes of log text */
    char hash[17];
    rule *rules;
    size_t rule_count;
    cause *causes;
    size_t cause_count;
    fact *facts;
    size_t fact_count;
    uint16_t clocked[CLOCK_MAX]; /* by clock: the fact */
    size_t clock_count;
    dpm_span *engines; /* processes whose records name the machine that a task is for; none: every process is one */
    size_t engine_count;
    dpm_product *products; /* what --dpm-version may be called: "2016" is "5.0.158.0" */
    size_t product_count;
    override *overrides; /* in the order in which they were read */
    size_t override_count;
    code_table tables[RULE_TABLE_MAX]; /* in the order in which they were read: later ones are asked first */
    size_t table_count;
    dpm_span event_tables[RULE_TABLE_MAX]; /* rows of provider, IDs and text, in the order in which they were read */
    size_t event_table_count;
    code_entry *codes; /* HRESULTs of rule files, sorted by value: they are asked before the tables */
    size_t code_count;
    code_entry *dpm_ids; /* the same of DPM IDs */
    size_t dpm_id_count;
    /* compiled selection, for classify */
    literal_set *literals_normal;     /* literals that select rules which ask for NORMAL records */
    literal_set *literals_other;      /* rules which ask for any other level */
    const bool *in_normal, *in_other; /* by number of a literal: it is in the set */
    /* candidate lists: rule numbers by what was found in a record. `by_literal[n]`: rules that literal n selects, as one of `any`
     * or as the one of `all` that was chosen; `by_code`: sorted pairs; `always`: rules that nothing selects. */
    struct rule_list {
        uint16_t *items;
        size_t count;
    } * by_literal, always, stating; /* stating: rules that ask for a statement */
    size_t literal_count;
    size_t statement_count; /* the first literals are those of record/statement.h; 0: no rule asks for a statement */
    struct code_rule {
        uint64_t key; /* term_kind << 32 | value */
        uint16_t rule;
    } * by_code;
    size_t by_code_count;
    pcre2_general_context *pcre_context;
    pcre2_match_context *match_context; /* match and depth limits; each matcher copies it, for a JIT stack of its own */
};

/* What is known of a code; false if nothing, then `out` is empty. */
bool rules_code(const dpm_rules *rules, uint32_t hresult, code_entry *out);
bool rules_dpm_id(const dpm_rules *rules, uint32_t id, code_entry *out);
/* What has a name, without case: of what kind it is, and what is known of it. */
bool rules_named(const dpm_rules *rules, dpm_span name, dpm_code_kind *kind, code_entry *out);
/* An entry as the API gives it out. */
void rules_describe(dpm_code_kind kind, const code_entry *e, bool known, dpm_code *out);
/* The number of a fact, FACT_NONE if no cause asks for it. */
uint16_t rules_fact(const dpm_rules *rules, fact_kind kind, uint32_t value);
/* The process is one of `engines`. */
bool rules_engine(const dpm_rules *rules, dpm_span process);

/* Whether this is a version as Windows writes it: four numbers with points between. */
bool rules_is_version(dpm_span s);

#endif
