/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an entry means: the decoder of its mode says so, and of a leaf the permission check, which
 * is the same in all modes. (An entry that the access may not use is a fault like any other.)
 */
#include "walk/pte.h"

#include "tlb/permission.h"

struct pte_answer pte_judge(const struct pte *p)
{
	struct pte_answer a = mode_is_x86(p->mode) ? pte_x86_decode(p) : pte_riscv_decode(p);

	if (a.verdict == PTE_LEAF && !leaf_allows(a.leaf, p->access))
		a.verdict = PTE_FAULTS;
	return a;
}
