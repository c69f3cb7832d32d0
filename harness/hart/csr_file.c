/* SPDX-License-Identifier: Apache-2.0 */
#include "hart/csr_file.h"

#include <stddef.h>

#include "hart/counters.h"
#include "hart/trap.h"

#define SSTATUS (MSTATUS_SIE | MSTATUS_SPIE | MSTATUS_SPP | MSTATUS_FS | MSTATUS_SUM | MSTATUS_MXR)
#define MSTATUS                                                                                    \
	(SSTATUS | MSTATUS_MIE | MSTATUS_MPIE | MSTATUS_MPP | MSTATUS_MPRV | MSTATUS_TVM |         \
	 MSTATUS_TW | MSTATUS_TSR)

#define UPPER_HALF (UINT64_C(0xffffffff) << 32)

/* The exceptions that there are, but ECALL from M; and 0, which no instruction here raises. */
#define MEDELEG 0xb3ffu

static bool is_rv32(const struct hart *hart)
{
	return hart->config.xlen == 32;
}

static bool is_between(unsigned int number, unsigned int first, unsigned int last)
{
	return number >= first && number <= last;
}

/* mstatus or sstatus: SD is bit XLEN - 1. */
static uint64_t status_of(const struct hart *hart, bool supervisor)
{
	uint64_t value = hart->csr.mstatus & (supervisor ? SSTATUS : MSTATUS);

	if ((value & MSTATUS_FS) == MSTATUS_FS)
		value |= UINT64_C(1) << (hart->config.xlen - 1);
	if (!is_rv32(hart))
		value |= MSTATUS_UXL64 | (supervisor ? 0 : MSTATUS_SXL64);
	return value;
}

static uint64_t misa(const struct hart *hart)
{
	static const char letters[] = "acimsu";
	uint64_t value = UINT64_C(1) << (is_rv32(hart) ? 30 : 63); /* MXL: 1 or 2 */

	for (const char *letter = letters; *letter; letter++)
		value |= UINT64_C(1) << (*letter - 'a');
	if (hart->config.has_float)
		value |= 1u << ('f' - 'a') | 1u << ('d' - 'a');
	return value;
}

/* Of RV32 a counter has two CSRs: the lower half, and the upper one with `h`. */
static bool read_counter(const struct hart *hart, unsigned int number, uint64_t *value)
{
	bool upper = number & 0x80;
	unsigned int counter = number & 0x1f;

	if (upper && !is_rv32(hart))
		return false;
	if (number >= CSR_CYCLE && !counters_are_readable(hart, counter))
		return false;
	if (number < CSR_CYCLE && counter == COUNTER_TIME)
		return false; /* that is of the platform's memory map */
	*value = counters_read(hart, counter) >> (upper ? 32 : 0);
	*value = status_fit(hart, *value);
	return true;
}

/* Those that come in rows. */
static bool read_row(const struct hart *hart, unsigned int number, uint64_t *value)
{
	if (is_between(number, CSR_MCYCLE, CSR_MHPMCOUNTER31) ||
	    is_between(number, CSR_MCYCLEH, CSR_MHPMCOUNTER31H) ||
	    is_between(number, CSR_CYCLE, CSR_HPMCOUNTER31) ||
	    is_between(number, CSR_CYCLEH, CSR_HPMCOUNTER31H))
		return read_counter(hart, number, value);
	*value = 0;
	if (is_between(number, CSR_PMPCFG0, CSR_PMPCFG15))
		return is_rv32(hart) || !(number & 1);
	return is_between(number, CSR_PMPADDR0, CSR_PMPADDR63) ||
	       is_between(number, CSR_MHPMEVENT3, CSR_MHPMEVENT31) ||
	       is_between(number, CSR_MVENDORID, CSR_MCONFIGPTR);
}

