/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of the firmware that have a file of their own. */
#ifndef PAGEWALK_BOOT_FIRMWARE_PARTS_H
#define PAGEWALK_BOOT_FIRMWARE_PARTS_H

#include "boot/firmware.h"

struct sbi_answer firmware_rfence(struct firmware *firmware, struct hart *hart,
				  unsigned int function);
struct sbi_answer firmware_dbcn(struct firmware *firmware, struct hart *hart,
				unsigned int function);

/*
 * SFENCE.VMA on this hart, for `size` bytes from `start` on, of one ASID or of all (NULL); the
 * answer of the call.
 */
struct sbi_answer firmware_sfence(struct firmware *firmware, struct hart *hart, uint64_t start,
				  uint64_t size, const uint64_t *asid);

/* Does a legacy call. False: it is none. Of its answer only a0 goes to the hart. */
bool firmware_legacy(struct firmware *firmware, struct hart *hart, uint64_t extension,
		     struct sbi_answer *answer);

#endif
