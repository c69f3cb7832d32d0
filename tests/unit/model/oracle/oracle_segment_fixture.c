/* SPDX-License-Identifier: Apache-2.0 */
#include "oracle_segment_fixture.h"

#include <check.h>
#include <inttypes.h>
#include <string.h>

const struct addressing where[WHERE_COUNT] = {
	{"RV32", REGIME_RV32, false, false, false},
	{"RV64", REGIME_RV64, false, false, false},
	{"x86-32", REGIME_X86_32, false, false, false},
	{"x86-32 paged", REGIME_X86_32, true, false, false},
	{"x86-64", REGIME_X86_64, false, false, false},
	{"x86-64 PAE", REGIME_X86_64, true, false, false},
	{"compatibility", REGIME_X86_64, true, true, false},
	{"64-bit mode", REGIME_X86_64, true, true, true},
};

struct oracle_segment flat(enum access_type type)
{
	return (struct oracle_segment){.present = true,
				       .granular = true,
				       .type = type == F ? CODE_R : DATA_W,
				       .limit = 0xfffff};
}

void scene_init(struct scene *scene, enum where at)
{
	memset(scene, 0, sizeof(*scene));
	scene->name = where[at].name;
	scene->context.regime = where[at].regime;
	scene->context.x86.pg = where[at].pg;
	scene->context.x86.pae = where[at].lma || at == X86_64_PAE;
	scene->context.x86.lma = where[at].lma;
	scene->context.x86.pa_bits = 46;
	scene->segments[CS].is_long = where[at].is_long;
	for (unsigned int i = 0; i < SEGMENT_COUNT; i++)
		scene->segments[i].null = true;
	scene->segments[DS] = flat(L);
	scene->segment = DS;
	scene->type = L;
	scene->bytes = 1;
}

void expect(const struct scene *scene, enum segment_fault fault, uint64_t linear)
{
	uint64_t got = 0xa5a5a5a5a5a5a5a5;
	enum segment_fault got_fault =
		oracle_linear(&scene->context, scene->segments, scene->segment, scene->type,
			      scene->ring, scene->offset, scene->bytes, &got);
	const struct oracle_segment *s = &scene->segments[scene->segment % SEGMENT_COUNT];

	suite_assert(got_fault == fault && got == linear,
		     "%s seg %u type %x dpl %u rpl %u limit %x g %d b %d base %" PRIx64
		     ": access %d ring %u offset %" PRIx64 " bytes %u: fault %d linear %" PRIx64
		     ", not %d %" PRIx64,
		     scene->name, scene->segment, s->type, s->dpl, s->rpl, s->limit, s->granular,
		     s->big, s->base, scene->type, scene->ring, scene->offset, scene->bytes,
		     got_fault, got, fault, linear);
}

void expect_linear(const struct scene *scene, uint64_t linear)
{
	expect(scene, SEGMENT_OK, linear);
}

void expect_fault(const struct scene *scene, enum segment_fault fault)
{
	expect(scene, fault, 0);
}

const unsigned int sizes[] = {1, 2, 3, 4, 8, 16, 64, 1000, 4095, 4096};
