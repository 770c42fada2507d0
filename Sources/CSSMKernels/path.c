#include "ssm_kernels.h"

bool ssm_path_available(ssm_path path) {
    switch (path) {
    case SSM_PORTABLE: return true;
#if defined(__x86_64__)
    case SSM_AVX2: return __builtin_cpu_supports("x86-64-v3");
    case SSM_AVX512: return __builtin_cpu_supports("x86-64-v4");
#endif
    default: return false;
    }
}
