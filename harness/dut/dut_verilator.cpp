/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Verilator behind the C API of dut.h: the one C++ file. No globals; each
 * device owns its context, which must outlive the model in it.
 */
#include <cerrno>
#include <exception>
#include <iostream>
#include <memory>
#include <new>
#include <string>
#include <unistd.h>

/* Vlockstep.h, by way of what the build makes with it, so that a new one is seen. */
#include DUT_HEADER
#include "Vlockstep___024root.h"
#include "base/leftover.h"
#include "dut.h"
#include "dut/fst.h"
#include "verilated.h"
#include "verilated_fst_c.h"

#if VM_COVERAGE
#include "verilated_cov.h"
#include <cstdlib>
#endif

const struct mmu_config dut_config = {
	DUT_ITLB_ENTRIES, DUT_DTLB_ENTRIES, DUT_ASID_BITS, DUT_TAG_BITS,
	DUT_COUNTER_BITS, DUT_PA_BITS,      DUT_FORMATS,   DUT_SEGMENTS,
	DUT_WALK_ENTRIES, DUT_ARRAY_SETS,   DUT_LINES,
};

struct dut {
	VerilatedContext context;
	Vlockstep top;
	std::unique_ptr<VerilatedFstC> wave;
	std::string wave_path;

	explicit dut(unsigned int seed) : context(), top(seeded(seed), "pagewalk")
	{
		top.clk = 0;
		top.eval();
	}

      private:
	VerilatedContext *seeded(unsigned int seed)
	{
		context.traceEverOn(true);
#if !VM_COVERAGE /* there a random start would look like toggles */
		context.randReset(2);
#endif
		context.randSeed(static_cast<int>(seed));
		return &context;
	}
};

/* Verilator's own code allocates, too, and has no way to report a failure. */
static void no_memory()
{
	leftover_remove_all();
	leftover_say("out of memory", "");
	_exit(2);
}

struct dut *dut_create(unsigned int seed)
{
	std::set_new_handler(no_memory);
	struct dut *made = nullptr;

	/*
	 * Verilator starts a thread, which takes memory, too. The thread inherits the blocked
	 * signals, so no signal is ever handled there.
	 */
	leftover_block();
	try {
		made = new (std::nothrow) dut(seed % 0x7fffffff + 1);
	} catch (const std::exception &) {
	}
	leftover_unblock();
	return made;
}

#if VM_COVERAGE
/*
 * Writes which lines of the RTL ran into a new file NAME.dat in the directory that the environment
 * names, whole or not at all. Without the file they count as not covered.
 */
static void write_coverage(struct dut *dut)
{
	const char *directory = std::getenv("PAGEWALK_COVERAGE");

	if (!directory)
		return;
	std::string part = std::string(directory) + "/XXXXXX";
	int fd = mkstemp(&part[0]);
	if (fd < 0)
		return;
	close(fd);
	dut->context.coveragep()->write(part.c_str());
	std::rename(part.c_str(), (part + ".dat").c_str());
}
#endif

void dut_destroy(struct dut *dut)
{
	if (!dut)
		return;
	dut_wave_close(dut);
	dut->top.final();
#if VM_COVERAGE
	write_coverage(dut);
#endif
	delete dut;
}

/* A C pin onto a Verilator port of whatever width. */
template <typename T> static inline void put(T &port, uint64_t value)
{
	port = static_cast<T>(value);
}

/*
 * The edge that ends the cycle before, and with it this cycle's inputs: lockstep.sv loads them
 * at the edge. So one evaluation does for both.
 */
void dut_eval(struct dut *dut, const struct mmu_in *in, struct mmu_out *out)
{
	/* The ports themselves, not Vlockstep's references to them. */
	Vlockstep___024root &top = *dut->top.rootp;

#define DRIVE(name, ...) put(top.name, in->name);
	MMU_INPUTS(DRIVE)
#undef DRIVE

	top.clk = 1;
	dut->top.eval();

#define SAMPLE(name, ...) out->name = top.name;
	MMU_OUTPUTS(SAMPLE)
#undef SAMPLE
}

void dut_tick(struct dut *dut)
{
	dut->top.clk = 0;
	dut->top.eval();
}

int dut_wave_open(struct dut *dut, const char *path)
{
	dut->wave.reset(new (std::nothrow) VerilatedFstC);
	if (!dut->wave) {
		errno = ENOMEM;
		return -1;
	}
	dut->wave->set_time_unit("1ns");
	dut->wave->set_time_resolution("1ns");
	dut->top.trace(dut->wave.get(), 99);
	dut->wave_path = path;
	dut->wave->open(path);
	if (!dut->wave->isOpen()) {
		dut->wave.reset();
		errno = EIO;
		return -1;
	}
	return 0;
}

void dut_wave_cycle(struct dut *dut, const struct dut_view *view)
{
	Vlockstep &top = dut->top;
	struct mmu_out own;

#define SHOW(name, ...)    put(top.model_##name, view->model.name);
#define SAVE(name, ...)    own.name = top.name;
#define FAKE(name, ...)    put(top.name, view->rtl.name);
#define RESTORE(name, ...) put(top.name, own.name);
	MMU_OUTPUTS(SHOW)
	put(top.mismatch, view->mismatch);
	top.cycle = view->cycle;
	put(top.trace_line, view->line);
	top.eval();

	/*
	 * A planted bit is no bit of the device, so its pins show the bit only while they are
	 * drawn.
	 */
	MMU_OUTPUTS(SAVE)
	MMU_OUTPUTS(FAKE)
	dut->wave->dump(10 * view->cycle);
	MMU_OUTPUTS(RESTORE)
	top.clk = 0;
	top.eval();
	MMU_OUTPUTS(FAKE)
	dut->wave->dump(10 * view->cycle + 5);
	MMU_OUTPUTS(RESTORE)
#undef RESTORE
#undef FAKE
#undef SAVE
#undef SHOW
}

int dut_wave_close(struct dut *dut)
{
	if (!dut->wave)
		return 0;
	/* Before it aborts a writer says more than the one line of fst_begin()'s guard. */
	std::cerr.setstate(std::ios_base::failbit);
	dut->wave->close();
	dut->wave.reset();
	std::cerr.clear();
	return fst_is_whole(dut->wave_path.c_str()) ? 0 : -1;
}
