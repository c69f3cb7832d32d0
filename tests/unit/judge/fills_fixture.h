/* SPDX-License-Identifier: Apache-2.0 */
/* What TLBs may hold, on pins made by hand: pages, fences, and answers without a walk. */
#ifndef PAGEWALK_FILLS_FIXTURE_H
#define PAGEWALK_FILLS_FIXTURE_H

#include "scoreboard_fixture.h"

void fence(bool by_va, uint64_t va, bool by_asid, uint64_t asid);
void change_leaf(uint64_t n, uint64_t pte);

/* Page n of the address space is frame 0x90000 + n. */
void make_page(uint64_t n);

/* Its entry answers, and nothing else is asked. */
void hits(uint64_t n);

/* A fetch is accepted; its answer is on the pins; and both, with a walk of page 4 between them. */
void fetch(uint64_t va);
void show_fetched(uint64_t pa);
void fetch_filled(void);

/* The page of 2 MiB at 0, which is frames 0x90200 on; its table is gone. */
void fill_large(void);

#define may_not_hit(n, why)                                                                        \
	do {                                                                                       \
		hit_gives((n) << 12 | 8, (0x90000 + (n)) << 12 | 8);                               \
		refuses(why);                                                                      \
		taken();                                                                           \
	} while (0)

#define may_not_walk(n)                                                                            \
	do {                                                                                       \
		const char *said;                                                                  \
		ask((n) << 12, false);                                                             \
		said = read_pte(ROOT << 12);                                                       \
		ck_assert_msg(said &&strstr(said, "a walk, though the entry"), "said '%s'",        \
			      said ? said : "nothing");                                            \
	} while (0)

#endif
