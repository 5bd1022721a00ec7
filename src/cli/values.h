/* The values that options take, read from their text. Each returns false where the text is not such a value. */
#ifndef DPM_CLI_VALUES_H
#define DPM_CLI_VALUES_H

#include "cli/cli.h"

/* Equal, whatever the case of the letters. */
bool value_same_word(const char *a, const char *b);
bool value_unsigned(const char *text, unsigned least, unsigned most, unsigned *out);
/* Bytes: 500M, 20G; powers of 1024. */
bool value_size(const char *text, uint64_t *out);
/* "90s", "10m", "2h"; without a letter: seconds. */
bool value_seconds(const char *text, unsigned *out);
/* UTC, Z, local, +02:00, -0530, +2 */
bool value_zone(const char *text, cli_zone *out);
/* 2016-06-01, 2016-06-01T20:55[:45[.690]][Z|+02:00], or so long before `now`: -90s, -30m, -24h, -7d, -2w. What states no zone
 * is in `zone`. Milliseconds since 1970. */
bool value_time(const char *text, cli_zone zone, int64_t now, int64_t *out);
/* Minutes east of UTC at a time. */
int32_t zone_minutes_at(cli_zone zone, int64_t ms);

#endif
