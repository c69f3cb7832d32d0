/* SPDX-License-Identifier: Apache-2.0 */
#include "boot/digest.h"

#include <string.h>
#include <zlib.h>

#define PAGE UINT64_C(4096)

bool digest_is_zero(const uint8_t *page)
{
	return !*page && !memcmp(page, page + 1, PAGE - 1);
}

static uint32_t add(uint32_t crc, const void *bytes, size_t n)
{
	return (uint32_t)crc32(crc, bytes, (uInt)n);
}

static uint32_t registers_of(const struct hart *hart)
{
	const uint64_t more[] = {hart->pc,       hart->priv,        hart->timer,
				 hart->reserved, hart->reserved_pa, hart->idle};
	uint32_t crc = add(0, hart->x, sizeof(hart->x));

	crc = add(crc, hart->f, sizeof(hart->f));
	crc = add(crc, &hart->csr, sizeof(hart->csr));
	return add(crc, more, sizeof(more));
}

static uint32_t memory_of(const struct ram *ram)
{
	uint32_t crc = 0;

	for (uint64_t at = 0; at < ram->size; at += PAGE) {
		if (digest_is_zero(ram->bytes + at))
			continue;
		crc = add(crc, &at, sizeof(at));
		crc = add(crc, ram->bytes + at, PAGE);
	}
	return crc;
}

void digest_take(struct digest *digest, const struct hart *hart, const struct ram *ram)
{
	*digest = (struct digest){
		.instructions = hart->instructions,
		.pc = hart->pc,
		.registers = registers_of(hart),
		.memory = memory_of(ram),
	};
}
