// Linear layers: y = x · transposed w. A panel of w (a few vectors of outputs, a stretch of k) is turned into rows over the
// outputs, widened where it is bf16, and then serves all rows of x; a panel fits the first-level cache. For one to four rows (a
// decode step) the turned weights are used straight from registers. Both sum an element over k in one chain of fused
// multiply-adds, from first to last, so they give the same bits.

enum { PANEL_WIDTH = NR_MAX * LANES, PANEL_DEPTH = NR_MAX == 4 ? 128 : 256 };

// panel (depth, PANEL_WIDTH) from float32 w (width, depth); columns from width on are zero.
static void pack_f32(float *panel, const float *w, size_t ldw, size_t width, size_t depth) {
  if (width < PANEL_WIDTH) memset(panel, 0, depth * PANEL_WIDTH * sizeof *panel);
  transpose(panel, PANEL_WIDTH, w, ldw, width, depth);
}

// Splits a vector of bf16 pairs into the float32 of the first and of the second of each.
INLINE void store_pairs(float *even, float *odd, vf pairs) {
  vu bits, low, high;
  memcpy(&bits, &pairs, sizeof bits);
  low = bits << 16;
  high = bits & 0xffff0000u;
  memcpy(even, &low, sizeof low);
  memcpy(odd, &high, sizeof high);
}

static void pack_bf16(float *panel, const uint16_t *w, size_t ldw, size_t width, size_t depth) {
  if (width < PANEL_WIDTH) memset(panel, 0, depth * PANEL_WIDTH * sizeof *panel);
  for (size_t i = 0; i < width; i += LANES)
    for (size_t j = 0; j < depth; j += 2 * LANES) {
      if (i + LANES <= width && j + 2 * LANES <= depth) {
        vf r[LANES];
        UNROLL for (int l = 0; l < LANES; l++) memcpy(&r[l], w + (i + l) * ldw + j, sizeof(vf));
        transpose_square(r);
        UNROLL for (int l = 0; l < LANES; l++)
          store_pairs(panel + (j + 2 * l) * PANEL_WIDTH + i, panel + (j + 2 * l + 1) * PANEL_WIDTH + i, r[l]);
      } else {
        for (size_t row = i; row < least(i + LANES, width); row++)
          for (size_t column = j; column < least(j + 2 * LANES, depth); column++) {
            uint32_t bits = (uint32_t)w[row * ldw + column] << 16;
            memcpy(panel + column * PANEL_WIDTH + row, &bits, sizeof bits);
          }
      }
    }
}

// Adds the products of the turned square of w to the rows' sums.
#define SQUARE_F32(ROWS)                                                                          \
  UNROLL for (int l = 0; l < LANES; l++) {                                                        \
    UNROLL for (int i = 0; i < ROWS; i++) sum[i] = fma_(splat(x[i * ldx + l]), square[l], sum[i]); \
  }
#define SQUARE_BF16(ROWS)                                                                             \
  UNROLL for (int l = 0; l < LANES; l++) {                                                            \
    vf even, odd;                                                                                     \
    store_pairs((float *)&even, (float *)&odd, square[l]);                                            \
    UNROLL for (int i = 0; i < ROWS; i++) sum[i] = fma_(splat(x[i * ldx + 2 * l]), even, sum[i]);     \
    UNROLL for (int i = 0; i < ROWS; i++) sum[i] = fma_(splat(x[i * ldx + 2 * l + 1]), odd, sum[i]);  \
  }

// y (ROWS, LANES) from one vector of outputs and k, a multiple of what a square covers.
#define FEW_ROWS(ROWS, SUFFIX, TYPE, DEPTH)                                                                                \
  static void few_##ROWS##_##SUFFIX(float *y, size_t ldy, const float *x, size_t ldx, const TYPE *w, size_t ldw, size_t k, \
                                    bool accumulate) {                                                                    \
    vf sum[ROWS];                                                                                                         \
    UNROLL for (int i = 0; i < ROWS; i++) sum[i] = accumulate ? load(y + i * ldy) : splat(0.0f);                          \
    for (size_t at = 0; at < k; at += DEPTH, x += DEPTH) {                                                                \
      vf square[LANES];                                                                                                   \
      UNROLL for (int l = 0; l < LANES; l++) {                                                                            \
        memcpy(&square[l], w + l * ldw + at, sizeof(vf));                                                                 \
        __builtin_prefetch(w + (l + LANES) * ldw + at); /* the next outputs; beyond the end it does nothing */            \
      }                                                                                                                   \
      transpose_square(square);                                                                                           \
      SQUARE(ROWS)                                                                                                        \
    }                                                                                                                     \
    UNROLL for (int i = 0; i < ROWS; i++) store(y + i * ldy, sum[i]);                                                     \
  }
