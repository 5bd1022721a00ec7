/* Arrays that grow by one item: twice as large each time they are full. */
#ifndef DPM_BASE_GROW_H
#define DPM_BASE_GROW_H

#include <stdbool.h>
#include <stddef.h>

/* Make room for item number `count` of the array `items`, which holds `cap` (a size_t): both are lvalues. False when memory ran
 * out; the array is as it was then. New items are not initialized. */
#define GROW(items, count, cap) ((count) < (cap) || grow_array((void *)&(items), sizeof *(items), &(cap)))

/* `items` is the address of the pointer to the array. */
bool grow_array(void *items, size_t size, size_t *cap);

#endif
