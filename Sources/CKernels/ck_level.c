#include "CKernels.h"
ck_level ck_level_detected(void) { return CK_LEVEL_PORTABLE; }
