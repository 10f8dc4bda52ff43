// Attention. In training a block of query rows meets all the keys it may see at once, as three (backward: five) products with the
// softmax between; keys and values lie transposed in working memory for the products over the head's width.

enum { BLOCK = 36 };

INLINE size_t whole_vectors(size_t n) { return (n + LANES - 1) / LANES * LANES; }

// True in the lanes whose column, j and on, lies in begin ..< end.
INLINE vi inside(size_t j, size_t begin, size_t end) {
  vi lane;
  UNROLL for (int l = 0; l < LANES; l++) lane[l] = l;
  vi column = lane + (int32_t)j;
  return (column >= (int32_t)begin) & (column < (int32_t)end);
}

// Of the scores p (width, whole vectors) those in begin ..< end become exp(scale * p - max), the others 0; returns the sum.
INLINE float exponentials(float *p, size_t width, size_t begin, size_t end, float scale, float *maximum) {
  vf most = splat(-INFINITY), total = splat(0.0f), none = splat(-INFINITY);
  size_t first = begin / LANES * LANES, stop = least(whole_vectors(end), width);
  memset(p, 0, first * sizeof *p);
  memset(p + stop, 0, (width - stop) * sizeof *p);
  for (size_t j = first; j < stop; j += LANES) {
    vf x = inside(j, begin, end) ? load(p + j) * splat(scale) : none;
    most = larger(most, x);
    store(p + j, x);
  }
  *maximum = max_lanes(most);
  for (size_t j = first; j < stop; j += LANES) {
    vf e = exp_(load(p + j) - splat(*maximum));
    e = inside(j, begin, end) ? e : splat(0.0f);
    store(p + j, e);
    total += e;
  }
  return sum_lanes(total);
}

// The first column any row of a block may see.
static size_t first_visible(const int32_t *start, size_t begin, size_t end) {
  size_t first = (size_t)start[begin];
  for (size_t i = begin + 1; i < end; i++) first = least(first, (size_t)start[i]);
  return first;
}

static void attention_forward(float *out, float *lse, const float *q, size_t ldq, const float *k, size_t ldk, const float *v,
                              size_t ldv, const int32_t *start, size_t t, size_t heads, size_t kv_heads, size_t s,
                              float scale) {
  size_t ld = whole_vectors(t), group = heads / kv_heads;
  float *keys = ck_scratch(CK_SCRATCH_ATTENTION, (s + BLOCK) * ld), *scores = keys + s * ld;
  memset(keys, 0, s * ld * sizeof *keys);
  for (size_t h = 0; h < heads; h++) {
    size_t g = h / group;
    if (h % group == 0) transpose(keys, ld, k + g * s, ldk, t, s);
    for (size_t i = 0; i < t; i += BLOCK) {
      size_t rows = least(BLOCK, t - i), begin = first_visible(start, i, i + rows) / LANES * LANES;
      size_t width = whole_vectors(i + rows) - begin;
      product(rows, width, s, q + i * ldq + h * s, ldq, 1, keys + begin, ld, scores, ld, false);
      float sums[BLOCK];
      for (size_t r = 0; r < rows; r++) {
        float *p = scores + r * ld, maximum;
        size_t first = (size_t)start[i + r] - begin, end = i + r + 1 - begin;
        sums[r] = exponentials(p, width, first, end, scale, &maximum);
        lse[h * t + i + r] = maximum + logf(sums[r]);
      }
      float *result = out + (i * heads + h) * s;
      product(rows, s, i + rows - begin, scores, ld, 1, v + begin * ldv + g * s, ldv, result, heads * s, false);
      for (size_t r = 0; r < rows; r++)
        for (size_t j = 0; j < s; j += LANES) {
          float *at = result + r * heads * s + j;
          store_some(at, load_some(at, s - j) * splat(1.0f / sums[r]), s - j);
        }
    }
  }
}

// Probabilities from scores, and from the gradients of the probabilities those of the scores, for one row; 0 outside begin ..< end.
INLINE void score_gradients(float *p, float *dp, size_t width, size_t begin, size_t end, float scale, float lse, float along) {
  for (size_t j = 0; j < width; j += LANES) {
    vf probability = exp_(fma_(load(p + j), splat(scale), splat(-lse)));
    probability = inside(j, begin, end) ? probability : splat(0.0f);
    store(p + j, probability);
    store(dp + j, probability * (load(dp + j) - splat(along)) * splat(scale));
  }
}

INLINE float dot_of(const float *x, const float *y, size_t n) {
  vf sum = splat(0.0f);
  for (size_t i = 0; i < n; i += LANES) sum = fma_(load_some(x + i, n - i), load_some(y + i, n - i), sum);
  return sum_lanes(sum);
}

