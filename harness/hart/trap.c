/* SPDX-License-Identifier: Apache-2.0 */
#include "hart/trap.h"

/* Where a handler is: at the base, or, of an interrupt in the vectored mode, at a slot of 4 bytes.
 */
static uint64_t handler(uint64_t tvec, uint64_t cause, bool interrupt)
{
	uint64_t base = tvec & ~UINT64_C(3);

	return interrupt && (tvec & 1) ? base + 4 * cause : base;
}

static void enter_supervisor(struct hart *hart, uint64_t cause, uint64_t value)
{
	struct hart_csrs *csr = &hart->csr;
	bool enabled = csr->mstatus & MSTATUS_SIE;

	csr->sepc = hart->pc;
	csr->scause = cause;
	csr->stval = value;
	csr->mstatus &= ~(MSTATUS_SIE | MSTATUS_SPIE | MSTATUS_SPP);
	csr->mstatus |= (enabled ? MSTATUS_SPIE : 0) | (hart->priv == PRIV_S ? MSTATUS_SPP : 0);
	hart->priv = PRIV_S;
}

static void enter_machine(struct hart *hart, uint64_t cause, uint64_t value)
{
	struct hart_csrs *csr = &hart->csr;
	bool enabled = csr->mstatus & MSTATUS_MIE;

	csr->mepc = hart->pc;
	csr->mcause = cause;
	csr->mtval = value;
	csr->mstatus &= ~(MSTATUS_MIE | MSTATUS_MPIE | MSTATUS_MPP);
	csr->mstatus |= (enabled ? MSTATUS_MPIE : 0) | (uint64_t)hart->priv << 11;
	hart->priv = PRIV_M;
}

static void enter(struct hart *hart, uint64_t delegated, uint64_t cause, bool interrupt,
		  uint64_t value)
{
	uint64_t code = cause | (uint64_t)interrupt << (hart->config.xlen - 1);
	uint64_t tvec;

	if (hart->priv != PRIV_M && (delegated >> cause & 1)) {
		enter_supervisor(hart, code, value);
		tvec = hart->csr.stvec;
	} else {
		enter_machine(hart, code, value);
		tvec = hart->csr.mtvec;
	}
	hart->pc = status_fit(hart, handler(tvec, cause, interrupt));
	hart_look(hart);
}

enum outcome trap_exception(struct hart *hart, enum exception cause, uint64_t value)
{
	hart->exceptions[cause]++;
	enter(hart, hart->csr.medeleg, cause, false, value);
	return OUTCOME_TRAPPED;
}

uint64_t trap_pending(const struct hart *hart)
{
	return hart->csr.mip | (uint64_t)(hart_time(hart) >= hart->timer) << INTERRUPT_STI;
}

/* The instructions at which the timer will have something pending; UINT64_MAX: never, or it has. */
static uint64_t timer_event(const struct hart *hart)
{
	if (hart_time(hart) >= hart->timer || hart->timer > UINT64_MAX / HART_INSTRUCTIONS_PER_TICK)
		return UINT64_MAX;
	return hart->timer * HART_INSTRUCTIONS_PER_TICK - hart->idle;
}

/* Those that are enabled in this privilege; those of M are taken before those of S. */
static uint64_t due(const struct hart *hart)
{
	uint64_t pending = trap_pending(hart) & hart->csr.mie;
	uint64_t machine = pending & ~hart->csr.mideleg;
	uint64_t supervisor = pending & hart->csr.mideleg;

	if (machine && (hart->priv != PRIV_M || (hart->csr.mstatus & MSTATUS_MIE)))
		return machine;
	if (supervisor &&
	    (hart->priv == PRIV_U || (hart->priv == PRIV_S && (hart->csr.mstatus & MSTATUS_SIE))))
		return supervisor;
	return 0;
}

void trap_interrupt(struct hart *hart)
{
	static const enum interrupt priority[] = {INTERRUPT_MEI, INTERRUPT_MSI, INTERRUPT_MTI,
						  INTERRUPT_SEI, INTERRUPT_SSI, INTERRUPT_STI};
	uint64_t interrupts = due(hart);

	for (unsigned int i = 0; interrupts && i < sizeof(priority) / sizeof(*priority); i++)
		if (interrupts >> priority[i] & 1) {
			hart->interrupts[priority[i]]++;
			enter(hart, hart->csr.mideleg, priority[i], true, 0);
			break;
		}
	hart->next_event = timer_event(hart);
}

static uint64_t return_from_machine(struct hart *hart)
{
	struct hart_csrs *csr = &hart->csr;

	hart->priv = (enum priv)(csr->mstatus >> 11 & 3);
	csr->mstatus &= ~(MSTATUS_MIE | MSTATUS_MPP);
	if (csr->mstatus & MSTATUS_MPIE)
		csr->mstatus |= MSTATUS_MIE;
	csr->mstatus |= MSTATUS_MPIE;
	return csr->mepc;
}

static uint64_t return_from_supervisor(struct hart *hart)
{
	struct hart_csrs *csr = &hart->csr;

	hart->priv = csr->mstatus & MSTATUS_SPP ? PRIV_S : PRIV_U;
	csr->mstatus &= ~(MSTATUS_SIE | MSTATUS_SPP);
	if (csr->mstatus & MSTATUS_SPIE)
		csr->mstatus |= MSTATUS_SIE;
	csr->mstatus |= MSTATUS_SPIE;
	return csr->sepc;
}

uint64_t trap_return(struct hart *hart, enum priv from)
{
	uint64_t pc = from == PRIV_M ? return_from_machine(hart) : return_from_supervisor(hart);

	if (hart->priv != PRIV_M)
		hart->csr.mstatus &= ~MSTATUS_MPRV;
	hart_look(hart);
	return pc;
}