/* Those that hold what was written, or what a trap left. */
static uint64_t *plain(struct hart_csrs *csr, unsigned int number)
{
	switch (number) {
	case CSR_STVEC:
		return &csr->stvec;
	case CSR_SCOUNTEREN:
		return &csr->scounteren;
	case CSR_SENVCFG:
		return &csr->senvcfg;
	case CSR_SSCRATCH:
		return &csr->sscratch;
	case CSR_SEPC:
		return &csr->sepc;
	case CSR_SCAUSE:
		return &csr->scause;
	case CSR_STVAL:
		return &csr->stval;
	case CSR_MEDELEG:
		return &csr->medeleg;
	case CSR_MTVEC:
		return &csr->mtvec;
	case CSR_MCOUNTEREN:
		return &csr->mcounteren;
	case CSR_MSCRATCH:
		return &csr->mscratch;
	case CSR_MEPC:
		return &csr->mepc;
	case CSR_MCAUSE:
		return &csr->mcause;
	case CSR_MTVAL:
		return &csr->mtval;
	default:
		return NULL;
	}
}

/* Those that show a part of something, or one value; or of which a write does more than to hold. */
static bool read_supervisor(const struct hart *hart, unsigned int number, uint64_t *value)
{
	const struct hart_csrs *csr = &hart->csr;

	switch (number) {
	case CSR_FFLAGS:
		*value = csr->fcsr & 0x1f;
		return true;
	case CSR_FRM:
		*value = csr->fcsr >> 5;
		return true;
	case CSR_FCSR:
		*value = csr->fcsr;
		return true;
	case CSR_SSTATUS:
		*value = status_of(hart, true);
		return true;
	case CSR_SIE:
		*value = csr->mie & csr->mideleg;
		return true;
	case CSR_SIP:
		*value = trap_pending(hart) & csr->mideleg;
		return true;
	case CSR_SATP:
		*value = csr->satp;
		return true;
	default:
		return false;
	}
}

static bool read_machine(const struct hart *hart, unsigned int number, uint64_t *value)
{
	const struct hart_csrs *csr = &hart->csr;

	switch (number) {
	case CSR_MSTATUS:
		*value = status_of(hart, false);
		return true;
	case CSR_MISA:
		*value = misa(hart);
		return true;
	case CSR_MIDELEG:
		*value = csr->mideleg;
		return true;
	case CSR_MIE:
		*value = csr->mie;
		return true;
	case CSR_MIP:
		*value = trap_pending(hart);
		return true;
	case CSR_MCOUNTINHIBIT:
		*value = csr->mcountinhibit;
		return true;
	case CSR_MENVCFG:
		*value = status_fit(hart, csr->menvcfg);
		return true;
	case CSR_MENVCFGH:
		*value = csr->menvcfg >> 32;
		return is_rv32(hart);
	case CSR_MSTATUSH:
	case CSR_MEDELEGH:
		*value = 0;
		return is_rv32(hart);
	default:
		return false;
	}
}

bool csr_read(struct hart *hart, unsigned int number, uint64_t *value)
{
	const uint64_t *held = plain(&hart->csr, number);

	if (held) {
		*value = *held;
		return true;
	}
	return read_supervisor(hart, number, value) || read_machine(hart, number, value) ||
	       read_row(hart, number, value);
}

static void write_fcsr(struct hart *hart, uint64_t value)
{
	hart->csr.fcsr = value & 0xff;
	hart->csr.mstatus |= MSTATUS_FS;
}

/* MPP keeps its value rather than take 2, of which there is no mode. */
static void write_status(struct hart *hart, uint64_t value, uint64_t mask)
{
	if ((value & MSTATUS_MPP) == UINT64_C(2) << 11)
		mask &= ~MSTATUS_MPP;
	if (!hart->config.has_float)
		mask &= ~MSTATUS_FS;
	hart->csr.mstatus = (hart->csr.mstatus & ~mask) | (value & mask);
	hart_look(hart);
}

static void write_interrupts(struct hart *hart, uint64_t *held, uint64_t value, uint64_t mask)
{
	*held = (*held & ~mask) | (value & mask);
	hart_look(hart);
}

/* PBMTE is of RV64. */
static enum outcome write_menvcfg(struct hart *hart, uint64_t value)
{
	uint64_t mask = MENVCFG_FIOM | MENVCFG_ADUE | (is_rv32(hart) ? 0 : MENVCFG_PBMTE);

	value &= mask;
	if (!hart->bus->control(hart->opaque, value & MENVCFG_ADUE, value & MENVCFG_PBMTE))
		return OUTCOME_STOPPED;
	hart->csr.menvcfg = value;
	hart_forget(hart);
	return OUTCOME_DONE;
}

