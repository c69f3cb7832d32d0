/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What oracle.c asks of oracle_x86.c: oracle_translate() under an x86 regime.
 * The answer comes in all zero. oracle_cr3_write() is oracle_x86.c's too.
 */
#ifndef PAGEWALK_ORACLE_X86_H
#define PAGEWALK_ORACLE_X86_H

#include "oracle.h"

void oracle_x86_translate(oracle_read_fn *read, void *opaque, const struct oracle_context *context,
			  const struct oracle_access *access, struct oracle_answer *answer);

#endif
