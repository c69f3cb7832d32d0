/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The instruction at pc: 2 or 4 bytes. The bus is asked for those of the 4 bytes at pc that are in
 * pc's page, and for the other half in the next page only if the instruction has one.
 */
#ifndef PAGEWALK_HART_FETCH_H
#define PAGEWALK_HART_FETCH_H

#include "hart/memory.h"

/* Bits 1 and 0 of an instruction of 4 bytes are set. */
static inline unsigned int fetch_length(uint32_t instruction)
{
	return (instruction & 3) == 3 ? 4 : 2;
}

enum outcome fetch_asking(struct hart *hart, uint32_t *instruction);

/* Of 2 bytes: the upper half of *instruction may be anything. */
static inline enum outcome fetch(struct hart *hart, uint32_t *instruction)
{
	const struct hart_window *window = &hart->fetch;
	uint64_t offset = hart->pc - window->va;

	if (__builtin_expect(offset >= window->size || window->size - offset < 4, false))
		return fetch_asking(hart, instruction);
	memcpy(instruction, window->bytes + offset, 4);
	return OUTCOME_DONE;
}

#endif
