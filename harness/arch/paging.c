/* SPDX-License-Identifier: Apache-2.0 */
#include "arch/paging.h"

/* clang-format off */
const struct paging paging[PAGING_MODES] = {
	/*                      name                          x86  levels index  va PTE satp  ASIDs   PAE LMA LA57 pages */
	[PAGING_SV32]       = {"Sv32",       REGIME_RV32,   false, 2, 10, 32, 4,  1,   512, 0, 0, 0, 1},
	[PAGING_SV39]       = {"Sv39",       REGIME_RV64,   false, 3,  9, 39, 8,  8, 65536, 0, 0, 0, 2},
	[PAGING_SV48]       = {"Sv48",       REGIME_RV64,   false, 4,  9, 48, 8,  9, 65536, 0, 0, 0, 3},
	[PAGING_SV57]       = {"Sv57",       REGIME_RV64,   false, 5,  9, 57, 8, 10, 65536, 0, 0, 0, 4},
	[PAGING_TWO_LEVEL]  = {"two-level",  REGIME_X86_32, true,  2, 10, 32, 4,  0,     1, 0, 0, 0, 1},
	[PAGING_PAE]        = {"PAE",        REGIME_X86_32, true,  2,  9, 32, 8,  0,     1, 1, 0, 0, 1},
	[PAGING_FOUR_LEVEL] = {"four-level", REGIME_X86_64, true,  4,  9, 48, 8,  0,  4096, 1, 1, 0, 2},
	[PAGING_FIVE_LEVEL] = {"five-level", REGIME_X86_64, true,  5,  9, 57, 8,  0,  4096, 1, 1, 1, 2},
};
/* clang-format on */

const unsigned int paging_of_regime[4] = {
	[REGIME_RV32] = 0x01,
	[REGIME_RV64] = 0x0e,
	[REGIME_X86_32] = 0x30,
	[REGIME_X86_64] = PAGING_X86,
};

enum paging_mode paging_of_satp(enum regime regime, uint64_t satp)
{
	uint64_t mode = regime == REGIME_RV32 ? satp >> 31 & 1 : satp >> 60;

	if (!mode)
		return PAGING_OFF;
	for (unsigned int i = 0; i < PAGING_TWO_LEVEL; i++)
		if (paging[i].regime == regime && paging[i].satp_mode == mode)
			return (enum paging_mode)i;
	return PAGING_MODES;
}

uint64_t paging_ptbr(enum paging_mode mode, uint64_t root, uint64_t asid)
{
	const struct paging *p = &paging[mode];

	asid &= p->asids - 1;
	if (p->is_x86)
		return root << 12 | asid;
	if (p->regime == REGIME_RV32)
		return UINT64_C(1) << 31 | asid << 22 | root;
	return (uint64_t)p->satp_mode << 60 | asid << 44 | root;
}
