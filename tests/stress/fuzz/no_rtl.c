/* SPDX-License-Identifier: Apache-2.0 */
/* In the place of the RTL where a target links the bench: none, with the default sizes. */
#include <stdlib.h>

#include "dut/dut.h"

/* The default sizes. */
const struct mmu_config dut_config = {
	.itlb_entries = 16,
	.dtlb_entries = 16,
	.asid_bits = 16,
	.tag_bits = 8,
	.counter_bits = 32,
	.pa_bits = 46,
	.formats = 255,
	.segments = 1,
};

struct dut *dut_create(unsigned int seed)
{
	(void)seed;
	abort();
}

// cppcheck-suppress constParameter // the same as that of dut.h
void dut_destroy(struct dut *dut)
{
	if (dut)
		abort();
}

void dut_eval(struct dut *dut, const struct mmu_in *in, struct mmu_out *out)
{
	(void)dut;
	(void)in;
	(void)out;
	abort();
}

void dut_tick(struct dut *dut)
{
	(void)dut;
	abort();
}

int dut_wave_open(struct dut *dut, const char *path)
{
	(void)dut;
	(void)path;
	abort();
}

void dut_wave_cycle(struct dut *dut, const struct dut_view *view)
{
	(void)dut;
	(void)view;
	abort();
}

int dut_wave_close(struct dut *dut)
{
	(void)dut;
	abort();
}
