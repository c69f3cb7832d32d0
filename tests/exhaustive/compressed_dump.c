/* SPDX-License-Identifier: Apache-2.0 */
/* Writes what each compressed instruction expands to, 32 bits a number from 0 to 65535:
 * compressed.py. */
#include <stdio.h>
#include <stdlib.h>

#include "hart/compressed.h"

int main(int argc, char **argv)
{
	unsigned int xlen = argc == 2 ? (unsigned int)atoi(argv[1]) : 0;

	if (xlen != 32 && xlen != 64) {
		fputs("usage: compressed_dump 32|64\n", stderr);
		return 2;
	}
	for (unsigned int i = 0; i < 0x10000; i++) {
		uint32_t instruction = compressed_expand((uint16_t)i, xlen);

		if (fwrite(&instruction, sizeof(instruction), 1, stdout) != 1)
			return 2;
	}
	return fflush(stdout) == 0 ? 0 : 2;
}
