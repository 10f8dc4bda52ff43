// Linear layers: y = x · transposed w. A panel of w (a few vectors of outputs, a stretch of k) is turned into rows over the
// outputs, widened where it is bf16, and then serves all rows of x. A panel fits the first-level cache.

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

#define LINEAR(NAME, TYPE, PACK)                                                                                               \
  static void NAME(float *y, size_t ldy, const float *x, size_t ldx, const TYPE *w, size_t ldw, size_t m, size_t n, size_t k,  \
                   bool accumulate) {                                                                                          \
    float *panel = ck_scratch(CK_SCRATCH_LINEAR, PANEL_WIDTH * PANEL_DEPTH);                                                   \
    if (k == 0 && !accumulate)                                                                                                 \
      for (size_t i = 0; i < m; i++) memset(y + i * ldy, 0, n * sizeof *y);                                                    \
    for (size_t j = 0; j < n; j += PANEL_WIDTH)                                                                                \
      for (size_t l = 0; l < k; l += PANEL_DEPTH) {                                                                            \
        size_t width = least(PANEL_WIDTH, n - j), depth = least(PANEL_DEPTH, k - l);                                           \
        PACK(panel, w + j * ldw + l, ldw, width, depth);                                                                       \
        product(m, width, depth, x + l, ldx, 1, panel, PANEL_WIDTH, y + j, ldy, accumulate || l > 0);                          \
      }                                                                                                                        \
  }
LINEAR(linear_f32, float, pack_f32)
LINEAR(linear_bf16, uint16_t, pack_bf16)
