/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The device under test behind a C API: the same four verbs as the cycle
 * model (model/top/mmu.h), so that the harness cannot tell one from the other.
 * Implemented by dut_verilator.cpp over verilated RTL.
 */
#ifndef PAGEWALK_DUT_H
#define PAGEWALK_DUT_H

#include "pins.h"

#ifdef __cplusplus
extern "C" {
#endif

struct dut;

/* The sizes that the RTL was elaborated with. */
extern const struct mmu_config dut_config;

/*
 * A device whose registers start with random values of this seed, so that a
 * register that misses its reset shows. NULL: out of memory.
 */
struct dut *dut_create(unsigned int seed);

/* Closes its waveform, too. dut may be NULL. */
void dut_destroy(struct dut *dut);

/* Outputs of this cycle for these inputs, settled. Once a cycle. */
void dut_eval(struct dut *dut, const struct mmu_in *in, struct mmu_out *out);

/* The cycle ends. */
void dut_tick(struct dut *dut);

/* What the waveform shows beside the device's own pins. */
struct dut_view {
	struct mmu_out rtl;   /* what was compared: the RTL's outputs, a planted bit included */
	struct mmu_out model; /* what the cycle model says */
	uint64_t mismatch;    /* bit n: output n of MMU_OUTPUTS differs */
	uint64_t cycle;
	uint64_t line; /* of the trace; 0: none */
};

/*
 * From now on every cycle is written to an FST file, which fst_begin() has named. Returns 0,
 * or -1 with errno.
 */
int dut_wave_open(struct dut *dut, const char *path);

/* After dut_eval() and before dut_tick(), while a waveform is open. */
void dut_wave_cycle(struct dut *dut, const struct dut_view *view);

/*
 * Ends the waveform. Returns 0, or -1 when the file as it can be read back is not whole, for want
 * of room.
 */
int dut_wave_close(struct dut *dut);

#ifdef __cplusplus
}
#endif

#endif
