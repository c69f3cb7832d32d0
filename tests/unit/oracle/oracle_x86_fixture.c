/* SPDX-License-Identifier: Apache-2.0 */
#include "oracle_x86_fixture.h"

#include <check.h>
#include <inttypes.h>
#include <string.h>

const struct paging paging[4] = {
	{"two-level", REGIME_X86_32, false, false, false, 2, 10, 4, 1, 32, {12, 22}},
	{"PAE", REGIME_X86_32, true, false, false, 2, 9, 8, 1, 30, {12, 21}},
	{"4-level", REGIME_X86_64, true, true, false, 4, 9, 8, 2, 48, {12, 21, 30, 39}},
	{"5-level", REGIME_X86_64, true, true, true, 5, 9, 8, 2, 57, {12, 21, 30, 39, 48}},
};

bool scene_read(void *opaque, uint64_t pa, unsigned int bytes, uint64_t *pte)
{
	struct scene *scene = opaque;

	if (scene->bytes == 0)
		scene->bytes = bytes;
	ck_assert_uint_eq(bytes, scene->bytes);
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

void scene_init(struct scene *scene, const struct paging *p, uint64_t va)
{
	memset(scene, 0, sizeof(*scene));
	scene->paging = p;
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

void scene_store(struct scene *scene, uint64_t pa, uint64_t pte)
{
	unsigned int i = 0;

	ck_assert(scene->paging->pte_bytes == 8 || pte < BIT(32));
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

/* Runs the access; the reads that the answer lists are the reads that were done. */
static void scene_run(struct scene *scene)
{
	scene->reads = 0;
	memset(&scene->answer, 0xa5, sizeof(scene->answer));
	oracle_translate(scene_read, scene, &scene->context, &scene->access, &scene->answer);
	expect_eq(scene, "reads", scene->answer.reads, scene->reads);
	for (unsigned int i = 0; i < scene->reads; i++)
		expect_eq(scene, "read_pa", scene->answer.read_pa[i], scene->read_pa[i]);
}

void expect_fault(struct scene *scene, enum fault fault, unsigned int code, unsigned int reads)
{
	scene_run(scene);
	expect_eq(scene, "fault", scene->answer.fault, fault);
	expect_eq(scene, "code", scene->answer.code, code);
	expect_eq(scene, "pa", scene->answer.pa, 0);
	expect_eq(scene, "size", scene->answer.size, 0);
	expect_eq(scene, "memtype", scene->answer.memtype, 0);
	expect_eq(scene, "global", scene->answer.global, false);
	expect_eq(scene, "reads", scene->answer.reads, reads);
	expect_eq(scene, "updates", scene->answer.updates, 0);
}

void expect_pa(struct scene *scene, uint64_t pa, unsigned int size, unsigned int reads)
{
	scene_run(scene);
	expect_eq(scene, "fault", scene->answer.fault, FAULT_NONE);
	expect_eq(scene, "code", scene->answer.code, 0);
	expect_eq(scene, "pa", scene->answer.pa, pa);
	expect_eq(scene, "size", scene->answer.size, size);
	expect_eq(scene, "reads", scene->answer.reads, reads);
}

const unsigned int pa_widths[] = {32, 36, 40, 46, 51, 52};
