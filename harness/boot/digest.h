/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A machine's state in a few numbers, to tell whether two runs ended alike. Checksums are those of
 * gzip (CRC-32).
 */
#ifndef PAGEWALK_BOOT_DIGEST_H
#define PAGEWALK_BOOT_DIGEST_H

#include "boot/ram.h"
#include "hart/hart.h"

struct digest {
	uint64_t instructions, pc;
	uint32_t registers; /* of integer and float registers, CSRs, privilege and timer */
	uint32_t memory;    /* of all pages that are not 0, and where they are */
};

void digest_take(struct digest *digest, const struct hart *hart, const struct ram *ram);

/* Is this page of RAM all 0? */
bool digest_is_zero(const uint8_t *page);

#endif
