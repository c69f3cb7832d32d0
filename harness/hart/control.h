/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The SYSTEM instructions but for CSRs: ECALL, EBREAK, MRET, SRET, WFI, SFENCE.VMA (unprivileged
 * manual 20240411, "Environment Call and Breakpoints"; privileged manual 20240411, "Machine-Mode
 * Privileged Instructions", "Supervisor Memory-Management Fence Instruction", and
 * "Virtualization Support in mstatus Register" for TVM, TW and TSR).
 *
 * WFI is illegal in U mode, and in S mode if TW is set: the time that it may wait for is 0.
 */
#ifndef PAGEWALK_HART_CONTROL_H
#define PAGEWALK_HART_CONTROL_H

#include <stdint.h>

#include "hart/status.h"

/* Its funct3 is 0. *next: where to go on; it is set to be behind the instruction. */
enum outcome control_execute(struct hart *hart, uint32_t instruction, uint64_t *next);

#endif
