/* SPDX-License-Identifier: Apache-2.0 */
/* An MMU that may skip pointers, on pins made by hand, over the tables of fills_fixture.h. */
#ifndef PAGEWALK_POINTERS_FIXTURE_H
#define PAGEWALK_POINTERS_FIXTURE_H

#include "fills_fixture.h"

/* begin(), where pointers may be skipped; page 4 is there, too, and page 512 in a table of its own.
 */
void begin_pointers(void);

/* A load walks, and is answered so. What it reads is pa[skipped] and on, of n. */
struct reads {
	unsigned int n;
	uint64_t pa[5];
};
const char *walk_behind(const struct reads *reads, unsigned int skipped, uint64_t va, uint64_t pa,
			enum fault fault);

/* The same of a page of the tables, to its end: what it says. */
const char *page_behind(unsigned int skipped, uint64_t n);

#define may_skip(skipped, n) ck_assert_ptr_null(page_behind(skipped, n))
#define may_not_skip(skipped, n)                                                                   \
	do {                                                                                       \
		const char *said = page_behind(skipped, n);                                        \
		ck_assert_msg(said &&strstr(said, "PTE read 1 at "), "said '%s'",                  \
			      said ? said : "nothing");                                            \
	} while (0)

#endif
