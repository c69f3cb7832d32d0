/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The kernel's accesses to memory, each through the MMU, and what becomes of them when the machine
 * fails.
 */
#include <string.h>

#include "os/kernel/os.h"

void os_host_memory(struct os *os)
{
	bench_fail(os->machine->bench, BENCH_ERROR, "out of memory");
}

bool os_works(const struct os *os)
{
	return machine_works(os->machine);
}

static bool kernel_access(struct os *os, enum access_type type, uint64_t va, unsigned int bytes)
{
	const struct machine_access access = {.va = va, .bytes = bytes, .type = type};
	struct machine_answer answer;

	if (!os_works(os) || !machine_access(os->machine, &access, &answer))
		return false;
	os->counts.kernel_accesses++;
	os->counts.kernel_cycles += answer.cycles;
	if (answer.fault)
		bench_fail(os->machine->bench, BENCH_MISMATCH, "the kernel faults at %llx",
			   (unsigned long long)va);
	return !answer.fault;
}

uint64_t os_direct(const struct os *os, uint64_t pa)
{
	return os->format->kernel_base + pa;
}

uint64_t os_read_entry(struct os *os, uint64_t pa)
{
	uint64_t entry = 0;

	if (kernel_access(os, ACCESS_LOAD, os_direct(os, pa), os->format->entry_bytes))
		image_read(os->machine->bench->image, pa, os->format->entry_bytes, &entry);
	return entry;
}

void os_write_entry(struct os *os, uint64_t pa, uint64_t entry)
{
	if (kernel_access(os, ACCESS_STORE, os_direct(os, pa), os->format->entry_bytes))
		image_write(os->machine->bench->image, pa, os->format->entry_bytes, entry);
}

const uint8_t *os_load(struct os *os, uint64_t pa, unsigned int bytes)
{
	kernel_access(os, ACCESS_LOAD, os_direct(os, pa), bytes);
	return machine_bytes(os->machine, 0) + pa;
}

uint8_t *os_store(struct os *os, uint64_t pa, unsigned int bytes)
{
	kernel_access(os, ACCESS_STORE, os_direct(os, pa), bytes);
	return machine_bytes(os->machine, 0) + pa;
}

const uint8_t *os_look(struct os *os, uint64_t frame)
{
	return os_load(os, frame << FRAME_SHIFT, FRAME_SIZE);
}

uint8_t *os_fill(struct os *os, uint64_t frame)
{
	return os_store(os, frame << FRAME_SHIFT, FRAME_SIZE);
}

void os_zero(struct os *os, uint64_t frame)
{
	memset(os_fill(os, frame), 0, FRAME_SIZE);
}

void os_copy(struct os *os, uint64_t to, uint64_t from)
{
	const uint8_t *source = os_look(os, from);

	memcpy(os_fill(os, to), source, FRAME_SIZE);
}

void os_use_stack(struct os *os, uint64_t va)
{
	kernel_access(os, ACCESS_STORE, va, 64);
	kernel_access(os, ACCESS_LOAD, va, 64);
}
