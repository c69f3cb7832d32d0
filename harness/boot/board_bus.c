/* SPDX-License-Identifier: Apache-2.0 */
#include "boot/board_bus.h"

#include <stdarg.h>
#include <stdio.h>

#include "boot/board_device.h"
#include "hart/status.h"

/* The fast bus, which also tells of stores. */
static const struct hart_bus fast_device_bus;

/* At a terminal, a wait takes as long as it says, but no longer than this. */
#define WAIT_MILLISECONDS 50u

bool board_over(struct board *board, enum board_end end, const char *format, ...)
{
	va_list args;

	if (board->end != BOARD_RUNS)
		return false;
	board->end = end;
	va_start(args, format);
	vsnprintf(board->message, sizeof(board->message), format, args);
	va_end(args);
	return false;
}

bool board_bench_failed(struct board *board)
{
	const struct bench *bench = lockstep_bench(board->lockstep);
	bool mismatch = bench->status == BENCH_MISMATCH;

	return board_over(board, mismatch ? BOARD_MISMATCH : BOARD_ERROR, "%s", bench->failure);
}

static bool bench_says(struct board *board, bool good)
{
	return good ? true : board_bench_failed(board);
}

/* A text that ends this part of the run has been put out. */
static bool has_stopped(const struct board *board)
{
	return board->console.until.seen || board->console.panic.seen;
}

/* Where there is no RAM, there may be a device. */
static void ask_device(struct board *board, const struct hart_access *access,
		       struct hart_place *place)
{
	if (!board_device_ask(board, access, place) || access->type != ACCESS_STORE)
		return;
	/* Without lockstep the store is not told, unless there is something to tell. */
	if (!board->lockstep)
		board->hart.bus = &fast_device_bus;
}

static bool ask_fast(void *opaque, const struct hart_access *access, struct hart_place *place)
{
	struct board *board = opaque;

	if (has_stopped(board))
		return false;
	fast_ask(&board->fast, access, place);
	if (place->fault == FAULT_ACCESS)
		ask_device(board, access, place);
	return true;
}

static bool ask_lockstep(void *opaque, const struct hart_access *access, struct hart_place *place)
{
	struct board *board = opaque;
	const struct exchange *exchange;

	if (has_stopped(board))
		return false;
	board->asked = *access;
	if (!lockstep_ask(board->lockstep, access, place))
		return board_bench_failed(board);
	exchange = lockstep_last(board->lockstep);
	board->waited += exchange->answered - exchange->accepted;
	if (place->fault == FAULT_ACCESS)
		ask_device(board, access, place);
	return true;
}

/* False: it was to no device. A hart that knows nothing any more asks next, and is stopped. */
static bool stored_device(struct board *board, uint64_t pa, unsigned int bytes)
{
	if (!board_device_stored(board, pa, bytes))
		return false;
	if (has_stopped(board))
		hart_forget(&board->hart);
	return true;
}

static void stored_fast(void *opaque, uint64_t pa, unsigned int bytes)
{
	struct board *board = opaque;

	/* A store that leaves its page may begin in RAM: its other part is still to come. */
	if (stored_device(board, pa, bytes))
		board->hart.bus = &board_fast_bus;
}

static void stored_lockstep(void *opaque, uint64_t pa, unsigned int bytes)
{
	struct board *board = opaque;

	if (!stored_device(board, pa, bytes))
		lockstep_stored(board->lockstep, pa, bytes);
}

static bool fence_fast(void *opaque, const struct hart_fence *fence)
{
	struct board *board = opaque;

	return fast_fence(&board->fast, fence);
}

static bool fence_lockstep(void *opaque, const struct hart_fence *fence)
{
	struct board *board = opaque;

	return bench_says(board, lockstep_fence(board->lockstep, fence));
}

/* A mode above the one that the machine is to have is not there (satp.MODE is WARL). */
static bool is_offered(const struct board *board, uint64_t satp)
{
	enum regime regime = board->config.shape.xlen == 32 ? REGIME_RV32 : REGIME_RV64;
	enum paging_mode mode = paging_of_satp(regime, satp);

	return mode == PAGING_MODES || mode <= board->config.shape.mode;
}

