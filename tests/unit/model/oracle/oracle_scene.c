/* SPDX-License-Identifier: Apache-2.0 */
#include "oracle_scene.h"

#include <string.h>

bool scene_read(void *opaque, uint64_t pa, unsigned int bytes, uint64_t *pte)
{
	struct scene *scene = opaque;

	if (scene->bytes == 0)
		scene->bytes = bytes;
	/* C14: one read, as wide as the PTE, aligned */
	suite_assert(bytes == scene->bytes && pa % bytes == 0,
		     WHERE_FORMAT "%u bytes at %" PRIx64 " are read", WHERE(scene), bytes, pa);
	suite_assert(scene->reads < ARRAY_SIZE(scene->read_pa), WHERE_FORMAT "a read too many",
		     WHERE(scene));
	scene->read_pa[scene->reads++] = pa;
	for (unsigned int i = 0; i < scene->words; i++) {
		if (scene->word[i].pa == pa) {
			*pte = scene->word[i].pte;
			return true;
		}
	}
	return false;
}

void scene_store(struct scene *scene, uint64_t pa, uint64_t pte)
{
	unsigned int i = 0;

	suite_assert(scene->bytes != 4 || pte < BIT(32), "%" PRIx64 " has no 32 bits", pte);
	while (i < scene->words && scene->word[i].pa != pa)
		i++;
	suite_assert(i < ARRAY_SIZE(scene->word), "no room for another entry");
	if (i == scene->words)
		scene->words++;
	scene->word[i].pa = pa;
	scene->word[i].pte = pte;
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

void expect_fault_code(struct scene *scene, enum fault fault, unsigned int code, unsigned int reads)
{
	scene_run(scene);
	expect_eq(scene, "fault", scene->answer.fault, fault);
	expect_eq(scene, "code", scene->answer.code, code);
	expect_eq(scene, "global", scene->answer.global, false);
	expect_eq(scene, "pa", scene->answer.pa, 0);
	expect_eq(scene, "size", scene->answer.size, 0);
	expect_eq(scene, "memtype", scene->answer.memtype, 0);
	expect_eq(scene, "reads", scene->answer.reads, reads);
	expect_eq(scene, "updates", scene->answer.updates, 0);
}

void expect_page(struct scene *scene, uint64_t pa, unsigned int size, unsigned int reads)
{
	scene_run(scene);
	expect_eq(scene, "fault", scene->answer.fault, FAULT_NONE);
	expect_eq(scene, "code", scene->answer.code, 0);
	expect_eq(scene, "pa", scene->answer.pa, pa);
	expect_eq(scene, "size", scene->answer.size, size);
	expect_eq(scene, "reads", scene->answer.reads, reads);
}
