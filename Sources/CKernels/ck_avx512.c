// The vector kernels on AVX-512: sixteen floats a vector, thirty-two registers.
#if defined(__x86_64__)
#pragma clang diagnostic ignored "-Wpsabi"
#define LANES 16
#define NR_MAX 4
#include <math.h>
#include <string.h>

#include "ck_table.h"

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx2,fma,f16c"))), apply_to = function)
#include "ck_vector.h"
#include "ck_vector_linear.h"
#include "ck_vector_attention.h"
#include "ck_vector_elementwise.h"
#pragma clang attribute pop

const ck_table ck_table_avx512 = {
    bf16_from_f32,     f32_from_bf16, f32_from_f16,      linear_f32,         linear_bf16,      rmsnorm_forward,
    rmsnorm_backward,  rope,          attention_forward, attention_backward, attention_cached, silu_mul_forward,
    silu_mul_backward, cross_entropy, adamw,             axpy,               scale,            sum_of_squares,
    dot,               log_softmax_at, layernorm_forward,  silu_forward,       gelu_forward,
    gelu_tanh_forward, multiply,
};
#endif
