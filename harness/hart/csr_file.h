/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CSRs by number: which there are, what each reads as, and what a write leaves in it. Who may ask,
 * csr.h knows.
 */
#ifndef PAGEWALK_HART_CSR_FILE_H
#define PAGEWALK_HART_CSR_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "hart/status.h"

enum csr_number {
	CSR_FFLAGS = 0x001,
	CSR_FRM = 0x002,
	CSR_FCSR = 0x003,
	CSR_SSTATUS = 0x100,
	CSR_SIE = 0x104,
	CSR_STVEC = 0x105,
	CSR_SCOUNTEREN = 0x106,
	CSR_SENVCFG = 0x10a,
	CSR_SSCRATCH = 0x140,
	CSR_SEPC = 0x141,
	CSR_SCAUSE = 0x142,
	CSR_STVAL = 0x143,
	CSR_SIP = 0x144,
	CSR_SATP = 0x180,
	CSR_MSTATUS = 0x300,
	CSR_MISA = 0x301,
	CSR_MEDELEG = 0x302,
	CSR_MIDELEG = 0x303,
	CSR_MIE = 0x304,
	CSR_MTVEC = 0x305,
	CSR_MCOUNTEREN = 0x306,
	CSR_MENVCFG = 0x30a,
	CSR_MSTATUSH = 0x310,
	CSR_MEDELEGH = 0x312,
	CSR_MENVCFGH = 0x31a,
	CSR_MCOUNTINHIBIT = 0x320,
	CSR_MHPMEVENT3 = 0x323,
	CSR_MHPMEVENT31 = 0x33f,
	CSR_MSCRATCH = 0x340,
	CSR_MEPC = 0x341,
	CSR_MCAUSE = 0x342,
	CSR_MTVAL = 0x343,
	CSR_MIP = 0x344,
	CSR_PMPCFG0 = 0x3a0,
	CSR_PMPCFG15 = 0x3af,
	CSR_PMPADDR0 = 0x3b0,
	CSR_PMPADDR63 = 0x3ef,
	CSR_MCYCLE = 0xb00,
	CSR_MINSTRET = 0xb02,
	CSR_MHPMCOUNTER31 = 0xb1f,
	CSR_MCYCLEH = 0xb80,
	CSR_MHPMCOUNTER31H = 0xb9f,
	CSR_CYCLE = 0xc00,
	CSR_HPMCOUNTER31 = 0xc1f,
	CSR_CYCLEH = 0xc80,
	CSR_HPMCOUNTER31H = 0xc9f,
	CSR_MVENDORID = 0xf11,
	CSR_MCONFIGPTR = 0xf15,
};

/* *value, of XLEN bits, zero-extended; false: there is no such CSR, or a counter is not enabled. */
bool csr_read(struct hart *hart, unsigned int number, uint64_t *value);

/* Of a CSR that was read: done, or the bus ended the run. */
enum outcome csr_write(struct hart *hart, unsigned int number, uint64_t value);

#endif
