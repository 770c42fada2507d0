// The regular expressions of `tokenizer.json` are written for Oniguruma, which the `tokenizers` package runs them on.
#ifndef SSM_ONIGURUMA_SHIM_H
#define SSM_ONIGURUMA_SHIM_H

#include <oniguruma.h>

#endif
