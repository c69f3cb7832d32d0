/* SPDX-License-Identifier: Apache-2.0 */
/* An MMU that may skip pointers, on pins made by hand, over the tables of fills_fixture.h. */
#ifndef PAGEWALK_POINTERS_FIXTURE_H
#define PAGEWALK_POINTERS_FIXTURE_H

#include "fills_fixture.h"

#define ASID(n) ((uint64_t)(n) << 44)

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

/* Another tree beside that of the fixture, with page 4 in frame 0x90004, too. */
#define ROOT_2   UINT64_C(0x80010)
#define TABLE_2  UINT64_C(0x80011)
#define LEAVES_2 UINT64_C(0x80012)
void make_tree_2(uint64_t root_bits, uint64_t table_bits);

/* Page 4 by way of that tree, whose pages are all in 0x90000 and on. */
const char *page_4_of_tree_2(unsigned int skipped);

#define may_skip(skipped, n) ck_assert_ptr_null(page_behind(skipped, n))
#define may_not_skip(skipped, n)                                                                   \
	do {                                                                                       \
		const char *said = page_behind(skipped, n);                                        \
		ck_assert_msg(said &&strstr(said, "PTE read 1 at "), "said '%s'",                  \
			      said ? said : "nothing");                                            \
	} while (0)

#endif
