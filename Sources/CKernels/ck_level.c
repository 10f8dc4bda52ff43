// Which instruction set the kernels use. Detected once; a test may force a lower one on its own thread, so that what runs
// beside it on others keeps its results.
#include "ck_table.h"

#include <stdatomic.h>

static atomic_int detected_level = -1;
static _Thread_local int forced_level = -1;

static ck_level detect(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) return CK_LEVEL_PORTABLE;
  if (!__builtin_cpu_supports("avx512f") || !__builtin_cpu_supports("avx512bw") || !__builtin_cpu_supports("avx512vl") ||
      !__builtin_cpu_supports("avx512dq"))
    return CK_LEVEL_AVX2;
  return __builtin_cpu_supports("avx512bf16") ? CK_LEVEL_AVX512_BF16 : CK_LEVEL_AVX512;
#else
  return CK_LEVEL_PORTABLE;
#endif
}

ck_level ck_level_detected(void) {
  int level = atomic_load_explicit(&detected_level, memory_order_relaxed);
  if (level >= 0) return (ck_level)level;
  level = detect();
  atomic_store_explicit(&detected_level, level, memory_order_relaxed);
  return (ck_level)level;
}

ck_level ck_level_current(void) { return forced_level >= 0 ? (ck_level)forced_level : ck_level_detected(); }

void ck_level_force(ck_level level) {
  ck_level detected = ck_level_detected();
  forced_level = level < detected ? level : detected;
}

const ck_table *ck_active(void) {
#if defined(__x86_64__)
  switch (ck_level_current()) {
    case CK_LEVEL_AVX512_BF16:
    case CK_LEVEL_AVX512: return &ck_table_avx512;
    case CK_LEVEL_AVX2: return &ck_table_avx2;
    default: return &ck_table_portable;
  }
#else
  return &ck_table_portable;
#endif
}
