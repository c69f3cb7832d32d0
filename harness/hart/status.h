/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The bits of CSRs: privileged manual 20240411, "Machine Status (mstatus and mstatush) Registers",
 * "Machine Interrupt (mip and mie) Registers", "Machine Cause (mcause) Register".
 */
#ifndef PAGEWALK_HART_STATUS_H
#define PAGEWALK_HART_STATUS_H

#include <stdbool.h>
#include <stdint.h>

#include "hart/hart.h"

#define MSTATUS_SIE   (UINT64_C(1) << 1)
#define MSTATUS_MIE   (UINT64_C(1) << 3)
#define MSTATUS_SPIE  (UINT64_C(1) << 5)
#define MSTATUS_MPIE  (UINT64_C(1) << 7)
#define MSTATUS_SPP   (UINT64_C(1) << 8)
#define MSTATUS_MPP   (UINT64_C(3) << 11)
#define MSTATUS_FS    (UINT64_C(3) << 13)
#define MSTATUS_MPRV  (UINT64_C(1) << 17)
#define MSTATUS_SUM   (UINT64_C(1) << 18)
#define MSTATUS_MXR   (UINT64_C(1) << 19)
#define MSTATUS_TVM   (UINT64_C(1) << 20)
#define MSTATUS_TW    (UINT64_C(1) << 21)
#define MSTATUS_TSR   (UINT64_C(1) << 22)
#define MSTATUS_UXL64 (UINT64_C(2) << 32)
#define MSTATUS_SXL64 (UINT64_C(2) << 34)

#define MENVCFG_FIOM  (UINT64_C(1) << 0)
#define MENVCFG_ADUE  (UINT64_C(1) << 61)
#define MENVCFG_PBMTE (UINT64_C(1) << 62)

enum exception {
	EXCEPTION_FETCH_ACCESS = 1,
	EXCEPTION_ILLEGAL = 2,
	EXCEPTION_BREAKPOINT = 3,
	EXCEPTION_LOAD_MISALIGNED = 4,
	EXCEPTION_LOAD_ACCESS = 5,
	EXCEPTION_STORE_MISALIGNED = 6,
	EXCEPTION_STORE_ACCESS = 7,
	EXCEPTION_ECALL = 8, /* and the privilege */
	EXCEPTION_FETCH_PAGE = 12,
	EXCEPTION_LOAD_PAGE = 13,
	EXCEPTION_STORE_PAGE = 15,
};

/* The bits of mip, and the causes of interrupts. */
enum interrupt {
	INTERRUPT_SSI = 1,
	INTERRUPT_MSI = 3,
	INTERRUPT_STI = 5,
	INTERRUPT_MTI = 7,
	INTERRUPT_SEI = 9,
	INTERRUPT_MEI = 11,
};

#define INTERRUPTS_SUPERVISOR                                                                      \
	(UINT64_C(1) << INTERRUPT_SSI | UINT64_C(1) << INTERRUPT_STI | UINT64_C(1) << INTERRUPT_SEI)
#define INTERRUPTS_MACHINE                                                                         \
	(UINT64_C(1) << INTERRUPT_MSI | UINT64_C(1) << INTERRUPT_MTI | UINT64_C(1) << INTERRUPT_MEI)

/* What an instruction came to. */
enum outcome {
	OUTCOME_DONE,
	OUTCOME_ILLEGAL, /* and nothing has changed */
	OUTCOME_TRAPPED, /* the trap has been taken */
	OUTCOME_STOPPED, /* the bus ended the run, and nothing has changed */
	OUTCOME_LAST,    /* done, and the bus ended the run */
};

/* The bits of a register: RV32's are zero-extended. */
static inline uint64_t status_fit(const struct hart *hart, uint64_t value)
{
	return hart->config.xlen == 32 ? (uint32_t)value : value;
}

/* mstatus.FS is not off: there are registers f, and they may be used. */
static inline bool status_float_is_on(const struct hart *hart)
{
	return hart->csr.mstatus & MSTATUS_FS;
}

/* The privilege of loads and stores. */
static inline enum priv status_data_priv(const struct hart *hart)
{
	return hart->csr.mstatus & MSTATUS_MPRV ? (enum priv)(hart->csr.mstatus >> 11 & 3)
						: hart->priv;
}

/* What else than the address decides an answer of the bus, in one word, as windows hold it. */
static inline uint32_t hart_context(const struct hart *hart, enum priv priv)
{
	return (uint32_t)priv | (uint32_t)(hart->csr.mstatus >> 16 & 0xc);
}

#endif
