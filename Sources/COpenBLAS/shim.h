#ifndef SSM_OPENBLAS_SHIM_H
#define SSM_OPENBLAS_SHIM_H
#include <cblas.h>
#endif