#define SQUARE SQUARE_F32
FEW_ROWS(1, f32, float, LANES)
FEW_ROWS(2, f32, float, LANES)
FEW_ROWS(3, f32, float, LANES)
FEW_ROWS(4, f32, float, LANES)
#undef SQUARE
#define SQUARE SQUARE_BF16
FEW_ROWS(1, bf16, uint16_t, 2 * LANES)
FEW_ROWS(2, bf16, uint16_t, 2 * LANES)
FEW_ROWS(3, bf16, uint16_t, 2 * LANES)
FEW_ROWS(4, bf16, uint16_t, 2 * LANES)
#undef SQUARE

#define LINEAR(SUFFIX, TYPE, DEPTH)                                                                                           \
  static void panels_##SUFFIX(float *y, size_t ldy, const float *x, size_t ldx, const TYPE *w, size_t ldw, size_t m, size_t n, \
                              size_t k, bool accumulate) {                                                                    \
    float *panel = ck_scratch(CK_SCRATCH_LINEAR, PANEL_WIDTH * PANEL_DEPTH);                                                  \
    for (size_t j = 0; j < n; j += PANEL_WIDTH)                                                                               \
      for (size_t l = 0; l < k; l += PANEL_DEPTH) {                                                                           \
        size_t width = least(PANEL_WIDTH, n - j), depth = least(PANEL_DEPTH, k - l);                                          \
        pack_##SUFFIX(panel, w + j * ldw + l, ldw, width, depth);                                                             \
        product(m, width, depth, x + l, ldx, 1, panel, PANEL_WIDTH, y + j, ldy, accumulate || l > 0);                         \
      }                                                                                                                       \
  }                                                                                                                           \
  static void linear_##SUFFIX(float *y, size_t ldy, const float *x, size_t ldx, const TYPE *w, size_t ldw, size_t m, size_t n, \
                              size_t k, bool accumulate) {                                                                    \
    if (k == 0 && !accumulate)                                                                                                \
      for (size_t i = 0; i < m; i++) memset(y + i * ldy, 0, n * sizeof *y);                                                   \
    size_t columns = n / LANES * LANES, depth = k / (DEPTH) * (DEPTH);                                                        \
    if (m > 4 || depth == 0) return panels_##SUFFIX(y, ldy, x, ldx, w, ldw, m, n, k, accumulate);                             \
    for (size_t j = 0; j < columns; j += LANES) {                                                                             \
      const TYPE *rows = w + j * ldw;                                                                                         \
      switch (m) {                                                                                                            \
        case 1: few_1_##SUFFIX(y + j, ldy, x, ldx, rows, ldw, depth, accumulate); break;                                      \
        case 2: few_2_##SUFFIX(y + j, ldy, x, ldx, rows, ldw, depth, accumulate); break;                                      \
        case 3: few_3_##SUFFIX(y + j, ldy, x, ldx, rows, ldw, depth, accumulate); break;                                      \
        case 4: few_4_##SUFFIX(y + j, ldy, x, ldx, rows, ldw, depth, accumulate); break;                                      \
        default: break;                                                                                                       \
      }                                                                                                                       \
    }                                                                                                                         \
    panels_##SUFFIX(y, ldy, x + depth, ldx, w + depth, ldw, m, columns, k - depth, true);                                     \
    panels_##SUFFIX(y + columns, ldy, x, ldx, w + columns * ldw, ldw, m, n - columns, k, accumulate);                         \
  }
LINEAR(f32, float, LANES)
LINEAR(bf16, uint16_t, 2 * LANES)
