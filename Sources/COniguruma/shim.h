// The regular expressions of `tokenizer.json` are written for Oniguruma, which the `tokenizers` package runs them on.
#ifndef SSM_ONIGURUMA_SHIM_H
#define SSM_ONIGURUMA_SHIM_H

#include <oniguruma.h>

// Prepares the library for UTF-8. Returns ONIG_NORMAL or an error code.
static inline int ssm_regex_initialize(void) {
    OnigEncoding encodings[] = {ONIG_ENCODING_UTF8};
    return onig_initialize(encodings, 1);
}

// Compiles a pattern in Oniguruma's own syntax, as `tokenizers` does.
// Where it is wrong, returns an error code and writes what is wrong to `message` (ONIG_MAX_ERROR_MESSAGE_LEN bytes, ending in 0).
static inline int ssm_regex_new(OnigRegex *regex, const unsigned char *pattern, long length, unsigned char *message) {
    OnigErrorInfo info;
    int code = onig_new(
        regex, pattern, pattern + length, ONIG_OPTION_NONE, ONIG_ENCODING_UTF8, ONIG_SYNTAX_ONIGURUMA, &info);
    if (code != ONIG_NORMAL) {
        int count = onig_error_code_to_str(message, code, &info);
        message[count < 0 ? 0 : count] = 0;
    }
    return code;
}

// The first match at or after `start` of a text of `length` bytes: its start, ONIG_MISMATCH, or an error code.
static inline int ssm_regex_search(
    OnigRegex regex, const unsigned char *text, long length, long start, OnigRegion *region, OnigMatchParam *limits) {
    return onig_search_with_param(
        regex, text, text + length, text + start, text + length, region, ONIG_OPTION_NONE, limits);
}

static inline int ssm_regex_match_end(const OnigRegion *region) {
    return region->end[0];
}

#endif
