// The vector kernels' alphabet, written once for any width: LANES floats a vector, NR_MAX vectors of results held per row.
// Included by one file per instruction set, inside its target pragma; Clang's vector types become that set's instructions.
// Every result is made by the same sequence of operations for a row wherever it stands, so batching changes no bit.
#include <math.h>
#include <string.h>

#include "ck_table.h"

typedef float vf __attribute__((ext_vector_type(LANES)));
typedef int32_t vi __attribute__((ext_vector_type(LANES)));
typedef uint32_t vu __attribute__((ext_vector_type(LANES)));
typedef uint16_t vh __attribute__((ext_vector_type(LANES)));
typedef double vd __attribute__((ext_vector_type(LANES)));
typedef vf vf_anywhere __attribute__((aligned(4)));
typedef vh vh_anywhere __attribute__((aligned(2)));

#define INLINE static inline __attribute__((always_inline, unused))
#define UNROLL _Pragma("clang loop unroll(full)")

INLINE vf load(const float *p) { return *(const vf_anywhere *)p; }
INLINE void store(float *p, vf x) { *(vf_anywhere *)p = x; }
INLINE vf splat(float a) { return (vf)a; }
INLINE vf fma_(vf a, vf b, vf c) { return __builtin_elementwise_fma(a, b, c); }
INLINE vf larger(vf a, vf b) { return a > b ? a : b; }
INLINE vf smaller(vf a, vf b) { return a < b ? a : b; }
INLINE size_t least(size_t a, size_t b) { return a < b ? a : b; }

// The first n floats (all lanes where n >= LANES); the other lanes are `fill`.
INLINE vf load_filled(const float *p, size_t n, float fill) {
  if (n >= LANES) return load(p);
  vf x = splat(fill);
  for (size_t i = 0; i < n; i++) ((float *)&x)[i] = p[i];
  return x;
}
INLINE vf load_some(const float *p, size_t n) { return load_filled(p, n, 0.0f); }
INLINE void store_some(float *p, vf x, size_t n) {
  if (n >= LANES) return store(p, x);
  for (size_t i = 0; i < n; i++) p[i] = ((const float *)&x)[i];
}

#if LANES == 16
INLINE vf interleave_low(vf a, vf b) {
  return __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}
INLINE vf interleave_high(vf a, vf b) {
  return __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}
#else
INLINE vf interleave_low(vf a, vf b) { return __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11); }
INLINE vf interleave_high(vf a, vf b) { return __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15); }
#endif

// Lane i of the result is the sum of the lanes of r[i].
INLINE vf sum_each(vf r[LANES]) {
  UNROLL for (int n = LANES / 2; n > 0; n /= 2) {
    UNROLL for (int i = 0; i < n; i++) r[i] = interleave_low(r[i], r[i + n]) + interleave_high(r[i], r[i + n]);
  }
  return r[0];
}

// A tree over the lanes: both halves are folded until one is left.
INLINE float sum_lanes(vf x) {
  float lane[LANES];
  memcpy(lane, &x, sizeof lane);
  UNROLL for (int n = LANES / 2; n > 0; n /= 2) {
    UNROLL for (int i = 0; i < n; i++) lane[i] += lane[i + n];
  }
  return lane[0];
}

INLINE float max_lanes(vf x) {
  float best = x[0];
  UNROLL for (int i = 1; i < LANES; i++) best = x[i] > best ? x[i] : best;
  return best;
}

// Rows become columns.
INLINE void transpose_square(vf r[LANES]) {
  UNROLL for (int round = LANES; round > 1; round /= 2) {
    vf next[LANES];
    UNROLL for (int i = 0; i < LANES / 2; i++) {
      next[2 * i] = interleave_low(r[i], r[i + LANES / 2]);
      next[2 * i + 1] = interleave_high(r[i], r[i + LANES / 2]);
    }
    UNROLL for (int i = 0; i < LANES; i++) r[i] = next[i];
  }
}

// e to the x within 2 ulp, for softmax and sigmoid: below -64 it is 0, and above 64 it grows no more. What is cut off is too small
// to change a float32 sum that holds a 1, and left in place it would make subnormal numbers, which cost hundreds of cycles each.
INLINE vf exp_(vf given) {
  vf x = smaller(splat(64.0f), larger(splat(-64.0f), given));  // in this order a NaN stays one
  vf shifted = fma_(x, splat(1.44269504f), splat(12582912.0f));  // 1.5 * 2^23: the sum's low bits are the rounded exponent
  vf n = shifted - splat(12582912.0f);
  vf r = fma_(n, splat(-0.693145752f), x);
  r = fma_(n, splat(-1.42860677e-6f), r);
  vf p = fma_(r, splat(1.0f / 5040), splat(1.0f / 720));
  p = fma_(p, r, splat(1.0f / 120));
  p = fma_(p, r, splat(1.0f / 24));
  p = fma_(p, r, splat(1.0f / 6));
  p = fma_(p, r, splat(0.5f));
  p = fma_(p, r, splat(1.0f));
  p = fma_(p, r, splat(1.0f));
  vu bits;
  memcpy(&bits, &p, sizeof bits);
  vu exponent;
  memcpy(&exponent, &shifted, sizeof exponent);
  bits += exponent << 23;
  memcpy(&p, &bits, sizeof p);
  return given < splat(-64.0f) ? splat(0.0f) : p;
}

