// The numeric kernels: single-threaded, deterministic, float32 accumulation. Parallel work is made by the caller, over
// rows, sequences or requests. Every kernel has a portable reference; AVX2 and AVX-512 variants are chosen at run time
// and compared with it in tests. Shapes stand beside every buffer: T rows (tokens), D width, H heads, G key/value
// heads, S head size, V vocabulary. All matrices are row-major and dense unless a leading dimension is given.
#ifndef CKERNELS_H
#define CKERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum {
  CK_LEVEL_PORTABLE = 0,
  CK_LEVEL_AVX2 = 1,         // with FMA
  CK_LEVEL_AVX512 = 2,       // F, BW, VL, DQ
  CK_LEVEL_AVX512_BF16 = 3,  // with native bf16 products
} ck_level;

// What this processor offers, detected once.
ck_level ck_level_detected(void);
// What is in use: the detected level, or a lower one that a test has forced on its own thread.
ck_level ck_level_current(void);
void ck_level_force(ck_level level);

// bf16 is the upper half of a float32; rounding is to nearest even.
void ck_bf16_from_f32(uint16_t *out, const float *x, size_t n);
void ck_f32_from_bf16(float *out, const uint16_t *x, size_t n);
void ck_f32_from_f16(float *out, const uint16_t *x, size_t n);

// C (M,N) = alpha * op(A) (M,K) * op(B) (K,N) + beta * C. lda, ldb, ldc are the stored rows' lengths. Goes to oneDNN (2.x or 3.x).
// The result of a row does not depend on M or on the row's place (see ck_gemm.c for how that is kept).
void ck_gemm_f32(bool trans_a, bool trans_b, size_t m, size_t n, size_t k, float alpha, const float *a, size_t lda,
                 const float *b, size_t ldb, float beta, float *c, size_t ldc);
// The same with bf16 operands and float32 result. Where native bf16 products are missing, or slower than float32 ones (Intel
// without AMX), the operands are widened and the float32 product is used; ck_gemm_f32 on float32 operands is then the fastest.
void ck_gemm_bf16(bool trans_a, bool trans_b, size_t m, size_t n, size_t k, float alpha, const uint16_t *a, size_t lda,
                  const uint16_t *b, size_t ldb, float beta, float *c, size_t ldc);
// C (M,N) = A (M,K) * B (K,N) + beta * C with float32 A and bf16 B, which is widened first.
void ck_gemm_f32_bf16(size_t m, size_t n, size_t k, const float *a, size_t lda, const uint16_t *b, size_t ldb, float beta,
                      float *c, size_t ldc);

// A linear layer: y (M,N) = x (M,K) * transposed w (N,K), plus what y held where accumulate. Every element is summed over k in one
// fixed order by the kernels' own code, so a row's bits depend neither on M, nor on its place, nor on how N is cut among threads.
void ck_linear_f32(float *y, size_t ldy, const float *x, size_t ldx, const float *w, size_t ldw, size_t m, size_t n, size_t k,
                   bool accumulate);
void ck_linear_bf16(float *y, size_t ldy, const float *x, size_t ldx, const uint16_t *w, size_t ldw, size_t m, size_t n,
                    size_t k, bool accumulate);
// The same with f16 weights, widened a few outputs at a time: bit for bit ck_linear_f32 on the widened matrix.
void ck_linear_f16(float *y, size_t ldy, const float *x, size_t ldx, const uint16_t *w, size_t ldw, size_t m, size_t n,
                   size_t k, bool accumulate);
// True where ck_gemm_bf16 runs native bf16 products.
bool ck_gemm_bf16_is_native(void);

// RMSNorm: out = x / rms(x) * weight. rstd (T) keeps 1/rms for the backward pass; may be NULL.
void ck_rmsnorm_forward(float *out, float *rstd, const float *x, const float *weight, size_t t, size_t d, float eps);
// dx += …; dweight += … where dweight is not NULL.
void ck_rmsnorm_backward(float *dx, float *dweight, const float *dout, const float *x, const float *weight,
                         const float *rstd, size_t t, size_t d);

// LayerNorm: out = (x - mean) / deviation * weight + bias. bias may be NULL; out may be x.
void ck_layernorm_forward(float *out, const float *x, const float *weight, const float *bias, size_t t, size_t d, float eps);

// Rotary positions, half-split as in Llama: pairs (i, i+S/2). x (T, H, S) with row stride ld is changed in place; cosine and sine
// tables are (positions, S/2); position[t] is the row in the tables. backward rotates the other way.
void ck_rope_forward(float *x, size_t ld, const int32_t *position, const float *cosine, const float *sine, size_t t, size_t heads, size_t s);
void ck_rope_backward(float *dx, size_t ld, const int32_t *position, const float *cosine, const float *sine, size_t t, size_t heads, size_t s);

