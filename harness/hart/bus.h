/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a hart asks of the world around it. The hart computes; where an address leads, what a fence
 * forgets, and what firmware does for a supervisor, others answer. So the same hart runs on the
 * verilated MMU in lockstep, and on the oracle alone (harness/boot).
 */
#ifndef PAGEWALK_HART_BUS_H
#define PAGEWALK_HART_BUS_H

#include <stdbool.h>
#include <stdint.h>

#include "arch.h"

struct hart;

/* 1 to 8 bytes that do not leave their 4 KiB page, as the MMU is asked for them. */
struct hart_access {
	uint64_t va; /* RV32: zero-extended */
	unsigned int bytes;
	enum access_type type; /* an LR is a load; an SC and an AMO are stores (rtl/contract) */
	enum priv priv;        /* effective: MPRV applied */
	bool sum, mxr;
};

/*
 * Where such an access leads. Bytes va - before to va - before + around - 1 lie in a row at
 * bytes - before, all in va's page, and the hart may reach them by this answer again, with the same
 * type, priv, sum and mxr, until hart_forget(). before = 0 and around = access.bytes: it must ask
 * each time.
 */
struct hart_place {
	enum fault fault; /* FAULT_NONE, FAULT_PAGE, FAULT_ACCESS: there is no memory, too */
	uint64_t pa;
	uint8_t *bytes; /* the host's, of pa */
	uint64_t before, around;
};

struct hart_fence {
	bool by_va, by_asid; /* rs1, rs2 are not x0 */
	uint64_t va, asid;
};

/*
 * Each function that returns bool returns false when the run is over: what is wrong, or that all is
 * well, the owner of `opaque` knows. Then hart_run() returns, with the hart as it was before the
 * instruction; of firmware(), behind it.
 */
struct hart_bus {
	bool (*ask)(void *opaque, const struct hart_access *access, struct hart_place *place);

	/* Behind a store, asked for or by an earlier answer: these bytes have changed. NULL: no
	 * calls. */
	void (*stored)(void *opaque, uint64_t pa, unsigned int bytes);

	/* SFENCE.VMA. */
	bool (*fence)(void *opaque, const struct hart_fence *fence);

	/* satp := value; *held is what it holds then: an unsupported MODE changes nothing. */
	bool (*write_satp)(void *opaque, uint64_t value, uint64_t *held);

	/* menvcfg.ADUE and PBMTE are this from now on. */
	bool (*control)(void *opaque, bool adue, bool pbmte);

	/*
	 * An ECALL from S that is not delegated. x[10] and on are the arguments and results; pc is
	 * that of the ECALL, and the hart goes on behind it. NULL: it traps to M.
	 */
	bool (*firmware)(void *opaque, struct hart *hart);

	/* WFI, and nothing is pending that would end it. Time may be put forward (hart->idle). */
	bool (*wait)(void *opaque, struct hart *hart);
};

#endif
