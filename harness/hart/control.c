/* SPDX-License-Identifier: Apache-2.0 */
#include "hart/control.h"

#include "hart/encoding.h"
#include "hart/trap.h"

/* Those without registers, whole. */
enum control {
	CONTROL_ECALL = 0x00000073,
	CONTROL_EBREAK = 0x00100073,
	CONTROL_SRET = 0x10200073,
	CONTROL_WFI = 0x10500073,
	CONTROL_MRET = 0x30200073,
};

#define SFENCE_VMA      0x12000073u
#define SFENCE_VMA_MASK 0xfe007fffu

static bool is_trapped(const struct hart *hart, uint64_t bit)
{
	return hart->priv == PRIV_S && (hart->csr.mstatus & bit);
}

static enum outcome ecall(struct hart *hart)
{
	enum exception cause = (enum exception)(EXCEPTION_ECALL + (int)hart->priv);
	bool more;

	if (hart->priv != PRIV_S || (hart->csr.medeleg >> cause & 1) || !hart->bus->firmware)
		return trap_exception(hart, cause, 0);
	more = hart->bus->firmware(hart->opaque, hart);
	hart_look(hart);
	return more ? OUTCOME_DONE : OUTCOME_LAST;
}

static enum outcome wait(struct hart *hart)
{
	if (hart->priv == PRIV_U || is_trapped(hart, MSTATUS_TW))
		return OUTCOME_ILLEGAL;
	/* Enabled or not in mstatus, delegated or not. */
	if (trap_pending(hart) & hart->csr.mie)
		return OUTCOME_DONE;
	if (!hart->bus->wait(hart->opaque, hart))
		return OUTCOME_STOPPED;
	hart_look(hart);
	return OUTCOME_DONE;
}

static enum outcome fence(struct hart *hart, uint32_t instruction)
{
	const struct hart_fence fence = {
		.by_va = encoding_rs1(instruction) != 0,
		.by_asid = encoding_rs2(instruction) != 0,
		.va = status_fit(hart, hart->x[encoding_rs1(instruction)]),
		.asid = status_fit(hart, hart->x[encoding_rs2(instruction)]),
	};

	if (hart->priv == PRIV_U || is_trapped(hart, MSTATUS_TVM))
		return OUTCOME_ILLEGAL;
	if (!hart->bus->fence(hart->opaque, &fence))
		return OUTCOME_STOPPED;
	hart_forget(hart);
	return OUTCOME_DONE;
}

enum outcome control_execute(struct hart *hart, uint32_t instruction, uint64_t *next)
{
	switch (instruction) {
	case CONTROL_ECALL:
		return ecall(hart);
	case CONTROL_EBREAK:
		return trap_exception(hart, EXCEPTION_BREAKPOINT, hart->pc);
	case CONTROL_SRET:
		if (hart->priv == PRIV_U || is_trapped(hart, MSTATUS_TSR))
			return OUTCOME_ILLEGAL;
		*next = trap_return(hart, PRIV_S);
		return OUTCOME_DONE;
	case CONTROL_MRET:
		if (hart->priv != PRIV_M)
			return OUTCOME_ILLEGAL;
		*next = trap_return(hart, PRIV_M);
		return OUTCOME_DONE;
	case CONTROL_WFI:
		return wait(hart);
	default:
		if ((instruction & SFENCE_VMA_MASK) == SFENCE_VMA)
			return fence(hart, instruction);
		return OUTCOME_ILLEGAL;
	}
}