// out (columns, rows) with row length ldo = transposed x (rows, columns) with row length ldx.
static void transpose(float *out, size_t ldo, const float *x, size_t ldx, size_t rows, size_t columns) {
  for (size_t i = 0; i < rows; i += LANES)
    for (size_t j = 0; j < columns; j += LANES) {
      if (i + LANES <= rows && j + LANES <= columns) {
        vf r[LANES];
        UNROLL for (int l = 0; l < LANES; l++) r[l] = load(x + (i + l) * ldx + j);
        transpose_square(r);
        UNROLL for (int l = 0; l < LANES; l++) store(out + (j + l) * ldo + i, r[l]);
      } else {
        for (size_t row = i; row < least(i + LANES, rows); row++)
          for (size_t column = j; column < least(j + LANES, columns); column++)
            out[column * ldo + row] = x[row * ldx + column];
      }
    }
}

// One tile of a product: c (mr, nr vectors, of which the last has `last` floats) = a·b, plus c where accumulate. Element (i, l) of a
// is a[i * row_a + l * column_a]. Each result is one chain of fused multiply-adds over l from first to last.
INLINE void tile(int mr, int nr, size_t k, const float *a, size_t row_a, size_t column_a, const float *b, size_t ldb, float *c,
                 size_t ldc, bool accumulate, size_t last) {
  vf sum[6][NR_MAX];
  UNROLL for (int i = 0; i < mr; i++) {
    UNROLL for (int j = 0; j < nr; j++) {
      const float *at = c + i * ldc + j * LANES;
      sum[i][j] = !accumulate ? splat(0.0f) : j + 1 < nr ? load(at) : load_some(at, last);
    }
  }
  bool whole = last >= LANES;
  for (size_t l = 0; l < k; l++) {
    vf row[NR_MAX];
    UNROLL for (int j = 0; j < nr; j++) row[j] = j + 1 < nr || whole ? load(b + l * ldb + j * LANES) : load_some(b + l * ldb + j * LANES, last);
    UNROLL for (int i = 0; i < mr; i++) {
      vf factor = splat(a[i * row_a + l * column_a]);
      UNROLL for (int j = 0; j < nr; j++) sum[i][j] = fma_(factor, row[j], sum[i][j]);
    }
  }
  UNROLL for (int i = 0; i < mr; i++) {
    UNROLL for (int j = 0; j < nr; j++) {
      float *at = c + i * ldc + j * LANES;
      if (j + 1 < nr) store(at, sum[i][j]);
      else store_some(at, sum[i][j], last);
    }
  }
}

#define TILE_ROWS(NR)                                                                                                         \
  static void rows_of_##NR(size_t m, size_t k, const float *a, size_t row_a, size_t column_a, const float *b, size_t ldb,      \
                           float *c, size_t ldc, bool accumulate, size_t last) {                                              \
    if (last < LANES) { /* rare: the narrow rest of a row */                                                                  \
      for (size_t i = 0; i < m; i++)                                                                                          \
        tile(1, NR, k, a + i * row_a, row_a, column_a, b, ldb, c + i * ldc, ldc, accumulate, last);                           \
      return;                                                                                                                 \
    }                                                                                                                         \
    for (; m >= 6; m -= 6, a += 6 * row_a, c += 6 * ldc)                                                                      \
      tile(6, NR, k, a, row_a, column_a, b, ldb, c, ldc, accumulate, LANES);                                                  \
    switch (m) {                                                                                                              \
      case 5: return tile(5, NR, k, a, row_a, column_a, b, ldb, c, ldc, accumulate, LANES);                                   \
      case 4: return tile(4, NR, k, a, row_a, column_a, b, ldb, c, ldc, accumulate, LANES);                                   \
      case 3: return tile(3, NR, k, a, row_a, column_a, b, ldb, c, ldc, accumulate, LANES);                                   \
      case 2: return tile(2, NR, k, a, row_a, column_a, b, ldb, c, ldc, accumulate, LANES);                                   \
      case 1: return tile(1, NR, k, a, row_a, column_a, b, ldb, c, ldc, accumulate, LANES);                                   \
      default: return;                                                                                                        \
    }                                                                                                                         \
  }
TILE_ROWS(1)
TILE_ROWS(2)
#if NR_MAX == 4
TILE_ROWS(3)
TILE_ROWS(4)
#endif

// c (m, n) = a (m, k) · b (k, n), plus c where accumulate; b's rows are contiguous.
static void product(size_t m, size_t n, size_t k, const float *a, size_t row_a, size_t column_a, const float *b, size_t ldb,
                    float *c, size_t ldc, bool accumulate) {
  while (n > 0) {
    size_t vectors = least((n + LANES - 1) / LANES, NR_MAX), width = least(n, vectors * LANES);
    size_t last = width - (vectors - 1) * LANES;
    switch (vectors) {
#if NR_MAX == 4
      case 4: rows_of_4(m, k, a, row_a, column_a, b, ldb, c, ldc, accumulate, last); break;
      case 3: rows_of_3(m, k, a, row_a, column_a, b, ldb, c, ldc, accumulate, last); break;
#endif
      case 2: rows_of_2(m, k, a, row_a, column_a, b, ldb, c, ldc, accumulate, last); break;
      default: rows_of_1(m, k, a, row_a, column_a, b, ldb, c, ldc, accumulate, last); break;
    }
    b += width;
    c += width;
    n -= width;
  }
}
