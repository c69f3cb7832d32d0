/* SPDX-License-Identifier: Apache-2.0 */
/* Entries of RISC-V and x86, as memory gives them, and what is said of both. */
#include "cover/sample_entry.h"
#include "cover/sample.h"

/* Faults by the rights alone: everything else about the leaf is in order. */
static bool is_well_formed(const struct cover_entry *entry)
{
	switch (entry->reason) {
	case GOOD:
	case R_RIGHT:
	case R_USER_PAGE:
	case R_SUPERVISOR_PAGE:
	case R_CLEAN_A:
	case R_CLEAN_D:
	case R_WP:
	case R_SMEP:
	case R_SMAP:
		return true;
	default:
		return false;
	}
}

static void flags(struct cover *cover, unsigned int mode, unsigned int level,
		  const struct cover_entry *entry)
{
	HIT(cover->counts, cp_u, mode, level, entry->kind, entry->u);
	HIT(cover->counts, cp_g, mode, level, entry->kind, entry->g);
	HIT(cover->counts, cp_a, mode, level, entry->kind, entry->a);
	HIT(cover->counts, cp_d, mode, level, entry->kind, entry->d);
}

/* A leaf that nothing but A and D may yet refuse. */
static void passing_leaf(struct cover *cover, const struct cover_request *request,
			 unsigned int level, const struct cover_entry *entry)
{
	unsigned int mode = request->context.mode;
	bool adue = cover_is_x86(mode) || request->context.controls.adue;

	HIT(cover->counts, X7, mode, level, entry->a, entry->d, request->access, adue);
	if (entry->reason != GOOD)
		return;
	HIT(cover->counts, cp_level_leaf, mode, level, request->access);
	HIT(cover->counts, X19, mode, level, entry->memory_type, 0);
}

void sample_entry(struct cover *cover, const struct cover_request *request, unsigned int level,
		  const struct cover_entry *entry)
{
	unsigned int mode = request->context.mode;
	bool x86 = cover_is_x86(mode);

	HIT(cover->counts, cp_v, mode, level, entry->present);
	if (!entry->present)
		return;
	/* At the last level of RISC-V a pointer is none. */
	if (entry->kind == LEAF || level)
		flags(cover, mode, level, entry);
	if (x86)
		sample_entry_x86(cover, request, level, entry);
	else
		sample_entry_riscv(cover, request, level, entry);
	if (entry->kind != LEAF || !is_well_formed(entry))
		return;
	if (x86)
		sample_rights_x86(cover, request, level, entry);
	if (entry->reason == GOOD || entry->reason == R_CLEAN_A || entry->reason == R_CLEAN_D)
		passing_leaf(cover, request, level, entry);
}
