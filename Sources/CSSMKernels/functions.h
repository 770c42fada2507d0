// Elementary functions on lanes. Every kernel that needs one uses these, so that fused and split forms give the same
// bits.
#ifndef SSM_FUNCTIONS_H
#define SSM_FUNCTIONS_H

#include "lanes.h"

// Adding 1.5 * 2^23 leaves the nearest integer in the low bits of the sum.
#define SSM_ROUNDER 12582912.0f
#define SSM_ROUNDER_BITS 0x4B400000

// e^r for |r| <= ln 2 / 2, where x = n ln 2 + r and `shifted` holds n. ln 2 comes in two parts, the first so short that
// n times it is exact. Cephes' polynomial.
SSM_INLINE f32x16 lanes_exp_rest(f32x16 x, f32x16 shifted) {
    const f32x16 n = shifted - SSM_ROUNDER;
    f32x16 r = x - n * 0.693359375f;
    r = r - n * -2.12194440e-4f;
    f32x16 p = r * 1.9875691500e-4f + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    const f32x16 square = r * r;
    p = p * square + r;
    return p + 1.0f;
}

// e^x within 1 ulp; 0 below about -104 (through subnormals), infinity above 88.73.
SSM_INLINE f32x16 lanes_exp(f32x16 x) {
    x = x < -104.0f ? (f32x16)(-104.0f) : x;
    x = x > 89.0f ? (f32x16)(89.0f) : x;
    const f32x16 shifted = x * 1.44269504088896341f + SSM_ROUNDER;
    const f32x16 p = lanes_exp_rest(x, shifted);
    // 2^n as two factors, because n reaches from -150 to 128.
    const i32x16 n = (i32x16)shifted - SSM_ROUNDER_BITS;
    const i32x16 half = n >> 1;
    const f32x16 halfway = p * (f32x16)((half + 127) << 23);
    return halfway * (f32x16)((n - half + 127) << 23);
}

// e^x for x <= 0 within 1 ulp; 0 where it would be subnormal.
SSM_INLINE f32x16 lanes_exp_negative(f32x16 x) {
    const f32x16 shifted = x * 1.44269504088896341f + SSM_ROUNDER;
    const i32x16 scaled = (i32x16)lanes_exp_rest(x, shifted) + ((i32x16)shifted << 23);
    return x < -87.33f ? (f32x16)(0.0f) : (f32x16)scaled;
}

// t[i] <- 2^t[i] for t <= 0 within 2 ulp; what is below 2^-126 becomes a number between 0 and 2^-126. Several vectors
// at once, step by step, because one alone is a long chain.
SSM_INLINE void lanes_decays(const int count, f32x16 *t) {
    f32x16 shifted[4], p[4];
    SSM_UNROLL for (int i = 0; i < count; i++) t[i] = t[i] < -127.0f ? (f32x16)(-127.0f) : t[i];
    SSM_UNROLL for (int i = 0; i < count; i++) shifted[i] = t[i] + SSM_ROUNDER;
    SSM_UNROLL for (int i = 0; i < count; i++) t[i] = t[i] - (shifted[i] - SSM_ROUNDER);
    // Minimax with p(0) = 1, so that a decay close to 1 has a small relative error in 1 - decay.
    SSM_UNROLL for (int i = 0; i < count; i++) p[i] = t[i] * 0.001326472731307149f + 0.009671512991189957f;
    SSM_UNROLL for (int i = 0; i < count; i++) p[i] = p[i] * t[i] + 0.05550733581185341f;
    SSM_UNROLL for (int i = 0; i < count; i++) p[i] = p[i] * t[i] + 0.24022242426872253f;
    SSM_UNROLL for (int i = 0; i < count; i++) p[i] = p[i] * t[i] + 0.6931470036506653f;
    SSM_UNROLL for (int i = 0; i < count; i++) p[i] = p[i] * t[i] + 1.0f;
    SSM_UNROLL for (int i = 0; i < count; i++) t[i] = (f32x16)((i32x16)p[i] + ((i32x16)shifted[i] << 23));
}

