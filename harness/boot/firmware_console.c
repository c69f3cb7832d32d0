/* SPDX-License-Identifier: Apache-2.0 */
/* The debug console: bytes of physical memory. */
#include "boot/firmware_parts.h"

/* The bus hears of bytes that firmware has stored, in pieces that it takes. */
static void tell_stored(struct hart *hart, uint64_t pa, uint64_t n)
{
	if (!hart->bus->stored)
		return;
	for (; n; pa++, n--)
		hart->bus->stored(hart->opaque, pa, 1);
}

static struct sbi_answer put(struct firmware *firmware, const uint8_t *bytes, uint64_t n)
{
	console_write(firmware->console, bytes, n);
	return (struct sbi_answer){SBI_SUCCESS, n};
}

static struct sbi_answer get(struct firmware *firmware, struct hart *hart, uint64_t pa,
			     uint8_t *bytes, uint64_t n)
{
	uint64_t got = 0;
	int byte;

	while (got < n && (byte = console_read(firmware->console)) >= 0)
		bytes[got++] = (uint8_t)byte;
	tell_stored(hart, pa, got);
	return (struct sbi_answer){SBI_SUCCESS, got};
}

struct sbi_answer firmware_dbcn(struct firmware *firmware, struct hart *hart, unsigned int function)
{
	uint64_t n = sbi_argument(hart, 0), pa = sbi_argument(hart, 1);
	uint8_t byte = (uint8_t)n, *bytes;

	if (function == SBI_CONSOLE_WRITE_BYTE) {
		console_write(firmware->console, &byte, 1);
		return sbi_says(SBI_SUCCESS);
	}
	if (function > SBI_CONSOLE_WRITE_BYTE)
		return sbi_says(SBI_ERR_NOT_SUPPORTED);
	if (!n)
		return sbi_says(SBI_SUCCESS);
	/* The address has twice the bits of a register, and what is beyond 64 of them is no RAM. */
	if (hart->config.xlen == 32)
		pa |= sbi_argument(hart, 2) << 32;
	else if (sbi_argument(hart, 2))
		return sbi_says(SBI_ERR_INVALID_PARAM);
	bytes = ram_at(firmware->ram, pa, n);
	if (!bytes)
		return sbi_says(SBI_ERR_INVALID_PARAM);
	return function == SBI_CONSOLE_WRITE ? put(firmware, bytes, n)
					     : get(firmware, hart, pa, bytes, n);
}