// Only the first `turned` columns of each head turn, in pairs (i, i + turned/2); tables are (positions, turned/2).
void ck_rope_partial_forward(float *x, size_t ld, const int32_t *position, const float *cosine, const float *sine, size_t t,
                             size_t heads, size_t s, size_t turned);

// Causal attention inside one sequence for training. q (T,H,S), k v (T,G,S), each with its row stride; out (T,H*S) dense;
// lse (H,T) keeps log-sum-exp for the backward pass. start[t] is the first position that row t may see (0 for one sequence;
// the begin of its own example when several are packed).
void ck_attention_forward(float *out, float *lse, const float *q, size_t ldq, const float *k, size_t ldk, const float *v,
                          size_t ldv, const int32_t *start, size_t t, size_t heads, size_t kv_heads, size_t s, float scale);
// dq, dk, dv (same strides as q, k, v) are overwritten.
void ck_attention_backward(float *dq, float *dk, float *dv, const float *dout, const float *out, const float *lse,
                           const float *q, size_t ldq, const float *k, size_t ldk, const float *v, size_t ldv,
                           const int32_t *start, size_t t, size_t heads, size_t kv_heads, size_t s, float scale);

// Attention of T new rows against a cache. q (T,H,S) dense; caches are (capacity, G, S) dense; row i sees cache rows
// 0 ..< visible[i]. out (T,H*S).
void ck_attention_cached(float *out, const float *q, const float *k_cache, const float *v_cache, const int32_t *visible,
                         size_t t, size_t heads, size_t kv_heads, size_t s, float scale);

// The same with a window: row i sees cache rows first[i] ..< visible[i], of which there is at least one.
void ck_attention_window(float *out, const float *q, const float *k_cache, const float *v_cache, const int32_t *first,
                         const int32_t *visible, size_t t, size_t heads, size_t kv_heads, size_t s, float scale);

// SwiGLU's product: out = silu(gate) * up.
void ck_silu_mul_forward(float *out, const float *gate, const float *up, size_t n);
// dgate, dup are overwritten; may alias gate, up.
void ck_silu_mul_backward(float *dgate, float *dup, const float *dout, const float *gate, const float *up, size_t n);

// Activations; out may be x. gelu is the exact one (erf), gelu_tanh its tanh form (Hendrycks and Gimpel 2016).
void ck_silu_forward(float *out, const float *x, size_t n);
void ck_gelu_forward(float *out, const float *x, size_t n);
void ck_gelu_tanh_forward(float *out, const float *x, size_t n);
// x becomes cap * tanh(x / cap).
void ck_soft_cap(float *x, float cap, size_t n);

// Cross-entropy of T rows of logits (T,V). losses (T) = -log p(target) * weight; logits become weight * (softmax - onehot).
// Rows with weight 0 become zero. argmax (T) may be NULL.
void ck_cross_entropy(float *logits, float *losses, int32_t *argmax, const int32_t *target, const float *weight, size_t t, size_t v);

// One AdamW step (Loshchilov and Hutter 2019) with bias correction for step >= 1; decoupled weight decay.
void ck_adamw(float *w, float *m, float *v, const float *g, size_t n, float lr, float beta1, float beta2, float eps,
              float weight_decay, float gradient_scale, int64_t step);

// Element-wise and reductions.
void ck_add(float *y, const float *x, size_t n);               // y += x
void ck_axpy(float *y, float a, const float *x, size_t n);     // y += a x
void ck_scale(float *x, float a, size_t n);                    // x *= a
void ck_multiply(float *y, const float *a, const float *b, size_t n);      // y = a b; y may be a or b
void ck_multiply_add(float *y, const float *a, const float *b, size_t n);  // y += a b
// Whether no element is infinite or no number.
bool ck_is_finite_f32(const float *x, size_t n);
bool ck_is_finite_bf16(const uint16_t *x, size_t n);
bool ck_is_finite_f16(const uint16_t *x, size_t n);
double ck_sum_of_squares(const float *x, size_t n);
float ck_dot(const float *x, const float *y, size_t n);
// out (T) of rows of V logits: log-softmax at target[t].
void ck_log_softmax_at(float *out, const float *logits, const int32_t *target, size_t t, size_t v);

// Bytes of the JSON object or array that n bytes begin with, brackets in strings left alone; 0 where nothing closes it.
size_t ck_json_length(const uint8_t *bytes, size_t n);

#ifdef __cplusplus
}
#endif
#endif
