/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The two formats, how a register f holds each (unprivileged manual, "NaN Boxing of Narrower
 * Values"), and what a bit pattern says by itself. Patterns of singles are in the low 32 bits of a
 * uint64_t, the others 0.
 */
#ifndef PAGEWALK_HART_FLOAT_FORMAT_H
#define PAGEWALK_HART_FLOAT_FORMAT_H

#include <stdbool.h>
#include <stdint.h>

/* As in the field fmt. */
enum float_format { FLOAT_SINGLE, FLOAT_DOUBLE };

/* As in the field rm, and in frm. */
enum float_rounding { FLOAT_RNE, FLOAT_RTZ, FLOAT_RDN, FLOAT_RUP, FLOAT_RMM, FLOAT_DYN = 7 };

/* As in fflags. */
enum {
	FLOAT_NX = 1 << 0, /* inexact */
	FLOAT_UF = 1 << 1, /* underflow */
	FLOAT_OF = 1 << 2, /* overflow */
	FLOAT_DZ = 1 << 3, /* divided by zero */
	FLOAT_NV = 1 << 4, /* invalid */
};

/* The layout of a format. */
struct float_layout {
	uint64_t sign, exponent, quiet; /* the bits: a NaN without `quiet` signals */
	uint64_t nan;                   /* the canonical NaN */
};

extern const struct float_layout float_layouts[2];

/* A register's pattern of that format: a single that is not NaN-boxed is the canonical NaN. */
uint64_t float_unbox(uint64_t held, enum float_format format);

/* And what a register holds then. */
uint64_t float_box(uint64_t bits, enum float_format format);

bool float_is_nan(uint64_t bits, enum float_format format);
bool float_is_signaling(uint64_t bits, enum float_format format);

/* The number, which is no NaN; a double holds that of a single, too. */
double float_value(uint64_t bits, enum float_format format);

/* The pattern of a number that the format has; of each NaN, that of the canonical one. */
uint64_t float_bits(double value, enum float_format format);

#endif
