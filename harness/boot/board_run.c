/* SPDX-License-Identifier: Apache-2.0 */
/* The run, from one stop to the next. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "boot/board_bus.h"
#include "hart/status.h"

/* So many instructions are run at once: then the console is looked at, and progress is told. */
#define SLICE UINT64_C(1000000)

static double cpu_seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* Is it there? Behind a text, and before an instruction. */
static bool reached(const struct board *board, const struct when *when)
{
	switch (when->kind) {
	case WHEN_INSTRUCTIONS:
		return board->hart.instructions >= when->value;
	case WHEN_PC:
		return board->hart.pc == when->value;
	case WHEN_TEXT:
		return board->console.until.seen;
	default:
		return false;
	}
}

/* The hart's state, but for what counts: does it come back after one instruction? */
static bool stands_still(struct board *board)
{
	struct hart *hart = &board->hart;
	uint64_t pc = hart->pc, x[32], mstatus = hart->csr.mstatus, sepc = hart->csr.sepc;
	enum priv priv = hart->priv;

	memcpy(x, hart->x, sizeof(x));
	if (hart_run(hart, hart->instructions + 1, NULL) != HART_COUNTED)
		return false;
	return hart->pc == pc && hart->priv == priv && hart->csr.mstatus == mstatus &&
	       hart->csr.sepc == sepc && !memcmp(x, hart->x, sizeof(x));
}

static bool can_be_interrupted(const struct hart *hart)
{
	return hart->csr.mie & UINT64_C(1) << INTERRUPT_STI && hart->timer != UINT64_MAX &&
	       (hart->priv == PRIV_U || hart->csr.mstatus & MSTATUS_SIE);
}

/* A kernel that jumps to where it is, or faults at its own handler, and nothing will take it away.
 */
static void look_for_hang(struct board *board)
{
	if (!can_be_interrupted(&board->hart) && stands_still(board))
		board_over(board, BOARD_HANGS,
			   "the kernel hangs: every instruction is the one at %llx",
			   (unsigned long long)board->hart.pc);
}

/* Has it said anything? */
static void look_for_silence(struct board *board)
{
	uint64_t now = board->hart.instructions;

	if (board->console.written != board->written) {
		board->written = board->console.written;
		board->written_at = now;
	}
	if (board->config.patience && now - board->written_at >= board->config.patience)
		board_over(board, BOARD_SILENT, "nothing on the console for %llu instructions",
			   (unsigned long long)(now - board->written_at));
}

/* Behind each slice. */
static void look_around(struct board *board)
{
	console_poll(&board->console, 0);
	if (board->console.left)
		board_over(board, BOARD_LEFT, "left at the console");
	if (board->console.panic.seen)
		board_over(board, BOARD_PANICKED, "the kernel has panicked");
	look_for_silence(board);
	if (board->end == BOARD_RUNS)
		look_for_hang(board);
	if (board->config.progress)
		board->config.progress(board->config.opaque);
}

/* The next instruction may be where `when` is from the beginning: of `until` it is run first. */
static void step_off(struct board *board, const struct when *when)
{
	if (when->kind == WHEN_PC && board->hart.pc == when->value)
		hart_run(&board->hart, board->hart.instructions + 1, NULL);
}

/* Where the next slice ends at the latest. */
static uint64_t slice_end(const struct board *board, const struct when *when)
{
	uint64_t end = board->hart.instructions + SLICE;
	uint64_t silent = board->written_at + board->config.patience;

	if (when->kind == WHEN_INSTRUCTIONS && when->value < end)
		end = when->value;
	if (board->config.patience && silent > board->hart.instructions && silent < end)
		end = silent;
	return end;
}

/* Runs up to `when`, or to the end. */
static void run_to(struct board *board, const struct when *when)
{
	struct hart *hart = &board->hart;
	const uint64_t *at = when->kind == WHEN_PC ? &when->value : NULL;

	board->console.until.text = when->kind == WHEN_TEXT ? when->text : NULL;
	while (board->end == BOARD_RUNS && !reached(board, when)) {
		if (hart_run(hart, slice_end(board, when), at) == HART_AT_PC)
			break;
		if (board->end == BOARD_RUNS && !reached(board, when))
			look_around(board);
	}
	board->console.until.seen = false;
}

/* From here on the RTL answers. It knows nothing yet, and neither does the hart. */
static bool go_lockstep(struct board *board)
{
	board->lockstep = lockstep_create(&board->config.lockstep, &board->ram, board->message,
					  sizeof(board->message));
	if (!board->lockstep) {
		board->end = BOARD_ERROR;
		return false;
	}
	board->hart.bus = &board_lockstep_bus;
	hart_forget(&board->hart);
	return board_tell_mmu(board);
}

static void run_fast(struct board *board)
{
	const struct when *when =
		board->config.fast_only ? &board->config.until : &board->config.fast;

	if (when == &board->config.fast && when->kind == WHEN_NEVER)
		return;
	if (when == &board->config.until)
		step_off(board, when);
	run_to(board, when);
}

static void run_lockstep(struct board *board)
{
	if (!go_lockstep(board))
		return;
	step_off(board, &board->config.until);
	run_to(board, &board->config.until);
}

/* A waveform that is not whole is an error, however the run has ended. */
static void finish_bench(struct board *board)
{
	bool failed = lockstep_bench(board->lockstep)->status != BENCH_OK;

	if (bench_finish(lockstep_bench(board->lockstep)) == BENCH_OK || failed)
		return;
	board->end = BOARD_RUNS;
	board_bench_failed(board);
}

void board_run(struct board *board)
{
	double start = cpu_seconds(), middle;

	board->began = board->written_at = board->hart.instructions;
	board->written = board->console.written;
	board->console.panic.text = "---[ end Kernel panic";
	if (board_tell_mmu(board))
		run_fast(board);
	board->changed = board->hart.instructions;
	middle = cpu_seconds();
	if (board->end == BOARD_RUNS && !board->config.fast_only)
		run_lockstep(board);
	if (board->lockstep)
		finish_bench(board);
	board->fast_seconds = middle - start;
	board->lockstep_seconds = cpu_seconds() - middle;
	board_over(board, BOARD_REACHED, "reached");
	console_poll(&board->console, 0);
}

uint64_t board_fast_instructions(const struct board *board)
{
	return board->changed - board->began;
}

uint64_t board_lockstep_instructions(const struct board *board)
{
	return board->hart.instructions - board->changed;
}

static bool read_pte(void *opaque, uint64_t pa, unsigned int bytes, uint64_t *pte)
{
	const uint8_t *at = ram_at(opaque, pa, bytes);

	*pte = 0;
	if (at)
		memcpy(pte, at, bytes);
	return at != NULL;
}

bool board_instruction(const struct board *board, uint32_t *word)
{
	struct oracle_context context = board->fast.context;
	const struct oracle_access access = {
		.va = board->hart.pc, .type = ACCESS_FETCH, .priv = board->hart.priv};
	struct oracle_answer answer;
	const uint8_t *at;

	context.ptbr = board->hart.csr.satp;
	context.adue = true;
	context.pbmte = board->hart.csr.menvcfg & MENVCFG_PBMTE;
	oracle_translate(read_pte, (void *)&board->ram, &context, &access, &answer);
	at = answer.fault == FAULT_NONE ? ram_at(&board->ram, answer.pa, 2) : NULL;
	if (!at)
		return false;
	*word = at[0] | (uint32_t)at[1] << 8;
	/* The upper half of a long one may be on another page, which this does not look up. */
	if ((*word & 3) == 3 && answer.pa % 4096 < 4094)
		*word |= (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
	return true;
}
