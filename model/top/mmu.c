/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The top: the modules, wired by name, and the pins of pins.h as the kernel's
 * first words, in their order.
 */
#include "top/mmu.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "control/counters.h"
#include "control/fence.h"
#include "control/ptbr.h"
#include "control/ptbr_write.h"
#include "front/front.h"
#include "front/segment_registers.h"
#include "kernel/kernel.h"
#include "walk/back.h"

/*
 * The pins are the kernel's first words, in their order; but the fetch port's request has three
 * words behind its last pin that no pin sets.
 */
#define PIN(name)       (offsetof(struct mmu_in, name) / sizeof(uint64_t))
#define FETCH_REQ_SPARE 3

struct mmu {
	struct kernel kernel;
	bool has_lines;

	struct ptbr ptbr;
	struct segment_registers segment_registers;
	struct front fetch, data;
	struct ptbr_write ptbr_write;
	struct fence fence;
	struct back back;
	struct counters counters;
};

static bool is_within(unsigned int value, unsigned int low, unsigned int high)
{
	return value >= low && value <= high;
}

static bool is_power_of_2_within(unsigned int value, unsigned int low, unsigned int high)
{
	return is_within(value, low, high) && (value & (value - 1)) == 0;
}

static bool is_tlb_size(unsigned int entries)
{
	return is_power_of_2_within(entries, 4, TLB_MAX_ENTRIES);
}

static bool is_legal(const struct mmu_config *c)
{
	return is_tlb_size(c->itlb_entries) && is_tlb_size(c->dtlb_entries) &&
	       is_within(c->asid_bits, 1, 16) && is_within(c->tag_bits, 1, 16) &&
	       (!c->counter_bits || is_within(c->counter_bits, 16, 64)) &&
	       is_within(c->pa_bits, 32, 52) && is_within(c->formats, 1, 255) &&
	       is_within(c->segments, 0, 1) &&
	       (!c->walk_entries ||
		is_power_of_2_within(c->walk_entries, 4, WALK_CACHE_MAX_ENTRIES)) &&
	       (!c->array_sets || is_power_of_2_within(c->array_sets, 4, ARRAY_MAX_SETS)) &&
	       (!c->lines || is_power_of_2_within(c->lines, 1, LINES_MAX));
}

static void place_pins(struct kernel *k)
{
#define PLACE(name, type) kernel_input(k, #name, &type##_type);
	PIN_CHANNELS_IN(PLACE)
#undef PLACE
#define PLACE(name, type) kernel_bundle(k, #name, &type##_type);
	PIN_CHANNELS_OUT(PLACE)
#undef PLACE
}

static void place_modules(struct mmu *mmu, const struct mmu_config *config)
{
	struct kernel *k = &mmu->kernel;

	ptbr_init(&mmu->ptbr, k, config->asid_bits, config->pa_bits);
	segment_registers_init(&mmu->segment_registers, k);
	front_init(&mmu->fetch, k, true, config);
	front_init(&mmu->data, k, false, config);
	ptbr_write_init(&mmu->ptbr_write, k, config->pa_bits, config->formats,
			config->array_sets > 0);
	fence_init(&mmu->fence, k, config->asid_bits);
	back_init(&mmu->back, k, config);
	counters_init(&mmu->counters, k, config);
}

struct mmu *mmu_create(const struct mmu_config *config)
{
	struct mmu *mmu;

	if (!is_legal(config)) {
		errno = EINVAL;
		return NULL;
	}
	mmu = calloc(1, sizeof(*mmu));
	if (!mmu)
		return NULL;
	mmu->has_lines = config->lines > 0;
	kernel_init(&mmu->kernel);
	place_pins(&mmu->kernel);
	place_modules(mmu, config);
	if (!kernel_elaborate(&mmu->kernel) || (KERNEL_CHECKS && !kernel_check(&mmu->kernel))) {
		mmu_destroy(mmu);
		errno = ENOMEM;
		return NULL;
	}
	return mmu;
}

void mmu_destroy(struct mmu *mmu)
{
	if (!mmu)
		return;
	kernel_finish(&mmu->kernel);
	free(mmu);
}

/* The pins from `first` up to `end`, whose words are `spare` further on. */
static inline void set_pins(struct kernel *k, const uint64_t *in, unsigned int first,
			    unsigned int end, unsigned int spare)
{
	kernel_set(k, first + spare, end - first, in + first);
}

/* The same, of pins that seldom change. */
static inline void set_quiet_pins(struct kernel *k, const uint64_t *in, unsigned int first,
				  unsigned int end, unsigned int spare)
{
	size_t size = (end - first) * sizeof(*in);

	if (KERNEL_UNLIKELY(memcmp(in + first, &k->value[first + spare], size) != 0))
		set_pins(k, in, first, end, spare);
}

void mmu_eval(struct mmu *mmu, const struct mmu_in *in, struct mmu_out *out)
{
	struct kernel *k = &mmu->kernel;
	const uint64_t *pins = (const uint64_t *)in;

	set_pins(k, pins, 0, PIN(fetch_rsp_ready), 0);
	set_pins(k, pins, PIN(fetch_rsp_ready), PIN(adue), FETCH_REQ_SPARE);
	set_quiet_pins(k, pins, PIN(adue), PIN(mem_req_ready), FETCH_REQ_SPARE);
	set_pins(k, pins, PIN(mem_req_ready), PIN(mem_rsp_main), FETCH_REQ_SPARE);
	if (KERNEL_UNLIKELY(mmu->has_lines))
		set_pins(k, pins, PIN(mem_rsp_main), PIN(counter_select), FETCH_REQ_SPARE);
	set_pins(k, pins, PIN(counter_select), MMU_N_INPUTS, FETCH_REQ_SPARE);
	kernel_settle(k);
	memcpy(out, &k->value[MMU_N_INPUTS + FETCH_REQ_SPARE], sizeof(*out));
}

void mmu_tick(struct mmu *mmu)
{
	kernel_tick(&mmu->kernel);
}
