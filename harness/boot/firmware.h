/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What firmware does for a kernel on one hart: the SBI v2.0, extensions BASE, TIME, IPI, RFENCE,
 * HSM, SRST and DBCN, and the legacy ones. It runs in no time and in no memory of the machine.
 */
#ifndef PAGEWALK_BOOT_FIRMWARE_H
#define PAGEWALK_BOOT_FIRMWARE_H

#include <stdbool.h>
#include <stdint.h>

#include "boot/console.h"
#include "boot/ram.h"
#include "boot/sbi.h"
#include "hart/hart.h"

/* How a kernel has ended the machine. */
enum firmware_end {
	FIRMWARE_RUNS,     /* it has not */
	FIRMWARE_SHUTDOWN, /* and `reason`; 0: nothing was wrong */
	FIRMWARE_REBOOT,
	FIRMWARE_HART_STOPPED, /* the only one: nothing will ever run */
	FIRMWARE_BUS,          /* a fence or a question on the bus has ended the run */
};

struct firmware {
	struct console *console;
	const struct ram *ram;
	enum firmware_end end;
	uint32_t reason;
	uint64_t calls,
		unknown; /* how many; of those, to extensions or functions that are not here */
};

void firmware_init(struct firmware *firmware, struct console *console, const struct ram *ram);

/* struct hart_bus's firmware(): false when `end` is not FIRMWARE_RUNS. */
bool firmware_call(struct firmware *firmware, struct hart *hart);

#endif
