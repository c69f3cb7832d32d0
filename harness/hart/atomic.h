/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The A extension: unprivileged manual 20240411, "A Extension for Atomic Instructions". An LR is a
 * load, an SC and an AMO are stores; a misaligned one raises the exception of its kind.
 *
 * LR reserves the physical address that it loads from, until the next SC. An SC to another address,
 * or without a reservation, fails; without one, it asks for no access.
 */
#ifndef PAGEWALK_HART_ATOMIC_H
#define PAGEWALK_HART_ATOMIC_H

#include <stdint.h>

#include "hart/status.h"

enum outcome atomic_execute(struct hart *hart, uint32_t instruction);

#endif
