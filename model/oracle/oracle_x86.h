/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the oracle's other files ask of oracle_x86.c. oracle_x86_translate() is
 * oracle_translate() under an x86 regime; the answer comes in all zero.
 * oracle_cr3_write() is oracle_x86.c's too.
 */
#ifndef PAGEWALK_ORACLE_X86_H
#define PAGEWALK_ORACLE_X86_H

#include "oracle/oracle.h"

void oracle_x86_translate(oracle_read_fn *read, void *opaque, const struct oracle_context *context,
			  const struct oracle_access *access, struct oracle_answer *answer);

/* IA-32e mode: 64-bit mode and compatibility mode. False under any other regime. */
bool oracle_x86_is_long(const struct oracle_context *context);

#endif
