/* The names of a folder, each ended by a NUL in one buffer, brought into the order of their bytes. For the platforms' os_list. */
#ifndef DPM_OS_NAMES_H
#define DPM_OS_NAMES_H

#include "base/strbuf.h"

/* False when memory ran out; `names` is then as it was. */
bool names_sort(strbuf *names, size_t count);

#endif
