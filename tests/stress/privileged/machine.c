/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Usage: machine 32|64 PROGRAM
 *
 * Runs a flat program on the hart, in machine mode from 0x80000000 on, as far as frame.S needs
 * QEMU's machine `virt`: RAM, a UART that is always free and writes to standard output, and the
 * device that ends it. No address is translated.
 *
 * Exit status: 0 the program ended it; 1 it did not; 2 bad usage, no such program.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hart/hart.h"

#define RAM_BASE     UINT64_C(0x80000000)
#define RAM_SIZE     (UINT64_C(16) << 20)
#define UART         UINT64_C(0x10000000)
#define UART_STATUS  5
#define UART_IS_FREE 0x20
#define TEST_DEVICE  UINT64_C(0x100000)
#define MTIMECMP     UINT64_C(0x2004000)
#define INSTRUCTIONS UINT64_C(100000000) /* more than any program has */

static uint8_t ram[RAM_SIZE];
static uint8_t uart[8];
static uint8_t ignored[8];
static bool ended;

static bool ask(void *opaque, const struct hart_access *access, struct hart_place *place)
{
	uint64_t offset = access->va - RAM_BASE;

	(void)opaque;
	*place = (struct hart_place){.pa = access->va, .around = access->bytes};
	if (access->va >= RAM_BASE && offset < RAM_SIZE)
		place->bytes = ram + offset;
	else if ((access->va & ~UINT64_C(7)) == UART)
		place->bytes = uart + access->va % 8;
	else if ((access->va & ~UINT64_C(7)) == MTIMECMP)
		place->bytes = ignored + access->va % 8;
	else
		place->fault = FAULT_ACCESS;
	ended = access->va == TEST_DEVICE && access->type == ACCESS_STORE;
	return !ended;
}

static void stored(void *opaque, uint64_t pa, unsigned int bytes)
{
	(void)opaque;
	(void)bytes;
	if (pa == UART)
		putchar(uart[0]);
}

static bool fence(void *opaque, const struct hart_fence *what)
{
	(void)opaque;
	(void)what;
	return true;
}

static bool write_satp(void *opaque, uint64_t value, uint64_t *held)
{
	(void)opaque;
	*held = value;
	return true;
}

static bool control(void *opaque, bool adue, bool pbmte)
{
	(void)opaque;
	(void)adue;
	(void)pbmte;
	return true;
}

static bool wait(void *opaque, struct hart *hart)
{
	(void)opaque;
	(void)hart;
	return true;
}

int main(int argc, char **argv)
{
	static const struct hart_bus bus = {.ask = ask,
					    .stored = stored,
					    .fence = fence,
					    .write_satp = write_satp,
					    .control = control,
					    .wait = wait};
	static struct hart hart;
	struct hart_config config = {.has_float = true};
	FILE *program = argc == 3 ? fopen(argv[2], "rb") : NULL;

	config.xlen = argc == 3 ? (unsigned int)atoi(argv[1]) : 0;
	if (!program || (config.xlen != 32 && config.xlen != 64)) {
		fputs("machine: usage: machine 32|64 PROGRAM, which can be read\n", stderr);
		return 2;
	}
	if (!fread(ram, 1, sizeof(ram), program)) {
		fprintf(stderr, "machine: %s: nothing is read\n", argv[2]);
		return 2;
	}
	fclose(program);
	uart[UART_STATUS] = UART_IS_FREE;
	hart_reset(&hart, &config, &bus, NULL, RAM_BASE);
	hart_run(&hart, INSTRUCTIONS, NULL);
	if (fflush(stdout))
		return 2;
	if (!ended)
		fprintf(stderr, "machine: no end, at pc %llx\n", (unsigned long long)hart.pc);
	return !ended;
}
