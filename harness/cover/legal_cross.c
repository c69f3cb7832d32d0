/* SPDX-License-Identifier: Apache-2.0 */
/* Fences, the walker, and the crosses. */
#include "cover/legal.h"

#include "cover/values.h"

static bool loads(unsigned int state)
{
	return state == S_LOAD_READ || state == S_LOAD_WAIT;
}

/* fence-4 */
static bool takes_fence(unsigned int state)
{
	return state != S_UPDATE && state != S_AWAIT && !loads(state);
}

LEGAL(fence_cycle)
{
	return takes_fence(v[0]);
}

/* A load of PDPTEs is none of the fetch port's. */
LEGAL(fsm_state)
{
	return v[0] != S_IDLE && (v[1] == DATA_PORT || !loads(v[0]));
}

/* A fetch has neither SUM nor MXR. */
LEGAL(x1)
{
	return legal_level(v) && (v[4] != FETCH || (!v[6] && !v[7]));
}

LEGAL(x1_hit)
{
	bool r = v[2] & 1, w = v[2] >> 1 & 1, x = v[2] >> 2, user = v[5] == USER;

	if (!legal_x1(v) || (!r && !x) || (w && !r))
		return false;
	if (v[4] == FETCH)
		return x && user == v[3];
	if (user ? !v[3] : v[3] && !v[6])
		return false;
	return v[4] == LOAD ? r || v[7] : w;
}

static bool riscv_reason(unsigned int mode, unsigned int level, unsigned int reason,
			 unsigned int access)
{
	switch (reason) {
	case R_ERROR:
	case R_INVALID:
	case R_WRITE_ONLY:
	case R_RIGHT:
	case R_USER_PAGE:
	case R_SUPERVISOR_PAGE:
	case R_CLEAN_A:
		return true;
	case R_CLEAN_D:
		return access == STORE;
	case R_RESERVED:
	case R_PBMT_3:
	case R_PBMT_OFF:
		return mode != SV32;
	case R_POINTER_N:
	case R_POINTER_PBMT:
	case R_NAPOT_LEVEL:
		return mode != SV32 && level;
	case R_NAPOT_PPN:
		return mode != SV32 && !level;
	case R_POINTER_DAU:
	case R_MISALIGNED:
		return level;
	case R_LAST_LEVEL:
		return !level;
	default:
		return false;
	}
}

static bool x86_reason(unsigned int mode, unsigned int level, unsigned int reason,
		       unsigned int access)
{
	switch (reason) {
	case R_ERROR:
	case R_INVALID:
		return true;
	case R_RESERVED:
	case R_XD:
		return mode != TWO_LEVEL;
	case R_PAE_HIGH:
		return mode == PAE;
	case R_PS:
		return level >= 3;
	case R_MISALIGNED:
		return level && cover_has_page(mode, level);
	case R_RIGHT:
		return cover_has_page(mode, level) &&
		       (access == STORE || (access == FETCH && mode != TWO_LEVEL));
	case R_SUPERVISOR_PAGE:
		return cover_has_page(mode, level);
	case R_WP:
		return cover_has_page(mode, level) && access == STORE;
	case R_SMEP:
		return cover_has_page(mode, level) && access == FETCH;
	case R_SMAP:
		return cover_has_page(mode, level) && access != FETCH;
	default:
		return false;
	}
}

LEGAL(x2)
{
	if (!legal_level(v))
		return false;
	return cover_is_x86(v[0]) ? x86_reason(v[0], v[1], v[2], v[3])
				  : riscv_reason(v[0], v[1], v[2], v[3]);
}

/* The reasons that an entry which matches leaves possible: its rights, or memory has changed. */
LEGAL(x2_matched)
{
	switch (v[1]) {
	case R_ERROR:
	case R_INVALID:
	case R_RIGHT:
	case R_USER_PAGE:
	case R_SUPERVISOR_PAGE:
	case R_CLEAN_D:
	case R_WP:
	case R_SMEP:
	case R_SMAP:
		return v[0] == X86 ? x86_reason(PAE, 0, v[1], v[2])
				   : riscv_reason(SV32, 0, v[1], v[2]);
	default:
		return false;
	}
}

/* family, form, any/in/out, any/same/other, size, global */
LEGAL(x3)
{
	const unsigned int family_size[] = {v[0], v[4]};

	return (v[1] & 1) == (v[2] != 0) && (v[1] >> 1 & 1) == (v[3] != 0) &&
	       legal_size_of_family(family_size);
}

