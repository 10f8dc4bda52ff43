// The portable reference: plain C, one loop a thought. The other levels are compared with this file in tests.
#include <math.h>
#include <string.h>

#include "ck_table.h"

static float f32_of_bits(uint32_t bits) {
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

static uint32_t bits_of_f32(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

static void bf16_from_f32(uint16_t *out, const float *x, size_t n) {
  for (size_t i = 0; i < n; i++) {
    uint32_t bits = bits_of_f32(x[i]);
    bool nan = (bits & 0x7fffffffu) > 0x7f800000u;
    // A NaN stays one (its quiet bit is set); all else is rounded to nearest, ties to even.
    out[i] = (uint16_t)(nan ? (bits >> 16) | 0x40u : (bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16);
  }
}

static void f32_from_bf16(float *out, const uint16_t *x, size_t n) {
  for (size_t i = 0; i < n; i++) out[i] = f32_of_bits((uint32_t)x[i] << 16);
}

static void f32_from_f16(float *out, const uint16_t *x, size_t n) {
  for (size_t i = 0; i < n; i++) {
    uint32_t sign = (uint32_t)(x[i] & 0x8000u) << 16, exponent = (x[i] >> 10) & 31u, fraction = x[i] & 0x3ffu;
    if (exponent == 31) {
      out[i] = f32_of_bits(sign | 0x7f800000u | fraction << 13 | (fraction ? 0x400000u : 0));
    } else if (exponent) {
      out[i] = f32_of_bits(sign | (exponent + 112) << 23 | fraction << 13);
    } else {
      float small = (float)fraction * 0x1p-24f;  // subnormal
      out[i] = sign ? -small : small;
    }
  }
}

static void linear_f32(float *y, size_t ldy, const float *x, size_t ldx, const float *w, size_t ldw, size_t m, size_t n,
                       size_t k, bool accumulate) {
  for (size_t i = 0; i < m; i++)
    for (size_t j = 0; j < n; j++) {
      float sum = accumulate ? y[i * ldy + j] : 0.0f;
      for (size_t l = 0; l < k; l++) sum += x[i * ldx + l] * w[j * ldw + l];
      y[i * ldy + j] = sum;
    }
}

static void linear_bf16(float *y, size_t ldy, const float *x, size_t ldx, const uint16_t *w, size_t ldw, size_t m, size_t n,
                        size_t k, bool accumulate) {
  float *row = ck_scratch(CK_SCRATCH_LINEAR, k);
  for (size_t j = 0; j < n; j++) {
    f32_from_bf16(row, w + j * ldw, k);
    linear_f32(y + j, ldy, x, ldx, row, k, m, 1, k, accumulate);
  }
}

static void rmsnorm_forward(float *out, float *rstd, const float *x, const float *weight, size_t t, size_t d, float eps) {
  for (size_t i = 0; i < t; i++, x += d, out += d) {
    float squares = 0;
    for (size_t j = 0; j < d; j++) squares += x[j] * x[j];
    float r = 1.0f / sqrtf(squares / (float)d + eps);
    if (rstd) rstd[i] = r;
    for (size_t j = 0; j < d; j++) out[j] = x[j] * r * weight[j];
  }
}

static void rmsnorm_backward(float *dx, float *dweight, const float *dout, const float *x, const float *weight,
                             const float *rstd, size_t t, size_t d) {
  for (size_t i = 0; i < t; i++, x += d, dx += d, dout += d) {
    float r = rstd[i], along = 0;
    for (size_t j = 0; j < d; j++) along += dout[j] * weight[j] * x[j];
    float c = along * r * r * r / (float)d;
    for (size_t j = 0; j < d; j++) dx[j] += dout[j] * weight[j] * r - x[j] * c;
    if (dweight)
      for (size_t j = 0; j < d; j++) dweight[j] += dout[j] * x[j] * r;
  }
}

static void rope(float *x, size_t ld, const int32_t *position, const float *cosine, const float *sine, size_t t, size_t heads,
                 size_t s, size_t turned, float direction) {
  size_t half = turned / 2;
  for (size_t i = 0; i < t; i++) {
    const float *c = cosine + (size_t)position[i] * half, *sn = sine + (size_t)position[i] * half;
    for (size_t h = 0; h < heads; h++) {
      float *a = x + i * ld + h * s, *b = a + half;
      for (size_t j = 0; j < half; j++) {
        float first = a[j], second = b[j], turn = direction * sn[j];
        a[j] = first * c[j] - second * turn;
        b[j] = second * c[j] + first * turn;
      }
    }
  }
}

static float dot(const float *x, const float *y, size_t n) {
  float sum = 0;
  for (size_t i = 0; i < n; i++) sum += x[i] * y[i];
  return sum;
}

static void axpy(float *y, float a, const float *x, size_t n) {
  for (size_t i = 0; i < n; i++) y[i] += a * x[i];
}

// out (S) = softmax(scale * q·k_j, begin <= j < end) · v; returns log-sum-exp. p has room for `end` floats.
static float attend(float *out, float *p, const float *q, const float *k, size_t ldk, const float *v, size_t ldv, size_t begin,
                    size_t end, size_t s, float scale) {
  float maximum = -INFINITY, sum = 0;
  for (size_t j = begin; j < end; j++) {
    p[j] = scale * dot(q, k + j * ldk, s);
    if (p[j] > maximum) maximum = p[j];
  }
  memset(out, 0, s * sizeof *out);
  for (size_t j = begin; j < end; j++) {
    float e = expf(p[j] - maximum);
    sum += e;
    axpy(out, e, v + j * ldv, s);
  }
  for (size_t j = 0; j < s; j++) out[j] *= sum > 0 ? 1.0f / sum : 0.0f;
  return maximum + logf(sum);
}

static void attention_forward(float *out, float *lse, const float *q, size_t ldq, const float *k, size_t ldk, const float *v,
                              size_t ldv, const int32_t *start, size_t t, size_t heads, size_t kv_heads, size_t s,
                              float scale) {
  float *p = ck_scratch(CK_SCRATCH_ATTENTION, t);
  for (size_t h = 0; h < heads; h++) {
    size_t g = h / (heads / kv_heads);
    for (size_t i = 0; i < t; i++)
      lse[h * t + i] = attend(out + (i * heads + h) * s, p, q + i * ldq + h * s, k + g * s, ldk, v + g * s, ldv,
                              (size_t)start[i], i + 1, s, scale);
  }
}

static void attention_backward(float *dq, float *dk, float *dv, const float *dout, const float *out, const float *lse,
                               const float *q, size_t ldq, const float *k, size_t ldk, const float *v, size_t ldv,
                               const int32_t *start, size_t t, size_t heads, size_t kv_heads, size_t s, float scale) {
  for (size_t i = 0; i < t; i++) {
    memset(dk + i * ldk, 0, kv_heads * s * sizeof *dk);
    memset(dv + i * ldv, 0, kv_heads * s * sizeof *dv);
  }
  for (size_t h = 0; h < heads; h++) {
    size_t g = h / (heads / kv_heads);
    for (size_t i = 0; i < t; i++) {
      const float *query = q + i * ldq + h * s, *gradient = dout + (i * heads + h) * s;
      float *dquery = dq + i * ldq + h * s;
      float along = dot(gradient, out + (i * heads + h) * s, s);
      memset(dquery, 0, s * sizeof *dquery);
      for (size_t j = (size_t)start[i]; j <= i; j++) {
        const float *key = k + j * ldk + g * s;
        float p = expf(scale * dot(query, key, s) - lse[h * t + i]);
        float ds = p * (dot(gradient, v + j * ldv + g * s, s) - along) * scale;
        axpy(dv + j * ldv + g * s, p, gradient, s);
        axpy(dk + j * ldk + g * s, ds, query, s);
        axpy(dquery, ds, key, s);
      }
    }
  }
}

static void attention_cached(float *out, const float *q, const float *k_cache, const float *v_cache, const int32_t *first,
                             const int32_t *visible, size_t t, size_t heads, size_t kv_heads, size_t s, float scale) {
  size_t ld = kv_heads * s;
  for (size_t i = 0; i < t; i++) {
    float *p = ck_scratch(CK_SCRATCH_ATTENTION, (size_t)visible[i]);
    for (size_t h = 0; h < heads; h++) {
      size_t g = h / (heads / kv_heads);
      attend(out + (i * heads + h) * s, p, q + (i * heads + h) * s, k_cache + g * s, ld, v_cache + g * s, ld,
             first ? (size_t)first[i] : 0, (size_t)visible[i], s, scale);
    }
  }
}

static void silu_mul_forward(float *out, const float *gate, const float *up, size_t n) {
  for (size_t i = 0; i < n; i++) out[i] = gate[i] / (1.0f + expf(-gate[i])) * up[i];
}

static void silu_mul_backward(float *dgate, float *dup, const float *dout, const float *gate, const float *up, size_t n) {
  for (size_t i = 0; i < n; i++) {
    float x = gate[i], sigmoid = 1.0f / (1.0f + expf(-x)), u = up[i], d = dout[i];
    dgate[i] = d * u * sigmoid * (1.0f + x * (1.0f - sigmoid));
    dup[i] = d * x * sigmoid;
  }
}

static void cross_entropy(float *logits, float *losses, int32_t *argmax, const int32_t *target, const float *weight, size_t t,
                          size_t v) {
  for (size_t i = 0; i < t; i++, logits += v) {
    size_t best = 0;
    for (size_t j = 1; j < v; j++)
      if (logits[j] > logits[best]) best = j;
    if (argmax) argmax[i] = (int32_t)best;
    if (weight[i] == 0) {
      losses[i] = 0;
      memset(logits, 0, v * sizeof *logits);
      continue;
    }
    float maximum = logits[best], sum = 0, at_target = logits[target[i]] - maximum;
    for (size_t j = 0; j < v; j++) sum += logits[j] = expf(logits[j] - maximum);
    losses[i] = (logf(sum) - at_target) * weight[i];
    for (size_t j = 0; j < v; j++) logits[j] *= weight[i] / sum;
    logits[target[i]] -= weight[i];
  }
}

static void adamw(float *w, float *m, float *v, const float *g, size_t n, float lr, float beta1, float beta2, float eps,
                  float weight_decay, float gradient_scale, int64_t step) {
  float first = (float)(1.0 / (1.0 - pow(beta1, (double)step))), second = (float)(1.0 / (1.0 - pow(beta2, (double)step)));
  for (size_t i = 0; i < n; i++) {
    float gradient = g[i] * gradient_scale;
    m[i] = beta1 * m[i] + (1.0f - beta1) * gradient;
    v[i] = beta2 * v[i] + (1.0f - beta2) * gradient * gradient;
    w[i] -= lr * weight_decay * w[i] + lr * (m[i] * first) / (sqrtf(v[i] * second) + eps);
  }
}

static void scale(float *x, float a, size_t n) {
  for (size_t i = 0; i < n; i++) x[i] *= a;
}

static double sum_of_squares(const float *x, size_t n) {
  double sum = 0;
  for (size_t i = 0; i < n; i++) sum += (double)x[i] * x[i];
  return sum;
}

static void log_softmax_at(float *out, const float *logits, const int32_t *target, size_t t, size_t v) {
  for (size_t i = 0; i < t; i++, logits += v) {
    float maximum = logits[0], sum = 0;
    for (size_t j = 1; j < v; j++)
      if (logits[j] > maximum) maximum = logits[j];
    for (size_t j = 0; j < v; j++) sum += expf(logits[j] - maximum);
    out[i] = logits[target[i]] - maximum - logf(sum);
  }
}

static void layernorm_forward(float *out, const float *x, const float *weight, const float *bias, size_t t, size_t d, float eps) {
  for (size_t i = 0; i < t; i++, x += d, out += d) {
    float sum = 0, squares = 0;
    for (size_t j = 0; j < d; j++) sum += x[j];
    float mean = sum / (float)d;
    for (size_t j = 0; j < d; j++) squares += (x[j] - mean) * (x[j] - mean);
    float r = 1.0f / sqrtf(squares / (float)d + eps);
    for (size_t j = 0; j < d; j++) out[j] = (x[j] - mean) * r * weight[j] + (bias ? bias[j] : 0.0f);
  }
}

static void silu_forward(float *out, const float *x, size_t n) {
  for (size_t i = 0; i < n; i++) out[i] = x[i] / (1.0f + expf(-x[i]));
}

static void gelu_forward(float *out, const float *x, size_t n) {
  for (size_t i = 0; i < n; i++) out[i] = 0.5f * x[i] * (1.0f + erff(x[i] * 0.70710678f));
}

static void gelu_tanh_forward(float *out, const float *x, size_t n) {
  for (size_t i = 0; i < n; i++)
    out[i] = 0.5f * x[i] * (1.0f + tanhf(0.79788456f * (x[i] + 0.044715f * x[i] * x[i] * x[i])));
}

static void multiply(float *y, const float *a, const float *b, size_t n, bool accumulate) {
  for (size_t i = 0; i < n; i++) y[i] = a[i] * b[i] + (accumulate ? y[i] : 0.0f);
}

const ck_table ck_table_portable = {
    bf16_from_f32,     f32_from_bf16, f32_from_f16,     linear_f32,         linear_bf16,      rmsnorm_forward,
    rmsnorm_backward,  rope,          attention_forward, attention_backward, attention_cached, silu_mul_forward,
    silu_mul_backward, cross_entropy, adamw,            axpy,               scale,            sum_of_squares,
    dot,               log_softmax_at, layernorm_forward,  silu_forward,       gelu_forward,
    gelu_tanh_forward, multiply,
};
