/* SPDX-License-Identifier: Apache-2.0 */
/* An MMU that may skip pointers of four-level paging, on pins made by hand. */
#ifndef PAGEWALK_X86_POINTERS_FIXTURE_H
#define PAGEWALK_X86_POINTERS_FIXTURE_H

#include "fills_fixture.h"

/* Four-level paging: a PML4, and in it a tree of three page tables. */
#define PML4   UINT64_C(0x90)
#define PDPT   UINT64_C(0x91)
#define PD     UINT64_C(0x92) /* of the first GiB; of the second it is PD_2 */
#define PD_2   UINT64_C(0x93)
#define PT     UINT64_C(0x94) /* of the first 2 MiB; of the next it is the next page, to PT + 2 */
#define LEVELS 4

#define POINTER(ppn) ((ppn) << 12 | 0x27) /* P RW US A */

/* begin(), where pointers may be skipped, with these tables. */
void begin_tables(void);

/* CR3, with or without its bit 63. */
void cr3(uint64_t value);

/* Reads behind so many pointers, and an answer: what it says; and of a load that is right. */
const char *answered_behind(unsigned int skipped, uint64_t va, bool store, uint64_t pa,
			    enum fault fault, unsigned int code);
const char *loaded_behind(unsigned int skipped, uint64_t va);

#define may_skip(skipped, va) ck_assert_ptr_null(loaded_behind(skipped, va))
#define may_not_skip(skipped, va)                                                                  \
	do {                                                                                       \
		const char *said = loaded_behind(skipped, va);                                     \
		ck_assert_msg(said &&strstr(said, "PTE read 1 at "), "said '%s'",                  \
			      said ? said : "nothing");                                            \
	} while (0)

#define MIB2 (UINT64_C(1) << 21)
#define GIB  (UINT64_C(1) << 30)

#endif
