#ifndef SHIKOMI_LIBFUZZER_H
#define SHIKOMI_LIBFUZZER_H

#include <stddef.h>
#include <stdint.h>

/// libFuzzer as a function: reads the options in `argv`, calls `callback` with one input after the other, and returns when
/// the time is over. Declared by no header that compilers install; see llvm.org/docs/LibFuzzer.html.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*callback)(const uint8_t *data, size_t size));

#endif