static void attention_backward(float *dq, float *dk, float *dv, const float *dout, const float *out, const float *lse,
                               const float *q, size_t ldq, const float *k, size_t ldk, const float *v, size_t ldv,
                               const int32_t *start, size_t t, size_t heads, size_t kv_heads, size_t s, float scale) {
  size_t ld = whole_vectors(t), group = heads / kv_heads, ldo = heads * s;
  float *keys = ck_scratch(CK_SCRATCH_ATTENTION, 2 * (s + BLOCK) * ld), *values = keys + s * ld;
  float *p = values + s * ld, *dp = p + BLOCK * ld;
  memset(keys, 0, 2 * s * ld * sizeof *keys);
  for (size_t h = 0; h < heads; h++) {
    size_t g = h / group;
    if (h % group == 0) {
      transpose(keys, ld, k + g * s, ldk, t, s);
      transpose(values, ld, v + g * s, ldv, t, s);
      for (size_t i = 0; i < t; i++) {
        memset(dk + i * ldk + g * s, 0, s * sizeof *dk);
        memset(dv + i * ldv + g * s, 0, s * sizeof *dv);
      }
    }
    for (size_t i = 0; i < t; i += BLOCK) {
      size_t rows = least(BLOCK, t - i), begin = first_visible(start, i, i + rows) / LANES * LANES;
      size_t seen = i + rows - begin, width = whole_vectors(i + rows) - begin;
      const float *query = q + i * ldq + h * s, *gradient = dout + (i * heads + h) * s;
      product(rows, width, s, query, ldq, 1, keys + begin, ld, p, ld, false);
      product(rows, width, s, gradient, ldo, 1, values + begin, ld, dp, ld, false);
      for (size_t r = 0; r < rows; r++) {
        size_t first = (size_t)start[i + r] - begin, end = i + r + 1 - begin;
        float along = dot_of(gradient + r * ldo, out + ((i + r) * heads + h) * s, s);
        score_gradients(p + r * ld, dp + r * ld, width, first, end, scale, lse[h * t + i + r], along);
      }
      product(seen, s, rows, p, 1, ld, gradient, ldo, dv + begin * ldv + g * s, ldv, true);
      product(seen, s, rows, dp, 1, ld, query, ldq, dk + begin * ldk + g * s, ldk, true);
      product(rows, s, seen, dp, ld, 1, k + begin * ldk + g * s, ldk, dq + i * ldq + h * s, ldq, false);
    }
  }
}

// scores[0..<n] = q · k_j, with room for whole vectors. LANES keys at a time, each summed over the head's width in its own vector.
static void scores_of(float *scores, const float *q, const float *k, size_t ld, size_t n, size_t s) {
  for (size_t j = 0; j < n; j += LANES) {
    vf sums[LANES];
    size_t last = n - 1;
    UNROLL for (int l = 0; l < LANES; l++) sums[l] = splat(0.0f);
    for (size_t c = 0; c < s; c += LANES) {
      vf query = load_some(q + c, s - c);
      if (j + LANES <= n && c + LANES <= s) {
        UNROLL for (int l = 0; l < LANES; l++) sums[l] = fma_(query, load(k + (j + l) * ld + c), sums[l]);
      } else {
        UNROLL for (int l = 0; l < LANES; l++)
          sums[l] = fma_(query, load_some(k + least(j + l, last) * ld + c, s - c), sums[l]);
      }
    }
    store(scores + j, sum_each(sums));
  }
}

// A row's columns keep their lanes wherever the block of rows begins to look, so a window changes no bit of a sum's order.
static void attention_cached(float *out, const float *q, const float *k_cache, const float *v_cache, const int32_t *first,
                             const int32_t *visible, size_t t, size_t heads, size_t kv_heads, size_t s, float scale) {
  enum { ROWS = 6 };
  size_t ld = kv_heads * s, group = heads / kv_heads, most = 0;
  for (size_t i = 0; i < t; i++)
    if ((size_t)visible[i] > most) most = (size_t)visible[i];
  size_t width = whole_vectors(most);
  float *scores = ck_scratch(CK_SCRATCH_ATTENTION, ROWS * width);
  for (size_t i = 0; i < t; i += ROWS) {
    size_t rows = least(ROWS, t - i), seen = 0;
    size_t begin = first ? first_visible(first, i, i + rows) / LANES * LANES : 0;
    for (size_t r = 0; r < rows; r++)
      if ((size_t)visible[i + r] - begin > seen) seen = (size_t)visible[i + r] - begin;
    for (size_t h = 0; h < heads; h++) {
      const float *k = k_cache + begin * ld + (h / group) * s, *v = v_cache + begin * ld + (h / group) * s;
      float sums[ROWS];
      for (size_t r = 0; r < rows; r++) {
        size_t own = first ? (size_t)first[i + r] - begin : 0, end = (size_t)visible[i + r] - begin;
        float maximum;
        scores_of(scores + r * width, q + ((i + r) * heads + h) * s, k, ld, end, s);
        sums[r] = exponentials(scores + r * width, whole_vectors(seen), own, end, scale, &maximum);
      }
      float *result = out + (i * heads + h) * s;
      product(rows, s, seen, scores, width, 1, v, ld, result, heads * s, false);
      for (size_t r = 0; r < rows; r++)
        for (size_t j = 0; j < s; j += LANES) {
          float *at = result + r * heads * s + j;
          float inverse = sums[r] > 0 ? 1.0f / sums[r] : 0.0f;
          store_some(at, load_some(at, s - j) * splat(inverse), s - j);
        }
    }
  }
}
