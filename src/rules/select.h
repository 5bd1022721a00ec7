/* The tables by which a record's codes and literals select the rules that may take it. */
#ifndef DPM_RULES_SELECT_H
#define DPM_RULES_SELECT_H

#include "base/status.h"
#include "rules/rules.h"

/* Number the literals of rules->rules, which are in their final order, and fill by_literal, by_code, always and the two
 * literal sets. */
dpm_status select_build(dpm_rules *rules, dpm_error *err);

#endif
