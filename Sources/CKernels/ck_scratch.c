// Working memory of kernels: one block a thread and slot, freed when the thread ends.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "ck_table.h"

typedef struct {
  float *memory[CK_SCRATCH_SLOTS];
  size_t floats[CK_SCRATCH_SLOTS];
} scratch;

static pthread_key_t key;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void release(void *pointer) {
  scratch *owned = pointer;
  for (int slot = 0; slot < CK_SCRATCH_SLOTS; slot++) free(owned->memory[slot]);
  free(owned);
}

static void out_of_memory(size_t bytes) {
  fprintf(stderr, "out of memory: a kernel needs %zu bytes of working memory\n", bytes);
  abort();
}

static void make_key(void) {
  if (pthread_key_create(&key, release) != 0) out_of_memory(sizeof(scratch));
}

float *ck_scratch(int slot, size_t n) {
  pthread_once(&once, make_key);
  scratch *owned = pthread_getspecific(key);
  if (!owned) {
    owned = calloc(1, sizeof *owned);
    if (!owned) out_of_memory(sizeof *owned);
    pthread_setspecific(key, owned);
  }
  if (owned->floats[slot] < n) {
    free(owned->memory[slot]);
    size_t bytes = (n * sizeof(float) + 4095) / 4096 * 4096;
    owned->memory[slot] = aligned_alloc(4096, bytes);
    if (!owned->memory[slot]) out_of_memory(bytes);
    owned->floats[slot] = bytes / sizeof(float);
  }
  return owned->memory[slot];
}