LEGAL(x5)
{
	unsigned int state = v[0];

	switch (v[1]) {
	case E_FETCH:
	case E_DATA:
	case E_PTBR:
		return !loads(state);
	case E_FENCE:
		return takes_fence(state);
	case E_FENCE_WAITS:
		/*
		 * It waits for TLBs, too, in the cycle after the end of a walk; and for an array
		 * behind a fence by address, whose walk may still complete a read.
		 */
		return state == S_IDLE || state == S_STALE_READ || state == S_STALE_WAIT ||
		       !takes_fence(state);
	case E_MEM_STALL:
		return state != S_AWAIT && state != S_STALE_WAIT && state != S_LOAD_WAIT;
	case E_MEM_ANSWER:
	case E_MEM_ERROR:
		return state == S_WAIT || state == S_STALE_WAIT || state == S_AWAIT ||
		       state == S_LOAD_WAIT;
	case E_MEM_LOST:
		return state == S_AWAIT;
	default:
		return true;
	}
}

LEGAL(x6)
{
	return cover_has_size(v[0], v[1]) && cover_has_size(v[0], v[2]);
}

/* x86 always sets A and D. */
LEGAL(x7)
{
	return legal_page(v) && (!cover_is_x86(v[0]) || v[5]);
}

LEGAL(x7_update)
{
	return legal_page(v) && (!v[2] || (!v[3] && v[4] == STORE));
}

LEGAL(pointer_x86)
{
	return v[1] && v[1] < cover_levels(v[0] + TWO_LEVEL);
}

LEGAL(x8)
{
	if (!legal_level(v))
		return false;
	return !v[2] || cover_is_x86(v[0]) || cover_has_page(v[0], v[1]);
}

/* A request that a segment refuses has no page. */
LEGAL(x10)
{
	return v[3] || (v[1] != SEGMENT_FAULT && v[2] != SEGMENT_FAULT);
}

LEGAL(x10_size)
{
	return legal_x6(v);
}

LEGAL(x11)
{
	return legal_kind_64(v);
}

LEGAL(x12)
{
	return v[0] != SV32 && legal_level(v);
}

LEGAL(x15)
{
	return legal_kind_64(v) && v[3] >= 54 && v[3] <= 60;
}

/* mode, level, rights, access, who, wp, smep, smap, ac, nxe: a control that does not count is 0 */
LEGAL(x17)
{
	unsigned int mode = v[0] + TWO_LEVEL;
	bool xd = !(v[2] >> 2), fetch = v[3] == FETCH, supervisor = v[4] == SUPERVISOR;

	if (!cover_has_page(mode, v[1]) || (mode == TWO_LEVEL && (xd || v[9])))
		return false;
	if (v[9] && !fetch)
		return false;
	if (xd && fetch && !v[9])
		return false;
	if (v[5] && !(supervisor && v[3] == STORE))
		return false;
	if (v[6] && !(supervisor && fetch))
		return false;
	return !(v[7] || v[8]) || (supervisor && !fetch);
}

LEGAL(x17_hit)
{
	bool w = v[2] & 1, u = v[2] >> 1 & 1, x = v[2] >> 2;
	bool fetch = v[3] == FETCH, supervisor = v[4] == SUPERVISOR;

	if (!legal_x17(v) || (fetch && !x))
		return false;
	if (!supervisor)
		return u && (v[3] != STORE || w);
	if (u && (fetch ? v[6] : v[7] && !v[8]))
		return false;
	return v[3] != STORE || w || !v[5];
}

LEGAL(x17_pointer)
{
	return legal_pointer_x86(v) && (v[2] != 2 || v[0] + TWO_LEVEL != TWO_LEVEL);
}

/* Sv32 has no PBMT; PBMT = 3 is a fault. */
LEGAL(x19)
{
	if (!legal_page(v))
		return false;
	return cover_is_x86(v[0]) || v[2] == 0 || (v[0] != SV32 && v[2] < 3);
}

/*
 * A MODE that does not exist, or a regime that a build leaves out: with Sv39 alone or four- and
 * five-level paging alone. Only x86 faults.
 */
LEGAL(x20)
{
	switch (v[2]) {
	case 0:
		return true;
	case 1:
		switch (v[1]) {
		case RV64:
			return true;
		case RV32:
		case X86_32:
			return v[0] == RV64 || v[0] == X86_64;
		default:
			return v[0] == RV64;
		}
	default:
		return v[1] == X86_32 || v[1] == X86_64;
	}
}
