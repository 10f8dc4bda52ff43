// Matrix products by oneDNN; the only file that knows its interface (2.x and 3.x).
//
// Rows: oneDNN's f32 products on AVX2 and AVX-512 (brgemm) sum every element in an order that depends on K and N alone, which
// TensorsTests checks bit by bit on the processor at hand. Products that must not depend on the batch whatever the processor
// (the engine's forward pass) use ck_linear_f32 and ck_linear_bf16, whose order is fixed by their own code.
//
// Threads: Debian's oneDNN is built with libgomp and would start its own threads inside every call. Parallel work is the
// caller's, so each calling thread sets OpenMP's count for itself to one before its first product.
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ck_onednn.h"
#include "ck_table.h"

typedef struct {
  dnnl_data_type_t type;
  bool trans_a, trans_b, accumulate;
  size_t m, n, k, lda, ldb, ldc;
  float alpha;
} product_shape;

typedef struct {
  product_shape shape;
  dnnl_primitive_t primitive;
  dnnl_memory_t a, b, c;
  uint64_t used;
} product;

// Primitives of one thread: creating one takes a third of a millisecond, finding one here tens of nanoseconds. A memory
// object holds the address of one call, hence one table a thread.
enum { TABLE_SIZE = 512, PROBES = 8 };
typedef struct {
  dnnl_stream_t stream;
  uint64_t clock;
  product entries[TABLE_SIZE];
} thread_products;

static const ck_onednn *onednn;
static dnnl_engine_t engine;
static pthread_key_t key;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void check(dnnl_status_t status, const char *what) {
  if (status == dnnl_success) return;
  fprintf(stderr, "oneDNN failed to %s (status %d)\n", what, (int)status);
  abort();
}

static void drop(product *entry) {
  if (!entry->primitive) return;
  onednn->primitive_destroy(entry->primitive);
  onednn->memory_destroy(entry->a);
  onednn->memory_destroy(entry->b);
  onednn->memory_destroy(entry->c);
  entry->primitive = NULL;
}

static void release(void *pointer) {
  thread_products *owned = pointer;
  for (int i = 0; i < TABLE_SIZE; i++) drop(&owned->entries[i]);
  onednn->stream_destroy(owned->stream);
  free(owned);
}

static void make_engine(void) {
  onednn = ck_onednn_library();
  check(onednn->engine_create(&engine, dnnl_cpu, 0), "make its engine");
  if (pthread_key_create(&key, release) != 0) check(dnnl_out_of_memory, "keep its primitives per thread");
}

static thread_products *products_of_thread(void) {
  pthread_once(&once, make_engine);
  thread_products *owned = pthread_getspecific(key);
  if (owned) return owned;
  owned = calloc(1, sizeof *owned);
  if (!owned) check(dnnl_out_of_memory, "keep its primitives");
  void (*set_threads)(int) = (void (*)(int))dlsym(RTLD_DEFAULT, "omp_set_num_threads");
  if (set_threads) set_threads(1);
  check(onednn->stream_create(&owned->stream, engine, dnnl_stream_default_flags), "make a stream");
  pthread_setspecific(key, owned);
  return owned;
}

#if DNNL_VERSION_MAJOR >= 3
typedef dnnl_memory_desc_t memory_shape;
static memory_shape describe(dnnl_data_type_t type, size_t rows, size_t columns, size_t row_stride, size_t column_stride) {
  dnnl_dims_t sizes = {(dnnl_dim_t)rows, (dnnl_dim_t)columns}, strides = {(dnnl_dim_t)row_stride, (dnnl_dim_t)column_stride};
  memory_shape shape;
  check(onednn->memory_desc_create_with_strides(&shape, 2, sizes, type, strides), "describe a matrix");
  return shape;
}
static dnnl_memory_t bind(memory_shape *shape) {
  dnnl_memory_t memory;
  check(onednn->memory_create(&memory, *shape, engine, DNNL_MEMORY_NONE), "bind a matrix");
  onednn->memory_desc_destroy(*shape);
  return memory;
}
static dnnl_primitive_desc_t plan(memory_shape *a, memory_shape *b, memory_shape *c, dnnl_primitive_attr_t attributes) {
  dnnl_primitive_desc_t description;
  check(onednn->matmul_primitive_desc_create(&description, engine, *a, *b, NULL, *c, attributes), "plan a product");
  return description;
}
static void scale_output(dnnl_primitive_attr_t attributes, dnnl_post_ops_t after, float alpha) {
  check(onednn->post_ops_append_eltwise(after, dnnl_eltwise_linear, alpha, 0.0f), "scale a product");
  (void)attributes;
}
#else
typedef dnnl_memory_desc_t memory_shape;
static memory_shape describe(dnnl_data_type_t type, size_t rows, size_t columns, size_t row_stride, size_t column_stride) {
  dnnl_dims_t sizes = {(dnnl_dim_t)rows, (dnnl_dim_t)columns}, strides = {(dnnl_dim_t)row_stride, (dnnl_dim_t)column_stride};
  memory_shape shape;
  check(onednn->memory_desc_init_by_strides(&shape, 2, sizes, type, strides), "describe a matrix");
  return shape;
}
static dnnl_memory_t bind(memory_shape *shape) {
  dnnl_memory_t memory;
  check(onednn->memory_create(&memory, shape, engine, DNNL_MEMORY_NONE), "bind a matrix");
  return memory;
}
static dnnl_primitive_desc_t plan(memory_shape *a, memory_shape *b, memory_shape *c, dnnl_primitive_attr_t attributes) {
  dnnl_matmul_desc_t operation;
  dnnl_primitive_desc_t description;
  check(onednn->matmul_desc_init(&operation, a, b, NULL, c), "describe a product");
  check(onednn->primitive_desc_create(&description, &operation, attributes, engine, NULL), "plan a product");
  return description;
}
static void scale_output(dnnl_primitive_attr_t attributes, dnnl_post_ops_t after, float alpha) {
  check(onednn->primitive_attr_set_output_scales(attributes, 1, 0, &alpha), "scale a product");
  (void)after;
}
#endif

