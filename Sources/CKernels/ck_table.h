// One table of kernels per instruction-set level. The public functions of CKernels.h go through the table in use.
#ifndef CK_TABLE_H
#define CK_TABLE_H

#include "CKernels.h"

typedef struct {
  void (*bf16_from_f32)(uint16_t *out, const float *x, size_t n);
  void (*f32_from_bf16)(float *out, const uint16_t *x, size_t n);
  void (*f32_from_f16)(float *out, const uint16_t *x, size_t n);
  void (*linear_f32)(float *y, size_t ldy, const float *x, size_t ldx, const float *w, size_t ldw, size_t m, size_t n,
                     size_t k, bool accumulate);
  void (*linear_bf16)(float *y, size_t ldy, const float *x, size_t ldx, const uint16_t *w, size_t ldw, size_t m, size_t n,
                      size_t k, bool accumulate);
  void (*rmsnorm_forward)(float *out, float *rstd, const float *x, const float *weight, size_t t, size_t d, float eps);
  void (*rmsnorm_backward)(float *dx, float *dweight, const float *dout, const float *x, const float *weight,
                           const float *rstd, size_t t, size_t d);
  // The first `turned` columns of each head; direction is 1 forward, -1 backward.
  void (*rope)(float *x, size_t ld, const int32_t *position, const float *cosine, const float *sine, size_t t,
               size_t heads, size_t s, size_t turned, float direction);
  void (*attention_forward)(float *out, float *lse, const float *q, size_t ldq, const float *k, size_t ldk, const float *v,
                            size_t ldv, const int32_t *start, size_t t, size_t heads, size_t kv_heads, size_t s, float scale);
  void (*attention_backward)(float *dq, float *dk, float *dv, const float *dout, const float *out, const float *lse,
                             const float *q, size_t ldq, const float *k, size_t ldk, const float *v, size_t ldv,
                             const int32_t *start, size_t t, size_t heads, size_t kv_heads, size_t s, float scale);
  // first may be NULL: all zero.
  void (*attention_cached)(float *out, const float *q, const float *k_cache, const float *v_cache, const int32_t *first,
                           const int32_t *visible, size_t t, size_t heads, size_t kv_heads, size_t s, float scale);
  void (*silu_mul_forward)(float *out, const float *gate, const float *up, size_t n);
  void (*silu_mul_backward)(float *dgate, float *dup, const float *dout, const float *gate, const float *up, size_t n);
  void (*cross_entropy)(float *logits, float *losses, int32_t *argmax, const int32_t *target, const float *weight,
                        size_t t, size_t v);
  void (*adamw)(float *w, float *m, float *v, const float *g, size_t n, float lr, float beta1, float beta2, float eps,
                float weight_decay, float gradient_scale, int64_t step);
  void (*axpy)(float *y, float a, const float *x, size_t n);
  void (*scale)(float *x, float a, size_t n);
  double (*sum_of_squares)(const float *x, size_t n);
  float (*dot)(const float *x, const float *y, size_t n);
  void (*log_softmax_at)(float *out, const float *logits, const int32_t *target, size_t t, size_t v);
  void (*layernorm_forward)(float *out, const float *x, const float *weight, const float *bias, size_t t, size_t d, float eps);
  void (*silu_forward)(float *out, const float *x, size_t n);
  void (*gelu_forward)(float *out, const float *x, size_t n);
  void (*gelu_tanh_forward)(float *out, const float *x, size_t n);
  void (*multiply)(float *y, const float *a, const float *b, size_t n, bool accumulate);
} ck_table;

extern const ck_table ck_table_portable;
#if defined(__x86_64__)
extern const ck_table ck_table_avx2;
extern const ck_table ck_table_avx512;
#endif

// The table of ck_level_current().
const ck_table *ck_active(void);

// Memory of the calling thread, grown as needed and kept between calls: at least n floats, 64-byte aligned. Each use has a
// slot of its own, since kernels call one another.
enum { CK_SCRATCH_ATTENTION, CK_SCRATCH_LINEAR, CK_SCRATCH_GEMM_A, CK_SCRATCH_GEMM_B, CK_SCRATCH_WIDENED, CK_SCRATCH_SLOTS };
float *ck_scratch(int slot, size_t n);

#endif
