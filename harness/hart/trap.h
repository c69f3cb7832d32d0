/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Traps into M and S, and the way back: privileged manual 20240411, "Machine Trap Delegation
 * (medeleg and mideleg) Registers", "Machine Interrupt (mip and mie) Registers", "Privilege and
 * Global Interrupt-Enable Stack in mstatus register", "Trap-Return Instructions".
 */
#ifndef PAGEWALK_HART_TRAP_H
#define PAGEWALK_HART_TRAP_H

#include <stdint.h>

#include "hart/status.h"

/* The instruction at pc raises it: pc, priv and the CSRs are those of the handler. value: tval. */
enum outcome trap_exception(struct hart *hart, enum exception cause, uint64_t value);

/* Takes the interrupt that is due before the instruction at pc, if one is; sets next_event. */
void trap_interrupt(struct hart *hart);

/* mip: what was written, and what the timer says. */
uint64_t trap_pending(const struct hart *hart);

/* MRET or SRET, which is legal here; the pc to go on at. */
uint64_t trap_return(struct hart *hart, enum priv from);

#endif
