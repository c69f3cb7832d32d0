/* SPDX-License-Identifier: Apache-2.0 */
#include "tlb/nru.h"

void nru_init(struct nru *nru, unsigned int entries)
{
	*nru = (struct nru){.all = ones(entries)};
}

unsigned int nru_slot(const struct nru *nru, uint64_t vacant, uint64_t locked)
{
	uint64_t choice = vacant;

	if (!choice)
		choice = nru->all & ~(nru->used | locked);
	if (!choice)
		choice = nru->all & ~locked;
	return (unsigned int)__builtin_ctzll(choice);
}
