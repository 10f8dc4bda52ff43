// Goes over JSON without reading it: 64 bytes at a time, one bit a byte (Langdale and Lemire 2019).
#include <string.h>

#include "CKernels.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

// Which of 64 bytes are what.
typedef struct {
  uint64_t quotes, backslashes, opening, closing;
} byte_classes;

static byte_classes classify(const uint8_t *bytes) {
  byte_classes found = {0, 0, 0, 0};
#if defined(__SSE2__)
  for (int part = 0; part < 4; part++) {
    const __m128i x = _mm_loadu_si128((const __m128i *)(bytes + 16 * part));
    // A bracket and a brace differ in one bit.
    const __m128i folded = _mm_or_si128(x, _mm_set1_epi8(0x20));
    const int shift = 16 * part;
    found.quotes |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(x, _mm_set1_epi8('"'))) << shift;
    found.backslashes |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(x, _mm_set1_epi8('\\'))) << shift;
    found.opening |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(folded, _mm_set1_epi8('{'))) << shift;
    found.closing |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(folded, _mm_set1_epi8('}'))) << shift;
  }
#else
  for (int i = 0; i < 64; i++) {
    const uint8_t x = bytes[i];
    found.quotes |= (uint64_t)(x == '"') << i;
    found.backslashes |= (uint64_t)(x == '\\') << i;
    found.opening |= (uint64_t)((x | 0x20) == '{') << i;
    found.closing |= (uint64_t)((x | 0x20) == '}') << i;
  }
#endif
  return found;
}

// The bytes that a backslash stands before, unless that is one of these itself. `is_first` carries it over blocks.
static uint64_t escaped(uint64_t backslashes, bool *is_first) {
  uint64_t result = *is_first;
  backslashes &= ~result;
  *is_first = false;
  while (backslashes) {
    const uint64_t one = backslashes & -backslashes;
    const uint64_t next = one << 1;
    if (!next) *is_first = true;
    result |= next;
    backslashes &= ~(one | next);
  }
  return result;
}

// Bit n of the result is the parity of the bits up to n.
static uint64_t parity(uint64_t bits) {
  for (int shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
  return bits;
}

size_t ck_json_length(const uint8_t *bytes, size_t n) {
  uint8_t last[64];
  uint64_t is_inside = 0;
  bool is_first = false;
  size_t depth = 0;
  for (size_t start = 0; start < n; start += 64) {
    const uint8_t *block = bytes + start;
    if (n - start < 64) {
      memset(last, 0, sizeof last);
      memcpy(last, block, n - start);
      block = last;
    }
    const byte_classes found = classify(block);
    uint64_t quotes = found.quotes;
    if (found.backslashes || is_first) quotes &= ~escaped(found.backslashes, &is_first);
    const uint64_t inside = parity(quotes) ^ is_inside;
    is_inside = inside >> 63 ? ~(uint64_t)0 : 0;
    for (uint64_t brackets = (found.opening | found.closing) & ~inside; brackets; brackets &= brackets - 1) {
      const int place = __builtin_ctzll(brackets);
      if (found.opening >> place & 1) {
        depth++;
      } else if (depth <= 1) {
        return start + (size_t)place + 1;
      } else {
        depth--;
      }
    }
  }
  return 0;
}
