#include "ck_onednn.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#define TEXT_OF(x) #x
#define TEXT(x) TEXT_OF(x)

static const char name_of_library[] = "libdnnl.so." TEXT(DNNL_VERSION_MAJOR);
static ck_onednn library;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void fail(void) {
  const char *reason = dlerror();
  fprintf(stderr,
          "error: oneDNN (%s), which multiplies matrices, cannot be loaded: %s. Install it: apt-get install libdnnl-dev.\n"
          "行列の計算に使う oneDNN（%s）を読み込めません。apt-get install libdnnl-dev でインストールしてください。\n",
          name_of_library, reason ? reason : "a function is missing", name_of_library);
  exit(1);
}

static void load(void) {
  // Global, so that the OpenMP library that comes with it is found as well.
  void *handle = dlopen(name_of_library, RTLD_NOW | RTLD_GLOBAL);
  if (!handle) fail();
#define FIND(name) \
  if (!(library.name = (__typeof__(library.name))dlsym(handle, "dnnl_" #name))) fail();
  CK_ONEDNN_FUNCTIONS(FIND)
#undef FIND
}

const ck_onednn *ck_onednn_library(void) {
  pthread_once(&once, load);
  return &library;
}
