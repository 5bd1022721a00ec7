#ifndef DPMLOG_FLEET_H
#define DPMLOG_FLEET_H

/** @file
 *  Many sites: a report of each, and a table of all. */

#include "dpmlog/diff.h"
#include "dpmlog/session.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Summaries of one or more sites (dpm_session_write_summary). A machine is known by its site and its name, so servers of two
 *  customers that have the same name stay apart. Sites are judged one after the other, and only rows of the table are kept of
 *  each. One thread at a time. */
typedef struct dpm_fleet dpm_fleet;

/** `rules` must outlive it; of `options` (NULL is allowed) those of sessions count. DPM_ENOMEM. */
DPM_API dpm_status dpm_fleet_new(dpm_fleet **out, const dpm_rules *rules, const dpm_session_options *options, dpm_error *err);
/** NULL is allowed. */
DPM_API void dpm_fleet_free(dpm_fleet *fleet);

/** Add a file with one or more summaries, which may be compressed, or "-". `site`: whose it is, whatever it says; empty: as it
 *  says. `*other`, unless NULL, is set to the site that it names where that is another one than `site`, else to nothing; it lives
 *  as long as the fleet. DPM_EDATA: there is no summary in it. DPM_ELIMIT: too many sites. */
DPM_API dpm_status dpm_fleet_add(dpm_fleet *fleet, const char *path, dpm_span site, dpm_span *other, dpm_error *err);
/** Record that something is missing, and why. */
DPM_API dpm_status dpm_fleet_skip(dpm_fleet *fleet, dpm_span path, dpm_span reason, dpm_error *err);
/** A site that ought to be there. If it is not, the table names it, and the fleet is not complete. */
DPM_API dpm_status dpm_fleet_expect(dpm_fleet *fleet, dpm_span site, dpm_error *err);

/** How many sites there are; logs of no named site are one, too. */
DPM_API size_t dpm_fleet_count(dpm_fleet *fleet);
/** The name of one, in order of their names; empty: it has none. Lives as long as the fleet. */
DPM_API dpm_span dpm_fleet_name(dpm_fleet *fleet, size_t index);
/** Analyze one site: the report is that of its logs. What was skipped of the fleet stands in it, too, if it is the only site. */
DPM_API dpm_status dpm_fleet_report(dpm_fleet *fleet, size_t index, dpm_report **out, dpm_error *err);

/** A cause at a site. */
typedef struct dpm_site_cause {
    dpm_span id;             /**< of the rules */
    dpm_span title;          /**< what it is, in a few words */
    dpm_strength confidence; /**< how well it is founded */
    uint64_t incidents;      /**< failures */
    uint64_t servers;        /**< machines on which it was seen */
    bool fallback;           /**< no cause is known: `title` says what was stated */
    dpm_span server;         /**< where it is one machine: which; else empty */
    int64_t first;           /**< time of its first record, ms; DPM_NO_TIME: none */
    int64_t last;            /**< time of its last record, ms */
} dpm_site_cause;

/** A row of the table: one site. */
typedef struct dpm_site {
    dpm_span name;                       /**< empty: it has none */
    bool complete;                       /**< every log was read */
    uint64_t servers;                    /**< machines of which a log was read */
    uint64_t failing;                    /**< machines on which something failed */
    uint64_t incidents;                  /**< failures */
    int64_t first;                       /**< time of the first record, ms; DPM_NO_TIME: none */
    int64_t last;                        /**< time of the last record, ms; DPM_NO_TIME: none */
    const dpm_site_cause *const *causes; /**< best first, the most important ones */
    size_t cause_count;                  /**< how many `causes` */
    uint64_t fresh;                      /**< failures of a server and cause that are new or worse than before */
} dpm_site;

/** The failures of one cause on one server. */
typedef struct dpm_site_failures {
    dpm_span server;    /**< SITE/SERVER; of logs of no named site the server alone */
    dpm_span cause;     /**< its id */
    uint64_t incidents; /**< failures */
} dpm_site_failures;

/** The table, and what there is to say of the whole. */
typedef struct dpm_fleet_data {
    const dpm_site *const *sites;             /**< those that fail most first, then by name */
    size_t site_count;                        /**< how many `sites` */
    const dpm_span *missing;                  /**< sites that were expected and are not there; by name */
    size_t missing_count;                     /**< how many `missing` */
    const dpm_skipped *const *skipped;        /**< summaries that could not be read */
    size_t skipped_count;                     /**< how many `skipped` */
    uint64_t servers;                         /**< machines of all sites */
    uint64_t incidents;                       /**< failures of all sites */
    int64_t last;                             /**< time of the last record of all, ms; DPM_NO_TIME: none */
    bool complete;                            /**< of every site every log was read, and nothing is missing */
    const dpm_site_failures *const *failures; /**< by server and cause */
    size_t failure_count;                     /**< how many `failures` */
    uint64_t failures_lost;                   /**< servers and causes beyond what is kept */
    dpm_comparison baseline;                  /**< with what it was compared, if with anything; servers are called SITE/SERVER */
} dpm_fleet_data;

/** Takes the report of each site while it is there. False ends the run with DPM_STOP. */
typedef bool (*dpm_fleet_fn)(void *context, dpm_span site, dpm_report *report);
/** Analyze all sites, in order of their names. `before` (NULL is allowed): what was before, named `name`: a table in JSON. */
DPM_API dpm_status dpm_fleet_run(dpm_fleet *fleet, const dpm_baseline *before, dpm_span name, dpm_fleet_fn take, void *context,
                                 dpm_error *err);
/** After dpm_fleet_run; lives as long as the fleet. */
DPM_API const dpm_fleet_data *dpm_fleet_get_data(const dpm_fleet *fleet);

/** Make one summary of all, site by site. */
DPM_API dpm_status dpm_fleet_write_summary(dpm_fleet *fleet, dpm_write_fn write, void *context, dpm_error *err);

/** How many logs were in more than one summary, in what was analyzed so far: each counts once. */
DPM_API uint64_t dpm_fleet_repeated(const dpm_fleet *fleet);

/** Write the table. Of `options` (NULL is allowed) top, width, verbose and zone_minutes count. */
DPM_API dpm_status dpm_fleet_write_text(const dpm_fleet *fleet, const dpm_write_options *options, dpm_write_fn write,
                                        void *context, dpm_error *err);
/** One object of schema dpmlog.fleet/1: every site with its causes, and the failures by server and cause. */
DPM_API dpm_status dpm_fleet_write_json(const dpm_fleet *fleet, const dpm_write_options *options, dpm_write_fn write,
                                        void *context, dpm_error *err);
/** A row for each site and cause. */
DPM_API dpm_status dpm_fleet_write_csv(const dpm_fleet *fleet, const dpm_write_options *options, dpm_write_fn write,
                                       void *context, dpm_error *err);
/** One page that needs nothing else. */
DPM_API dpm_status dpm_fleet_write_html(const dpm_fleet *fleet, const dpm_write_options *options, dpm_write_fn write,
                                        void *context, dpm_error *err);

#ifdef __cplusplus
}
#endif

#endif