// Natural logarithm within 2 ulp; -infinity at 0, NaN below.
SSM_INLINE f32x16 lanes_log(f32x16 x) {
    const i32x16 small = x < FLT_MIN;
    const f32x16 scaled = small ? x * 8388608.0f : x;
    // scaled = 2^e (1 + f) with 1 + f from sqrt(1/2) to sqrt(2); log(1 + f) by Cephes' polynomial.
    const i32x16 bits = (i32x16)scaled;
    const i32x16 exponent = (bits - 0x3F3504F3) >> 23;
    const f32x16 f = (f32x16)(bits - (exponent << 23)) - 1.0f;
    const f32x16 e = __builtin_convertvector(exponent, f32x16) - (small ? (f32x16)(23.0f) : (f32x16)(0.0f));
    f32x16 p = f * 7.0376836292e-2f - 1.1514610310e-1f;
    p = p * f + 1.1676998740e-1f;
    p = p * f - 1.2420140846e-1f;
    p = p * f + 1.4249322787e-1f;
    p = p * f - 1.6668057665e-1f;
    p = p * f + 2.0000714765e-1f;
    p = p * f - 2.4999993993e-1f;
    p = p * f + 3.3333331174e-1f;
    const f32x16 square = f * f;
    p = p * f;
    p = p * square;
    p = e * -2.12194440e-4f + p;
    p = square * -0.5f + p;
    p = f + p;
    p = e * 0.693359375f + p;
    p = x == INFINITY ? x : p;
    return x > 0.0f ? p : (x == 0.0f ? (f32x16)(-INFINITY) : (f32x16)(NAN));
}

// log(1 + u) for u from 0 to 1 within 2 ulp, however small u is.
SSM_INLINE f32x16 lanes_log1p_unit(f32x16 u) {
    // log(1 + u) = 2 atanh s = 2 s + s z p(z), s = u / (2 + u), z = s^2, and 2 s = u - u s: u enters without rounding.
    const f32x16 s = u / (u + 2.0f);
    const f32x16 z = s * s;
    f32x16 p = z * 0.24300941824913025f + 0.21427656710147858f;
    p = p * z + 0.2861688435077667f;
    p = p * z + 0.3999887704849243f;
    p = p * z + 0.6666667461395264f;
    const f32x16 rest = u - z * p;
    return u - s * rest;
}

// 1 / (1 + e^-x), without overflow on either side
SSM_INLINE f32x16 lanes_sigmoid(f32x16 x) {
    const f32x16 e = lanes_exp_negative(-__builtin_elementwise_abs(x));
    return (x < 0.0f ? e : (f32x16)(1.0f)) / (e + 1.0f);
}

SSM_INLINE f32x16 lanes_silu(f32x16 x) { return x * lanes_sigmoid(x); }

// dy d silu(x) / dx = dy s (1 + x (1 - s)), s = sigmoid(x)
SSM_INLINE f32x16 lanes_silu_backward(f32x16 x, f32x16 sigmoid, f32x16 dy) {
    const f32x16 rest = x - x * sigmoid;
    const f32x16 slope = sigmoid + sigmoid * rest;
    return dy * slope;
}

// max(x, 0) + log(1 + e^-|x|), the identity above 20
SSM_INLINE f32x16 lanes_softplus(f32x16 x) {
    const f32x16 rest = lanes_log1p_unit(lanes_exp_negative(-__builtin_elementwise_abs(x)));
    const f32x16 ramp = x > 0.0f ? x : (f32x16)(0.0f);
    const f32x16 sum = ramp + rest;
    return x > 20.0f ? x : sum;
}

// dy d softplus(x) / dx = dy sigmoid(x), dy above 20
SSM_INLINE f32x16 lanes_softplus_backward(f32x16 x, f32x16 dy) {
    const f32x16 product = dy * lanes_sigmoid(x);
    return x > 20.0f ? dy : product;
}

#endif
