/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The CSRs of M, S and U: unprivileged manual 20240411, "Zicsr"; privileged manual 20240411,
 * "CSR Listing" and the chapters on machine and supervisor mode, without H, PMP and debugging.
 *
 * pmpcfg* and pmpaddr* are there and 0: PMP with no entries. mhpmevent* and mhpmcounter* are 0. Of
 * a field that can hold some values only, another value leaves the field (MPP) or its bit clear.
 */
#ifndef PAGEWALK_HART_CSR_H
#define PAGEWALK_HART_CSR_H

#include <stdint.h>

#include "hart/status.h"

/* CSRRW to CSRRCI. */
enum outcome csr_execute(struct hart *hart, uint32_t instruction);

#endif