static enum outcome write_satp(struct hart *hart, uint64_t value)
{
	uint64_t held = value;

	if (!hart->bus->write_satp(hart->opaque, value, &held))
		return OUTCOME_STOPPED;
	hart->csr.satp = held;
	hart_forget(hart);
	return OUTCOME_DONE;
}

/* One half of a counter of RV32, all of one of RV64. Those that stay 0 take nothing. */
static void write_counter(struct hart *hart, unsigned int number, uint64_t value)
{
	unsigned int counter = number & 0x1f;
	uint64_t otherwise;

	if (counter != COUNTER_CYCLE && counter != COUNTER_INSTRET)
		return;
	otherwise = counters_read_next(hart, counter);
	if (number & 0x80)
		value = value << 32 | (uint32_t)otherwise;
	else if (is_rv32(hart))
		value |= otherwise & UPPER_HALF;
	counters_write(hart, counter, value);
}

static enum outcome write_machine(struct hart *hart, unsigned int number, uint64_t value)
{
	struct hart_csrs *csr = &hart->csr;

	switch (number) {
	case CSR_MSTATUS:
		write_status(hart, value, MSTATUS);
		break;
	case CSR_MIDELEG:
		write_interrupts(hart, &csr->mideleg, value, INTERRUPTS_SUPERVISOR);
		break;
	case CSR_MIE:
		write_interrupts(hart, &csr->mie, value,
				 INTERRUPTS_SUPERVISOR | INTERRUPTS_MACHINE);
		break;
	case CSR_MIP:
		write_interrupts(hart, &csr->mip, value, INTERRUPTS_SUPERVISOR);
		break;
	case CSR_MCOUNTINHIBIT:
		counters_inhibit(hart, value);
		break;
	case CSR_MENVCFG:
		return write_menvcfg(hart, value | (is_rv32(hart) ? csr->menvcfg & UPPER_HALF : 0));
	case CSR_MENVCFGH:
		return write_menvcfg(hart, (uint32_t)csr->menvcfg | value << 32);
	default:
		if (is_between(number, CSR_MCYCLE, CSR_MHPMCOUNTER31H))
			write_counter(hart, number, value);
	}
	return OUTCOME_DONE;
}

static enum outcome write_supervisor(struct hart *hart, unsigned int number, uint64_t value)
{
	struct hart_csrs *csr = &hart->csr;

	switch (number) {
	case CSR_FFLAGS:
		write_fcsr(hart, (csr->fcsr & ~UINT64_C(0x1f)) | (value & 0x1f));
		break;
	case CSR_FRM:
		write_fcsr(hart, (csr->fcsr & 0x1f) | (value & 7) << 5);
		break;
	case CSR_FCSR:
		write_fcsr(hart, value);
		break;
	case CSR_SSTATUS:
		write_status(hart, value, SSTATUS);
		break;
	case CSR_SIE:
		write_interrupts(hart, &csr->mie, value, csr->mideleg);
		break;
	case CSR_SIP:
		write_interrupts(hart, &csr->mip, value,
				 csr->mideleg & UINT64_C(1) << INTERRUPT_SSI);
		break;
	case CSR_SATP:
		return write_satp(hart, value);
	}
	return OUTCOME_DONE;
}

/* The bits of a plain CSR that can be other than 0. */
static uint64_t writable(unsigned int number)
{
	switch (number) {
	case CSR_MTVEC:
	case CSR_STVEC:
		return ~UINT64_C(2); /* direct or vectored */
	case CSR_MEPC:
	case CSR_SEPC:
		return ~UINT64_C(1);
	case CSR_MCOUNTEREN:
	case CSR_SCOUNTEREN:
		return 7;
	case CSR_SENVCFG:
		return MENVCFG_FIOM;
	case CSR_MEDELEG:
		return MEDELEG;
	default:
		return UINT64_MAX;
	}
}

enum outcome csr_write(struct hart *hart, unsigned int number, uint64_t value)
{
	uint64_t *held = plain(&hart->csr, number);

	if (held) {
		*held = value & writable(number);
		return OUTCOME_DONE;
	}
	return (number >> 8 & 3) == PRIV_M ? write_machine(hart, number, value)
					   : write_supervisor(hart, number, value);
}
