// The public kernels: each goes through the table of the level in use.
#include <math.h>

#include "ck_table.h"

void ck_bf16_from_f32(uint16_t *out, const float *x, size_t n) { ck_active()->bf16_from_f32(out, x, n); }
void ck_f32_from_bf16(float *out, const uint16_t *x, size_t n) { ck_active()->f32_from_bf16(out, x, n); }
void ck_f32_from_f16(float *out, const uint16_t *x, size_t n) { ck_active()->f32_from_f16(out, x, n); }

void ck_linear_f32(float *y, size_t ldy, const float *x, size_t ldx, const float *w, size_t ldw, size_t m, size_t n, size_t k,
                   bool accumulate) {
  ck_active()->linear_f32(y, ldy, x, ldx, w, ldw, m, n, k, accumulate);
}

void ck_linear_bf16(float *y, size_t ldy, const float *x, size_t ldx, const uint16_t *w, size_t ldw, size_t m, size_t n,
                    size_t k, bool accumulate) {
  ck_active()->linear_bf16(y, ldy, x, ldx, w, ldw, m, n, k, accumulate);
}

void ck_rmsnorm_forward(float *out, float *rstd, const float *x, const float *weight, size_t t, size_t d, float eps) {
  ck_active()->rmsnorm_forward(out, rstd, x, weight, t, d, eps);
}

void ck_rmsnorm_backward(float *dx, float *dweight, const float *dout, const float *x, const float *weight, const float *rstd,
                         size_t t, size_t d) {
  ck_active()->rmsnorm_backward(dx, dweight, dout, x, weight, rstd, t, d);
}

void ck_rope_forward(float *x, size_t ld, const int32_t *position, const float *cosine, const float *sine, size_t t,
                     size_t heads, size_t s) {
  ck_active()->rope(x, ld, position, cosine, sine, t, heads, s, s, 1.0f);
}

void ck_rope_partial_forward(float *x, size_t ld, const int32_t *position, const float *cosine, const float *sine, size_t t,
                             size_t heads, size_t s, size_t turned) {
  ck_active()->rope(x, ld, position, cosine, sine, t, heads, s, turned, 1.0f);
}

void ck_rope_backward(float *dx, size_t ld, const int32_t *position, const float *cosine, const float *sine, size_t t,
                      size_t heads, size_t s) {
  ck_active()->rope(dx, ld, position, cosine, sine, t, heads, s, s, -1.0f);
}

void ck_attention_forward(float *out, float *lse, const float *q, size_t ldq, const float *k, size_t ldk, const float *v,
                          size_t ldv, const int32_t *start, size_t t, size_t heads, size_t kv_heads, size_t s, float scale) {
  ck_active()->attention_forward(out, lse, q, ldq, k, ldk, v, ldv, start, t, heads, kv_heads, s, scale);
}

void ck_attention_backward(float *dq, float *dk, float *dv, const float *dout, const float *out, const float *lse,
                           const float *q, size_t ldq, const float *k, size_t ldk, const float *v, size_t ldv,
                           const int32_t *start, size_t t, size_t heads, size_t kv_heads, size_t s, float scale) {
  ck_active()->attention_backward(dq, dk, dv, dout, out, lse, q, ldq, k, ldk, v, ldv, start, t, heads, kv_heads, s, scale);
}

void ck_attention_cached(float *out, const float *q, const float *k_cache, const float *v_cache, const int32_t *visible,
                         size_t t, size_t heads, size_t kv_heads, size_t s, float scale) {
  ck_active()->attention_cached(out, q, k_cache, v_cache, NULL, visible, t, heads, kv_heads, s, scale);
}

void ck_attention_window(float *out, const float *q, const float *k_cache, const float *v_cache, const int32_t *first,
                         const int32_t *visible, size_t t, size_t heads, size_t kv_heads, size_t s, float scale) {
  ck_active()->attention_cached(out, q, k_cache, v_cache, first, visible, t, heads, kv_heads, s, scale);
}

void ck_silu_mul_forward(float *out, const float *gate, const float *up, size_t n) {
  ck_active()->silu_mul_forward(out, gate, up, n);
}

