/* SPDX-License-Identifier: Apache-2.0 */
#include "oracle_fixture.h"

#include <check.h>
#include <inttypes.h>
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

/* The oracle's memory; notes each read. */
static bool scene_read(void *opaque, uint64_t pa, unsigned int bytes, uint64_t *pte)
{
	struct scene *scene = opaque;

	/* C14: one read, as wide as the PTE, aligned */
	ck_assert_uint_eq(bytes, scene->paging->pte_bytes);
	ck_assert_uint_eq(pa % bytes, 0);
	ck_assert_uint_lt(scene->reads, ARRAY_SIZE(scene->read_pa));
	scene->read_pa[scene->reads++] = pa;
	for (unsigned int i = 0; i < scene->words; i++) {
		if (scene->word[i].pa == pa) {
			*pte = scene->word[i].pte;
			return true;
		}
	}
	return false;
}

void scene_init(struct scene *scene, const struct paging *paging, uint64_t va)
{
	memset(scene, 0, sizeof(*scene));
	scene->paging = paging;
	scene->context.regime = paging->regime;
	scene->context.ptbr = paging->satp_mode | ROOT;
	scene->context.pbmte = true;
	scene->access = (struct oracle_access){.va = va, .type = L, .priv = PRIV_U};
}

void scene_store(struct scene *scene, uint64_t pa, uint64_t pte)
{
	unsigned int i = 0;

	while (i < scene->words && scene->word[i].pa != pa)
		i++;
	ck_assert_uint_lt(i, ARRAY_SIZE(scene->word));
	if (i == scene->words)
		scene->words++;
	scene->word[i].pa = pa;
	scene->word[i].pte = pte;
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

void scene_run(struct scene *scene)
{
	scene->reads = 0;
	memset(&scene->answer, 0xa5, sizeof(scene->answer));
	oracle_translate(scene_read, scene, &scene->context, &scene->access, &scene->answer);
	expect_eq(scene, "reads", scene->answer.reads, scene->reads);
	for (unsigned int i = 0; i < scene->reads; i++)
		expect_eq(scene, "read_pa", scene->answer.read_pa[i], scene->read_pa[i]);
}

void expect_fault(struct scene *scene, enum fault fault, unsigned int reads)
{
	scene_run(scene);
	expect_eq(scene, "fault", scene->answer.fault, fault);
	expect_eq(scene, "code", scene->answer.code, 0);
	expect_eq(scene, "global", scene->answer.global, false);
	expect_eq(scene, "pa", scene->answer.pa, 0);
	expect_eq(scene, "size", scene->answer.size, 0);
	expect_eq(scene, "memtype", scene->answer.memtype, 0);
	expect_eq(scene, "reads", scene->answer.reads, reads);
	expect_eq(scene, "updates", scene->answer.updates, 0);
}

void expect_pa(struct scene *scene, uint64_t pa, unsigned int size, unsigned int reads)
{
	scene_run(scene);
	expect_eq(scene, "fault", scene->answer.fault, FAULT_NONE);
	expect_eq(scene, "pa", scene->answer.pa, pa);
	expect_eq(scene, "size", scene->answer.size, size);
	expect_eq(scene, "reads", scene->answer.reads, reads);
	expect_eq(scene, "updates", scene->answer.updates, 0);
}
