/* SPDX-License-Identifier: Apache-2.0 */
#include "x86_scoreboard_fixture.h"

void write_cr3(uint64_t value)
{
	write_ptbr(REGIME_X86_64, value);
	ck_assert_ptr_null(ptbr_answer(FAULT_NONE, value & ~(UINT64_C(1) << 63)));
}

void begin_x86(void)
{
	for (uint64_t ppn = 0x80004; ppn < 0x80008; ppn++) {
		const uint64_t down[] = {(ppn + 1) << 12 | 0x27}; /* P RW US A */
		const uint64_t leaves[] = {0x90000067, 0x90001163, 0, 0x90003027};

		image_page(image, ppn, ppn < 0x80007 ? down : leaves, ppn < 0x80007 ? 1 : 4, 8);
	}
	in.pg = in.lma = in.pae = in.nxe = in.pge = in.wp = 1;
	write_cr3(CR3);
}

void walk_x86(uint64_t index)
{
	for (uint64_t ppn = 0x80004; ppn < 0x80008; ppn++)
		ck_assert_ptr_null(read_pte(ppn << 12 | (ppn == 0x80007 ? index * 8 : 0)));
}

void filled_x86(void)
{
	ask(0x123, false);
	walk_x86(0);
	show_answer(0x90000123, 0);
	agrees();
	taken();
}
