/* SPDX-License-Identifier: Apache-2.0 */
#include "tally.h"

#include <check.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

static uint64_t *sum;

void tally_init(void)
{
	sum = mmap(NULL, sizeof(*sum), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (sum == MAP_FAILED)
		exit(EXIT_FAILURE);
}

void tally_check(const char *name, const struct tally *counted, const struct tally *expected)
{
	printf("# %s: %" PRIu64 " cells, %" PRIu64 " allowed", name, counted->cells,
	       counted->allowed);
	if (expected->hits)
		printf("; behind a fill, %" PRIu64 " hits", counted->hits);
	printf("\n");
	ck_assert_uint_eq(counted->cells, expected->cells);
	ck_assert_uint_eq(counted->allowed, expected->allowed);
	ck_assert_uint_eq(counted->hits, expected->hits);
	*sum += counted->cells;
}

void tally_check_sum(uint64_t cells)
{
	printf("# %" PRIu64 " cells in all\n", *sum);
	ck_assert_uint_eq(*sum, cells);
}
