/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A RISC-V hart: RV32 or RV64, IMAFDC, Zicsr, Zifencei, Zicntr, machine, supervisor and user mode,
 * as the unprivileged manual (20240411) and the privileged one (20240411) have it. It has no memory
 * and no translation: it asks a bus (bus.h).
 *
 * One instruction is one step; nothing is pipelined. The same state and the same answers give the
 * same next state: time is counted in instructions, and nothing else comes from the host.
 */
#ifndef PAGEWALK_HART_H
#define PAGEWALK_HART_H

#include <stdbool.h>
#include <stdint.h>

#include "arch.h"
#include "hart/bus.h"

/* time counts up by one in so many instructions: 10 MHz, of 100 million instructions a second. */
#define HART_INSTRUCTIONS_PER_TICK 10
#define HART_TIMEBASE_HZ           10000000

struct hart_config {
	unsigned int xlen; /* 32 or 64 */
	bool has_float;    /* F and D */
};

/*
 * What the CSRs are made of. Each holds XLEN bits, zero-extended, but for menvcfg and the counters,
 * of which RV32 reads the halves. What is not here has one value only, such as 0 of pmpcfg0: no
 * PMP.
 */
struct hart_csrs {
	uint64_t mstatus; /* sstatus is a part of it; SXL, UXL, SD are made when it is read */
	uint64_t medeleg, mideleg, mie;
	uint64_t mip; /* as written; STIP is pending by the timer, too */
	uint64_t mtvec, mscratch, mepc, mcause, mtval;
	uint64_t stvec, sscratch, sepc, scause, stval;
	uint64_t satp; /* as the bus says that it is held */
	uint64_t mcounteren, scounteren, menvcfg, senvcfg, mcountinhibit;
	uint64_t mcycle, minstret; /* less what has been counted since reset; if inhibited: all */
	uint64_t fcsr;
};

/* A run of bytes that are known by an answer of the bus; size 0: none. */
struct hart_window {
	uint64_t va, pa;
	uint8_t *bytes;
	uint32_t size;
	uint32_t context; /* priv, sum and mxr of the access: hart_context() */
};

/* By page number: a small cache of answers that may be used again. */
#define HART_WINDOWS 256

/* Why hart_run() came back. */
enum hart_stop {
	HART_COUNTED, /* the instructions that were asked for are done */
	HART_AT_PC,   /* pc is the one asked for */
	HART_STOPPED, /* a function of the bus returned false */
};

struct hart {
	uint64_t x[32]; /* RV32: sign-extended */
	uint64_t pc;    /* RV32: zero-extended */
	uint64_t f[32]; /* singles are NaN-boxed */
	enum priv priv;
	struct hart_csrs csr;
	uint64_t instructions; /* retired or trapped, since reset */
	uint64_t idle;         /* instructions that WFI has skipped */
	uint64_t timer;        /* time at which STIP becomes pending; UINT64_MAX: never */
	bool reserved;         /* by LR */
	uint64_t reserved_pa;

	struct hart_config config;
	const struct hart_bus *bus;
	void *opaque;

	/* Traps by cause, interrupts apart. What minstret does not count are the exceptions. */
	uint64_t exceptions[16], interrupts[16];

	/*
	 * What is derived of the above, or comes back by asking: not part of a snapshot. The buffer
	 * that fetches go to first is `fetch`; of its answers those of whole pages are kept in
	 * `code`.
	 */
	struct hart_window fetch, code[HART_WINDOWS], load[HART_WINDOWS], store[HART_WINDOWS];
	uint32_t data_context; /* hart_context() of loads and stores */
	uint64_t next_event;   /* instructions at which interrupts must be looked at again */
};

/* As after reset: M mode, pc, all else 0, no timer. */
void hart_reset(struct hart *hart, const struct hart_config *config, const struct hart_bus *bus,
		void *opaque, uint64_t pc);

/*
 * Firmware has been: S mode at pc with a0 = 0 and a1 = dtb, all exceptions but ECALL from S and
 * from M delegated, and all interrupts; counters may be read.
 */
void hart_enter_supervisor(struct hart *hart, uint64_t pc, uint64_t dtb);

/*
 * Runs until so many instructions are done since reset, in all (hart->instructions), or until the
 * next instruction is at *at (NULL: anywhere).
 */
enum hart_stop hart_run(struct hart *hart, uint64_t instructions, const uint64_t *at);

/* Forgets the answers of the bus that it may have kept. It does so itself for fences and satp. */
void hart_forget(struct hart *hart);

/* What the time CSR shows. */
uint64_t hart_time(const struct hart *hart);

/*
 * priv, timer or a CSR was changed from outside: the hart looks at interrupts before the next
 * instruction. Behind a change of all, as by a snapshot, hart_forget() does this, too.
 */
void hart_look(struct hart *hart);

#endif
