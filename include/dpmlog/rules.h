#ifndef DPMLOG_RULES_H
#define DPMLOG_RULES_H

/** @file
 *  What is an event, what codes mean, what makes a cause. */

#include "dpmlog/fix.h"
#include "dpmlog/span.h"
#include "dpmlog/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Compiled rules: what is an event, what codes mean, which events make a cause. Immutable: share it between
 *  threads and sessions. */
typedef struct dpm_rules dpm_rules;

/** Load the built-in rules and then each file `*.yaml` of each of the `count` folders in `dirs` (or each file named
 *  there), in order; an id that comes again replaces the earlier one, and `overrides` change what is then in force. Where there
 *  are any, every rule is checked against its own samples, as by dpm_rules_check. `dirs` may be NULL when `count` is 0. On
 *  failure `*out` is NULL and `err` says file:line:column. `err` may be NULL. */
DPM_API dpm_status dpm_rules_load(dpm_rules **out, const char *const *dirs, size_t count, dpm_error *err);

/** Check every rule in force against its own samples: DPM_ERULE where one does not hold, and `err`, which may be NULL, says
 *  file:line:column. */
DPM_API dpm_status dpm_rules_check(const dpm_rules *rules, dpm_error *err);

/** NULL is allowed. No session that uses them may be alive. */
DPM_API void dpm_rules_free(dpm_rules *rules);

/** A hash of all rules in force, 16 hex digits, NUL-terminated. Lives as long as the rules. */
DPM_API const char *dpm_rules_hash(const dpm_rules *rules);

/** The kinds of codes in DPM logs. */
typedef enum dpm_code_kind {
    DPM_CODE_KIND_HRESULT,  /**< 0x800706BA, or -2147023174 as signed decimal */
    DPM_CODE_KIND_DPM_ID,   /**< a DPM error ID, such as 308 (KB 3041345) */
    DPM_CODE_KIND_EXCEPTION /**< a name, such as SalLowDiskSpace or System.FormatException */
} dpm_code_kind;

/** What a record with a code states. The catalogue says it for DPM error IDs; every other code states a failure. */
typedef enum dpm_statement {
    DPM_STATEMENT_FAILURE,
    DPM_STATEMENT_NOTICE,
    DPM_STATEMENT_QUESTION,
    DPM_STATEMENT_SUCCESS
} dpm_statement;

/** One code with what is known of it. The spans live as long as the rules. */
typedef struct dpm_code {
    dpm_code_kind kind;      /**< what kind it is */
    uint32_t value;          /**< of an exception: the HRESULT that goes with it, or 0 */
    dpm_statement statement; /**< what a record that has it states */
    bool known;              /**< whether anything is known of it */
    dpm_span name;           /**< RPC_S_SERVER_UNAVAILABLE; empty where there is none */
    dpm_span meaning;        /**< one sentence; empty where unknown */
    dpm_span class_name;     /**< "rpc-failure"; "other" where unknown */
    dpm_span action;         /**< usual cause and what to do; may be empty */
} dpm_code;

/** Read a code as people write it: 0x800706BA, 800706BA, -2147023174, 2147944122, 1722 (a Win32 error or a DPM ID),
 *  "ID 308", "Error 319", "(ID: 43)", a DPM ID in hex as cloud services print it (0x29834), or a name (RPC_S_SERVER_UNAVAILABLE,
 *  SalLowDiskSpace). One spelling can mean two things, so up to `cap` readings are stored, best first.
 *  Returns how many; 0 where `text` is no code. Thread-safe. */
DPM_API size_t dpm_code_parse(const dpm_rules *rules, dpm_span text, dpm_code *out, size_t cap);

/** Find the codes in a text, such as an alert that was pasted: HRESULTs, DPM IDs and names that are known, each once, in the
 *  order of the text; the first `cap` are stored. A text without any, but with one plain number that is known, is read as
 *  that number. Returns how many. A text of more than DPM_CODE_TEXT_MAX bytes is not read: 0. Thread-safe. */
DPM_API size_t dpm_code_find(const dpm_rules *rules, dpm_span text, dpm_code *out, size_t cap);
enum { DPM_CODE_TEXT_MAX = 64 << 10 };

/** "failure", "notice", "question" or "success". */
DPM_API const char *dpm_statement_name(dpm_statement statement);

/** What is known of one code. Always fills `*out`; `out->known` says whether anything is. Thread-safe. */
DPM_API void dpm_code_lookup(const dpm_rules *rules, dpm_code_kind kind, uint32_t value, dpm_code *out);

/** The `index`-th cause that names this code in its signature, or an empty span when there is no further one:
 *  its id, and through `title` and `fix`, unless they are NULL, its title and the summary of its fix. */
DPM_API dpm_span dpm_code_cause(const dpm_rules *rules, const dpm_code *code, size_t index, dpm_span *title, dpm_span *fix);

