/* How this folder's kernels are compiled for one processor family or another. All `#if` on platforms in src/record asks here. */
#ifndef DPM_RECORD_TARGET_H
#define DPM_RECORD_TARGET_H

#if defined(__GNUC__) && defined(__x86_64__)
#define TARGET_X86 1
#define INLINE static inline __attribute__((always_inline)) /* also into functions of another target */
#define TARGET(isa) __attribute__((target(isa)))
#else
#define TARGET_X86 0
#define INLINE static inline
#endif

#endif
