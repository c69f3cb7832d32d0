/* SPDX-License-Identifier: Apache-2.0 */
#include "walk/walk_step.h"

#include "arch.h"
#include "walk/pte.h"

static struct walk_next fault(enum fault fault, uint64_t code)
{
	return (struct walk_next){.verdict = WALK_FAULTS, .fault = fault, .code = code};
}

static struct walk_next read_pte(const struct walk *r, unsigned int level, uint64_t ppn,
				 uint64_t path)
{
	uint64_t addr = geometry_pte_address(space_mode(r->space), level, ppn, r->va);

	return (struct walk_next){.verdict = WALK_READS,
				  .at = {.level = level, .addr = addr, .path = path}};
}

/* A mode that is not built has no canonical address. */
static bool is_canonical(unsigned int formats, enum mode mode, uint64_t va)
{
	return formats >> mode & 1 && geometry_is_canonical(mode, va);
}

struct walk_next walk_step_first(const struct walk *r, unsigned int formats)
{
	enum mode mode = space_mode(r->space);
	uint64_t ppn = r->root;

	if (!is_canonical(formats, mode, r->va))
		return fault(mode_is_x86(mode) ? FAULT_PROTECTION : FAULT_PAGE, 0);
	if (mode == MODE_X86_PAE) {
		if (!pte_pdpte_is_present(r->root))
			return fault(FAULT_PAGE, pte_x86_code_absent(mode, r->access));
		ppn = pte_x86_ppn(r->root);
	}
	return read_pte(r, geometry_of(mode)->levels - 1, ppn, pte_path(mode));
}

struct walk_next walk_step_behind(const struct walk *r, const struct cache_found *pointer)
{
	return read_pte(r, (unsigned int)pointer->level - 1, pointer->ppn, pointer->path);
}

struct walk_next walk_step_next(const struct walk_step *at, const struct walk *r, uint64_t entry,
				unsigned int pa_bits)
{
	struct pte pte = {.mode = space_mode(r->space),
			  .level = at->level,
			  .pa_bits = pa_bits,
			  .value = entry,
			  .path = at->path,
			  .access = r->access};
	struct pte_answer a = pte_judge(&pte);
	struct walk_next next;

	if (a.verdict == PTE_FAULTS)
		return fault(FAULT_PAGE, a.code);
	if (a.verdict == PTE_POINTER)
		next = read_pte(r, at->level - 1, a.ppn, a.path);
	else
		next = (struct walk_next){
			.verdict = WALK_FINDS, .leaf = a.leaf, .page_bits = a.page_bits};
	next.marked = a.marked;
	return next;
}
