/* SPDX-License-Identifier: Apache-2.0 */
#include "boot/ram.h"

#include <sys/mman.h>

bool ram_create(struct ram *ram, uint64_t base, uint64_t size)
{
	void *bytes = mmap(NULL, size, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	*ram = (struct ram){.base = base, .size = size};
	if (bytes == MAP_FAILED)
		return false;
	ram->bytes = bytes;
	return true;
}

void ram_destroy(struct ram *ram)
{
	if (ram->bytes)
		munmap(ram->bytes, ram->size);
	ram->bytes = NULL;
}