void ck_silu_mul_backward(float *dgate, float *dup, const float *dout, const float *gate, const float *up, size_t n) {
  ck_active()->silu_mul_backward(dgate, dup, dout, gate, up, n);
}

void ck_cross_entropy(float *logits, float *losses, int32_t *argmax, const int32_t *target, const float *weight, size_t t,
                      size_t v) {
  ck_active()->cross_entropy(logits, losses, argmax, target, weight, t, v);
}

void ck_adamw(float *w, float *m, float *v, const float *g, size_t n, float lr, float beta1, float beta2, float eps,
              float weight_decay, float gradient_scale, int64_t step) {
  ck_active()->adamw(w, m, v, g, n, lr, beta1, beta2, eps, weight_decay, gradient_scale, step);
}

void ck_add(float *y, const float *x, size_t n) { ck_active()->axpy(y, 1.0f, x, n); }
void ck_axpy(float *y, float a, const float *x, size_t n) { ck_active()->axpy(y, a, x, n); }
void ck_scale(float *x, float a, size_t n) { ck_active()->scale(x, a, n); }
double ck_sum_of_squares(const float *x, size_t n) { return ck_active()->sum_of_squares(x, n); }
float ck_dot(const float *x, const float *y, size_t n) { return ck_active()->dot(x, y, n); }

void ck_log_softmax_at(float *out, const float *logits, const int32_t *target, size_t t, size_t v) {
  ck_active()->log_softmax_at(out, logits, target, t, v);
}

void ck_layernorm_forward(float *out, const float *x, const float *weight, const float *bias, size_t t, size_t d, float eps) {
  ck_active()->layernorm_forward(out, x, weight, bias, t, d, eps);
}

void ck_silu_forward(float *out, const float *x, size_t n) { ck_active()->silu_forward(out, x, n); }
void ck_gelu_forward(float *out, const float *x, size_t n) { ck_active()->gelu_forward(out, x, n); }
void ck_gelu_tanh_forward(float *out, const float *x, size_t n) { ck_active()->gelu_tanh_forward(out, x, n); }
void ck_multiply(float *y, const float *a, const float *b, size_t n) { ck_active()->multiply(y, a, b, n, false); }
void ck_multiply_add(float *y, const float *a, const float *b, size_t n) { ck_active()->multiply(y, a, b, n, true); }

void ck_soft_cap(float *x, float cap, size_t n) {
  for (size_t i = 0; i < n; i++) x[i] = cap * tanhf(x[i] / cap);
}

// A few outputs at a time are widened where the second-level cache holds them, and multiplied there.
void ck_linear_f16(float *y, size_t ldy, const float *x, size_t ldx, const uint16_t *w, size_t ldw, size_t m, size_t n, size_t k,
                   bool accumulate) {
  size_t most = (128 * 1024) / (k ? k : 1) / 64 * 64;
  size_t outputs = most < 64 ? 64 : most;
  float *wide = ck_scratch(CK_SCRATCH_WIDENED, outputs * k);
  for (size_t j = 0; j < n; j += outputs) {
    size_t count = n - j < outputs ? n - j : outputs;
    for (size_t i = 0; i < count; i++) ck_f32_from_f16(wide + i * k, w + (j + i) * ldw, k);
    ck_linear_f32(y + j, ldy, x, ldx, wide, k, m, count, k, accumulate);
  }
}

bool ck_is_finite_f32(const float *x, size_t n) {
  const uint32_t *bits = (const uint32_t *)(const void *)x;
  uint32_t found = 0;
  for (size_t i = 0; i < n; i++) found |= (uint32_t)((bits[i] & 0x7f800000u) == 0x7f800000u);
  return !found;
}

static bool is_finite_half(const uint16_t *x, size_t n, uint16_t exponent) {
  uint16_t found = 0;
  for (size_t i = 0; i < n; i++) found |= (uint16_t)((x[i] & exponent) == exponent);
  return !found;
}

bool ck_is_finite_bf16(const uint16_t *x, size_t n) { return is_finite_half(x, n, 0x7f80); }
bool ck_is_finite_f16(const uint16_t *x, size_t n) { return is_finite_half(x, n, 0x7c00); }
