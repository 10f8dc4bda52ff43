// Conversions, norms, rotations, activations, losses and the optimiser, a vector at a time.

static void bf16_from_f32(uint16_t *out, const float *x, size_t n) {
  for (size_t i = 0; i < n; i += LANES) {
    vf value = load_some(x + i, n - i);
    vu bits;
    memcpy(&bits, &value, sizeof bits);
    vu rounded = (bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16, quiet = (bits >> 16) | 0x40u;
    vh half = __builtin_convertvector((bits & 0x7fffffffu) > 0x7f800000u ? quiet : rounded, vh);
    if (n - i >= LANES) *(vh_anywhere *)(out + i) = half;
    else memcpy(out + i, &half, (n - i) * sizeof *out);
  }
}

INLINE vh load_halves(const uint16_t *x, size_t n) {
  if (n >= LANES) return *(const vh_anywhere *)x;
  vh half = 0;
  memcpy(&half, x, n * sizeof *x);
  return half;
}

static void f32_from_bf16(float *out, const uint16_t *x, size_t n) {
  for (size_t i = 0; i < n; i += LANES) {
    vu bits = __builtin_convertvector(load_halves(x + i, n - i), vu) << 16;
    vf value;
    memcpy(&value, &bits, sizeof value);
    store_some(out + i, value, n - i);
  }
}

static void f32_from_f16(float *out, const uint16_t *x, size_t n) {
  typedef _Float16 vhf __attribute__((ext_vector_type(LANES)));
  for (size_t i = 0; i < n; i += LANES) {
    vh bits = load_halves(x + i, n - i);
    vhf half;
    memcpy(&half, &bits, sizeof half);
    store_some(out + i, __builtin_convertvector(half, vf), n - i);
  }
}

static void rmsnorm_forward(float *out, float *rstd, const float *x, const float *weight, size_t t, size_t d, float eps) {
  for (size_t i = 0; i < t; i++, x += d, out += d) {
    float r = 1.0f / sqrtf(dot_of(x, x, d) / (float)d + eps);
    if (rstd) rstd[i] = r;
    for (size_t j = 0; j < d; j += LANES)
      store_some(out + j, load_some(x + j, d - j) * splat(r) * load_some(weight + j, d - j), d - j);
  }
}

static void rmsnorm_backward(float *dx, float *dweight, const float *dout, const float *x, const float *weight,
                             const float *rstd, size_t t, size_t d) {
  for (size_t i = 0; i < t; i++, x += d, dx += d, dout += d) {
    float r = rstd[i];
    vf sum = splat(0.0f);
    for (size_t j = 0; j < d; j += LANES) {
      size_t n = d - j;
      sum = fma_(load_some(dout + j, n) * load_some(weight + j, n), load_some(x + j, n), sum);
    }
    float c = sum_lanes(sum) * r * r * r / (float)d;
    for (size_t j = 0; j < d; j += LANES) {
      size_t n = d - j;
      vf gradient = load_some(dout + j, n), value = load_some(x + j, n);
      store_some(dx + j, load_some(dx + j, n) + gradient * load_some(weight + j, n) * splat(r) - value * splat(c), n);
      if (dweight) store_some(dweight + j, fma_(gradient * value, splat(r), load_some(dweight + j, n)), n);
    }
  }
}

static void rope(float *x, size_t ld, const int32_t *position, const float *cosine, const float *sine, size_t t, size_t heads,
                 size_t s, size_t turned, float direction) {
  size_t half = turned / 2;
  for (size_t i = 0; i < t; i++) {
    const float *c = cosine + (size_t)position[i] * half, *sn = sine + (size_t)position[i] * half;
    for (size_t j = 0; j < half; j += LANES) {
      size_t n = half - j;
      vf turn = splat(direction) * load_some(sn + j, n), stay = load_some(c + j, n);
      for (size_t h = 0; h < heads; h++) {
        float *a = x + i * ld + h * s + j, *b = a + half;
        vf first = load_some(a, n), second = load_some(b, n);
        store_some(a, first * stay - second * turn, n);
        store_some(b, second * stay + first * turn, n);
      }
    }
  }
}

static void silu_mul_forward(float *out, const float *gate, const float *up, size_t n) {
  for (size_t i = 0; i < n; i += LANES) {
    vf x = load_some(gate + i, n - i);
    store_some(out + i, x / (splat(1.0f) + exp_(-x)) * load_some(up + i, n - i), n - i);
  }
}

static void silu_mul_backward(float *dgate, float *dup, const float *dout, const float *gate, const float *up, size_t n) {
  for (size_t i = 0; i < n; i += LANES) {
    vf x = load_some(gate + i, n - i), u = load_some(up + i, n - i), d = load_some(dout + i, n - i);
    vf sigmoid = splat(1.0f) / (splat(1.0f) + exp_(-x));
    store_some(dgate + i, d * u * sigmoid * (splat(1.0f) + x * (splat(1.0f) - sigmoid)), n - i);
    store_some(dup + i, d * x * sigmoid, n - i);
  }
}

INLINE float maximum_of(const float *x, size_t n) {
  vf most = splat(-INFINITY);
  for (size_t j = 0; j < n; j += LANES) most = larger(most, load_filled(x + j, n - j, -INFINITY));
  return max_lanes(most);
}

INLINE float sum_of_exponentials(const float *x, size_t n, float maximum) {
  vf total = splat(0.0f);
  size_t j = 0;
  for (; j + LANES <= n; j += LANES) total += exp_(load(x + j) - splat(maximum));
  float rest = 0;
  if (j < n) {
    vf e = exp_(load_some(x + j, n - j) - splat(maximum));
    for (size_t l = 0; l < n - j; l++) rest += ((const float *)&e)[l];
  }
  return sum_lanes(total) + rest;
}

static void cross_entropy(float *logits, float *losses, int32_t *argmax, const int32_t *target, const float *weight, size_t t,
                          size_t v) {
  for (size_t i = 0; i < t; i++, logits += v) {
    if (argmax || weight[i] != 0) {
      float maximum = maximum_of(logits, v);
      if (argmax) {
        size_t best = 0;
        while (best + 1 < v && logits[best] != maximum) best++;
        argmax[i] = (int32_t)best;
      }
      if (weight[i] != 0) {
        float sum = sum_of_exponentials(logits, v, maximum);
        losses[i] = (logf(sum) - (logits[target[i]] - maximum)) * weight[i];
        vf share = splat(weight[i] / sum);
        for (size_t j = 0; j < v; j += LANES)
          store_some(logits + j, exp_(load_some(logits + j, v - j) - splat(maximum)) * share, v - j);
        logits[target[i]] -= weight[i];
        continue;
      }
    }
    losses[i] = 0;
    memset(logits, 0, v * sizeof *logits);
  }
}

static void log_softmax_at(float *out, const float *logits, const int32_t *target, size_t t, size_t v) {
  for (size_t i = 0; i < t; i++, logits += v) {
    float maximum = maximum_of(logits, v);
    out[i] = logits[target[i]] - maximum - logf(sum_of_exponentials(logits, v, maximum));
  }
}

static void adamw(float *w, float *m, float *v, const float *g, size_t n, float lr, float beta1, float beta2, float eps,
                  float weight_decay, float gradient_scale, int64_t step) {
  vf first = splat((float)(1.0 / (1.0 - pow(beta1, (double)step))));
  vf second = splat((float)(1.0 / (1.0 - pow(beta2, (double)step))));
  for (size_t i = 0; i < n; i += LANES) {
    size_t c = n - i;
    vf gradient = load_some(g + i, c) * splat(gradient_scale), weight = load_some(w + i, c);
    vf mean = splat(beta1) * load_some(m + i, c) + splat(1.0f - beta1) * gradient;
    vf square = splat(beta2) * load_some(v + i, c) + splat(1.0f - beta2) * gradient * gradient;
    vf step_size = splat(lr) * (mean * first) / (__builtin_elementwise_sqrt(square * second) + splat(eps));
    store_some(m + i, mean, c);
    store_some(v + i, square, c);
    store_some(w + i, weight - (splat(lr * weight_decay) * weight + step_size), c);
  }
}

static void axpy(float *y, float a, const float *x, size_t n) {
  for (size_t i = 0; i < n; i += LANES)
    store_some(y + i, fma_(splat(a), load_some(x + i, n - i), load_some(y + i, n - i)), n - i);
}

static void scale(float *x, float a, size_t n) {
  for (size_t i = 0; i < n; i += LANES) store_some(x + i, load_some(x + i, n - i) * splat(a), n - i);
}

static double sum_of_squares(const float *x, size_t n) {
  vd total = 0;
  for (size_t i = 0; i < n; i += LANES) {
    vd value = __builtin_convertvector(load_some(x + i, n - i), vd);
    total += value * value;
  }
  double sum = 0;
  for (int l = 0; l < LANES; l++) sum += ((const double *)&total)[l];
  return sum;
}

static float dot(const float *x, const float *y, size_t n) {
  vf sum[4] = {0};
  size_t i = 0;
  for (; i + 4 * LANES <= n; i += 4 * LANES) {
    UNROLL for (int l = 0; l < 4; l++) sum[l] = fma_(load(x + i + l * LANES), load(y + i + l * LANES), sum[l]);
  }
  for (; i < n; i += LANES) sum[0] = fma_(load_some(x + i, n - i), load_some(y + i, n - i), sum[0]);
  return sum_lanes((sum[0] + sum[1]) + (sum[2] + sum[3]));
}

INLINE float sum_of(const float *x, size_t d) {
  vf sum = splat(0.0f);
  for (size_t j = 0; j < d; j += LANES) sum += load_some(x + j, d - j);
  return sum_lanes(sum);
}

static void layernorm_forward(float *out, const float *x, const float *weight, const float *bias, size_t t, size_t d, float eps) {
  for (size_t i = 0; i < t; i++, x += d, out += d) {
    vf mean = splat(sum_of(x, d) / (float)d), squares = splat(0.0f);
    for (size_t j = 0; j < d; j += LANES) {
      size_t n = d - j;
      vf away = load_filled(x + j, n, mean[0]) - mean;
      squares = fma_(away, away, squares);
    }
    vf r = splat(1.0f / sqrtf(sum_lanes(squares) / (float)d + eps));
    for (size_t j = 0; j < d; j += LANES) {
      size_t n = d - j;
      vf added = bias ? load_some(bias + j, n) : splat(0.0f);
      store_some(out + j, fma_((load_some(x + j, n) - mean) * r, load_some(weight + j, n), added), n);
    }
  }
}

static void silu_forward(float *out, const float *x, size_t n) {
  for (size_t i = 0; i < n; i += LANES) {
    vf value = load_some(x + i, n - i);
    store_some(out + i, value / (splat(1.0f) + exp_(-value)), n - i);
  }
}

// x times the normal distribution's share below x. The share above z >= 0 is e to the -z²/2 times a polynomial in t = 1 / (1 + 0.26 z),
// fitted by least squares of the relative error over 0 <= z <= 9 (5e-9; float32 rounding leaves 2e-7).
static void gelu_forward(float *out, const float *x, size_t n) {
  const float c[] = {0.1037878692150116f, 0.10256810486316681f,  0.10599694401025772f, 0.040144871920347214f, 0.1851862221956253f,
                     -0.18454544246196747f, 0.2798285186290741f, -0.16614526510238647f, 0.033178187906742096f};
  for (size_t i = 0; i < n; i += LANES) {
    vf value = load_some(x + i, n - i), z = larger(value, -value);
    vf t = splat(1.0f) / fma_(splat(0.26f), z, splat(1.0f)), p = splat(c[8]);
    UNROLL for (int k = 7; k >= 0; k--) p = fma_(p, t, splat(c[k]));
    vf above = exp_(z * z * splat(-0.5f)) * t * p;
    store_some(out + i, value * (value > splat(0.0f) ? splat(1.0f) - above : above), n - i);
  }
}

// 0.5 (1 + tanh u) is 1 / (1 + e to the -2u).
static void gelu_tanh_forward(float *out, const float *x, size_t n) {
  for (size_t i = 0; i < n; i += LANES) {
    vf value = load_some(x + i, n - i);
    vf u = splat(0.79788456f) * fma_(splat(0.044715f) * value * value, value, value);
    store_some(out + i, value / (splat(1.0f) + exp_(splat(-2.0f) * u)), n - i);
  }
}

static void multiply(float *y, const float *a, const float *b, size_t n, bool accumulate) {
  for (size_t i = 0; i < n; i += LANES) {
    vf before = accumulate ? load_some(y + i, n - i) : splat(0.0f);
    store_some(y + i, fma_(load_some(a + i, n - i), load_some(b + i, n - i), before), n - i);
  }
}
