/* Arrays that grow. */
#include "base/grow.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CAP = 16 };

bool grow_array(void *items, size_t size, size_t *cap)
{
    assert(size > 0);
    void *array;
    memcpy(&array, items, sizeof array); /* object pointers of all types have one form */
    const size_t more = *cap ? *cap * 2 : FIRST_CAP;
    void *const grown = more > *cap && more <= PTRDIFF_MAX / size ? realloc(array, more * size) : NULL;
    if (!grown) {
        return false;
    }
    memcpy(items, &grown, sizeof grown);
    *cap = more;
    return true;
}