/** What one rule says to a record. */
typedef struct dpm_rule_verdict {
    dpm_span id;        /**< its id */
    const char *reason; /**< why it does not fit the record, in words; NULL: it fits */
    bool takes;         /**< the first that fits */
    bool near;          /**< it does not fit, but a code, ID or literal that it asks for is there */
    bool noise;         /**< whether it is a rule of harmless warnings */
} dpm_rule_verdict;
/** Takes the verdict of one rule; it lives only during the call. */
typedef void (*dpm_verdict_fn)(void *context, const dpm_rule_verdict *verdict);

/** Judge one record, an unchanged line of a log, by each rule in force, in the order in which they compete. `process` is
 *  that of the log, such as DPMRA. DPM_EARG: the line is not a record. */
DPM_API dpm_status dpm_rules_explain(const dpm_rules *rules, dpm_span line, dpm_span process, dpm_verdict_fn take, void *context,
                                     dpm_error *err);

/** One thing that `dpm_rules_lint` found. The spans live as long as the call. */
typedef struct dpm_lint {
    dpm_span file;  /**< "<built-in>/rpc.yaml" for ours */
    size_t line;    /**< line in the file, from 1 */
    size_t column;  /**< column there, in characters, from 1 */
    dpm_span about; /**< the number, rule or cause: "ID 43", "rpc.server-unavailable" */
    dpm_span text;  /**< what it is: "is defined again: mine.yaml:3 says"; of the language: the words that it needs */
    dpm_span more;  /**< what the other place says; of the language: why; or empty */
} dpm_lint;
/** Takes one finding; it lives only during the call. */
typedef void (*dpm_lint_fn)(void *context, const dpm_lint *finding);

/** Hand out what is valid in the rules that were loaded, but rarely intended: codes and DPM IDs that are defined again or
 *  twice, or have no text, IDs that no list has, rules and causes that replace others, rules that are tried on every record.
 *  Returns the number of findings. Thread-safe. */
DPM_API size_t dpm_rules_lint(const dpm_rules *rules, dpm_lint_fn take, void *context);

/** Hand out the rules that can only fit records in English, with the reason that they give (`english` in rule files). Returns how
 *  many give none. Thread-safe. */
DPM_API size_t dpm_rules_lint_language(const dpm_rules *rules, dpm_lint_fn take, void *context);

/** What `rules list` prints: one rule, noise or cause in force. */
typedef struct dpm_rule_info {
    dpm_span kind;            /**< "rule", "noise" or "cause" */
    dpm_span id;              /**< its id */
    dpm_span class_name;      /**< word of its class */
    dpm_span title;           /**< what it is, in a few words */
    dpm_span strength;        /**< word of its strength */
    dpm_span file;            /**< where it was loaded from; "<built-in>/rpc.yaml" for ours */
    size_t line;              /**< line in `file`, from 1 */
    dpm_span shadows;         /**< the file whose rule of this id it replaced; empty where none */
    bool disabled;            /**< by an override, and so are the next ones */
    bool class_changed;       /**< whether it changed the class */
    int64_t suppressed_until; /**< milliseconds since 1970; 0: it is not suppressed */
    dpm_span reason;          /**< of that override; empty where there is none */
    dpm_span override_file;   /**< of that override; empty where there is none */
    size_t override_line;     /**< its line there, from 1 */
} dpm_rule_info;

/** Takes a rule or a cause. `info` lives during the call, its spans as long as the rules. False ends the list. */
typedef bool (*dpm_rule_info_fn)(void *context, const dpm_rule_info *info);

/** Hand out the rules, then the causes. False where `take` returned false. */
DPM_API bool dpm_rules_each(const dpm_rules *rules, dpm_rule_info_fn take, void *context);

/** The fix of a cause by its id. `file->text` is empty where there is none. False: no cause has the id. */
DPM_API bool dpm_rules_fix(const dpm_rules *rules, dpm_span cause, dpm_fix *fix, dpm_fix_file *file);

/** The stages of the fix of a cause, `*count` of them; NULL: no cause has the id, or its fix has none. */
DPM_API const dpm_fix_stage *dpm_rules_fix_stages(const dpm_rules *rules, dpm_span cause, size_t *count);

/** The version that a word stands for: a product ("2016", "2012-R2", "2012 R2"), or itself where it is a version ("4.2.1254.0").
 *  Empty: neither. The span lives as long as the rules or the word. */
DPM_API dpm_span dpm_rules_version(const dpm_rules *rules, dpm_span word);
/** A product and its version: "2016", "5.0.158.0". */
typedef struct dpm_product {
    dpm_span name;    /**< as dpm_rules_version takes it */
    dpm_span version; /**< the version that it stands for */
} dpm_product;

/** The products that have a name. They live as long as the rules. */
DPM_API const dpm_product *dpm_rules_products(const dpm_rules *rules, size_t *count);

#ifdef __cplusplus
}
#endif

#endif
