/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How fast the hart is where the bus answers with whole pages: a loop of loads, stores, arithmetic,
 * calls into another page and branches, a third of it compressed. Prints millions of instructions a
 * CPU second, of RV64 and of RV32; status 1 where a trap was taken, for then it was no loop.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "encode.h"
#include "hart/hart.h"

#define INSTRUCTIONS UINT64_C(200000000)
#define BASE         UINT64_C(0x80000000)
#define PAGE         4096u

static uint8_t memory[16 * PAGE];
static struct hart hart;

static bool ask(void *opaque, const struct hart_access *access, struct hart_place *place)
{
	uint64_t offset = access->va % sizeof(memory);

	(void)opaque;
	*place = (struct hart_place){
		.pa = BASE + offset,
		.bytes = memory + offset,
		.before = offset % PAGE,
		.around = PAGE,
	};
	return true;
}

/* A checksum over 256 words, over and over; what mixes is in another page. */
static void put_program(void)
{
	static const uint32_t loop[] = {
		LUI(5, 0x80004), /* x5: the first word */
		ADDI(6, 5, 0x400), LW(7, 0, 5),    JAL(1, 0x1000 - 12), SW(7, 0, 5),
		ADDI(5, 5, 4),     BNE(5, 6, -16), JAL(0, -28),
	};
	static const uint32_t mix[] = {
		ADD(8, 8, 7), SLLI(9, 8, 5),    XOR(8, 8, 9), SRLI(9, 8, 7),
		XOR(7, 8, 9), ANDI(9, 7, 0xff), BEQ(9, 0, 4),
	};
	static const uint16_t mix_rest[] = {C_LI(10, 1), C_LI(11, 2), C_LI(10, 3), C_LI(11, 4),
					    C_LI(10, 5), C_LI(11, 6), C_JR(1)};

	memcpy(memory, loop, sizeof(loop));
	memcpy(memory + PAGE, mix, sizeof(mix));
	memcpy(memory + PAGE + sizeof(mix), mix_rest, sizeof(mix_rest));
}

static bool measure(unsigned int xlen)
{
	static const struct hart_bus bus = {.ask = ask};
	const struct hart_config config = {.xlen = xlen};
	clock_t before = clock();
	double seconds;

	hart_reset(&hart, &config, &bus, NULL, BASE);
	put_program();
	hart_run(&hart, INSTRUCTIONS, NULL);
	seconds = (double)(clock() - before) / CLOCKS_PER_SEC;
	printf("RV%u: %.1f million instructions a CPU second\n", xlen,
	       (double)INSTRUCTIONS / seconds / 1e6);
	for (unsigned int cause = 0; cause < 16; cause++)
		if (hart.exceptions[cause])
			return false;
	return true;
}

int main(void)
{
	return !(measure(64) & measure(32));
}
