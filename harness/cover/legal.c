/* SPDX-License-Identifier: Apache-2.0 */
/* Requests, entries, answers. */
#include "cover/legal.h"

#include "cover/values.h"

LEGAL(any)
{
	(void)v;
	return true;
}

LEGAL(no_fetch_0)
{
	return v[0] != FETCH;
}

LEGAL(no_fetch_1)
{
	return v[1] != FETCH;
}

/* On x86 without paging every address exists. */
LEGAL(untranslated)
{
	return v[0] != 2 || !v[2];
}

/* 57 address bits, or fewer: the bit is above the highest that is translated. */
LEGAL(noncanonical)
{
	static const unsigned int first[] = {64, 39, 48, 57, 64, 64, 48, 57};

	return v[1] >= first[v[0]];
}

LEGAL(pa_bit)
{
	return v[1] < (v[0] == X86 ? 52u : 56u);
}

LEGAL(level)
{
	return v[1] < cover_levels(v[0]);
}

LEGAL(page)
{
	return cover_has_page(v[0], v[1]);
}

/* 0, all ones, then a bit each. */
LEGAL(vpn_index)
{
	return legal_level(v) && v[2] < 2 + cover_index_bits(v[0]);
}

/* sv32, rv64, two-level, pae, long. */
LEGAL(root_bit)
{
	static const unsigned int first[] = {12, 12, 12, 5, 12}, end[] = {34, 56, 32, 32, 52};

	return v[1] >= first[v[0]] && v[1] < end[v[0]];
}

LEGAL(level_fault)
{
	return legal_level(v);
}

/* An address that is not canonical, a PDPTE that is not present. */
LEGAL(no_walk)
{
	if (v[1])
		return v[0] == PAE;
	return v[0] != SV32 && v[0] != TWO_LEVEL && v[0] != PAE;
}

static bool has_kind(unsigned int mode, unsigned int level, unsigned int kind)
{
	if (kind == LEAF)
		return cover_has_page(mode, level);
	return level && level < cover_levels(mode);
}

LEGAL(kind)
{
	return has_kind(v[0], v[1], v[2]);
}

LEGAL(kind_64)
{
	return v[0] != SV32 && has_kind(v[0], v[1], v[2]);
}

LEGAL(kind_x86)
{
	return has_kind(v[0] + TWO_LEVEL, v[1], v[2]);
}

LEGAL(sv39_up)
{
	return v[0] != SV32;
}

LEGAL(misalign_bit)
{
	return legal_level(v) && v[2] < cover_index_bits(v[0]) * v[1];
}

/* Bits 51:M for the least M of 32; the low ones of a large page; XD; PS; 62:52 in PAE. */
LEGAL(rsvd_x86)
{
	unsigned int mode = v[0] + TWO_LEVEL, level = v[1], bit = v[2];

	if (level >= cover_levels(mode))
		return false;
	if (mode == TWO_LEVEL)
		return level && bit >= 13 && bit <= 21;
	if (bit == 63 || (bit >= 32 && bit <= 51) || (mode == PAE && bit >= 52))
		return true;
	if (bit == 7)
		return level >= 3;
	return bit >= 13 && cover_has_page(mode, level) && bit < cover_page_bits(mode, level);
}

/* Bits left to software; D, G and, without PSE, PS of a pointer. */
LEGAL(ignored_x86)
{
	unsigned int mode = v[0] + TWO_LEVEL, bit = v[3];

	if (!has_kind(mode, v[1], v[2]))
		return false;
	if ((bit >= 9 && bit <= 11) || (bit >= 52 && bit <= 62 && mode >= FOUR_LEVEL))
		return true;
	return v[2] == POINTER && (bit == 6 || bit == 8 || (bit == 7 && mode == TWO_LEVEL));
}

LEGAL(pdpte_bit)
{
	return v[0] == 1 || v[0] == 2 || (v[0] >= 5 && v[0] <= 8) || v[0] >= 32;
}

LEGAL(result)
{
	return v[2] != A_PROTECTION || v[0] == FOUR_LEVEL || v[0] == FIVE_LEVEL;
}

/* present, reserved, instruction fetch: reserved only with present; the last one only of a fetch.
 */
LEGAL(error_code)
{
	return (v[3] || !v[4]) && (v[1] == FETCH || !v[5]);
}

LEGAL(ad_action)
{
	return v[1] != AD_POINTER || cover_is_x86(v[0]);
}

LEGAL(pte_reads)
{
	if (!v[1])
		return v[0] != SV32 && v[0] != TWO_LEVEL;
	return v[1] <= cover_levels(v[0]);
}

LEGAL(size)
{
	return cover_has_size(v[0], v[1]);
}

LEGAL(size_of_family)
{
	return v[0] == RISCV || v[1] == S4K || v[1] == S2M || v[1] == S4M || v[1] == S1G;
}

/* Pointers of x86 have no place in the array. */
LEGAL(array_blind)
{
	return v[0] == RISCV || v[1] != 2;
}

/* A fence lets no walk end, so that it meets pointers alone. */
LEGAL(array_fill)
{
	if (v[1] != KIND_POINTER)
		return v[2] < ARRAY_FATE_FENCE;
	return !cover_is_x86(v[0]);
}

/* Everything keeps nothing. Pointers are not global. */
LEGAL(array_drop)
{
	if (!v[2])
		return true;
	if (v[0] == CAUSE_ALL || v[0] == CAUSE_SWEEP)
		return false;
	return v[0] != CAUSE_KEEP || v[1] != KIND_POINTER;
}

/* No walk ends in the cycle of a drop, so that no fault comes in the first cycle of the sweep. */
LEGAL(array_again)
{
	return v[0] != 3 || v[1];
}

/* rv32, rv64, pcid. */
LEGAL(asid_bit)
{
	static const unsigned int bits[] = {9, 16, 12};

	return v[1] < bits[v[0]];
}

static bool type_passes(unsigned int type, unsigned int access)
{
	bool code = type >> 3, second = type >> 1 & 1;

	if (access == FETCH)
		return code;
	return access == LOAD ? !code || second : !code && second;
}

LEGAL(seg_type)
{
	return type_passes(v[0], v[1]) == !v[2];
}

/* Code does not expand down; only the last byte meets a limit above it. */
LEGAL(seg_limit)
{
	if (v[2])
		return v[0] != FETCH;
	return v[3] >= 2;
}

LEGAL(seg_unchecked)
{
	return v[1] != C_PASSES;
}

/* none, or a level. */
LEGAL(walk_search)
{
	return v[1] < cover_levels(v[0]);
}

/* On RISC-V a pointer with bit 7, D, is none, and A of one is 0. */
LEGAL(walk_fill)
{
	if (!has_kind(v[0], v[1], POINTER))
		return false;
	if (v[2] == FATE_BIT_7)
		return v[0] == TWO_LEVEL;
	return v[2] != FATE_CLEAN || cover_is_x86(v[0]);
}

/* two-level: there is no XD. */
LEGAL(walk_xd)
{
	return v[0] + TWO_LEVEL != TWO_LEVEL;
}

LEGAL(walk_drop)
{
	if (v[0] == ROW_NOWHERE)
		return v[1];
	return !v[1] || (v[0] != ROW_ALL && v[0] != ROW_X86_VA);
}