static bool write_satp(struct board *board, uint64_t value, uint64_t *held)
{
	if (board->lockstep)
		return bench_says(board, lockstep_write_satp(board->lockstep, value, held));
	return fast_write_satp(&board->fast, value, held);
}

static bool write_satp_offered(void *opaque, uint64_t value, uint64_t *held)
{
	struct board *board = opaque;

	if (is_offered(board, value))
		return write_satp(board, value, held);
	*held = board->hart.csr.satp;
	return true;
}

static bool control(void *opaque, bool adue, bool pbmte)
{
	struct board *board = opaque;

	if (board->lockstep)
		return bench_says(board, lockstep_control(board->lockstep, adue, pbmte));
	return fast_control(&board->fast, adue, pbmte);
}

bool board_tell_mmu(struct board *board)
{
	const struct hart_csrs *csr = &board->hart.csr;
	uint64_t held;

	if (!control(board, csr->menvcfg & MENVCFG_ADUE, csr->menvcfg & MENVCFG_PBMTE) ||
	    !write_satp(board, csr->satp, &held))
		return false;
	if (held == csr->satp)
		return true;
	return board_over(board, BOARD_ERROR, "satp cannot hold %llx, which the kernel has written",
			  (unsigned long long)csr->satp);
}

/* The kernel wants to end the machine. */
static bool ended(struct board *board)
{
	switch (board->firmware.end) {
	case FIRMWARE_SHUTDOWN:
		if (!board->firmware.reason)
			return board_over(board, BOARD_POWERED_OFF, "powered off");
		return board_over(board, BOARD_FAILED,
				  "the kernel has powered off because of a failure: reason %x",
				  board->firmware.reason);
	case FIRMWARE_REBOOT:
		return board_over(board, BOARD_REBOOTED,
				  "the kernel wants to begin again: a reboot, reason %x",
				  board->firmware.reason);
	case FIRMWARE_HART_STOPPED:
		return board_over(board, BOARD_HANGS, "the kernel has stopped its only hart");
	default:
		return false; /* the bus has told why */
	}
}

static bool firmware(void *opaque, struct hart *hart)
{
	struct board *board = opaque;

	if (!firmware_call(&board->firmware, hart))
		return ended(board);
	return !has_stopped(board);
}

static int milliseconds_to(const struct hart *hart)
{
	uint64_t now = hart_time(hart);
	uint64_t left = hart->timer > now ? (hart->timer - now) / (HART_TIMEBASE_HZ / 1000) : 0;

	return (int)(left < WAIT_MILLISECONDS ? left : WAIT_MILLISECONDS);
}

/* Time goes on to the next interrupt of the timer, for nothing else can end the wait. */
static bool wait_for_timer(void *opaque, struct hart *hart)
{
	struct board *board = opaque;

	if (!(hart->csr.mie & UINT64_C(1) << INTERRUPT_STI) ||
	    hart->timer > UINT64_MAX / HART_INSTRUCTIONS_PER_TICK)
		return board_over(board, BOARD_HANGS,
				  "the kernel waits for an interrupt, and none can come");
	console_poll(&board->console, milliseconds_to(hart));
	if (board->console.left)
		return board_over(board, BOARD_LEFT, "left at the console");
	hart->idle = hart->timer * HART_INSTRUCTIONS_PER_TICK - hart->instructions;
	hart_look(hart);
	return true;
}

const struct hart_bus board_fast_bus = {
	.ask = ask_fast,
	.fence = fence_fast,
	.write_satp = write_satp_offered,
	.control = control,
	.firmware = firmware,
	.wait = wait_for_timer,
};

static const struct hart_bus fast_device_bus = {
	.ask = ask_fast,
	.stored = stored_fast,
	.fence = fence_fast,
	.write_satp = write_satp_offered,
	.control = control,
	.firmware = firmware,
	.wait = wait_for_timer,
};

const struct hart_bus board_lockstep_bus = {
	.ask = ask_lockstep,
	.stored = stored_lockstep,
	.fence = fence_lockstep,
	.write_satp = write_satp_offered,
	.control = control,
	.firmware = firmware,
	.wait = wait_for_timer,
};
