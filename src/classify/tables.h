/* A classifier from inside: rules as sets of bits, one word for 64 rules, and codes in a hash table. */
#ifndef DPM_CLASSIFY_TABLES_H
#define DPM_CLASSIFY_TABLES_H

#include "base/limits.h"
#include "classify/classify.h"

enum { RULE_WORDS = RULE_MAX / 64 };

/* What the rules say of one code or DPM ID. */
typedef struct code_slot {
    uint64_t key; /* term_kind << 32 | value */
    bool used;
    uint16_t fact;
    uint32_t first, end; /* of rules->by_code */
} code_slot;

/* What the catalogue says of one code or DPM ID, remembered from the last look-up that fell into its slot. */
typedef struct known_code {
    uint64_t key; /* as of a code_slot, plus 1 << 40; 0: empty */
    bool known, has_class;
    uint8_t cls, statement;
} known_code;
enum { KNOWN_CODES = 256 };

/* What a first byte can begin: what some rule asks for, or a statement. */
enum begins_with { BEGINS_RULE = 1, BEGINS_STATEMENT = 2 };

struct classifier {
    const dpm_rules *rules;
    codes_kernel *find_codes;
    arena memory;
    size_t words;                   /* in use of a set */
    uint64_t *of_level[DPM_LEVELS]; /* rules that ask for the level */
    uint64_t always[RULE_WORDS];    /* rules that nothing selects */
    bool standing[DPM_LEVELS];      /* one of these asks for the level */
    uint64_t allowed[RULE_WORDS];   /* rules for the process of the current batch */
    uint16_t *begins;               /* of each rule that the beginning of a message selects: the next one with its first byte */
    uint16_t first_with[256];       /* the first one, by that byte; RULE_NONE: none */
    bool engine;                    /* the process of the current batch is one of rules->engines */
    uint8_t begins_with[256];       /* by the first byte of a message: begins_with */
    bool normal;                    /* some rule asks for NORMAL records */
    bool normal_codes;              /* and is selected by a code */
    code_slot *slots;
    size_t slot_mask;
    known_code known[KNOWN_CODES];
    uint16_t *found; /* literals of the record */
    pcre2_match_data *match_data;
    pcre2_match_context *match_context;
    pcre2_jit_stack *jit_stack;
    bool captured; /* the last pattern that was tried matched: match_data holds its groups */
    bool *jit;     /* by rule: its pattern runs as machine code */
    uint64_t *limit_hits;
    uint64_t unseen; /* matches that did not see the whole message */
};

/* NULL where no rule, cause or class goes with the code. */
const code_slot *tables_code(const classifier *c, term_kind kind, uint32_t value);
/* Valid until the next call. */
const known_code *tables_known(classifier *c, term_kind kind, uint32_t value);

#endif
