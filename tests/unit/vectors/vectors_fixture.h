/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of the vector reader share. */
#ifndef PAGEWALK_VECTORS_FIXTURE_H
#define PAGEWALK_VECTORS_FIXTURE_H

#include <stddef.h>

#include "said.h"
#include "vectors/vectors.h"

#define SV32 "S 0 mode=1 root=0x80000 sum=1 mxr=0 pbmte=0 adue=1\n"
#define SV39 "S 0 mode=8 root=0x80000 sum=1 mxr=0 pbmte=0 adue=1\n"

/* The controls of a scenario of x86, of 36 and of 52 bits. */
#define BITS36 " pa_bits=36 wp=0 pse=1 pge=0 smep=0 smap=0 nxe=1 pcide=0 ac=0"
#define BITS52 " pa_bits=52 wp=1 pse=0 pge=1 smep=1 smap=1 nxe=0 pcide=1 ac=1"

/* Leaves in said a line for each scenario, context and question; a failure is the last. */
enum vectors_kind read_vectors(const char *bytes, size_t n);

#endif