static void make(product *entry, const product_shape *shape) {
  entry->shape = *shape;
  const product_shape *p = shape;
  memory_shape a = describe(p->type, p->m, p->k, p->trans_a ? 1 : p->lda, p->trans_a ? p->lda : 1);
  memory_shape b = describe(p->type, p->k, p->n, p->trans_b ? 1 : p->ldb, p->trans_b ? p->ldb : 1);
  memory_shape c = describe(dnnl_f32, p->m, p->n, p->ldc, 1);
  dnnl_primitive_attr_t attributes;
  dnnl_post_ops_t after;
  check(onednn->primitive_attr_create(&attributes), "make attributes");
  check(onednn->post_ops_create(&after), "make post-operations");
  if (p->alpha != 1.0f) scale_output(attributes, after, p->alpha);
#if DNNL_VERSION_MAJOR >= 3
  if (p->accumulate) check(onednn->post_ops_append_sum(after, 1.0f, 0, dnnl_data_type_undef), "add to a product");
#else
  if (p->accumulate) check(onednn->post_ops_append_sum(after, 1.0f), "add to a product");
#endif
  check(onednn->primitive_attr_set_post_ops(attributes, after), "set post-operations");
  dnnl_primitive_desc_t description = plan(&a, &b, &c, attributes);
  check(onednn->primitive_create(&entry->primitive, description), "make a product");
  onednn->primitive_desc_destroy(description);
  onednn->post_ops_destroy(after);
  onednn->primitive_attr_destroy(attributes);
  entry->a = bind(&a);
  entry->b = bind(&b);
  entry->c = bind(&c);
}

static product *find(thread_products *owned, const product_shape *shape) {
  uint64_t hash = 1469598103934665603u;
  const size_t sides[] = {shape->m, shape->n, shape->k, shape->lda, shape->ldb, shape->ldc,
                          (size_t)shape->type * 8 + shape->trans_a * 4 + shape->trans_b * 2 + shape->accumulate};
  for (int i = 0; i < 7; i++) hash = (hash ^ sides[i]) * 1099511628211u;
  hash ^= hash >> 29;
  product *oldest = NULL;
  for (int i = 0; i < PROBES; i++) {
    product *entry = &owned->entries[(hash + (uint64_t)i) % TABLE_SIZE];
    if (entry->primitive && memcmp(&entry->shape, shape, sizeof *shape) == 0) return entry;
    if (!oldest || !entry->primitive || (oldest->primitive && entry->used < oldest->used)) oldest = entry;
  }
  drop(oldest);
  make(oldest, shape);
  return oldest;
}

static void multiply(const product_shape *shape, const void *a, const void *b, float *c) {
  thread_products *owned = products_of_thread();
  product *entry = find(owned, shape);
  entry->used = ++owned->clock;
  check(onednn->memory_set_data_handle(entry->a, (void *)a), "take a matrix");
  check(onednn->memory_set_data_handle(entry->b, (void *)b), "take a matrix");
  check(onednn->memory_set_data_handle(entry->c, c), "take a matrix");
  dnnl_exec_arg_t arguments[3] = {{DNNL_ARG_SRC, entry->a}, {DNNL_ARG_WEIGHTS, entry->b}, {DNNL_ARG_DST, entry->c}};
  check(onednn->primitive_execute(entry->primitive, owned->stream, 3, arguments), "multiply");
  check(onednn->stream_wait(owned->stream), "finish a product");
}

