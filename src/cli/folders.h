/* Where DPM, MABS and MARS keep their logs on this machine. */
#ifndef DPM_CLI_FOLDERS_H
#define DPM_CLI_FOLDERS_H

#include <stdbool.h>

/* Call `found` for each log folder that is there. False where the machine has none, which was then reported with what was
 * looked for. */
bool folders_each(void (*found)(void *context, const char *path), void *context);

#endif
