/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The top: the modules, wired by name, and the pins of pins.h as the kernel's
 * first signals, in their order.
 */
#include "mmu.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "counters.h"
#include "fence.h"
#include "kernel.h"
#include "pdpte.h"
#include "port.h"
#include "ptbr.h"
#include "segment.h"
#include "tlb.h"
#include "walker.h"
#include "write.h"

/* The pins are the first signals. */
static const struct signal first_in = {0}, first_out = {MMU_N_INPUTS};

struct mmu {
	struct kernel kernel;

	struct ptbr ptbr;
	struct segment segment;
	struct port fetch_port, data_port;
	struct tlb fetch_tlb, data_tlb;
	struct pdpte pdpte;
	struct write write;
	struct walker walker;
	struct fence fence;
	struct counters counters;
};

static bool is_within(unsigned int value, unsigned int low, unsigned int high)
{
	return value >= low && value <= high;
}

static bool is_tlb_size(unsigned int entries)
{
	return is_within(entries, 4, TLB_MAX_ENTRIES) && (entries & (entries - 1)) == 0;
}

static bool is_legal(const struct mmu_config *c)
{
	return is_tlb_size(c->itlb_entries) && is_tlb_size(c->dtlb_entries) &&
	       is_within(c->asid_bits, 1, 16) && is_within(c->tag_bits, 1, 16) &&
	       is_within(c->counter_bits, 16, 64) && is_within(c->pa_bits, 32, 52) &&
	       is_within(c->formats, 1, 255) && is_within(c->segments, 0, 1);
}

static void place_pins(struct mmu *mmu, const struct mmu_config *config)
{
	struct kernel *k = &mmu->kernel;
	const unsigned int TAG_BITS = config->tag_bits; /* a width in the list */

	/* An output is as wide as its driver says. */
#define INPUT(name, bits, ...)  kernel_input(k, bits, #name);
#define OUTPUT(name, bits, ...) kernel_signal(k, #name);
	MMU_INPUTS(INPUT)
	MMU_OUTPUTS(OUTPUT)
#undef INPUT
#undef OUTPUT
}

/* In the order of the data flow, which saves evaluations. */
static void place_modules(struct mmu *mmu, const struct mmu_config *config)
{
	struct kernel *k = &mmu->kernel;

	ptbr_init(&mmu->ptbr, k, config->asid_bits, config->pa_bits);
	segment_init(&mmu->segment, k, config->segments);
	port_init(&mmu->fetch_port, k, "fetch_", true, config->tag_bits);
	port_init(&mmu->data_port, k, "data_", false, config->tag_bits);
	tlb_init(&mmu->fetch_tlb, k, "fetch_", config->itlb_entries);
	tlb_init(&mmu->data_tlb, k, "data_", config->dtlb_entries);
	pdpte_init(&mmu->pdpte, k, config->pa_bits);
	write_init(&mmu->write, k, config->pa_bits, config->formats);
	fence_init(&mmu->fence, k, config->asid_bits);
	walker_init(&mmu->walker, k, config->pa_bits, config->formats);
	counters_init(&mmu->counters, k, config->counter_bits);
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
	kernel_init(&mmu->kernel);
	place_pins(mmu, config);
	place_modules(mmu, config);
	kernel_elaborate(&mmu->kernel);
	if (KERNEL_CHECKS && !kernel_check(&mmu->kernel)) {
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

void mmu_eval(struct mmu *mmu, const struct mmu_in *in, struct mmu_out *out)
{
	struct kernel *k = &mmu->kernel;

	kernel_set(k, first_in, MMU_N_INPUTS, (const uint64_t *)in);
	kernel_settle(k);
	memcpy(out, &k->value[first_out.id], sizeof(*out));
}

void mmu_tick(struct mmu *mmu)
{
	kernel_tick(&mmu->kernel);
}
