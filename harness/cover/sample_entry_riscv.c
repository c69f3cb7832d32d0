/* SPDX-License-Identifier: Apache-2.0 */
/* Entries of Sv32 to Sv57. */
#include "cover/lone_bit.h"
#include "cover/sample_entry.h"

/* Bits that Sv32 does not have. */
static void upper_bits(struct cover *cover, const struct cover_request *request, unsigned int level,
		       const struct cover_entry *entry)
{
	unsigned int mode = request->context.mode, type = entry->bits >> 61 & 3;
	int lone = sample_lone_bit(entry->bits >> 54 & 0x7f);

	if (entry->kind == POINTER && !level)
		return;
	HIT(cover->counts, cp_pbmt, mode, level, entry->kind, type);
	HIT(cover->counts, X11, mode, level, entry->kind, type, request->context.controls.pbmte);
	if (entry->reason == R_RESERVED && lone >= 0)
		HIT(cover->counts, X15, mode, level, entry->kind, 54 + (unsigned int)lone,
		    request->access);
	if (entry->kind == LEAF && entry->bits >> 63)
		HIT(cover->counts, X12, mode, level, entry->bits >> 10 & 15);
	if (entry->kind == LEAF && entry->size == 16 && entry->reason == GOOD)
		HIT(cover->counts, cp_n, mode, request->va >> 12 & 15, 0);
}

/* Does the outcome depend on nothing but V, R, W, X and U? */
static bool by_rights(int reason)
{
	switch (reason) {
	case GOOD:
	case R_WRITE_ONLY:
	case R_LAST_LEVEL:
	case R_POINTER_DAU:
	case R_RIGHT:
	case R_USER_PAGE:
	case R_SUPERVISOR_PAGE:
	case R_CLEAN_A:
	case R_CLEAN_D:
		return true;
	default:
		return false;
	}
}

void sample_entry_riscv(struct cover *cover, const struct cover_request *request,
			unsigned int level, const struct cover_entry *entry)
{
	unsigned int mode = request->context.mode;
	unsigned int low = level * cover_index_bits(mode);
	int lone = sample_lone_bit(entry->bits >> 10 & ((UINT64_C(1) << low) - 1));

	HIT(cover->counts, cp_rwx, mode, level, entry->rwx);
	if (entry->kind == LEAF || level)
		HIT(cover->counts, cp_rsw, mode, level, entry->kind, entry->bits >> 8 & 3);
	if (by_rights(entry->reason))
		HIT(cover->counts, X1, mode, level, entry->rwx, entry->u, request->access,
		    request->who, request->sum, request->mxr);
	if (entry->reason == R_MISALIGNED && lone >= 0)
		HIT(cover->counts, cp_misalign_bit, mode, level, (unsigned int)lone);
	if (mode != SV32)
		upper_bits(cover, request, level, entry);
}
