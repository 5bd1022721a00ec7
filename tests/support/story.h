/* A few events told as rows, for tests of what comes after classification: no log text, no rule files. */
#ifndef TEST_STORY_H
#define TEST_STORY_H

#include "correlate/correlate.h"

/* The rules that a story may name. */
enum story_rule { FAIL, WEAK, SIGN, NOISE, SUCCESS, CRASH, START, PART, STORY_RULES, BARE = RULE_NONE };
/* Facts of the rules: FAIL has A, WEAK has B, SIGN has C, CRASH has D. E is the ending "ended without trace". A and B have
 * clocks. Then one absence of each kind, of half an hour; but an end must be missing for two hours, and others go on for one. */
enum story_fact { FACT_A, FACT_B, FACT_C, FACT_D, FACT_E, FACT_ABSENT, STORY_FACTS = FACT_ABSENT + DPM_ABSENCE_KINDS };

typedef struct row {
    int64_t time; /* ms */
    uint32_t pid, tid;
    const char *task; /* first hex digits of the GUID, or NULL */
    uint16_t rule;    /* story_rule */
    uint8_t level;    /* dpm_level */
    const char *host; /* of the log; NULL: as the row before */
    const char *peer; /* host that the record names, or NULL */
} row;

/* Rules for stories: static, no causes. */
dpm_rules *story_rules(void);
/* Take the rows, which end with time -1. */
void story_tell(correlation *c, const row *rows);

#endif
