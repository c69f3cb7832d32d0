/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a number to an integer: what is out of range is invalid and becomes the nearest integer
 * there is, a NaN the largest one (unprivileged manual, the table "Domains of float-to-integer
 * conversions and behavior for invalid inputs").
 */
#ifndef PAGEWALK_HART_FLOAT_CONVERT_H
#define PAGEWALK_HART_FLOAT_CONVERT_H

#include "hart/float_format.h"

/* As in the field rs2: 32 or 64 bits, signed or unsigned. */
enum float_integer { FLOAT_W, FLOAT_WU, FLOAT_L, FLOAT_LU };

/* As a register of 64 bits holds it: 32 bits are sign-extended, the unsigned too. */
uint64_t float_to_integer(uint64_t bits, enum float_format format, enum float_integer integer,
			  enum float_rounding rounding, unsigned int *flags);

#endif
