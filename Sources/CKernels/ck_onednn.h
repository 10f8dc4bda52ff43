// oneDNN, loaded when the first product is asked for: most of what the program does needs none, and would wait for 40 MB of
// library and its initialisers at every start.
#ifndef CK_ONEDNN_H
#define CK_ONEDNN_H
#include <dnnl.h>

#if DNNL_VERSION_MAJOR >= 3
#define CK_ONEDNN_OF_VERSION(f)                                                                                             \
  f(memory_desc_create_with_strides) f(memory_desc_destroy) f(matmul_primitive_desc_create)
#else
#define CK_ONEDNN_OF_VERSION(f)                                                                                             \
  f(memory_desc_init_by_strides) f(matmul_desc_init) f(primitive_desc_create) f(primitive_attr_set_output_scales)
#endif

#define CK_ONEDNN_FUNCTIONS(f)                                                                                              \
  f(engine_create) f(stream_create) f(stream_wait) f(stream_destroy) f(memory_create) f(memory_destroy)                     \
  f(memory_set_data_handle) f(post_ops_create) f(post_ops_destroy) f(post_ops_append_sum) f(post_ops_append_eltwise)        \
  f(primitive_attr_create) f(primitive_attr_destroy) f(primitive_attr_set_post_ops) f(primitive_desc_destroy)               \
  f(primitive_create) f(primitive_destroy) f(primitive_execute) f(get_effective_cpu_isa) CK_ONEDNN_OF_VERSION(f)

// The functions in use, with the types that the header gives them.
typedef struct {
#define CK_ONEDNN_FIELD(name) __typeof__(dnnl_##name) *name;
  CK_ONEDNN_FUNCTIONS(CK_ONEDNN_FIELD)
#undef CK_ONEDNN_FIELD
} ck_onednn;

// Ends the program with what to install where the library is not there.
const ck_onednn *ck_onednn_library(void);

#endif
