/* SPDX-License-Identifier: Apache-2.0 */
#include "oracle_x86_fixture.h"

#include <string.h>

const struct paging paging[4] = {
	{"two-level", REGIME_X86_32, false, false, false, 2, 10, 4, 1, 32, {12, 22}},
	{"PAE", REGIME_X86_32, true, false, false, 2, 9, 8, 1, 30, {12, 21}},
	{"4-level", REGIME_X86_64, true, true, false, 4, 9, 8, 2, 48, {12, 21, 30, 39}},
	{"5-level", REGIME_X86_64, true, true, true, 5, 9, 8, 2, 57, {12, 21, 30, 39, 48}},
};

void scene_init(struct scene *scene, const struct paging *p, uint64_t va)
{
	memset(scene, 0, sizeof(*scene));
	scene->paging = p;
	scene->name = p->name;
	scene->bytes = p->pte_bytes;
	scene->context.regime = p->regime;
	scene->context.ptbr = ROOT;
	scene->context.x86 = (struct oracle_x86){.pg = true,
						 .wp = true,
						 .pse = true,
						 .pae = p->pae,
						 .la57 = p->la57,
						 .lma = p->lma,
						 .nxe = true,
						 .pa_bits = 46};
	scene->access = (struct oracle_access){.va = va, .type = L, .priv = PRIV_U};
	/* the PDPTE of this VA; the others are not present */
	if (p == &paging[PAE])
		scene->context.x86.pdpte[va >> 30 & 3] = ROOT | P;
}

uint64_t scene_pte_pa(const struct scene *scene, unsigned int level)
{
	const struct paging *p = scene->paging;
	uint64_t index = scene->access.va >> p->size[level] & (BIT(p->index_bits) - 1);

	return ROOT + (p->levels - 1 - level) * 0x1000 + index * p->pte_bytes;
}

uint64_t scene_pointer(const struct scene *scene, unsigned int level)
{
	return (ROOT + (scene->paging->levels - level) * 0x1000) | POINTER;
}

void scene_map(struct scene *scene, unsigned int level, uint64_t pte)
{
	for (unsigned int i = scene->paging->levels - 1; i > level; i--)
		scene_store(scene, scene_pte_pa(scene, i), scene_pointer(scene, i));
	scene_store(scene, scene_pte_pa(scene, level), pte);
}

uint64_t good_leaf(unsigned int level)
{
	return level ? GOOD | PS : GOOD;
}

uint64_t spread_va(const struct paging *p)
{
	return p->lma ? UINT64_C(0x0012345678345678) & (BIT(p->va_bits - 1) - 1) : 0x78345678;
}

uint64_t scene_offset(const struct scene *scene, unsigned int level)
{
	return scene->access.va & (BIT(scene->paging->size[level]) - 1);
}

const unsigned int pa_widths[] = {32, 36, 40, 46, 51, 52};
