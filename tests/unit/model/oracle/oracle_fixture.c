/* SPDX-License-Identifier: Apache-2.0 */
#include "oracle_fixture.h"

#include <string.h>

const struct paging paging[4] = {
	{"Sv32", REGIME_RV32, BIT(31), 2, 10, 4, 32, 22, 32, {12, 22}},
	{"Sv39", REGIME_RV64, UINT64_C(8) << 60, 3, 9, 8, 64, 44, 39, {12, 21, 30}},
	{"Sv48", REGIME_RV64, UINT64_C(9) << 60, 4, 9, 8, 64, 44, 48, {12, 21, 30, 39}},
	{"Sv57", REGIME_RV64, UINT64_C(10) << 60, 5, 9, 8, 64, 44, 57, {12, 21, 30, 39, 48}},
};

uint64_t spread_va(const struct paging *p)
{
	return UINT64_C(0x0012345678345678) & (BIT(p->va_bits - 1) - 1);
}

void scene_init(struct scene *scene, const struct paging *paging, uint64_t va)
{
	memset(scene, 0, sizeof(*scene));
	scene->paging = paging;
	scene->name = paging->name;
	scene->bytes = paging->pte_bytes;
	scene->context.regime = paging->regime;
	scene->context.ptbr = paging->satp_mode | ROOT;
	scene->context.pbmte = true;
	scene->access = (struct oracle_access){.va = va, .type = L, .priv = PRIV_U};
}

uint64_t scene_pte_pa(const struct scene *scene, unsigned int level)
{
	const struct paging *p = scene->paging;
	uint64_t index = scene->access.va >> p->size[level] & (BIT(p->index_bits) - 1);

	return (ROOT + p->levels - 1 - level) * 4096 + index * p->pte_bytes;
}

void scene_map(struct scene *scene, unsigned int level, uint64_t pte)
{
	for (unsigned int i = scene->paging->levels - 1; i > level; i--)
		scene_store(scene, scene_pte_pa(scene, i),
			    PPN(ROOT + scene->paging->levels - i) | V);
	scene_store(scene, scene_pte_pa(scene, level), pte);
}

void expect_fault(struct scene *scene, enum fault fault, unsigned int reads)
{
	expect_fault_code(scene, fault, 0, reads);
}

void expect_pa(struct scene *scene, uint64_t pa, unsigned int size, unsigned int reads)
{
	expect_page(scene, pa, size, reads);
	expect_eq(scene, "updates", scene->answer.updates, 0);
}