// Shapes are compared byte by byte, so the padding must be zero.
static product_shape shape_of(dnnl_data_type_t type, bool trans_a, bool trans_b, size_t m, size_t n, size_t k, float alpha,
                              size_t lda, size_t ldb, float beta, size_t ldc) {
  product_shape shape;
  memset(&shape, 0, sizeof shape);
  shape.type = type;
  shape.trans_a = trans_a;
  shape.trans_b = trans_b;
  shape.accumulate = beta != 0;
  shape.m = m;
  shape.n = n;
  shape.k = k;
  shape.lda = lda;
  shape.ldb = ldb;
  shape.ldc = ldc;
  shape.alpha = alpha;
  return shape;
}

// beta other than 0 and 1 is applied to C beforehand; true where the product is then done (an empty sum).
static bool prepare(size_t m, size_t n, size_t k, float beta, float *c, size_t ldc) {
  if (beta != 0 && beta != 1)
    for (size_t i = 0; i < m; i++) ck_scale(c + i * ldc, beta, n);
  if (m == 0 || n == 0) return true;
  if (k > 0) return false;
  if (beta == 0)
    for (size_t i = 0; i < m; i++) memset(c + i * ldc, 0, n * sizeof *c);
  return true;
}

void ck_gemm_f32(bool trans_a, bool trans_b, size_t m, size_t n, size_t k, float alpha, const float *a, size_t lda,
                 const float *b, size_t ldb, float beta, float *c, size_t ldc) {
  if (prepare(m, n, k, beta, c, ldc)) return;
  product_shape shape = shape_of(dnnl_f32, trans_a, trans_b, m, n, k, alpha, lda, ldb, beta, ldc);
  multiply(&shape, a, b, c);
}

static bool has_fast_bf16;
static pthread_once_t fast_bf16_once = PTHREAD_ONCE_INIT;

// Intel's AVX-512 BF16 without AMX runs at half the pace of its float32 products (measured: 90 against 165 GFLOP/s a core), so
// native products pay on AMX and on AMD only. Decided by what the processor is, never by timing: results must repeat.
static void find_fast_bf16(void) {
  const dnnl_cpu_isa_t amx = dnnl_cpu_isa_avx512_core_amx;
  bool has_amx = (ck_onednn_library()->get_effective_cpu_isa() & amx) == amx;
#if defined(__x86_64__)
  __builtin_cpu_init();
  has_fast_bf16 = has_amx || __builtin_cpu_is("amd");
#else
  has_fast_bf16 = has_amx;
#endif
}

bool ck_gemm_bf16_is_native(void) {
  pthread_once(&fast_bf16_once, find_fast_bf16);
  return has_fast_bf16 && ck_level_current() == CK_LEVEL_AVX512_BF16;
}

// rows × columns, dense, from bf16 rows that lie ld apart.
static const float *widened(int slot, const uint16_t *x, size_t rows, size_t columns, size_t ld) {
  float *out = ck_scratch(slot, rows * columns);
  for (size_t i = 0; i < rows; i++) ck_f32_from_bf16(out + i * columns, x + i * ld, columns);
  return out;
}

void ck_gemm_bf16(bool trans_a, bool trans_b, size_t m, size_t n, size_t k, float alpha, const uint16_t *a, size_t lda,
                  const uint16_t *b, size_t ldb, float beta, float *c, size_t ldc) {
  if (prepare(m, n, k, beta, c, ldc)) return;
  if (ck_gemm_bf16_is_native()) {
    product_shape shape = shape_of(dnnl_bf16, trans_a, trans_b, m, n, k, alpha, lda, ldb, beta, ldc);
    return multiply(&shape, a, b, c);
  }
  size_t columns_a = trans_a ? m : k, columns_b = trans_b ? k : n;
  const float *wide_a = widened(CK_SCRATCH_GEMM_A, a, trans_a ? k : m, columns_a, lda);
  const float *wide_b = widened(CK_SCRATCH_GEMM_B, b, trans_b ? n : k, columns_b, ldb);
  ck_gemm_f32(trans_a, trans_b, m, n, k, alpha, wide_a, columns_a, wide_b, columns_b, beta, c, ldc);
}

void ck_gemm_f32_bf16(size_t m, size_t n, size_t k, const float *a, size_t lda, const uint16_t *b, size_t ldb, float beta,
                      float *c, size_t ldc) {
  if (prepare(m, n, k, beta, c, ldc)) return;
  const float *wide_b = widened(CK_SCRATCH_GEMM_B, b, k, n, ldb);
  ck_gemm_f32(false, false, m, n, k, 1, a, lda, wide_b, n, beta, c, ldc);
}
